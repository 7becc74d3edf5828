// What the page and the chat in its frame tell each other. Both check origin, source and form; nothing secret is said.
const mark = 'baton-1'

export type ToChat =
  | { type: 'shown' }
  | { type: 'hidden' }
  | { type: 'say'; text: string }
  | { type: 'set_variables'; variables: Record<string, unknown> }

export type ToPage =
  /** The chat listens from now on. */
  | { type: 'ready' }
  | { type: 'close' }
  | { type: 'unread'; count: number }
  | { type: 'message'; from: 'chatbot' | 'operator' }
  | { type: 'state'; chatState: string }

export function seal(message: ToChat | ToPage): object {
  return { mark, ...message }
}

export function openToChat(sealed: unknown): ToChat | null {
  const message = unsealed(sealed)
  switch (message?.type) {
    case 'shown':
    case 'hidden':
      return { type: message.type }
    case 'say':
      return typeof message.text === 'string' ? { type: 'say', text: message.text } : null
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
      return { type: message.type }
    case 'unread': {
      const { count } = message
      return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? { type: 'unread', count } : null
    }
    case 'message': {
      const { from } = message
      return from === 'chatbot' || from === 'operator' ? { type: 'message', from } : null
    }
    case 'state':
      return typeof message.chatState === 'string' ? { type: 'state', chatState: message.chatState } : null
    default:
      return null
  }
}

type Fields = { [key: string]: unknown }

function unsealed(sealed: unknown): Fields | null {
  return isFields(sealed) && sealed.mark === mark ? sealed : null
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
