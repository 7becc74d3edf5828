import type { ModelCall } from '@baton/core/flow'
import { visible } from '@baton/core/text'
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'

/**
 * Why a stream is no answer.
 * - `cut_off` it ends before the answer does
 * - `unreadable` it is not in the protocol
 * - `withheld` the service does not want to answer that
 * - `service_error` the service says in the stream that it failed
 * - `too_long` the answer is longer than anybody would read
 */
export type StreamFailure = 'cut_off' | 'unreadable' | 'withheld' | 'service_error' | 'too_long'

/** `tokens`: read and written, as the service counts; null where it does not say. */
export type Streamed =
  | { ok: true; text: string; calls: ModelCall[]; tokens: number | null }
  | { ok: false; reason: StreamFailure }

/** Of an answer, and of what is put into a call. Characters. */
const limitOfText = 20_000
const limitOfCalls = 8

const orNull = <Schema extends Parameters<typeof Type.Optional>[0]>(schema: Schema) =>
  Type.Optional(Type.Union([schema, Type.Null()]))
const callPiece = Type.Object({
  index: Type.Optional(Type.Integer({ minimum: 0 })),
  function: Type.Optional(Type.Object({ name: orNull(Type.String()), arguments: orNull(Type.String()) })),
})
const choice = Type.Object({
  delta: orNull(Type.Object({ content: orNull(Type.String()), tool_calls: orNull(Type.Array(callPiece)) })),
  finish_reason: orNull(Type.String()),
})
const chunkSchema = Type.Object({
  choices: orNull(Type.Array(choice)),
  usage: orNull(Type.Object({ total_tokens: orNull(Type.Number({ minimum: 0 })) })),
  error: Type.Optional(Type.Unknown()),
})
const chunkOf = Compile(chunkSchema)

/** Reads the events of one answer; `[DONE]` ends it, and so does a choice that says why it ended. */
export function readStream(body: string): Streamed {
  const answer = { text: '', calls: new Calls(), tokens: null as number | null }
  let isComplete = false
  for (const data of eventsIn(body)) {
    if (data === '[DONE]') {
      isComplete = true
      break
    }
    const chunk = readChunk(data)
    if (chunk === null) return { ok: false, reason: 'unreadable' }
    if (chunk.error != null) return { ok: false, reason: 'service_error' }
    answer.tokens = chunk.usage?.total_tokens ?? answer.tokens
    const [first] = chunk.choices ?? []
    answer.text += first?.delta?.content ?? ''
    for (const piece of first?.delta?.tool_calls ?? []) answer.calls.add(piece)
    if (answer.text.length > limitOfText || answer.calls.isTooLong) return { ok: false, reason: 'too_long' }
    if (first?.finish_reason === 'content_filter') return { ok: false, reason: 'withheld' }
    if (first?.finish_reason) isComplete = true
  }
  if (!isComplete) return { ok: false, reason: body.trim() === '' || isStream(body) ? 'cut_off' : 'unreadable' }
  return { ok: true, text: visible(answer.text).trim(), calls: answer.calls.all(), tokens: answer.tokens }
}

/** Calls arrive in pieces: a name, then bits of the arguments, told apart by their index. */
class Calls {
  readonly #calls = new Map<number, ModelCall>()

  add({ index, function: piece }: Static<typeof callPiece>): void {
    const last = this.#calls.size - 1
    // Some services leave the index out and send each call whole.
    const at = index ?? (piece?.name || last < 0 ? last + 1 : last)
    const call = this.#calls.get(at) ?? { name: '', arguments: '' }
    call.name ||= piece?.name ?? ''
    call.arguments += piece?.arguments ?? ''
    this.#calls.set(at, call)
  }

  get isTooLong(): boolean {
    if (this.#calls.size > limitOfCalls) return true
    return [...this.#calls.values()].some((call) => call.name.length + call.arguments.length > limitOfText)
  }

  all(): ModelCall[] {
    return [...this.#calls.values()].filter(({ name }) => name !== '')
  }
}

function isStream(body: string): boolean {
  return /^data:/m.test(body)
}

/** The data of each server-sent event; comments and other fields are passed over. */
function* eventsIn(body: string): Generator<string> {
  let data: string[] = []
  for (const line of body.split(/\r\n|\n|\r/)) {
    if (line.startsWith('data:')) data.push(line.slice('data:'.length).replace(/^ /, ''))
    else if (line === '' && data.length > 0) {
      yield data.join('\n')
      data = []
    }
  }
  // One that was cut off is none, unless all that is missing is the empty line after it.
  if (data.join('\n') === '[DONE]') yield '[DONE]'
}

function readChunk(data: string): Static<typeof chunkSchema> | null {
  try {
    const value: unknown = JSON.parse(data)
    return chunkOf.Check(value) ? value : null
  } catch {
    return null
  }
}
