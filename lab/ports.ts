import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Below the ports that systems hand out by themselves: while a server of ours is down, nobody gets its port by chance,
 * and a client that keeps trying it cannot be connected to itself.
 */
const lowest = 20_000
const highest = 32_000
const looks = 50
const starts = 5

/** Starts something on the given port, or on a free one; on another when somebody was faster. */
export async function onFreePort<Value>(
  port: number | undefined,
  start: (port: number) => Promise<Value>,
): Promise<Value> {
  if (port !== undefined) return start(port)
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(await freePort())
    } catch (error) {
      if (attempt === starts || !/address already in use/i.test(String(error))) throw error
    }
  }
}

/** A port of the loopback that nobody listens on; another process may still be faster than who asked. */
async function freePort(): Promise<number> {
  for (let look = 1; look <= looks; look += 1) {
    const port = randomInt(lowest, highest)
    if (await isFree(port)) return port
  }
  throw new Error(`None of ${looks} ports tried is free.`)
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}
