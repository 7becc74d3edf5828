import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { eventually } from '../src/testing.ts'

/** Another system that flows call: its answers wait until the test lets them go. */
export type OtherSystem = {
  url: string
  /** Requests that were made, in order. */
  calls: { method: string; path: string; headers: IncomingHttpHeaders; body: string }[]
  /** Settles when so many requests have arrived. */
  called(times: number): Promise<void>
  /** Answers all that wait, and from now on at once. */
  answer(body: unknown, status?: number): void
  /** Answers the one that has waited longest. */
  answerOne(body: unknown, status?: number): void
  [Symbol.asyncDispose](): Promise<void>
}

export async function otherSystem(): Promise<OtherSystem> {
  const calls: OtherSystem['calls'] = []
  const waiting: ServerResponse[] = []
  const listeners = new Set<() => void>()
  let standing: { body: unknown; status: number } | null = null
  const give = (response: ServerResponse, body: unknown, status: number) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { method = '', url: path = '', headers } = request
    calls.push({ method, path, headers, body: Buffer.concat(chunks).toString() })
    if (standing === null) waiting.push(response)
    else give(response, standing.body, standing.status)
    for (const listener of listeners) listener()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ask`,
    calls,
    async called(times) {
      await eventually(listeners, `request ${times}`, () => (calls.length >= times ? true : undefined))
    },
    answer(body, status = 200) {
      standing = { body, status }
      for (const response of waiting.splice(0)) give(response, body, status)
    },
    answerOne(body, status = 200) {
      const response = waiting.shift()
      if (response === undefined) throw new Error('nobody waits for an answer')
      give(response, body, status)
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
