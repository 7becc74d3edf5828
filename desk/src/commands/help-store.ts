import { Store } from '../live/store.ts'

/** Whether the table of all keys is shown. */
export const isHelpOpen = new Store(false)

export function openHelp(): void {
  isHelpOpen.update(() => true)
}

export function closeHelp(): void {
  isHelpOpen.update(() => false)
}
