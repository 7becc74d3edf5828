import { Store } from '../live/store.ts'
import { goTo } from '../shell/navigation.ts'

/** Where somebody came from who looks at another conversation of the contact: there they can go back to. */
export const openedFrom = new Store<{ conversation: string; from: string } | null>(null)

export function openEarlier(conversation: string, from: string): void {
  // Who goes from one to the next still comes from the first one.
  openedFrom.update((before) => ({ conversation, from: before?.conversation === from ? before.from : from }))
  goTo({ name: 'inbox', conversation })
}

export function leaveEarlier(): void {
  const opened = openedFrom.get()
  if (opened === null) return
  openedFrom.update(() => null)
  goTo({ name: 'inbox', conversation: opened.from })
}
