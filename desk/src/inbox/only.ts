import type { ConversationSummary } from '@baton/core/protocol'
import type { SavedQuery } from '../api/inbox.ts'
import type { ListOf, StateFilter } from './lists.ts'

/** By what a list can be narrowed, in the order in which it is shown. */
export const kindsOfOnly = ['group', 'operator', 'bot', 'channel', 'tag', 'language'] as const
export type KindOfOnly = (typeof kindsOfOnly)[number]
/** Only those of a group, an operator (by their ids), and so on; what is left out is not looked at. */
export type Only = Readonly<Partial<Record<KindOfOnly, string>>>

export function isNarrowed(only: Only): boolean {
  return kindsOfOnly.some((kind) => only[kind] !== undefined)
}

/** Whether a row is one of those, as the server would say: a language is also one of its regions. */
export function fitsOnly(row: ConversationSummary, only: Only): boolean {
  if (only.group !== undefined && row.group?.id !== only.group) return false
  if (only.operator !== undefined && row.operator?.id !== only.operator) return false
  if (only.bot !== undefined && row.bot !== only.bot) return false
  if (only.channel !== undefined && row.channel !== only.channel) return false
  if (only.tag !== undefined && !row.tags.includes(only.tag)) return false
  const { language } = only
  return language === undefined || row.language === language || row.language?.startsWith(`${language}-`) === true
}

/** What a shown list looks for, to be kept by a name. */
export function queryOf({ tab, filter, search, only = {} }: ListOf, me: string): SavedQuery {
  const q = search.trim()
  const state = filter === 'open' || filter === 'closed' ? { status: filter } : { chatState: filter, status: 'open' }
  const ofTab = {
    requested: { chatState: 'operator_requested', status: 'open' },
    mine: { operator: me, status: 'open' },
    all: state,
  }
  return { ...only, ...ofTab[tab], ...(q !== '' && { q }) }
}

/** The list that shows what was kept: one's own and requests in their own lists, where these are in order. */
export function listOfQuery(query: SavedQuery, me: string): ListOf {
  const { chatState, status, q: search = '', operator, ...rest } = query
  const only: Only = Object.fromEntries(
    kindsOfOnly.flatMap((kind) => {
      const value = (rest as SavedQuery)[kind as keyof SavedQuery]
      return value === undefined ? [] : [[kind, value]]
    }),
  )
  if (chatState === 'operator_requested' && operator === undefined)
    return { tab: 'requested', filter: 'open', search, only }
  if (operator === me && chatState === undefined && status !== 'closed')
    return { tab: 'mine', filter: 'open', search, only }
  const ofOperator = operator === undefined ? only : { ...only, operator }
  return { tab: 'all', filter: stateOf(chatState, status), search, only: ofOperator }
}

/** Whether two lists show the same. */
export function isSameList(one: ListOf, other: ListOf, me: string): boolean {
  return signOf(one, me) === signOf(other, me)
}

function signOf(list: ListOf, me: string): string {
  return JSON.stringify(Object.entries(queryOf(list, me)).sort(([a], [b]) => (a < b ? -1 : 1)))
}

const states: readonly StateFilter[] = ['chatbot_controlled', 'operator_requested', 'taken_over']

function stateOf(chatState: string | undefined, status: string | undefined): StateFilter {
  return states.find((state) => state === chatState) ?? (status === 'closed' ? 'closed' : 'open')
}
