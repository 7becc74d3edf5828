import { nullable, object, type Shaped, text } from '../../api/shape.ts'

const draftShape = object({ reply: text, note: text, writtenAt: text, savedAt: nullable(text) })

/**
 * [U-06] What was written and not sent; reply and note are two texts and never become one another. `savedAt`: the server's
 * time of the copy it has; null: it does not have these words yet.
 */
export type Draft = Shaped<typeof draftShape>
export type Words = Pick<Draft, 'reply' | 'note'>
export type Keep = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
export type Drafts = Readonly<Record<string, Draft>>

export const noDraft: Draft = { reply: '', note: '', writtenAt: '', savedAt: null }

/** Where the drafts of an operator stand in the storage, each under its conversation. */
export function placeOfDrafts(operator: string): string {
  return `baton.draft.${operator}.`
}

export function isBlank({ reply, note }: Words): boolean {
  return reply === '' && note === ''
}

/** Null: there is none, or it cannot be read. */
export function readDraft(keep: Keep, place: string): Draft | null {
  const source = keep.getItem(place)
  if (source === null) return null
  try {
    return draftShape(JSON.parse(source), 'draft')
  } catch {
    return null
  }
}

/** One without words stays until the server knows that it is over. */
export function writeDraft(keep: Keep, place: string, draft: Draft): void {
  try {
    if (isBlank(draft) && draft.savedAt !== null) keep.removeItem(place)
    else keep.setItem(place, JSON.stringify(draft))
  } catch {
    // A full or forbidden storage costs the draft its memory, never the text in the field.
  }
}

/**
 * What stands here after the server has said what it has (null: nothing). Words that it does not have yet stay, and go there
 * next; in a field that has the focus, also those that are newer. Everything else is as the server says: its order counts.
 */
export function merged(
  here: Draft,
  there: { reply: string; note: string; writtenAt: string; savedAt: string } | null,
  hasFocus: boolean,
): Draft {
  if (here.savedAt === null && here.writtenAt !== '') return here
  if (there === null) return isBlank(here) ? here : { ...noDraft, savedAt: '' }
  if (here.savedAt !== null && there.savedAt <= here.savedAt) return here
  if (hasFocus && !isBlank(here) && here.writtenAt > there.writtenAt) return { ...here, savedAt: null }
  return there
}
