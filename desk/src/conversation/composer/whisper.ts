import { useEffect } from 'react'
import { Store } from '../../live/store.ts'
import type { Composing } from './use-composer.ts'

/** A note that is to be begun for somebody, in a conversation that opens just now. */
export const whisper = new Store<{ conversation: string; name: string } | null>(null)

/** [U-10] Begins it: the field is that for notes, and says whom the note is for. */
export function useWhisper(conversation: string, composer: Composing): void {
  const { write, change, noteText } = composer
  useEffect(() => {
    const begin = () => {
      const wanted = whisper.get()
      if (wanted?.conversation !== conversation) return
      whisper.update(() => null)
      const sign = `@${wanted.name} `
      change(noteText.includes(sign) ? noteText : sign + noteText, 'note')
      // Not while it is being drawn: the field gets the focus with its new words.
      queueMicrotask(() => write('note'))
    }
    begin()
    return whisper.subscribe(begin)
  })
}
