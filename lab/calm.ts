/** After the traffic: waits until nothing is under way any more, and loads what a client would that begins afresh. */
import { setTimeout as wait } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { ConversationEvent } from '@baton/core/conversation'
import type { ConversationSummary, ConversationView, OperatorView } from '@baton/core/protocol'
import { owing } from './checkers/bot.ts'
import type { Fresh, Logged } from './checkers/evidence.ts'
import type { Front } from './traffic/caller.ts'
import type { Place } from './traffic/place.ts'
import type { ShownStore } from './traffic/shown-store.ts'

const pageSize = 500
const tryAgainMs = 50

/** Until no bot owes a word and every live client stands where its logs end and shows what is so. Answers what did not come to rest in time. */
export async function settle(
  fronts: readonly Front[],
  places: readonly Place[],
  stores: readonly ShownStore[],
  withinMs: number,
): Promise<string[]> {
  const deadline = performance.now() + withinMs
  const late: string[] = []
  for (const place of places) {
    const theirs = stores.filter(({ workspace }) => workspace === place.name)
    for (;;) {
      const unsettled = await whatMovesIn(fronts, place, theirs)
      if (unsettled.length === 0) break
      if (performance.now() > deadline) {
        late.push(...unsettled.map((said) => `not settled within ${withinMs} ms: ${said}`))
        break
      }
      await wait(tryAgainMs)
    }
  }
  return late
}

/** What a client loads that begins now and opens what these have open. */
export async function loadFresh(fronts: readonly Front[], place: Place, stores: readonly ShownStore[]): Promise<Fresh> {
  const rows = await rowsOf(fronts, place)
  const open = new Set(stores.flatMap(({ workspace, views }) => (workspace === place.name ? [...views.keys()] : [])))
  const views = await Promise.all([...open].map((id) => ask<ConversationView>(fronts, place, `/conversations/${id}`)))
  return {
    rows,
    views: new Map(views.map((view) => [view.id, view])),
    seats: await seatsOf(fronts, place),
  }
}

async function whatMovesIn(fronts: readonly Front[], place: Place, stores: readonly ShownStore[]): Promise<string[]> {
  const [rows, seats] = [await rowsOf(fronts, place), await seatsOf(fronts, place)]
  const open = [...rows.values()].filter(({ status }) => status === 'open')
  for (const { id } of open) {
    const log = await logOf(fronts, place, id)
    if (owing({ log }).length > 0) return [`${id}: the bot has not finished`]
  }
  for (const { client, kind, logs, inbox, presence, views } of stores) {
    for (const [id, { position }] of logs)
      if (position < (rows.get(id)?.lastSeq ?? 0)) return [`${client} stands at ${position} of ${id}`]
    for (const [id, { lastSeq }] of kind === 'desk' ? rows : [])
      if ((inbox.get(id)?.lastSeq ?? 0) < lastSeq) return [`${client} shows an old row of ${id}`]
    for (const [id, { lastSeq }] of kind === 'desk' ? views : [])
      if (lastSeq < (rows.get(id)?.lastSeq ?? 0)) return [`${client} shows ${id} as it was`]
    for (const [id, seat] of kind === 'desk' ? seats : [])
      if (!isDeepStrictEqual(presence.get(id), seat)) return [`${client} shows ${id} as they were`]
  }
  return []
}

async function rowsOf(fronts: readonly Front[], place: Place): Promise<Map<string, ConversationSummary>> {
  const rows = new Map<string, ConversationSummary>()
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = `limit=${pageSize}&status=any${cursor === '' ? '' : `&cursor=${cursor}`}`
    const page: { items: ConversationSummary[]; nextCursor: string | null } = await ask(
      fronts,
      place,
      `/conversations?${query}`,
    )
    for (const row of page.items) rows.set(row.id, row)
    cursor = page.nextCursor
  }
  return rows
}

async function seatsOf(fronts: readonly Front[], place: Place): Promise<Fresh['seats']> {
  const { items } = await ask<{ items: OperatorView[] }>(fronts, place, `/operators?limit=${pageSize}`)
  return new Map(items.map(({ id, status, load }) => [id, { status, load }]))
}

async function logOf(fronts: readonly Front[], place: Place, id: string): Promise<Logged[]> {
  const log: Logged[] = []
  for (;;) {
    const path = `/conversations/${id}/events?after=${log.length}&limit=${pageSize}`
    const { items } = await ask<{ items: ConversationEvent[] }>(fronts, place, path)
    for (const event of items) log.push({ position: event.seq, conversation: id, event })
    if (items.length < pageSize) return log
  }
}

/** Of whichever node answers. */
async function ask<Body>(fronts: readonly Front[], { key }: Place, path: string): Promise<Body> {
  for (let tries = 0; ; tries += 1) {
    const { url = '' } = fronts[tries % fronts.length] ?? {}
    try {
      const headers = { authorization: `Bearer ${key}` }
      const response = await fetch(`${url}/api/v1${path}`, { headers, signal: AbortSignal.timeout(5_000) })
      if (response.ok) return (await response.json()) as Body
      if (tries >= 100) throw new Error(`${path} was answered ${response.status}`)
    } catch (error) {
      if (tries >= 100) throw error
    }
    await wait(tryAgainMs)
  }
}
