/** What the system shows outside of the desk: by the worker, so that what is pushed takes the same place, else by the page. */
import { goTo } from '../shell/navigation.ts'
import { worker } from './worker-link.ts'

export type Shown = { conversation: string | null; title: string; text: string }

const icon = '/icons/mark-192.png'
/** Of this page, where there is no worker. */
const own = new Map<string, Notification>()

/** One per conversation: a newer one takes the place of the older, silently. The desk has sounds of its own. */
export async function show({ conversation, title, text }: Shown): Promise<void> {
  const options = { body: text, tag: conversation ?? 'baton', data: { conversation }, icon, silent: true }
  const registration = await worker()
  if (registration !== null) return registration.showNotification(title, options)
  const shown = new Notification(title, options)
  if (conversation !== null) own.set(conversation, shown)
  shown.addEventListener('click', () => {
    window.focus()
    if (conversation !== null) goTo({ name: 'inbox', conversation })
    shown.close()
  })
}

export async function close(conversation: string): Promise<void> {
  own.get(conversation)?.close()
  own.delete(conversation)
  const registration = await worker()
  for (const shown of (await registration?.getNotifications({ tag: conversation })) ?? []) shown.close()
}
