import type { AuditFilter } from '../api/setup.ts'
import { addDays } from '../figures/period.ts'

/** As it is typed: both days are included. */
export type TypedFilter = { actor: string; action: string; object: string; first: string; last: string }

export const noFilter: TypedFilter = { actor: '', action: '', object: '', first: '', last: '' }

export function isFiltering(filter: TypedFilter): boolean {
  return Object.values(queryOf(filter)).some((value) => value !== '')
}

export function queryOf({ actor, action, object, first, last }: TypedFilter): AuditFilter {
  return {
    actor: actor.trim(),
    // People copy it from the page, or write it as they would say it.
    action: action
      .trim()
      .toLowerCase()
      .replaceAll(/[^a-z]+/g, '_'),
    object: object.trim(),
    from: first,
    until: last === '' ? '' : addDays(last, 1),
  }
}
