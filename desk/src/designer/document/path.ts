/** Where something stands in a bot's document: names of fields and places in lists. */
export type Path = readonly (string | number)[]
export type Fields = Readonly<Record<string, unknown>>

/** `behaviors[0].interactions[2].name` as the server names places. */
export function pathOf(text: string): Path {
  return [...text.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, name]) =>
    index === undefined ? (name ?? '') : Number(index),
  )
}

export function textOf(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    return text === '' ? step : `${text}.${step}`
  }, '')
}

export function isUnder(path: Path, base: Path): boolean {
  return base.length <= path.length && base.every((step, index) => step === path[index])
}

export function isSame(one: Path | null, other: Path | null): boolean {
  if (one === null || other === null) return one === other
  return one.length === other.length && isUnder(one, other)
}

/** A draft may hold anything: what is no object has no fields, what is no list has no items. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : nothing
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : none
}

export function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const nothing: Fields = {}
const none: readonly unknown[] = []

/** The same content; the order of fields says nothing. */
export function isEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => isEqual(item, other[index]))
  if (!isFields(one) || !isFields(other)) return false
  const names = Object.keys(one)
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => name in other && isEqual(one[name], other[name]))
  )
}

export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof step === 'number' ? listOf(value)[step] : fieldsOf(value)[step]),
    root,
  )
}

/** The same document with another value at a place; `undefined` takes the field away. What is not on the way is shared. */
export function withValue<Root>(root: Root, path: Path, value: unknown): Root {
  return replaced(root, path, value) as Root
}

function replaced(root: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return value
  if (typeof step === 'number') {
    const list = [...listOf(root)]
    list[step] = replaced(list[step], rest, value)
    return list
  }
  const fields = fieldsOf(root)
  const inner = replaced(fields[step], rest, value)
  if (inner !== undefined) return { ...fields, [step]: inner }
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== step))
}

/** Puts items into the list at a place; a list that is not there yet begins. */
export function withItems<Root>(root: Root, list: Path, at: number, items: readonly unknown[]): Root {
  return withValue(root, list, listOf(valueAt(root, list)).toSpliced(at, 0, ...items))
}

export function withoutItem<Root>(root: Root, item: Path): Root {
  const [list, index] = splitItem(item)
  return withValue(root, list, listOf(valueAt(root, list)).toSpliced(index, 1))
}

/** The same list with one item at another place of it. */
export function withMoved<Root>(root: Root, item: Path, to: number): Root {
  const [list, from] = splitItem(item)
  const items = listOf(valueAt(root, list))
  if (to < 0 || to >= items.length || to === from) return root
  return withValue(root, list, items.toSpliced(from, 1).toSpliced(to, 0, items[from]))
}

/** The list that an item stands in, and where. */
export function splitItem(item: Path): [list: Path, index: number] {
  const index = item.at(-1)
  if (typeof index !== 'number') throw new TypeError(`${textOf(item)} is no item of a list`)
  return [item.slice(0, -1), index]
}
