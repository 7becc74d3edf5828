import { setTimeout as wait } from 'node:timers/promises'
import type { Member } from '../nodes/cluster.ts'

export type Knock = { method?: string; body?: unknown; key?: string; timeoutMs?: number }
export type Heard = { status: number | null; headers: Headers; text: string; tookMs: number }

/** One call to a node, past every client; `status` is null when nothing was answered in time. */
export async function knock(url: string, { method = 'GET', body, key, timeoutMs = 3_000 }: Knock = {}): Promise<Heard> {
  const startedAt = performance.now()
  const headers = {
    connection: 'close',
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  }
  try {
    const response = await fetch(url, {
      method,
      headers,
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, tookMs: performance.now() - startedAt }
  } catch {
    return { status: null, headers: new Headers(), text: '', tookMs: performance.now() - startedAt }
  }
}

/** How long from now until it is answered so, in milliseconds; null: not within the time. */
export async function untilAnswered(
  url: string,
  isWanted: (status: number | null) => boolean,
  withinMs: number,
  knocking: Knock = {},
): Promise<number | null> {
  const startedAt = performance.now()
  while (performance.now() - startedAt < withinMs) {
    const { status } = await knock(url, { timeoutMs: 1_000, ...knocking })
    if (isWanted(status)) return performance.now() - startedAt
    await wait(20)
  }
  return null
}

/** How many live connections a node has, as its own figures say; -1 when they do not. */
export async function connectionsOf({ node }: Member): Promise<number> {
  const { text } = await knock(`${node.url}/metrics`)
  return Number(/^handoff_ws_connections (\d+)/m.exec(text)?.[1] ?? -1)
}
