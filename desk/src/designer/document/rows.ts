// What a node shows: its actions one below the other, and under them the branches that something can be chosen from.
import type { Catalogue, Description, Field } from './catalogue.ts'
import { branchesOf, jumpsIn, labelOf } from './jumps.ts'
import { type Fields, fieldsOf, listOf, type Path, wordOf } from './path.ts'

export type Row = {
  kind: 'action' | 'branch' | 'more'
  /** Within the list of actions. */
  path: Path
  type: string
  /** What the action says or does, in the words of its author; of a branch, its label or trigger. */
  text: string
  /** Only of a branch under a trigger of the action itself. */
  trigger: string | null
  jumps: readonly Fields[]
  /** Of `more`: rows that are not shown. */
  hidden: number
}

/** A jump starts here, or could: from what is clicked or chosen. */
export function isSource(row: Row): boolean {
  return row.jumps.length > 0 || (row.kind === 'branch' && row.trigger === null)
}

/** A node taller than this is read in the inspector. */
export const mostRows = 14

/** Keeps the rows of lists that did not change: an edit costs one interaction, not the document. */
export function rowsReader(catalogue: Catalogue): (actions: unknown) => readonly Row[] {
  const known = new WeakMap<object, readonly Row[]>()
  return (actions) => {
    if (!Array.isArray(actions)) return []
    const found = known.get(actions)
    if (found !== undefined) return found
    const rows = cut(actions.map(fieldsOf).flatMap((action, index) => rowsOfAction(action, index, catalogue)))
    known.set(actions, rows)
    return rows
  }
}

function rowsOfAction(action: Fields, index: number, catalogue: Catalogue): Row[] {
  const type = wordOf(action.type)
  const description = catalogue.get(type)
  const own: Row = {
    kind: 'action',
    path: [index],
    type,
    text: summaryOf(action, description),
    trigger: null,
    jumps: description?.isJump === true ? [action] : [],
    hidden: 0,
  }
  return [own, ...choicesOf(action, index, description, catalogue), ...triggersOf(action, index, type, catalogue)]
}

/** What can be clicked or chosen, whether or not it leads somewhere. */
function choicesOf(action: Fields, index: number, description: Description | undefined, catalogue: Catalogue): Row[] {
  return itemsAt(action, description?.items?.at ?? [], [index]).map(({ item, path, number }) => ({
    kind: 'branch',
    path,
    type: wordOf(action.type),
    text: labelOf(item, number),
    trigger: null,
    jumps: branchesOf(item).flatMap((branch) => jumpsIn(branch.actions, catalogue)),
    hidden: 0,
  }))
}

type Item = { item: Fields; path: Path; number: number }

function itemsAt(fields: Fields, [name, ...inner]: readonly string[], base: Path): Item[] {
  if (name === undefined) return []
  return listOf(fields[name]).flatMap((value, number): Item[] => {
    const [item, path] = [fieldsOf(value), [...base, name, number]]
    return inner.length === 0 ? [{ item, path, number }] : itemsAt(item, inner, path)
  })
}

function triggersOf(action: Fields, index: number, type: string, catalogue: Catalogue): Row[] {
  return branchesOf(action)
    .filter(({ path, actions }) => path.length === 1 && actions.length > 0)
    .map(({ path, trigger, actions }) => ({
      kind: 'branch',
      path: [index, ...path],
      type,
      text: '',
      trigger,
      jumps: jumpsIn(actions, catalogue),
      hidden: 0,
    }))
}

function cut(rows: readonly Row[]): readonly Row[] {
  if (rows.length <= mostRows) return rows
  const hidden = rows.slice(mostRows - 1)
  const jumps = hidden.flatMap((row) => row.jumps)
  const [first] = hidden
  if (first === undefined) return rows
  return [
    ...rows.slice(0, mostRows - 1),
    { kind: 'more', path: first.path.slice(0, 1), type: '', text: '', trigger: null, jumps, hidden: hidden.length },
  ]
}

const longestSummary = 160

/** The first thing that was filled in, choices in their titles. */
export function summaryOf(action: Fields, description: Description | undefined): string {
  const texts = (description?.fields ?? []).flatMap((field) => summaryOfField(field, action[field.name]))
  const [first = ''] = texts
  return first.length > longestSummary ? `${first.slice(0, longestSummary)}…` : first
}

function summaryOfField({ control }: Field, value: unknown): string[] {
  if (value === undefined || value === null || value === '') return []
  switch (control.kind) {
    case 'choice':
      return [control.options.find((option) => option.value === value)?.title ?? String(value)]
    case 'text':
    case 'reference':
    case 'behavior':
    case 'interaction':
    case 'value':
      return typeof value === 'string' ? [value.replaceAll(/\s+/g, ' ').trim()] : []
    case 'number':
      return [String(value)]
    default:
      return []
  }
}
