import type { Value } from '../conversation/value.ts'

type Settings = Record<string, Value>
export type Item = { [name: string]: Value }

/**
 * A copy of an action's settings in which every item that carries operations of its own is changed. `place` says where they
 * stand: `buttons`, or `cards[].buttons` for those of every card. The path is that from the action: `cards[0].buttons[1]`.
 */
export function withItems(settings: Settings, place: string, change: (item: Item, path: string) => Value): Settings {
  return changed(settings, place.split('[].'), '', change)
}

function changed(
  holder: Item,
  [field, ...inner]: readonly string[],
  base: string,
  change: (item: Item, path: string) => Value,
): Item {
  const list = field === undefined ? undefined : holder[field]
  if (field === undefined || !Array.isArray(list)) return holder
  const items = list.map((item, index) => {
    const path = `${base === '' ? '' : `${base}.`}${field}[${index}]`
    if (!isItem(item)) return item
    return inner.length === 0 ? change(item, path) : changed(item, inner, path, change)
  })
  return { ...holder, [field]: items }
}

function isItem(value: Value): value is Item {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
