/** Hints as they go over a channel that anybody on the network might write to: every one is checked. */
import type { WorkspaceId } from '@baton/core/ids'
import { longestPreview } from '@baton/core/protocol'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Hint } from './bus.ts'

/** Hints in one message, and characters of it, at most. */
export const mostHints = 200
const longestMessage = 256 * 1024

const closed = { additionalProperties: false }
const id = Type.String({ minLength: 1, maxLength: 100 })
const position = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

const actor = Type.Object(
  {
    kind: Type.Union([Type.Literal('contact'), Type.Literal('chatbot'), Type.Literal('operator')]),
    name: Type.Optional(Type.String({ maxLength: 1_000 })),
  },
  closed,
)

/** What may come over the channel of one workspace. Whose it is, the channel says. */
const ofWorkspace = Type.Union([
  Type.Object({ kind: Type.Literal('moved'), conversation: id, lastSeq: position }, closed),
  Type.Object(
    {
      kind: Type.Literal('typing'),
      conversation: id,
      actor,
      isTyping: Type.Boolean(),
      isForContact: Type.Boolean(),
      asOf: Type.Union([position, Type.Null()]),
      from: Type.Union([id, Type.Null()]),
      text: Type.Optional(Type.String({ maxLength: longestPreview })),
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('viewing'),
      conversation: id,
      operator: Type.Object({ id, name: Type.String({ maxLength: 1_000 }) }, closed),
      device: id,
      state: Type.Enum(['viewing', 'away', 'writing', 'gone']),
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('read'), conversation: id, operator: id }, closed),
  Type.Object({ kind: Type.Literal('presence') }, closed),
  Type.Object({ kind: Type.Literal('sessions') }, closed),
  Type.Object({ kind: Type.Literal('queue') }, closed),
])

const ofAll = Type.Object({ kind: Type.Literal('settings'), workspace: Type.Union([id, Type.Null()]) }, closed)

const messageWith = <Schema extends typeof ofWorkspace | typeof ofAll>(hint: Schema) =>
  Type.Object({ node: id, hints: Type.Array(hint, { maxItems: mostHints }) }, closed)

const messageOfWorkspace = Compile(messageWith(ofWorkspace))
const messageOfAll = Compile(messageWith(ofAll))

export type Message = { node: string; hints: Hint[] }

/** One message with hints that all belong on the same channel. */
export function writeMessage(node: string, hints: readonly Hint[]): string {
  return JSON.stringify({
    node,
    hints: hints.map((hint) => (hint.kind === 'settings' ? hint : { ...hint, workspace: undefined })),
  })
}

/** Reads what came over the channel of a workspace, or (null) of all; null when it is none of ours. */
export function readMessage(workspace: WorkspaceId | null, text: string): Message | null {
  if (text.length > longestMessage) return null
  try {
    const value: unknown = JSON.parse(text)
    if (workspace === null) return messageOfAll.Check(value) ? (value as Message) : null
    if (!messageOfWorkspace.Check(value)) return null
    return { node: value.node, hints: value.hints.map((hint) => ({ ...hint, workspace }) as Hint) }
  } catch {
    return null
  }
}
