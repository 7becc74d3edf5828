import { afterEach, expect, test, vi } from 'vitest'
import { renew } from './renewal.ts'

const subscription = (endpoint: string) =>
  ({
    endpoint,
    options: { userVisibleOnly: true, applicationServerKey: new ArrayBuffer(65) },
    toJSON: () => ({ endpoint, expirationTime: null, keys: { p256dh: 'p', auth: 'a' } }),
  }) as unknown as PushSubscription
const [old, fresh] = [subscription('https://push.example/old'), subscription('https://push.example/fresh')]

const fetched = vi.fn(async (_url: string, _init: RequestInit) => new Response(null, { status: 201 }))
const subscribe = vi.fn(async () => fresh)
vi.stubGlobal('fetch', fetched)
afterEach(() => void vi.clearAllMocks())

const told = () => fetched.mock.calls.map(([url, { body }]) => [url, JSON.parse(String(body))])
const renewed = [
  '/api/v1/me/push-subscriptions',
  { endpoint: fresh.endpoint, keys: { p256dh: 'p', auth: 'a' }, replaces: old.endpoint },
]

test('[U-13] a subscription that the browser renewed by itself reaches the server as whoever is signed in', async () => {
  await renew({ oldSubscription: old, newSubscription: fresh }, { subscribe })
  expect(told()).toEqual([renewed])
  expect(fetched.mock.lastCall?.[1]).toMatchObject({ credentials: 'same-origin', headers: { 'x-baton': '1' } })
  expect(subscribe).not.toHaveBeenCalled()
})

test('[U-13] one that was lost is asked for anew, for the same server', async () => {
  await renew({ oldSubscription: old, newSubscription: null }, { subscribe })
  expect(subscribe).toHaveBeenCalledExactlyOnceWith(old.options)
  expect(told()).toEqual([renewed])
})

test('[U-13] without the one before nobody is told: whose it is, the desk knows', async () => {
  await renew({ newSubscription: fresh }, { subscribe })
  await renew({ oldSubscription: null }, { subscribe })
  expect(told()).toEqual([])
  expect(subscribe).not.toHaveBeenCalled()
})
