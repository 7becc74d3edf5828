import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Live } from './live.ts'
import type { Log } from './log.ts'
import type { LiveState } from './state.ts'
import type { Store } from './store.ts'

export const LiveContext = createContext<Live | null>(null)

export function useLive(): Live {
  const live = useContext(LiveContext)
  if (live === null) throw new Error('useLive outside of LiveContext')
  return live
}

export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get)
}

/** A part of what is known live; the selector must return something kept in the state, not make it. */
export function useLiveState<T>(select: (state: LiveState) => T): T {
  const { shown } = useLive()
  return useSyncExternalStore(shown.subscribe, () => select(shown.get()))
}

export function useLog(id: string): Log | undefined {
  return useLiveState((state) => state.logs[id])
}
