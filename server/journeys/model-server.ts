import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { eventually } from '../src/testing.ts'

type Message = { role: string; content: string }
type ToolCall = { name: string; arguments: string }
type Words = { text?: string; calls?: ToolCall[]; tokens?: number; ends?: string }

/** What it was asked. */
export type Asked = {
  headers: IncomingHttpHeaders
  path: string
  body: {
    model: string
    stream: boolean
    max_tokens: number
    temperature?: number
    messages: Message[]
    tools?: { type: string; function: { name: string; parameters: unknown } }[]
  }
}

/** How it answers one request. */
export type Reply =
  | Words
  /** The answer up to the middle of it, then the connection breaks. */
  | { cutOff: string }
  | { status: number; headers?: Record<string, string> }
  /** This, as it stands. */
  | { raw: string }
  /** Piece after piece, for ever. */
  | { endless: string }
  /** Nothing until the test says so. */
  | { slow: string }

/** A service that speaks the streaming protocol of chat completions, and does what a test wants next. */
export type ModelServer = {
  url: string
  asked: Asked[]
  /** Answers the next requests so, one after another; the last one stands for all that come after. */
  will(...replies: Reply[]): void
  /** Settles when so many requests have arrived. */
  wasAsked(times: number): Promise<Asked>
  /** Lets the slow ones go. */
  goOn(): void
  [Symbol.asyncDispose](): Promise<void>
}

export async function modelServer(): Promise<ModelServer> {
  const asked: Asked[] = []
  const listeners = new Set<() => void>()
  const held: (() => void)[] = []
  let replies: Reply[] = [{ text: 'Hello.' }]
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { headers, url: path = '' } = request
    asked.push({ headers, path, body: JSON.parse(Buffer.concat(chunks).toString()) })
    const reply = replies[0] ?? { text: '' }
    if (replies.length > 1) replies = replies.slice(1)
    response.on('error', () => {})
    if ('slow' in reply) held.push(() => void give(response, { text: reply.slow }))
    else void give(response, reply)
    for (const listener of listeners) listener()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    will(...next) {
      replies = next
    },
    wasAsked: (times) => eventually(listeners, `request ${times} to the model`, () => asked[times - 1]),
    goOn() {
      for (const give of held.splice(0)) give()
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function give(response: ServerResponse, reply: Exclude<Reply, { slow: string }>): Promise<void> {
  if ('status' in reply) {
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers })
    return void response.end('{"error":{"message":"no"}}')
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  if ('raw' in reply) return void response.end(reply.raw)
  if ('endless' in reply) return floodWith(response, streamOf({ text: reply.endless }).split('\n\n')[1] ?? '')
  if ('cutOff' in reply) {
    const stream = streamOf({ text: reply.cutOff })
    return void response.write(stream.slice(0, stream.length / 2), () => response.destroy())
  }
  response.end(streamOf(reply))
}

/** Writes as fast as the other side reads, until it goes away. */
function floodWith(response: ServerResponse, event: string): void {
  const pour = () => {
    while (!response.destroyed && response.write(`${event}\n\n`));
  }
  response.on('drain', pour)
  pour()
}

/** The answer as such services send it: a piece at a time, calls in bits, the count of tokens in an event of its own. */
export function streamOf({ text = '', calls = [], tokens, ends }: Words): string {
  const deltas: unknown[] = [{ role: 'assistant', content: '' }]
  for (const piece of text.match(/[\s\S]{1,7}/gu) ?? []) deltas.push({ content: piece })
  calls.forEach(({ name, arguments: given }, index) => {
    deltas.push({ tool_calls: [{ index, id: `call_${index}`, type: 'function', function: { name, arguments: '' } }] })
    for (const piece of given.match(/[\s\S]{1,5}/gu) ?? [])
      deltas.push({ tool_calls: [{ index, function: { arguments: piece } }] })
  })
  const chunks = [
    ...deltas.map((delta) => ({ choices: [{ index: 0, delta, finish_reason: null }] })),
    { choices: [{ index: 0, delta: {}, finish_reason: ends ?? (calls.length > 0 ? 'tool_calls' : 'stop') }] },
    ...(tokens === undefined ? [] : [{ choices: [], usage: { total_tokens: tokens } }]),
  ]
  return [...chunks.map((chunk) => `data: ${JSON.stringify({ id: 'a', ...chunk })}\n\n`), 'data: [DONE]\n\n'].join('')
}
