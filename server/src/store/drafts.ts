/** When a draft may be written: what the writer has read is still what is stored, and nobody else edits it. */
import { hashOfBody } from '../secrets.ts'
import type { Bot, DraftChanged, DraftEditor, DraftTaken, EditWish, Seen } from './store.ts'

/** Another one after every change. */
export function tagOf({ draft }: Pick<Bot, 'draft'>): string {
  return hashOfBody(draft)
}

/** Why a draft is not written; null: nothing speaks against it. To be asked in the transaction that writes. */
export function refusalOf(
  bot: Pick<Bot, 'draft'>,
  { draftTag, editor }: Seen,
  current: DraftEditor | null,
): DraftChanged | DraftTaken | null {
  const isTaken = editor !== undefined && current !== null && current.page !== editor.page && current.until > editor.now
  if (isTaken) return { kind: 'draft_taken', by: current.name }
  if (draftTag !== undefined && draftTag !== tagOf(bot)) return { kind: 'draft_changed' }
  return null
}

/** Who edits after a page has asked for it. */
export function nextEditor(current: DraftEditor | null, wish: EditWish): DraftEditor {
  const { page, name, now, until, takesOver } = wish
  if (current !== null && current.until > now && current.page !== page && !takesOver) return current
  const since = current !== null && current.page === page && current.until > now ? current.since : now
  return { page, name, since, until }
}
