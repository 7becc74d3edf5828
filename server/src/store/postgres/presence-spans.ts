import type { OperatorId, WorkspaceId } from '@baton/core/ids'
import type { Instant } from '@baton/core/time'
import type { PresenceCause } from '../store.ts'
import type { Queryable } from './connections.ts'

/**
 * [RO-4] Writes presence down as it changes, in the transaction that changes it; the rule of `presence-spans.ts` beside
 * this folder, within the database: a heartbeat stays one statement.
 */
export async function notePresence(
  tx: Queryable,
  workspace: WorkspaceId,
  operator: OperatorId,
  cause: PresenceCause,
  now: Instant,
): Promise<void> {
  await tx.rows(noting, [workspace, operator, cause, now])
}

const noting = { name: 'note_presence', text: 'select baton_note_presence($1, $2, $3, $4)' }

/** At the end of a statement: after its parts called `names`, whose changes are seen then, because they are counted first. */
export function thenNote(names: readonly string[], cause: string, now: string): string {
  const counts = names.map((name) => `(select count(*) from ${name})`).join(' + ')
  return `select baton_note_presence($1, $2, '${cause}', ${now}) from (select ${counts} as count offset 0) changed where changed.count >= 0`
}
