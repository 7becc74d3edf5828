import { asId, type ContactId } from '../ids.ts'
import type { Conversation, Names } from './conversation.ts'
import { viewOfHolder } from './conversation.ts'
import type { Value, Variables } from './value.ts'

/** [HO-8] [FL-10] What belongs to the contact rather than to one conversation. */
export const contactVariables = [
  'user_name',
  'first_name',
  'last_name',
  'locale',
  'user_email',
  'user_phone_number',
] as const

/** [FL-10] Default variables that the system keeps; nobody sets them. */
export const systemVariables: ReadonlySet<string> = new Set([
  'user_id',
  'bot_name',
  'bot_channel',
  'last_user_message',
  'chat_state',
  'chat_operator_id',
  'chat_operator_name',
  'chat_operator_group',
  'chat_operator_outcome',
  'chat_operator_reason',
  'queue_position',
  'queue_wait_minutes',
  'user_verified',
])

/** [RO-20] Points of priority: a flow, an operator or a program sets them, never the contact. */
export const variableOfPriority = 'chat_priority'

/** [RO-23] `minutes`: null while too little is known to say how long it takes. */
export type PlaceInQueue = { position: number; minutes: number | null }

/** `place`: where a request stands; absent or null: nobody looked. */
export type Surroundings = { botName: string; locale: string; names: Names; place?: PlaceInQueue | null }

/** [FL-10] [HO-19] Every variable a flow can read: the stored ones and the default ones, empty where there is no value. */
export function allVariables(
  conversation: Conversation,
  outcome: { outcome: string; reason: string | null } | null,
  { botName, locale, names, place }: Surroundings,
): Variables {
  const { chatState, operator, group } = viewOfHolder(conversation.holder, names)
  const standing = chatState === 'operator_requested' ? place : null
  const owned = chatState === 'taken_over' ? operator : null
  return {
    ...defaults(conversation.variables, locale),
    ...conversation.variables,
    bot_name: botName,
    bot_channel: conversation.channel,
    user_id: conversation.contact,
    last_user_message: conversation.lastUserMessage,
    chat_state: chatState,
    chat_operator_id: owned?.id ?? '',
    chat_operator_name: owned?.name ?? '',
    chat_operator_group: group?.name ?? '',
    chat_operator_outcome: outcome?.outcome ?? '',
    chat_operator_reason: outcome?.reason ?? '',
    queue_position: standing?.position ?? '',
    queue_wait_minutes: standing?.minutes ?? '',
    user_verified: isVerified(conversation),
  }
}

const prefixOfVerified = 'user:'

/** [V-13] The contact whom a site has vouched for under this name of its own. */
export function verifiedContact(name: string): ContactId {
  return asId(`${prefixOfVerified}${name}`)
}

/** The site's own name for a contact it has vouched for; null: it has not. Whoever is anonymous has an id that we made. */
export function nameOfVerified(contact: string): string | null {
  return contact.startsWith(prefixOfVerified) ? contact.slice(prefixOfVerified.length) : null
}

/** Only the widget asks for proof: a program that speaks for a contact on a channel of its own may call them what it likes. */
export function isVerified({ channel, contact }: { channel: string; contact: string }): boolean {
  return channel === 'web' && nameOfVerified(contact) !== null
}

function defaults(variables: Variables, locale: string): Record<string, Value> {
  const [first = '', ...last] = text(variables.user_name).split(/\s+/)
  return {
    user_name: '',
    first_name: first,
    last_name: last.join(' '),
    locale,
    user_email: '',
    user_phone_number: '',
    failed_inputs: 0,
  }
}

function text(value: Value | undefined): string {
  return typeof value === 'string' ? value.trim() : ''
}
