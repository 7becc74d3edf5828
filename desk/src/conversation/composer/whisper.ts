import { useEffect } from 'react'
import { Store } from '../../live/store.ts'
import type { Composed } from './use-composer.ts'

/** A note that is to be begun for somebody, in a conversation that opens just now. */
export const whisper = new Store<{ conversation: string; name: string } | null>(null)

/** [U-10] Begins it: the field is that for notes, and says whom the note is for. */
export function useWhisper(conversation: string, { address }: Composed): void {
  useEffect(() => {
    const begin = () => {
      const wanted = whisper.get()
      if (wanted?.conversation !== conversation) return
      whisper.update(() => null)
      // Not while it is being drawn: the field gets the focus with its new words.
      queueMicrotask(() => address(wanted.name))
    }
    begin()
    return whisper.subscribe(begin)
  }, [conversation, address])
}
