import { afterEach, expect, test, vi } from 'vitest'
import { followRenewal, pushStateOf, startPushes } from './subscription.ts'

const subscription = (endpoint: string) => ({
  endpoint,
  toJSON: () => ({ endpoint, keys: { p256dh: 'p', auth: 'a' } }),
})
const browser = { now: subscription('https://push.example/1') }
const pushManager = { getSubscription: async () => browser.now, subscribe: async () => browser.now }
vi.mock('./worker-link.ts', () => ({ worker: async () => ({ pushManager }) }))

const kept = new Map<string, string>()
vi.stubGlobal('localStorage', {
  getItem: (name: string) => kept.get(name) ?? null,
  setItem: (name: string, value: string) => void kept.set(name, value),
})
vi.stubGlobal('window', { PushManager: Object })
vi.stubGlobal('navigator', { serviceWorker: {} })

/** Knows each address by its last letter; refuses whoever replaces what is not theirs. */
const server = { told: [] as unknown[], status: 201 }
vi.stubGlobal('fetch', async (_url: string, { body }: RequestInit) => {
  const { endpoint, replaces } = JSON.parse(String(body))
  server.told.push([endpoint, replaces])
  return Response.json({ id: `push_${endpoint.at(-1)}` }, { status: server.status })
})
afterEach(() => {
  kept.clear()
  Object.assign(server, { told: [], status: 201 })
  browser.now = subscription('https://push.example/1')
})

/** As it was turned on here, with a browser that is asked for its options only by a later one. */
async function begun() {
  vi.spyOn(pushManager, 'getSubscription').mockResolvedValueOnce(null as never)
  await startPushes({ pushKey: 'key' })
  server.told = []
}

test('[U-13] a desk that opens tells of a subscription that its browser renewed, once, and knows it as on', async () => {
  expect(await followRenewal()).toBe(false)
  await begun()
  expect(await followRenewal()).toBe(false)
  expect(server.told).toEqual([])
  browser.now = subscription('https://push.example/2')
  expect(await followRenewal()).toBe(true)
  expect(await followRenewal()).toBe(false)
  expect(server.told).toEqual([['https://push.example/2', 'https://push.example/1']])
  expect([pushStateOf({ browsers: ['push_1'] }), pushStateOf({ browsers: ['push_2'] })]).toEqual(['off', 'on'])
})

test('[U-13] as somebody else than whom it pushes for nothing changes, until they are there again', async () => {
  await begun()
  browser.now = subscription('https://push.example/2')
  server.status = 404
  await expect(followRenewal()).rejects.toThrow()
  expect(pushStateOf({ browsers: ['push_2'] })).toBe('off')
  server.status = 201
  expect(await followRenewal()).toBe(true)
})
