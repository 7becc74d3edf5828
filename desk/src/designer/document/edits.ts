// Edits of a draft: each takes a document and gives another; what an edit does not touch is shared.
import {
  type BotDraft,
  behaviorPath,
  behaviorsOf,
  behaviorsPath,
  interactionPath,
  interactionsOf,
  isTrigger,
  nameOf,
  placeOf,
} from './bot.ts'
import type { Catalogue } from './catalogue.ts'
import { jumpsIn, type Names, namesOf, type Spot, targetOf, withActions } from './jumps.ts'
import {
  type Fields,
  fieldsOf,
  isSame,
  isUnder,
  listOf,
  type Path,
  splitItem,
  valueAt,
  withItems,
  withMoved,
  withoutItem,
  withValue,
  wordOf,
} from './path.ts'

/** The words lead to the interaction from then on; those that already do are not added again. */
export function withKeyword(draft: BotDraft, interaction: Path, keyword: string): BotDraft {
  const list = [...interaction, 'keywords']
  const known = listOf(valueAt(draft, list))
  const isKnown = known.some((one) => String(one).toLowerCase() === keyword.toLowerCase())
  return isKnown ? draft : withItems(draft, list, known.length, [keyword])
}

/** A bot from nothing: one behavior with a start. */
export function freshBot(name: string, behavior: string, interaction: string): BotDraft {
  return {
    name,
    startBehavior: behavior,
    behaviors: [{ name: behavior, interactions: [{ name: interaction, start: true, actions: [] }] }],
  }
}

/** A name that none of the others has: `menu`, `menu 2`, … */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted
  for (let number = 2; ; number += 1) {
    const name = `${wanted} ${number}`
    if (!taken.includes(name)) return name
  }
}

export function interactionNames(draft: BotDraft, behavior: number): string[] {
  return interactionsOf(behaviorsOf(draft)[behavior] ?? {}).map(nameOf)
}

export type Added = { draft: BotDraft; path: Path }

export function withInteraction(draft: BotDraft, behavior: number, name: string): Added {
  const names = interactionNames(draft, behavior)
  const isFirst = names.length === 0
  const added = { name: freeName(name, names), ...(isFirst ? { start: true } : {}), actions: [] }
  const list = [...behaviorPath(behavior), 'interactions']
  return {
    draft: withItems(draft, list, names.length, [added]),
    path: interactionPath(behavior, names.length),
  }
}

export function withBehavior(draft: BotDraft, name: string, interaction: string): Added {
  const names = behaviorsOf(draft).map(nameOf)
  const added = { name: freeName(name, names), interactions: [{ name: interaction, start: true, actions: [] }] }
  const next = withItems(draft, behaviorsPath, names.length, [added])
  return {
    draft: names.length === 0 ? { ...next, startBehavior: added.name } : next,
    path: behaviorPath(names.length),
  }
}

/** Jumps that led to the interaction lead to it under its other name. */
export function withInteractionNamed(draft: BotDraft, spot: Spot, name: string, catalogue: Catalogue): BotDraft {
  const names = namesOf(draft)
  const followed = withActions(draft, (action, behavior) =>
    leadsByNameTo(spot, action, behavior, names, catalogue) ? { ...action, interaction: name } : action,
  )
  return withValue(followed, [...interactionPath(spot.behavior, spot.interaction), 'name'], name)
}

export function withBehaviorNamed(draft: BotDraft, behavior: number, name: string, catalogue: Catalogue): BotDraft {
  const before = nameOf(behaviorsOf(draft)[behavior] ?? {})
  const isFirstOfItsName = namesOf(draft).behaviors.get(before) === behavior
  const followed = withActions(draft, (action) =>
    isFirstOfItsName && isJump(action, catalogue) && action.behavior === before
      ? { ...action, behavior: name }
      : action,
  )
  const renamed = withValue(followed, [...behaviorPath(behavior), 'name'], name)
  return isFirstOfItsName && draft.startBehavior === before ? { ...renamed, startBehavior: name } : renamed
}

function leadsByNameTo(spot: Spot, action: Fields, from: number, names: Names, catalogue: Catalogue): boolean {
  return isJump(action, catalogue) && wordOf(action.interaction) !== '' && leadsTo(spot, action, from, names)
}

function leadsTo(spot: Spot, action: Fields, from: number, names: Names): boolean {
  const target = targetOf(action, from, names)
  return target?.behavior === spot.behavior && target.interaction === spot.interaction
}

function isJump(action: Fields, catalogue: Catalogue): boolean {
  return catalogue.get(wordOf(action.type))?.isJump === true
}

/** How many jumps from elsewhere name these interactions. */
export function jumpsTo(draft: BotDraft, spots: readonly Spot[], catalogue: Catalogue): number {
  const names = namesOf(draft)
  const isGone = (behavior: number, interaction: number) =>
    spots.some((spot) => spot.behavior === behavior && spot.interaction === interaction)
  const countIn = (actions: unknown, behavior: number) =>
    jumpsIn(listOf(actions), catalogue).filter((jump) =>
      spots.some((spot) => leadsByNameTo(spot, jump, behavior, names, catalogue)),
    ).length
  const behaviors = behaviorsOf(draft).map(
    (behavior, b) =>
      countIn(behavior.operations, b) +
      interactionsOf(behavior).reduce((sum, { actions }, i) => sum + (isGone(b, i) ? 0 : countIn(actions, b)), 0),
  )
  return behaviors.reduce((sum, count) => sum + count, countIn(draft.operations, Math.max(0, names.startBehavior)))
}

/** Without these interactions; with `andJumps` also without the jumps that name them. */
export function withoutInteractions(
  draft: BotDraft,
  spots: readonly Spot[],
  andJumps: boolean,
  catalogue: Catalogue,
): BotDraft {
  const names = namesOf(draft)
  const leads = (action: Fields, behavior: number) =>
    spots.some((spot) => leadsByNameTo(spot, action, behavior, names, catalogue))
  const freed = andJumps ? withActions(draft, (action, behavior) => (leads(action, behavior) ? null : action)) : draft
  return spots
    .toSorted((one, other) => other.interaction - one.interaction)
    .reduce((next, { behavior, interaction }) => withoutItem(next, interactionPath(behavior, interaction)), freed)
}

export function withoutBehavior(draft: BotDraft, behavior: number): BotDraft {
  return withoutItem(draft, behaviorPath(behavior))
}

/** A behavior has one start and at most one fallback: the flag leaves where it was. */
export function withFlag(draft: BotDraft, spot: Spot, flag: 'start' | 'fallback', isOn: boolean): BotDraft {
  const list = [...behaviorPath(spot.behavior), 'interactions']
  return interactionsOf(behaviorsOf(draft)[spot.behavior] ?? {}).reduce((next, fields, index) => {
    const path = [...list, index, flag]
    if (index === spot.interaction) return withValue(next, path, isOn ? true : undefined)
    return isOn && fields[flag] === true ? withValue(next, path, undefined) : next
  }, draft)
}

/** Interactions of any bot, with names that are free here; jumps among them follow, and no second start comes in. */
export function withPastedInteractions(
  draft: BotDraft,
  behavior: number,
  pasted: readonly Fields[],
  catalogue: Catalogue,
): { draft: BotDraft; paths: Path[] } {
  const taken = interactionNames(draft, behavior)
  const renamed = new Map<string, string>()
  for (const one of pasted) {
    const name = freeName(nameOf(one) || '1', taken)
    renamed.set(nameOf(one), name)
    taken.push(name)
  }
  const flags = interactionsOf(behaviorsOf(draft)[behavior] ?? {})
  const items = pasted.map((one) => {
    const { start, fallback, ...rest } = one
    const isFree = (flag: 'start' | 'fallback') => !flags.some((other) => other[flag] === true)
    return {
      ...followed(rest, renamed, catalogue),
      ...(start === true && isFree('start') ? { start } : {}),
      ...(fallback === true && isFree('fallback') ? { fallback } : {}),
      name: renamed.get(nameOf(one)),
    }
  })
  const list = [...behaviorPath(behavior), 'interactions']
  return {
    draft: withItems(draft, list, flags.length, items),
    paths: items.map((_, index) => interactionPath(behavior, flags.length + index)),
  }
}

function followed(interaction: Fields, renamed: ReadonlyMap<string, string>, catalogue: Catalogue): Fields {
  const alone: BotDraft = { behaviors: [{ interactions: [interaction] }] }
  const next = withActions(alone, (action) => {
    const name =
      isJump(action, catalogue) && action.behavior === undefined ? renamed.get(wordOf(action.interaction)) : null
    return typeof name === 'string' ? { ...action, interaction: name } : action
  })
  return fieldsOf(valueAt(next, interactionPath(0, 0)))
}

/** A trigger under which nothing is left goes too. */
export function withoutAction(draft: BotDraft, item: Path): BotDraft {
  const next = withoutItem(draft, item)
  const list = item.slice(0, -1)
  return isTrigger(list.at(-1)) && listOf(valueAt(next, list)).length === 0 ? withValue(next, list, undefined) : next
}

/** An action from one list into another, before the one that stands at `to` there; null: not into itself. */
export function withTransferred(draft: BotDraft, item: Path, list: Path, to: number): Added | null {
  const [from, index] = splitItem(item)
  if (isUnder(list, item)) return null
  if (isSame(from, list)) {
    const at = to > index ? to - 1 : to
    return { draft: withMoved(draft, item, at), path: [...list, at] }
  }
  const moved = withItems(draft, list, to, [valueAt(draft, item)])
  const isShifted = isUnder(item, list) && Number(item[list.length]) >= to
  const source = isShifted ? item.with(list.length, Number(item[list.length]) + 1) : item
  const target = isUnder(list, from) && Number(list[from.length]) > index
  return {
    draft: withoutAction(moved, source),
    path: target ? [...list.with(from.length, Number(list[from.length]) - 1), to] : [...list, to],
  }
}

/** The same action once more, below itself. */
export function withCopy(draft: BotDraft, item: Path): BotDraft {
  const index = item.at(-1)
  if (typeof index !== 'number') return draft
  return withItems(draft, item.slice(0, -1), index + 1, [structuredClone(valueAt(draft, item))])
}

/** A jump from a row of a node: a jump leads elsewhere from then on, what can be clicked gets one, and a list one at its end. */
export function withJump(draft: BotDraft, from: Path, to: string, catalogue: Catalogue): BotDraft {
  const jump = [...catalogue.values()].find((description) => description.isJump)
  if (jump === undefined) return draft
  const fresh = { type: jump.type, interaction: to }
  const value = valueAt(draft, from)
  if (Array.isArray(value)) return withEnd(draft, from, fresh, catalogue)
  const fields = fieldsOf(value)
  if (isJump(fields, catalogue)) return withValue(draft, from, { ...withoutTarget(fields), interaction: to })
  const action = fieldsOf(valueAt(draft, placeOf(from).action ?? from))
  const trigger = catalogue.get(wordOf(action.type))?.items?.trigger
  return trigger === undefined ? draft : withEnd(draft, [...from, trigger], fresh, catalogue)
}

/** A list has one jump at its end: what stands below a jump never runs. */
function withEnd(draft: BotDraft, list: Path, jump: Fields, catalogue: Catalogue): BotDraft {
  const actions = listOf(valueAt(draft, list)).map(fieldsOf)
  const last = actions.at(-1)
  if (last === undefined || !isJump(last, catalogue)) return withItems(draft, list, actions.length, [jump])
  return withValue(draft, [...list, actions.length - 1], { ...withoutTarget(last), interaction: jump.interaction })
}

function withoutTarget({ behavior: _behavior, interaction: _interaction, to: _to, ...rest }: Fields): Fields {
  return rest
}
