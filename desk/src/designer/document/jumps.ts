// Jumps: where they stand, where they lead, and following the names of what they lead to.
import { type BotDraft, behaviorsOf, interactionsOf, isTrigger, nameOf } from './bot.ts'
import type { Catalogue } from './catalogue.ts'
import { type Fields, fieldsOf, isFields, type Path, wordOf } from './path.ts'

/** An interaction by its place in the document. */
export type Spot = { behavior: number; interaction: number }

/** The names of a draft with their places, for finding where jumps lead. */
export type Names = {
  behaviors: ReadonlyMap<string, number>
  /** Per behavior, by its place. */
  interactions: readonly ReadonlyMap<string, number>[]
  starts: readonly number[]
  fallbacks: readonly number[]
  startBehavior: number
}

export function namesOf(draft: BotDraft): Names {
  const behaviors = behaviorsOf(draft)
  const lists = behaviors.map(interactionsOf)
  return {
    behaviors: firstPlaces(behaviors.map(nameOf)),
    interactions: lists.map((list) => firstPlaces(list.map(nameOf))),
    starts: lists.map((list) => list.findIndex(({ start }) => start === true)),
    fallbacks: lists.map((list) => list.findIndex(({ fallback }) => fallback === true)),
    startBehavior: behaviors.findIndex((behavior) => nameOf(behavior) === draft.startBehavior),
  }
}

function firstPlaces(names: readonly string[]): Map<string, number> {
  const places = new Map<string, number>()
  names.forEach((name, index) => {
    if (!places.has(name)) places.set(name, index)
  })
  return places
}

/** [FL-8] Where a jump leads, by the rules of the flow; null where that is not known before it runs, or nowhere. */
export function targetOf(jump: Fields, from: number, names: Names): Spot | null {
  const { to } = jump
  if (to === 'previous' || to === 'bookmark') return null
  const named = wordOf(jump.behavior)
  const home = named === '' ? null : (names.behaviors.get(named) ?? -1)
  if (to === 'fallback') return flagged(names.fallbacks, [home ?? from, names.startBehavior])
  const interaction = wordOf(jump.interaction)
  if (interaction !== '')
    return namedIn(interaction, home === null ? [from, ...names.interactions.keys()] : [home], names)
  if (to === 'start') return flagged(names.starts, [home ?? names.startBehavior])
  return home === null ? null : flagged(names.starts, [home])
}

function flagged(places: readonly number[], order: readonly number[]): Spot | null {
  for (const behavior of order) {
    const interaction = places[behavior] ?? -1
    if (interaction >= 0) return { behavior, interaction }
  }
  return null
}

function namedIn(name: string, order: readonly number[], names: Names): Spot | null {
  for (const behavior of order) {
    const interaction = names.interactions[behavior]?.get(name)
    if (interaction !== undefined) return { behavior, interaction }
  }
  return null
}

/** The lists of actions inside one action: under its triggers, and under those of its items. */
export type Branch = { path: Path; trigger: string; label: string | null; actions: readonly unknown[] }

export function branchesOf(action: Fields): Branch[] {
  return branchesIn(action, [], null)
}

function branchesIn(fields: Fields, base: Path, label: string | null): Branch[] {
  return Object.entries(fields).flatMap(([name, value]): Branch[] => {
    if (!Array.isArray(value)) return []
    if (isTrigger(name)) return [{ path: [...base, name], trigger: name, label, actions: value }]
    return value.flatMap((item, index) => {
      const inner = fieldsOf(item)
      return branchesIn(inner, [...base, name, index], labelOf(inner, index))
    })
  })
}

/** What an item is called: its label, name or title, or its number. */
export function labelOf(item: Fields, index: number): string {
  return wordOf(item.label) || wordOf(item.name) || wordOf(item.title) || String(index + 1)
}

/** Every jump of a list, however deep it stands. */
export function jumpsIn(actions: readonly unknown[], catalogue: Catalogue): Fields[] {
  return actions.map(fieldsOf).flatMap((action) => {
    const own = catalogue.get(wordOf(action.type))?.isJump ? [action] : []
    return [...own, ...branchesOf(action).flatMap((branch) => jumpsIn(branch.actions, catalogue))]
  })
}

/** The draft with every action replaced by what `change` makes of it, innermost last; null takes it away. Unchanged parts are shared. */
export function withActions(draft: BotDraft, change: (action: Fields, behavior: number) => Fields | null): BotDraft {
  const startBehavior = Math.max(0, namesOf(draft).startBehavior)
  const next: Record<string, unknown> = { ...draft }
  if (Array.isArray(draft.operations)) next.operations = changedList(draft.operations, startBehavior, change)
  if (Array.isArray(draft.behaviors))
    next.behaviors = shared(draft.behaviors, (behavior, b) => changedBehavior(behavior, b, change))
  return isChanged(next, draft) ? next : draft
}

type Change = (action: Fields, behavior: number) => Fields | null

function changedBehavior(behavior: unknown, b: number, change: Change): unknown {
  const fields = fieldsOf(behavior)
  const next: Record<string, unknown> = { ...fields }
  if (Array.isArray(fields.operations)) next.operations = changedList(fields.operations, b, change)
  if (Array.isArray(fields.interactions))
    next.interactions = shared(fields.interactions, (interaction) => {
      const { actions } = fieldsOf(interaction)
      if (!Array.isArray(actions)) return interaction
      const changed = changedList(actions, b, change)
      return changed === actions ? interaction : { ...fieldsOf(interaction), actions: changed }
    })
  return isChanged(next, fields) ? next : behavior
}

function changedList(list: readonly unknown[], behavior: number, change: Change): readonly unknown[] {
  const kept = list.flatMap((action): unknown[] => {
    const changed = change(fieldsOf(action), behavior)
    if (changed === null) return []
    const result = changedBranches(changed, behavior, change)
    return [result === fieldsOf(action) ? action : result]
  })
  return kept.length === list.length && kept.every((one, index) => one === list[index]) ? list : kept
}

function changedBranches(action: Fields, behavior: number, change: Change): Fields {
  const next = Object.fromEntries(
    Object.entries(action).map(([name, value]) => {
      if (!Array.isArray(value)) return [name, value]
      if (isTrigger(name)) return [name, changedList(value, behavior, change)]
      return [name, shared(value, (item) => (isFields(item) ? changedBranches(item, behavior, change) : item))]
    }),
  )
  return isChanged(next, action) ? next : action
}

function shared(list: readonly unknown[], change: (item: unknown, index: number) => unknown): readonly unknown[] {
  const next = list.map(change)
  return next.every((item, index) => item === list[index]) ? list : next
}

function isChanged(one: Fields, other: Fields): boolean {
  return Object.keys(one).some((name) => one[name] !== other[name])
}
