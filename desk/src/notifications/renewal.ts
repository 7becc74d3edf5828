/** Only the worker imports this: whatever it shares with the desk would be a file of its own, which a worker cannot load. */

/** Browsers tell what was and what is only as far as they know. */
export type SubscriptionChange = {
  oldSubscription?: PushSubscription | null
  newSubscription?: PushSubscription | null
}

/** [U-13] The browser has another subscription, or has lost the one it had: the server pushes to the one it has now. */
export async function renew(
  { oldSubscription, newSubscription }: SubscriptionChange,
  pushManager: Pick<PushManager, 'subscribe'>,
): Promise<void> {
  // Nobody can say then whose it was. The desk can, as soon as it is opened.
  if (!oldSubscription) return
  const subscription = newSubscription ?? (await pushManager.subscribe(oldSubscription.options))
  const { endpoint, keys = {} } = subscription.toJSON()
  const body = { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth }, replaces: oldSubscription.endpoint }
  await fetch('/api/v1/me/push-subscriptions', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-baton': '1' },
    credentials: 'same-origin',
    body: JSON.stringify(body),
  })
}
