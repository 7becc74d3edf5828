// What is copied travels as text, so that it can go to another bot, another window, or a file.
import { parse, stringify } from 'yaml'
import { type Fields, isFields, listOf } from './path.ts'

export type Clip = { kind: 'interactions' | 'actions'; items: readonly Fields[] }

export function writeClip({ kind, items }: Clip): string {
  return stringify({ [kind]: items }, { aliasDuplicateObjects: false, lineWidth: 0 })
}

/** Reads YAML or JSON: interactions, actions, a list of them or one; null: it is something else. */
export function readClip(text: string): Clip | null {
  const value = valueIn(text)
  if (isFields(value)) {
    for (const kind of ['interactions', 'actions'] as const)
      if (Array.isArray(value[kind]) && typeof value.name !== 'string') return clipOf(listOf(value[kind]))
    return clipOf([value])
  }
  return Array.isArray(value) ? clipOf(value) : null
}

function clipOf(items: readonly unknown[]): Clip | null {
  if (items.length === 0) return null
  if (items.every(isAction)) return { kind: 'actions', items }
  return items.every(isInteraction) ? { kind: 'interactions', items } : null
}

function isAction(value: unknown): value is Fields {
  return isFields(value) && typeof value.type === 'string'
}

function isInteraction(value: unknown): value is Fields {
  return isFields(value) && typeof value.name === 'string' && Array.isArray(value.actions)
}

function valueIn(text: string): unknown {
  try {
    return parse(text)
  } catch {
    return null
  }
}
