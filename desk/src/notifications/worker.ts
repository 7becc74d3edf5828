/** The desk's service worker: shows what is pushed, opens what is clicked. It keeps nothing and answers no requests. */
import { readPush } from './push.ts'
import { renew, type SubscriptionChange } from './renewal.ts'

type Later = { waitUntil(work: Promise<unknown>): void }
type Pushed = Later & { data: { text(): string } | null }
type Clicked = Later & { notification: Notification }
type Client = { url: string; focused: boolean; focus(): Promise<unknown>; postMessage(message: unknown): void }
type Scope = {
  registration: ServiceWorkerRegistration
  navigator: { setAppBadge?: () => Promise<void> }
  clients: {
    claim(): Promise<void>
    matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<Client[]>
    openWindow(url: string): Promise<unknown>
  }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', listener: (event: Later) => void): void
  addEventListener(type: 'push', listener: (event: Pushed) => void): void
  addEventListener(type: 'pushsubscriptionchange', listener: (event: Later & SubscriptionChange) => void): void
  addEventListener(type: 'notificationclick', listener: (event: Clicked) => void): void
}

const scope = self as unknown as Scope

scope.addEventListener('install', (event) => event.waitUntil(scope.skipWaiting()))
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()))

scope.addEventListener('push', (event) => {
  const { conversation, title, text } = readPush(event.data?.text() ?? '')
  const options = { body: text, tag: conversation ?? 'baton', data: { conversation }, icon: '/icons/mark-192.png' }
  const shown = scope.registration.showNotification(title, options)
  event.waitUntil(Promise.all([shown, scope.navigator.setAppBadge?.()]))
})

scope.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil(renew(event, scope.registration.pushManager))
})

scope.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const { conversation } = (event.notification.data ?? {}) as { conversation?: string | null }
  event.waitUntil(open(conversation ?? null))
})

/** In the window that was used last, where there is one. */
async function open(conversation: string | null): Promise<void> {
  const windows = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const desks = windows.filter(({ url }) => !isElsewhere(new URL(url).pathname))
  const desk = desks.find(({ focused }) => focused) ?? desks[0]
  if (desk === undefined) {
    await scope.clients.openWindow(conversation === null ? '/' : `/inbox/${encodeURIComponent(conversation)}`)
    return
  }
  if (conversation !== null) desk.postMessage({ type: 'open', conversation })
  // Without a click of a person a browser lets nobody take the focus.
  await desk.focus().catch(() => {})
}

/** The widget and its demo site lie at the same address. */
function isElsewhere(path: string): boolean {
  return path.startsWith('/widget/') || path === '/demo'
}
