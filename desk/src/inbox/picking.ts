import { Store } from '../live/store.ts'
import { extendedTo, selection, toggled } from './selection.ts'

/** What the list shows now, in its order: a selection reaches along it. */
export const shownRows = new Store<readonly string[]>([])

export function pick(id: string): void {
  selection.update((current) => toggled(current, id))
}

/** From where the selection began, or from here where there is none. */
export function pickUpTo(id: string): void {
  selection.update((current) => extendedTo(current, shownRows.get(), id))
}
