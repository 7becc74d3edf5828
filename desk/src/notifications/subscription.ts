/** Pushes to this browser, also while no desk is open in it. */
import { notificationCalls, type OwnNotifications } from '../api/notifications.ts'
import { worker } from './worker-link.ts'

/** Where the id is kept under which the server knows this browser. */
const place = 'baton.push'

export type PushState = 'on' | 'off' | 'impossible'

/** Whether this browser is one of those that the server pushes to. */
export function pushStateOf({ browsers }: Pick<OwnNotifications, 'browsers'>): PushState {
  if (!('PushManager' in window) || !('serviceWorker' in navigator)) return 'impossible'
  const id = localStorage.getItem(place)
  return id !== null && browsers.includes(id) ? 'on' : 'off'
}

/** Rejects where the browser or its push service does not want to. */
export async function startPushes({ pushKey }: Pick<OwnNotifications, 'pushKey'>): Promise<void> {
  const registration = await worker()
  if (registration === null) throw new Error('there is no worker')
  const known = await registration.pushManager.getSubscription()
  if (known !== null && keyOf(known) !== pushKey) await known.unsubscribe()
  const options = { userVisibleOnly: true, applicationServerKey: pushKey }
  const subscription = await registration.pushManager.subscribe(options)
  const { id } = await notificationCalls.subscribe(subscription.toJSON())
  localStorage.setItem(place, id)
}

export async function stopPushes(): Promise<void> {
  const id = localStorage.getItem(place)
  if (id === null) return
  localStorage.removeItem(place)
  const registration = await worker()
  const known = await registration?.pushManager.getSubscription()
  await known?.unsubscribe()
  await notificationCalls.unsubscribe(id)
}

/** Whoever signs out here is told of nothing here any more; that it fails keeps nobody signed in. */
export async function endPushesHere(): Promise<void> {
  await stopPushes().catch(() => {})
}

/** In base64url, as the server says its own. */
function keyOf({ options }: PushSubscription): string {
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}
