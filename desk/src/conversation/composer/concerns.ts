import { blanksIn } from './canned.ts'

/** What speaks against sending a text as it stands. Whoever sends it all the same is not stopped twice. */
export type Concerns = {
  /** [U-09] Names of variables that have no value. */
  blanks: string[]
  /** [U-10] It was written as a note, or stands in one. */
  isFromNote: boolean
}

/** Shorter notes are words that may stand anywhere. Characters. */
const shortestNote = 8

/** `notes`: whatever was written for operators only. Null: nothing speaks against it. */
export function concernsOf(text: string, mode: 'reply' | 'note', notes: readonly string[]): Concerns | null {
  const blanks = [...new Set(blanksIn(text).map(({ name }) => name))]
  const isFromNote = mode === 'reply' && notes.some((note) => isWithin(note, text))
  return blanks.length === 0 && !isFromNote ? null : { blanks, isFromNote }
}

function isWithin(note: string, text: string): boolean {
  const [inner, outer] = [plain(note), plain(text)]
  return inner !== '' && (inner === outer || (inner.length >= shortestNote && outer.includes(inner)))
}

function plain(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase()
}
