// The outbox as it is kept: shared by the tabs of a browser, so every change starts from what is stored.
import type { Entry, Outbox } from '../state/outbox.ts'
import { isFields } from './fields.ts'
import { parseJson } from './parse.ts'
import type { Keep } from './storage.ts'

const key = 'outbox'

export type OutboxStore = {
  read(): Outbox
  change(how: (outbox: Outbox) => Outbox): void
}

export function openOutbox(keep: Keep, onChange: (outbox: Outbox) => void): OutboxStore {
  const read = () => parseOutbox(keep.read(key))
  keep.onChange((changed) => {
    if (changed === key) onChange(read())
  })
  return {
    read,
    change(how) {
      const before = read()
      const after = how(before)
      if (after === before) return
      keep.write(key, after.length === 0 ? null : JSON.stringify(after))
      onChange(after)
    },
  }
}

export function parseOutbox(stored: string | null): Outbox {
  const value = stored === null ? null : parseJson(stored)
  return Array.isArray(value) ? value.flatMap((one) => parseEntry(one) ?? []) : []
}

const reasons = ['refused', 'too_long', 'locked', 'too_large', 'type_refused', 'not_reached'] as const
const statuses = ['waiting', 'sending', 'sent', 'failed'] as const

function parseEntry(value: unknown): Entry | null {
  if (!isFields(value)) return null
  const { id, at, text, payload, variables } = value
  const status = statuses.find((one) => one === value.status)
  const reason = reasons.find((one) => one === value.reason)
  if (typeof id !== 'string' || typeof at !== 'string' || status === undefined) return null
  return {
    id,
    at,
    status,
    ...(typeof text === 'string' ? { text } : {}),
    ...(typeof payload === 'string' ? { payload } : {}),
    ...(isFields(variables) ? { variables: plainValues(variables) } : {}),
    ...(reason === undefined ? {} : { reason }),
  }
}

/** The values a page may set: text, numbers, booleans. */
export function plainValues(fields: { [key: string]: unknown }): Record<string, string | number | boolean> {
  const values: Record<string, string | number | boolean> = {}
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') values[name] = value
  }
  return values
}
