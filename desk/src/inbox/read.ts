import { useStore } from '../live/hooks.ts'
import { Store } from '../live/store.ts'
import { type Read, readRead, withRead, writeRead } from './unread.ts'

const read = new Store<Read>(readRead(localStorage))

export function useRead(): Read {
  return useStore(read)
}

export function markRead(conversation: string, seq: number): void {
  read.update((current) => withRead(current, conversation, seq))
  writeRead(localStorage, read.get())
}

export function readUpTo(conversation: string): number | null {
  return read.get()[conversation] ?? null
}
