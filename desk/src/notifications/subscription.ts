/** Pushes to this browser, also while no desk is open in it. */
import { notificationCalls, type OwnNotifications } from '../api/notifications.ts'
import { object, type Shaped, text } from '../api/shape.ts'
import { worker } from './worker-link.ts'

/** Where it is kept how the server knows this browser, and by which address it pushes to it. */
const place = 'baton.push'

const knownShape = object({ id: text, endpoint: text })

export type PushState = 'on' | 'off' | 'impossible'

/** Whether this browser is one of those that the server pushes to. */
export function pushStateOf({ browsers }: Pick<OwnNotifications, 'browsers'>): PushState {
  if (!('PushManager' in window) || !('serviceWorker' in navigator)) return 'impossible'
  const known = readKnown()
  return known !== null && browsers.includes(known.id) ? 'on' : 'off'
}

/** Rejects where the browser or its push service does not want to. */
export async function startPushes({ pushKey }: Pick<OwnNotifications, 'pushKey'>): Promise<void> {
  const registration = await worker()
  if (registration === null) throw new Error('there is no worker')
  const known = await registration.pushManager.getSubscription()
  if (known !== null && keyOf(known) !== pushKey) await known.unsubscribe()
  const options = { userVisibleOnly: true, applicationServerKey: pushKey }
  const subscription = await registration.pushManager.subscribe(options)
  await tell(subscription)
}

/**
 * A browser may renew its subscription by itself, also while no desk is open: its worker tells the server then, where it
 * is told what was before. The desk does so in any case, and learns how the server knows this browser now. False: there
 * was nothing to follow.
 */
export async function followRenewal(): Promise<boolean> {
  const known = readKnown()
  if (known === null) return false
  const registration = await worker()
  const subscription = (await registration?.pushManager.getSubscription()) ?? null
  if (subscription === null || subscription.endpoint === known.endpoint) return false
  await tell(subscription, known.endpoint)
  return true
}

export async function stopPushes(): Promise<void> {
  const known = readKnown()
  if (known === null) return
  localStorage.removeItem(place)
  const registration = await worker()
  const subscription = await registration?.pushManager.getSubscription()
  await subscription?.unsubscribe()
  await notificationCalls.unsubscribe(known.id)
}

/** Whoever signs out here is told of nothing here any more; that it fails keeps nobody signed in. */
export async function endPushesHere(): Promise<void> {
  await stopPushes().catch(() => {})
}

async function tell(subscription: PushSubscription, replaces?: string): Promise<void> {
  const { id } = await notificationCalls.subscribe(subscription.toJSON(), replaces)
  localStorage.setItem(place, JSON.stringify({ id, endpoint: subscription.endpoint }))
}

function readKnown(): Shaped<typeof knownShape> | null {
  try {
    return knownShape(JSON.parse(localStorage.getItem(place) ?? 'null'), place)
  } catch {
    return null
  }
}

/** In base64url, as the server says its own. */
function keyOf({ options }: PushSubscription): string {
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}
