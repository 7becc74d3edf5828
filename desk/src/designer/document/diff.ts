// What is different between two documents of a bot, as an author sees it: interaction by interaction, action by action.
import { type BotDraft, behaviorsOf, interactionsOf, nameOf } from './bot.ts'
import { type Fields, fieldsOf, isEqual, isFields, listOf, wordOf } from './path.ts'

export type Difference = {
  /** Empty: of the bot itself. */
  behavior: string
  /** Null: what runs at every message. */
  interaction: string | null
  kind: 'added' | 'removed' | 'changed'
  /** Settings of the interaction that are others now. */
  settings: readonly string[]
  actions: readonly ActionDifference[]
}

export type ActionDifference =
  | { kind: 'added' | 'removed'; action: Fields }
  | { kind: 'changed'; before: Fields; action: Fields; settings: readonly string[] }

export type Differences = { bot: readonly string[]; parts: readonly Difference[] }

export function differencesBetween(before: BotDraft, after: BotDraft): Differences {
  const [one, other] = [partsOf(authored(before)), partsOf(authored(after))]
  const keys = [...other.keys(), ...[...one.keys()].filter((key) => !other.has(key))]
  const parts = keys.flatMap((key) => differenceOf(one.get(key), other.get(key)) ?? [])
  return { bot: changedFields(before, after, ['behaviors', 'operations']), parts }
}

/** Replies are given payloads when a bot is published; an author does not write these. */
const givenPayload = /^reply_(o|\d+)\..+_[0-9a-z]+$/

/** The document as its author wrote it. */
export function authored<Document>(document: Document): Document {
  return withoutGiven(document) as Document
}

function withoutGiven(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutGiven)
  if (!isFields(value)) return value
  const entries = Object.entries(value).filter(
    ([name, inner]) => !(name === 'payload' && typeof inner === 'string' && givenPayload.test(inner)),
  )
  return Object.fromEntries(entries.map(([name, inner]) => [name, withoutGiven(inner)]))
}

type Part = { behavior: string; interaction: string | null; fields: Fields; actions: readonly Fields[] }

function partsOf(draft: BotDraft): Map<string, Part> {
  const parts = new Map<string, Part>()
  const add = (behavior: string, interaction: string | null, fields: Fields, actions: unknown) => {
    const key = JSON.stringify([behavior, interaction])
    if (!parts.has(key)) parts.set(key, { behavior, interaction, fields, actions: listOf(actions).map(fieldsOf) })
  }
  if (draft.operations !== undefined) add('', null, {}, draft.operations)
  for (const behavior of behaviorsOf(draft)) {
    if (behavior.operations !== undefined) add(nameOf(behavior), null, {}, behavior.operations)
    for (const one of interactionsOf(behavior)) add(nameOf(behavior), nameOf(one), one, one.actions)
  }
  return parts
}

function differenceOf(before: Part | undefined, after: Part | undefined): Difference | null {
  const part = after ?? before
  if (part === undefined) return null
  const { behavior, interaction } = part
  const actions = actionDifferences(before?.actions ?? [], after?.actions ?? [])
  if (before === undefined || after === undefined)
    return { behavior, interaction, kind: after === undefined ? 'removed' : 'added', settings: [], actions }
  const settings = changedFields(before.fields, after.fields, ['name', 'actions'])
  return actions.length + settings.length === 0 ? null : { behavior, interaction, kind: 'changed', settings, actions }
}

function changedFields(before: Fields, after: Fields, except: readonly string[]): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter((name) => !except.includes(name) && !isEqual(before[name], after[name]))
}

/** One that stands in place of another of its type is that one changed. */
function actionDifferences(before: readonly Fields[], after: readonly Fields[]): ActionDifference[] {
  const steps = stepsBetween(before, after, isEqual)
  const found: ActionDifference[] = []
  let gone: Fields[] = []
  const flush = () => {
    found.push(...gone.map((action): ActionDifference => ({ kind: 'removed', action })))
    gone = []
  }
  for (const { kind, item } of steps) {
    if (kind === 'same') flush()
    else if (kind === 'removed') gone.push(item)
    else {
      const [first] = gone
      if (first === undefined || wordOf(first.type) !== wordOf(item.type)) found.push({ kind: 'added', action: item })
      else {
        gone = gone.slice(1)
        found.push({ kind: 'changed', before: first, action: item, settings: changedFields(first, item, []) })
      }
    }
  }
  flush()
  return found
}

export type Step<Item> = { kind: 'same' | 'added' | 'removed'; item: Item }

/** More comparisons than this are not made: then everything in between was replaced. */
const mostComparisons = 4_000_000

/** How one list becomes the other with the fewest steps; what goes stands before what comes. */
export function stepsBetween<Item>(
  before: readonly Item[],
  after: readonly Item[],
  isSame: (one: Item, other: Item) => boolean,
): Step<Item>[] {
  const isSameAt = (one: number, other: number) => isSame(before[one] as Item, after[other] as Item)
  let start = 0
  while (start < before.length && start < after.length && isSameAt(start, start)) start += 1
  let [end, endAfter] = [before.length, after.length]
  while (end > start && endAfter > start && isSameAt(end - 1, endAfter - 1)) {
    end -= 1
    endAfter -= 1
  }
  const as = (kind: Step<Item>['kind'], items: readonly Item[]) => items.map((item) => ({ kind, item }))
  return [
    ...as('same', before.slice(0, start)),
    ...middleSteps(before.slice(start, end), after.slice(start, endAfter), isSame),
    ...as('same', before.slice(end)),
  ]
}

function middleSteps<Item>(
  before: readonly Item[],
  after: readonly Item[],
  isSame: (one: Item, other: Item) => boolean,
): Step<Item>[] {
  const removed = before.map((item) => ({ kind: 'removed' as const, item }))
  const added = after.map((item) => ({ kind: 'added' as const, item }))
  if (removed.length * added.length > mostComparisons) return [...removed, ...added]
  // `lengths[i][j]`: how much is common from item i of the one and item j of the other on.
  const width = after.length + 1
  const lengths = new Uint32Array((before.length + 1) * width)
  const at = (one: number, other: number) => lengths[one * width + other] ?? 0
  const same = new Uint8Array(lengths.length)
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const isCommon = isSame(before[i] as Item, after[j] as Item)
      same[i * width + j] = Number(isCommon)
      lengths[i * width + j] = isCommon ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  const steps: Step<Item>[] = []
  let [i, j] = [0, 0]
  while (i < before.length && j < after.length) {
    if (same[i * width + j] === 1) {
      steps.push({ kind: 'same', item: after[j] as Item })
      i += 1
      j += 1
    } else if (at(i + 1, j) >= at(i, j + 1)) steps.push(...removed.slice(i, ++i))
    else steps.push(...added.slice(j, ++j))
  }
  return [...steps, ...removed.slice(i), ...added.slice(j)]
}
