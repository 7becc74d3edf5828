import { useEffect, useRef, useSyncExternalStore } from 'react'
import { type SetupPage, setupPages } from './setup-pages.ts'

/** Every place of the desk has an address. */
export type Place =
  | { name: 'inbox'; conversation: string | null }
  | { name: 'setup'; page: SetupPage; item: string | null }
  | { name: 'designer'; bot: string | null }
  | { name: 'figures' }
  | { name: 'wallboard' }
  | { name: 'team'; conversation: string | null }
  | { name: 'profile' }
  | { name: 'link'; token: string }

export function placeAt(path: string): Place {
  const [first, second, third] = path.split('/').filter(Boolean).map(decode)
  if (first === 'link' && second !== undefined) return { name: 'link', token: second }
  if (first === 'profile') return { name: 'profile' }
  if (first === 'designer') return { name: 'designer', bot: second ?? null }
  // Where it was at first: those addresses stay good.
  if (first === 'setup' && second === 'designer') return { name: 'designer', bot: third ?? null }
  if (first === 'figures') return { name: 'figures' }
  if (first === 'wallboard') return { name: 'wallboard' }
  if (first === 'team') return { name: 'team', conversation: second ?? null }
  if (first === 'setup')
    return { name: 'setup', page: setupPages.find((page) => page === second) ?? 'operators', item: third ?? null }
  return { name: 'inbox', conversation: first === 'inbox' ? (second ?? null) : null }
}

export function pathOf(place: Place): string {
  switch (place.name) {
    case 'inbox':
      return place.conversation === null ? '/' : `/inbox/${encodeURIComponent(place.conversation)}`
    case 'setup':
      return `/setup/${place.page}${place.item === null ? '' : `/${encodeURIComponent(place.item)}`}`
    case 'designer':
      return `/designer${place.bot === null ? '' : `/${encodeURIComponent(place.bot)}`}`
    case 'figures':
      return '/figures'
    case 'wallboard':
      return '/wallboard'
    case 'team':
      return place.conversation === null ? '/team' : `/team/${encodeURIComponent(place.conversation)}`
    case 'profile':
      return '/profile'
    case 'link':
      return `/link/${encodeURIComponent(place.token)}`
  }
}

const watchers = new Set<() => void>()
const keepers = new Set<() => boolean>()

/** Where the desk is, and how many steps it has gone there. The browser may be ahead of it for a moment: see `followBrowser`. */
let shown: { path: string; step: number } | null = null

export function goTo(place: Place, how: 'push' | 'replace' = 'push'): void {
  const path = pathOf(place)
  if (path === pathShown()) return
  if (how === 'push') history.pushState({ step: stepOfBrowser() + 1 }, '', path)
  else history.replaceState(history.state, '', path)
  arrive()
}

/** The address as it is without what somebody was led here by. */
export function dropQuery(): void {
  history.replaceState(history.state, '', location.pathname)
}

export function usePlace(): Place {
  return placeAt(useSyncExternalStore(watchPlace, pathShown))
}

/** What lies over a place goes with it: called when somebody has gone elsewhere. */
export function useLeaving(leave: () => void): void {
  const path = useSyncExternalStore(watchPlace, pathShown)
  const opened = useRef(path)
  useEffect(() => {
    if (path !== opened.current) leave()
  }, [path, leave])
}

/** `keep` is asked before the browser's Back and Forward are followed; where it says true, the desk stays where it is. */
export function keepHere(keep: () => boolean): () => void {
  keepers.add(keep)
  return () => void keepers.delete(keep)
}

export function watchPlace(watcher: () => void): () => void {
  if (watchers.size === 0) window.addEventListener('popstate', followBrowser)
  watchers.add(watcher)
  return () => {
    watchers.delete(watcher)
    if (watchers.size === 0) window.removeEventListener('popstate', followBrowser)
  }
}

function followBrowser(): void {
  const steps = (shown?.step ?? 0) - stepOfBrowser()
  const isElsewhere = location.pathname !== pathShown()
  // Back to where it has just been: no step of its own, which would take the way forward away.
  if (isElsewhere && steps !== 0 && [...keepers].some((keep) => keep())) history.go(steps)
  else arrive()
}

function arrive(): void {
  shown = { path: location.pathname, step: stepOfBrowser() }
  for (const watcher of watchers) watcher()
}

export function pathShown(): string {
  shown ??= { path: location.pathname, step: stepOfBrowser() }
  return shown.path
}

function stepOfBrowser(): number {
  const { step } = (history.state ?? {}) as { step?: unknown }
  return typeof step === 'number' ? step : 0
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step)
  } catch {
    return step
  }
}
