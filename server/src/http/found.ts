import type { ConversationEvent } from '@baton/core/conversation'
import { asId } from '@baton/core/ids'
import type { ConversationSummary } from '@baton/core/protocol'
import { toRfc3339 } from '@baton/core/time'
import type { Workspace } from '../store/store.ts'
import { searchedText } from '../store/words.ts'
import type { Baton } from './baton.ts'
import { type Snippet, snippetOf } from './snippet.ts'

/** Where a search found a conversation. Who may list conversations may read the notes in them, too. */
export type FoundView =
  | (Snippet & {
      in: 'message'
      seq: number
      at: string
      by: { kind: ConversationEvent['actor']['kind']; name: string | null }
      note: boolean
    })
  | (Snippet & { in: 'variable'; variable: string })
  | (Snippet & { in: 'tag' })
  | (Snippet & { in: 'contact' })

/** Rows of a search, each with where its words are; null: they have just gone. */
export async function withFound<Row extends ConversationSummary>(
  { store }: Baton,
  { id }: Workspace,
  rows: readonly Row[],
  search: string,
): Promise<(Row & { found: FoundView | null })[]> {
  const ids = rows.map((row) => asId<'conversation'>(row.id))
  const findings = await store.conversations.findings(id, ids, search)
  const found = new Map<string, FoundView>(
    findings.map(({ conversation, event }) => [conversation, foundView(event, search)]),
  )
  return rows.map((row) => ({ ...row, found: found.get(row.id) ?? null }))
}

function foundView(event: ConversationEvent, search: string): FoundView {
  const snippet = snippetOf(searchedText(event.type, event.data), search)
  if (event.type === 'variable_set') return { in: 'variable', variable: event.data.variable, ...snippet }
  if (event.type === 'tag_set') return { in: 'tag', ...snippet }
  if (event.type !== 'message') return { in: 'contact', ...snippet }
  const { seq, at, actor, data } = event
  const name = 'name' in actor ? (actor.name ?? null) : null
  return { in: 'message', seq, at: toRfc3339(at), by: { kind: actor.kind, name }, note: data.note === true, ...snippet }
}
