import { type ClientFrame, longestPreview, type ServerFrame } from '@baton/core/protocol'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'

const closed = { additionalProperties: false }
const conversation = Type.String({ minLength: 1, maxLength: 100 })

/** What a client may send. Anything else ends the connection. */
const clientFrame = Compile(
  Type.Union([
    Type.Object({ type: Type.Literal('follow'), conversation, after: Type.Integer({ minimum: 0 }) }, closed),
    Type.Object({ type: Type.Literal('unfollow'), conversation }, closed),
    Type.Object(
      { type: Type.Literal('follow_inbox'), after: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]) },
      closed,
    ),
    Type.Object(
      {
        type: Type.Literal('say'),
        ref: Type.String({ maxLength: 100 }),
        conversation: Type.Optional(conversation),
        text: Type.Optional(Type.String({ minLength: 1, maxLength: 10_000, pattern: '\\S' })),
        payload: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000 })),
        note: Type.Optional(Type.Boolean()),
        clientMessageId: Type.String({ minLength: 1, maxLength: 64 }),
      },
      closed,
    ),
    Type.Object(
      {
        type: Type.Literal('typing'),
        conversation,
        isTyping: Type.Boolean(),
        text: Type.Optional(Type.String({ maxLength: longestPreview })),
      },
      closed,
    ),
    Type.Object({ type: Type.Literal('viewing'), conversation, isActive: Type.Boolean() }, closed),
    Type.Object({ type: Type.Literal('attention'), isVisible: Type.Boolean() }, closed),
    Type.Object({ type: Type.Literal('ping') }, closed),
  ]),
)

/** Reads a frame at the door; null when it is none of ours. */
export function readFrame(text: string): ClientFrame | null {
  try {
    const value: unknown = JSON.parse(text)
    if (!clientFrame.Check(value)) return null
    // A null character stands in no text that could be kept.
    return Object.values(value).some((one) => typeof one === 'string' && one.includes('\0'))
      ? null
      : (value as ClientFrame)
  } catch {
    return null
  }
}

export function writeFrame(frame: ServerFrame): string {
  return JSON.stringify(frame)
}
