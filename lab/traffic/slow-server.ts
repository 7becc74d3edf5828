import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Chance } from '@baton/core/chance'

export type SlowServer = { url: string; close(): Promise<void> }

const quickestMs = 50
const spreadMs = 250

/** Answers every call of a bot, but not at once: a fault often falls between the question and the answer. */
export async function openSlowServer(chance: Chance): Promise<SlowServer> {
  const server = createServer((_, response) => {
    const afterMs = quickestMs + chance.below(spreadMs)
    setTimeout(() => response.setHeader('content-type', 'application/json').end('{"ok":true}'), afterMs)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
