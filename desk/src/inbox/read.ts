import { useStore } from '../live/hooks.ts'
import { Store } from '../live/store.ts'
import { type Read, readRead, withNewer, withRead, writeRead } from './unread.ts'

const read = new Store<Read>(readRead(localStorage))

// Another window of this browser has read on.
window.addEventListener('storage', ({ storageArea }) => {
  if (storageArea === localStorage) read.update((before) => withNewer(before, readRead(localStorage)))
})

export function currentRead(): Read {
  return read.get()
}

export function onRead(watcher: () => void): () => void {
  return read.subscribe(watcher)
}

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
