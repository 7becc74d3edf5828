import { useSyncExternalStore } from 'react'
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

export function goTo(place: Place, how: 'push' | 'replace' = 'push'): void {
  const path = pathOf(place)
  if (path === location.pathname) return
  if (how === 'push') history.pushState(null, '', path)
  else history.replaceState(null, '', path)
  for (const watcher of watchers) watcher()
}

export function usePlace(): Place {
  return placeAt(useSyncExternalStore(subscribe, () => location.pathname))
}

function subscribe(watcher: () => void): () => void {
  watchers.add(watcher)
  window.addEventListener('popstate', watcher)
  return () => {
    watchers.delete(watcher)
    window.removeEventListener('popstate', watcher)
  }
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step)
  } catch {
    return step
  }
}
