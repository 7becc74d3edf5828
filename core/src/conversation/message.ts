import type { OperatorId } from '../ids.ts'

/** What a message is made of; the same for contact, chatbot and operator on every channel. */
export type ReplyItem = { label: string; payload?: string }
export type ButtonItem = { label: string; payload?: string; url?: string; phone?: string; email?: string }

export type Part =
  | { type: 'text'; text: string }
  | { type: 'image'; url: string; alt?: string }
  | { type: 'quick_replies'; items: ReplyItem[] }
  | { type: 'buttons'; items: ButtonItem[] }
  | { type: 'card'; title: string; subtitle?: string; image?: string; buttons?: ButtonItem[] }
  | { type: 'file'; url: string; name: string; contentType: string; size: number }
  | { type: 'location'; lat: number; lon: number }

export type PartKind = Part['type']

/** What a bubble says: [FL-13] never markup; the renderers decide. */
export type Bubble = { text?: string; parts: Part[] }

export type MessageData = Bubble & {
  /** Internal: seen by operators only, never by a contact, a channel or a model. */
  note?: true
  /** Of a note: operators who are told of it, by id. */
  mentions?: OperatorId[]
  payload?: string
  clientMessageId?: string
  /** [HO-23] Who started the interaction that said this, when it was not the contact. */
  cause?: Cause
  /** The interaction that said this wants no typing; a hint for the composer. */
  userMayType?: false
  /** [RO-10] Of the owner: from here on the conversation waits for the contact, and takes no seat meanwhile. */
  onHold?: true
}

/** What brought something about. */
export type Cause = 'action' | 'desk' | 'api' | 'timer' | 'ai' | 'channel'

const lengthOfLine = 160

/** A message in one line, for lists: its words, else what was clicked, else what it is made of. */
export function lineOf({ text, payload, parts }: MessageData): string {
  return ((text ?? payload) || parts.map((part) => `[${part.type}]`).join(' ')).slice(0, lengthOfLine)
}
