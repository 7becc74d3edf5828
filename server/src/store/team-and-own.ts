import type { AuditEntry } from './audit-chain.ts'
import type { AuditOrigin, Owned } from './store.ts'

/** One kind of what the team and each operator have, as both stores keep it. */
export type Kind<Thing extends Owned, Row, Refusal> = {
  /** As the audit log calls it. */
  called: string
  table: string
  /** Where its key stands: no two of a scope share one, and they are listed by it. */
  keyColumn: string
  /** What else there is of it, beside whose it is; `valuesOf` goes by this order. */
  columns: readonly string[]
  keyOf(thing: Thing): string
  valuesOf(thing: Thing): readonly string[]
  thingOf(row: Row): Thing
  /** What the audit log keeps of it: which one it was, not what it says. */
  auditable(thing: Thing): Record<string, unknown>
  /** Another one of the scope has its key. */
  taken(thing: Thing): Refusal
  /** The scope has as many as it may. */
  tooMany: Refusal & { limit: number }
  unknown: Refusal
}

/** What the audit log is told of what was done to one. */
export function toldOf<Thing extends Owned>(
  { called, auditable }: Pick<Kind<Thing, never, unknown>, 'called' | 'auditable'>,
  id: Thing['id'],
  { before, after }: { before?: Thing; after?: Thing },
  by: AuditOrigin,
): AuditEntry {
  const deed = before === undefined ? 'added' : after === undefined ? 'deleted' : 'changed'
  return {
    ...by,
    action: `${called}_${deed}`,
    object: id,
    ...(before === undefined ? {} : { before: auditable(before) }),
    ...(after === undefined ? {} : { after: auditable(after) }),
  }
}
