// What the page and the chat in its frame tell each other. Both check origin, source and form; nothing secret is said but
// the page's own word for who its visitor is.
const mark = 'baton-1'

export type ToChat =
  | { type: 'shown' }
  | { type: 'hidden' }
  | { type: 'say'; text: string }
  | { type: 'set_variables'; variables: Record<string, unknown> }
  /** [V-13] The site vouches for its visitor. */
  | { type: 'identify'; token: string }
  /** Whoever was here is not to be known any more. */
  | { type: 'forget' }

export const turns = ['operator_requested', 'taken_over', 'handed_over', 'closed'] as const
/** What may happen to a conversation, as far as it is the page's business. */
export type Turn = (typeof turns)[number]

export type ToPage =
  /** The chat listens from now on. */
  | { type: 'ready' }
  | { type: 'close' }
  | { type: 'forgotten' }
  | { type: 'identity_refused' }
  | { type: 'unread'; count: number }
  /** `operator`: the name of whoever it is from, or who is there now. */
  | { type: 'message'; from: 'chatbot' | 'operator'; operator: string | null }
  | { type: 'turned'; turn: Turn; operator: string | null }

export function seal(message: ToChat | ToPage): object {
  return { mark, ...message }
}

export function openToChat(sealed: unknown): ToChat | null {
  const message = unsealed(sealed)
  switch (message?.type) {
    case 'shown':
    case 'hidden':
    case 'forget':
      return { type: message.type }
    case 'say':
      return typeof message.text === 'string' ? { type: 'say', text: message.text } : null
    case 'identify':
      return typeof message.token === 'string' ? { type: 'identify', token: message.token } : null
    case 'set_variables':
      return isFields(message.variables) ? { type: 'set_variables', variables: message.variables } : null
    default:
      return null
  }
}

export function openToPage(sealed: unknown): ToPage | null {
  const message = unsealed(sealed)
  switch (message?.type) {
    case 'ready':
    case 'close':
    case 'forgotten':
    case 'identity_refused':
      return { type: message.type }
    case 'unread': {
      const { count } = message
      return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? { type: 'unread', count } : null
    }
    case 'message': {
      const { from } = message
      return from === 'chatbot' || from === 'operator' ? { type: 'message', from, operator: nameIn(message) } : null
    }
    case 'turned': {
      const turn = turns.find((one) => one === message.turn)
      return turn === undefined ? null : { type: 'turned', turn, operator: nameIn(message) }
    }
    default:
      return null
  }
}

type Fields = { [key: string]: unknown }

function nameIn({ operator }: Fields): string | null {
  return typeof operator === 'string' ? operator : null
}

function unsealed(sealed: unknown): Fields | null {
  return isFields(sealed) && sealed.mark === mark ? sealed : null
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
