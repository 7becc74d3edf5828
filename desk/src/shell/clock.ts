import { useSyncExternalStore } from 'react'

/** One clock for all times that count on; it ticks only while somebody looks. */
const watchers = new Set<() => void>()
let now = Date.now()
let ticking: ReturnType<typeof setInterval> | undefined

export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now)
}

function subscribe(watcher: () => void): () => void {
  watchers.add(watcher)
  if (ticking === undefined) {
    now = Date.now()
    ticking = setInterval(tick, 1000)
  }
  return () => {
    watchers.delete(watcher)
    if (watchers.size > 0) return
    clearInterval(ticking)
    ticking = undefined
  }
}

function tick(): void {
  now = Date.now()
  for (const watcher of watchers) watcher()
}
