/** [U-06] What was written and not sent, per conversation; reply and note are two texts and never become one another. */
export type Draft = { reply: string; note: string }
export type Keep = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const prefix = 'baton.draft.'
const none: Draft = { reply: '', note: '' }

export function readDraft(keep: Keep, conversation: string): Draft {
  const source = keep.getItem(prefix + conversation)
  if (source === null) return none
  try {
    const value: unknown = JSON.parse(source)
    return { reply: textAt(value, 'reply'), note: textAt(value, 'note') }
  } catch {
    return none
  }
}

export function writeDraft(keep: Keep, conversation: string, draft: Draft): void {
  try {
    if (draft.reply === '' && draft.note === '') keep.removeItem(prefix + conversation)
    else keep.setItem(prefix + conversation, JSON.stringify(draft))
  } catch {
    // A full or forbidden storage costs the draft its memory, never the text in the field.
  }
}

function textAt(value: unknown, name: string): string {
  if (typeof value !== 'object' || value === null) return ''
  const found = Object.entries(value).find(([key]) => key === name)?.[1]
  return typeof found === 'string' ? found : ''
}
