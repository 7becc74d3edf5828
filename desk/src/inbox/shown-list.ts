import { Store } from '../live/store.ts'
import type { ListOf, Tab } from './lists.ts'

/** The list that the inbox shows: kept while other places of the desk are open, so that one comes back to it. */
export const shownList = new Store<ListOf>({ tab: 'requested', filter: 'open', search: '' })

export function showTab(tab: Tab): void {
  shownList.update((list) => ({ ...list, tab }))
}
