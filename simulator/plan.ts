/** What everybody does in a run, and what goes wrong: drawn from the seed before it begins, so that it can be shortened. */
import { type Chance, seededChance } from '@baton/core/chance'
import { words } from './bot.ts'
import { calm, type Weather } from './network.ts'

/** One thing that somebody does, as soon as what they did before is done. Dice decide the rest when it comes to it. */
export type Step = { at: number; who: string; what: string; dice: readonly number[] }

export type Plan = {
  seed: number
  climate: Climate
  nodes: number
  operators: number
  contacts: number
  widgets: number
  desks: number
  capacity: number | null
  weather: Weather
  steps: readonly Step[]
}

/** What kind of run it is: each looks for other mistakes. */
export const climates = ['calm', 'busy', 'stormy', 'failing', 'asking', 'forgetting'] as const
export type Climate = (typeof climates)[number]

export const stores = ['postgres', 'embedded'] as const
export type StoreName = (typeof stores)[number]

/** On the embedded store nothing tells what is being forgotten just now. */
export const climatesOn: Readonly<Record<StoreName, readonly Climate[]>> = {
  postgres: climates,
  embedded: climates.filter((climate) => climate !== 'forgetting'),
}

/** Steps of a run, when nothing else is said. */
export const usualSize = 300

const faces = 1_000_000
const sides = 6

export function planFor(seed: number, size: number, climate: Climate): Plan {
  const chance = seededChance(seed)
  const between = (least: number, most: number) => least + chance.below(most - least + 1)
  const plan = {
    seed,
    climate,
    nodes: between(2, 3),
    operators: between(desks + 1, desks + 3),
    contacts: between(4, 8),
    widgets: 2,
    desks,
    capacity: chance.below(4) === 0 ? null : between(1, 3),
    weather: weatherOf(climate, chance),
  }
  const cast = { ...plan, chance }
  const steps = [...traffic(cast, size), ...(climate === 'calm' || climate === 'busy' ? [] : faults(cast, size))]
  return { ...plan, steps: steps.toSorted((one, other) => one.at - other.at) }
}

/** Each seed has a climate, where none is asked for. */
export function climateOf(seed: number, store: StoreName): Climate {
  const choice = climatesOn[store]
  return choice[seed % choice.length] ?? 'calm'
}

function weatherOf(climate: Climate, chance: Chance): Weather {
  if (climate === 'calm') return { ...calm, delay: 1 + chance.below(10) }
  const hints = { hintsLost: chance.below(200), hintsDoubled: chance.below(200), hintsForged: chance.below(200) }
  const late = { delay: 1 + chance.below(20), slow: 20 + chance.below(60), longDelay: 100 + chance.below(900) }
  if (climate !== 'failing') return { ...calm, ...late, ...hints }
  return { ...late, ...hints, lostBefore: 1 + chance.below(12), lostAfter: 1 + chance.below(12) }
}

type Cast = Omit<Plan, 'steps' | 'weather'> & { chance: Chance }
type Kind = readonly [share: number, who: 'contact' | 'widget' | 'desk' | 'program', what: string]

const usual: readonly Kind[] = [
  ...words.map((word): Kind => [word === 'say' ? 14 : 5, 'contact', word]),
  [5, 'contact', 'open'],
  [8, 'widget', 'say'],
  [3, 'widget', 'person'],
  [8, 'desk', 'claim'],
  [7, 'desk', 'reply'],
  [2, 'desk', 'note'],
  [4, 'desk', 'handover'],
  [4, 'desk', 'transfer'],
  [4, 'desk', 'close'],
  [2, 'program', 'close'],
  [3, 'desk', 'open'],
  [2, 'desk', 'leave'],
  [2, 'desk', 'status'],
  [2, 'desk', 'lock'],
  [1, 'desk', 'typing'],
  [1, 'desk', 'lose'],
  [5, 'program', 'claim'],
  [4, 'program', 'state'],
  [3, 'program', 'reply'],
  [2, 'program', 'transfer'],
  [2, 'program', 'group transfer'],
  [2, 'program', 'interaction'],
  [2, 'program', 'label'],
  [2, 'program', 'read'],
  [2, 'program', 'status'],
  [1, 'program', 'capacity'],
  [1, 'program', 'memberships'],
  [1, 'program', 'disable'],
  [1, 'program', 'enable'],
  [1, 'program', 'publish'],
  [1, 'program', 'rename'],
  [1, 'program', 'group'],
  [1, 'program', 'key'],
  [1, 'program', 'ticket'],
  [1, 'program', 'mail'],
  [1, 'program', 'session'],
]
const forgetting: Kind = [6, 'program', 'forget']
/** [RO-30] Whoever is asked answers, or somebody else for them. */
const asking: Kind = [24, 'program', 'answer']
export const programs = 3
/** Operators with a desk; of the others some are disabled now and then. */
export const desks = 3

/** Milliseconds between two bursts, and within one. */
const [longestGap, longestBurst] = [160, 25]

/** Bursts of things at nearly the same moment: most of what can go wrong needs that. */
function traffic({ climate, chance, ...cast }: Cast, size: number): Step[] {
  const kinds = [...usual, ...(climate === 'forgetting' ? [forgetting] : climate === 'asking' ? [asking] : [])]
  const counts = { contact: cast.contacts, widget: cast.widgets, desk: cast.desks, program: programs }
  const steps: Step[] = []
  let at = 0
  while (steps.length < size) {
    at += chance.below(climate === 'busy' ? longestGap / 4 : longestGap)
    const isSame = chance.below(3) === 0
    const one = draw(kinds, chance)
    const dice = roll(chance)
    for (let left = 1 + chance.below(6); left > 0 && steps.length < size; left -= 1) {
      const [, who, what] = isSame ? one : draw(kinds, chance)
      const place = at + chance.below(longestBurst)
      // Bursts of the same are mostly about the same conversation.
      const own = isSame && chance.below(3) > 0 ? [dice[0] ?? 0, ...roll(chance).slice(1)] : roll(chance)
      steps.push({ at: place, who: `${who} ${chance.below(counts[who])}`, what, dice: own })
    }
  }
  return steps
}

const wrongs: readonly (readonly [share: number, what: string])[] = [
  [4, 'crash'],
  [4, 'pause'],
  [2, 'replace'],
  [3, 'hold database'],
  [3, 'cut database'],
  [1, 'restart database'],
  [2, 'hold front'],
  [2, 'hints off'],
]
const [shortestPeace, longestPeace] = [200, 2_500]

function faults({ chance }: Cast, size: number): Step[] {
  const end = (size * longestGap) / 6
  const steps: Step[] = []
  for (let at = longestPeace; at < end; at += shortestPeace + chance.below(longestPeace)) {
    const [, what] = draw(wrongs, chance)
    steps.push({ at, who: 'fate', what, dice: roll(chance) })
  }
  return steps
}

/** One of them, as often as its share says. */
function draw<Item extends readonly [share: number, ...unknown[]]>(items: readonly Item[], chance: Chance): Item {
  let left = chance.below(items.reduce((sum, [share]) => sum + share, 0))
  for (const item of items) {
    left -= item[0]
    if (left < 0) return item
  }
  throw new Error('there is nothing to draw from')
}

function roll(chance: Chance): number[] {
  return Array.from({ length: sides }, () => chance.below(faces))
}
