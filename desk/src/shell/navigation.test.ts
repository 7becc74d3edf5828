import { beforeEach, expect, test, vi } from 'vitest'
import type * as Navigation from './navigation.ts'

/** A browser with its entries, which goes back and forward a moment after it was asked to, as browsers do. */
function openBrowser(start: string) {
  const origin = 'https://desk.example'
  const entries: { state: unknown; path: string }[] = [{ state: null, path: start }]
  let at = 0
  const window = new EventTarget()
  const entry = () => entries[at] ?? { state: null, path: start }
  const put = (to: number, state: unknown, path: string) => {
    at = to
    entries.splice(at, entries.length, { state, path })
  }
  const go = (by: number) => {
    at += by
    window.dispatchEvent(new Event('popstate'))
  }
  const asked: number[] = []
  vi.stubGlobal('window', window)
  vi.stubGlobal('history', {
    get state() {
      return entry().state
    },
    pushState: (state: unknown, _: string, path: string) => put(at + 1, state, path),
    replaceState: (state: unknown, _: string, path: string) => {
      entries[at] = { state, path }
    },
    go: (by: number) => void asked.push(by),
  })
  vi.stubGlobal('location', {
    get pathname() {
      return new URL(entry().path, origin).pathname
    },
  })
  return {
    go,
    /** What the desk has asked for meanwhile. */
    settle: () => {
      for (const by of asked.splice(0)) go(by)
    },
    path: () => entry().path,
  }
}

let desk: typeof Navigation
beforeEach(async () => {
  vi.resetModules()
  desk = await import('./navigation.ts')
})

test('the desk follows Back and Forward, and tells whoever watches', () => {
  const browser = openBrowser('/')
  const seen: string[] = []
  const stop = desk.watchPlace(() => seen.push(desk.pathShown()))
  desk.goTo({ name: 'profile' })
  desk.goTo({ name: 'figures' })
  desk.goTo({ name: 'figures' })
  browser.go(-1)
  browser.go(-1)
  browser.go(2)
  expect(seen).toEqual(['/profile', '/figures', '/profile', '/', '/figures'])
  stop()
  browser.go(-1)
  expect(seen).toHaveLength(5)
})

test('whoever has written something stays where they are, whichever way they went, and the ways stay open', () => {
  const browser = openBrowser('/')
  const seen: string[] = []
  desk.watchPlace(() => seen.push(desk.pathShown()))
  for (const name of ['profile', 'figures', 'wallboard'] as const) desk.goTo({ name })
  browser.go(-1)
  let isWritten = true
  const release = desk.keepHere(() => isWritten)
  for (const way of [-1, -2, 1]) {
    browser.go(way)
    // Whatever is drawn meanwhile is drawn for where the desk still is.
    expect([desk.pathShown(), browser.path() === '/figures']).toEqual(['/figures', false])
    browser.settle()
    expect(browser.path()).toBe('/figures')
  }
  expect(new Set(seen.slice(3))).toEqual(new Set(['/figures']))
  isWritten = false
  browser.go(-2)
  expect(desk.pathShown()).toBe('/')
  isWritten = true
  release()
  browser.go(3)
  expect(desk.pathShown()).toBe('/wallboard')
})
