/** An operator at a desk, signed in: keeps inbox and conversations by its socket, and works on what it sees there. */
import { setTimeout as wait } from 'node:timers/promises'
import type { ConversationSummary, ConversationView, ServerFrame } from '@baton/core/protocol'
import type { Wish } from '../history.ts'
import { publicOrigin } from '../nodes/cluster.ts'
import { markOf } from '../script.ts'
import { type Actor, type ActorParts, callerFor, pause } from './actor.ts'
import type { Call } from './caller.ts'
import { LiveLine } from './live-line.ts'
import type { Colleague } from './place.ts'
import { isProbe } from './probe.ts'
import { ShownStore } from './shown-store.ts'
import { say } from './widget-contact.ts'

const mostOpen = 6
const tryAgainMs = 50
const rowsPerPage = 200

export function desk(parts: ActorParts, name: string, colleague: Colleague): Actor {
  const { place, chance, isOver } = parts
  const client = `${place.name}-${name}`
  const cookie = { cookie: `baton=${colleague.session}` }
  const caller = callerFor(parts, client, { ...cookie, 'x-baton': '1', origin: publicOrigin }, () => true)
  const store = new ShownStore(client, place.name, 'desk')
  const read = (path: string) => caller.call({ type: 'other', call: 'load' }, { method: 'GET', path }, isOver)

  /** All rows there are, under the frames that come meanwhile. */
  const loadInbox = async () => {
    for (let cursor: string | null | undefined = ''; typeof cursor === 'string'; ) {
      const query = `limit=${rowsPerPage}&status=any${cursor === '' ? '' : `&cursor=${cursor}`}`
      const { body } = await read(`/conversations?${query}`)
      for (const row of (body.items ?? []) as ConversationSummary[]) store.putRow(row)
      cursor = body.nextCursor
    }
  }

  /** Frames of before may still be under way to what was left: over this connection it is not opened again. */
  const left = new Set<string>()
  const open = async (conversation: string) => {
    if (left.has(conversation)) return
    const { outcome, body } = await read(`/conversations/${conversation}`)
    if (outcome.kind !== 'ok') return
    store.views.set(conversation, body as unknown as ConversationView)
    if (store.logs.has(conversation)) return
    store.follow(conversation)
    line.send({ type: 'follow', conversation, after: 0 })
  }

  const close = (conversation: string) => {
    left.add(conversation)
    store.views.delete(conversation)
    store.logs.delete(conversation)
    line.send({ type: 'unfollow', conversation })
  }

  const onFrame = (frame: ServerFrame) => {
    if (frame.type === 'welcome') {
      left.clear()
      line.send({ type: 'follow_inbox', after: store.inboxPosition })
      for (const [conversation, { position }] of store.logs)
        line.send({ type: 'follow', conversation, after: position })
    }
    const isFirst = frame.type === 'inbox_caught_up' && store.inboxPosition === null
    const hasToLoad = store.take(frame) === 'inbox' || isFirst
    if (frame.type === 'resync_required' && frame.conversation === null)
      line.send({ type: 'follow_inbox', after: null })
    if (frame.type === 'resync_required' && frame.conversation !== null) void open(frame.conversation)
    if (hasToLoad) void loadInbox()
  }

  const line = new LiveLine({
    caller,
    random: (below) => chance.below(below),
    admission: async () => ({ headers: { ...cookie, origin: publicOrigin } }),
    onFrame,
  })
  line.start()
  let number = 0

  const reply = async (conversation: string) => {
    number += 1
    const isNote = chance.below(6) === 0
    const text = `reply ${number} ${markOf(place.name, isNote ? 'note' : name)}`
    const wish: Wish = { type: 'send', key: `${client}:${number}`, text }
    while ((await say(line, caller, wish, conversation, isNote)).kind === 'unknown' && !isOver()) await wait(tryAgainMs)
  }

  const move = async (wish: Wish, call: Call) => {
    if ((await caller.attempt(wish, call)).outcome.kind === 'unknown') await caller.moveOn()
  }

  return {
    name: client,
    isSteady: false,
    store,
    line,
    async step() {
      const rows = [...store.inbox.values()].filter(({ status, contact }) => status === 'open' && !isProbe(contact))
      const row = rows[chance.below(Math.max(1, rows.length))]
      const luck = chance.below(100)
      if (luck < 4) await choose(caller, chance.below(3) === 0 ? 'away' : 'online')
      else if (row !== undefined && luck < 12) await open(row.id)
      else if (row !== undefined && row.operator?.id === colleague.id) await workOn(row.id, luck)
      else if (row !== undefined && row.operator === null)
        await move(
          { type: 'claim', conversation: row.id, operator: colleague.id },
          { method: 'POST', path: `/conversations/${row.id}/claim`, body: {} },
        )
      if (store.logs.size > mostOpen) close([...store.logs.keys()][0] ?? '')
      await pause(parts)
    },
  }

  async function workOn(conversation: string, luck: number): Promise<void> {
    const path = `/conversations/${conversation}`
    const operator = place.operators[chance.below(place.operators.length)]?.id ?? ''
    if (luck < 60) await reply(conversation)
    else if (luck < 78)
      await move({ type: 'hand_over', conversation }, { method: 'POST', path: `${path}/handover`, body: {} })
    else if (luck < 90)
      await move(
        { type: 'transfer', conversation, operator },
        { method: 'POST', path: `${path}/transfer`, body: { operator } },
      )
    else await move({ type: 'close', conversation }, { method: 'POST', path: `${path}/close`, body: {} })
  }
}

async function choose(caller: ReturnType<typeof callerFor>, status: 'online' | 'away'): Promise<void> {
  const call = { method: 'PUT' as const, path: '/me/status', body: { status } }
  if ((await caller.attempt({ type: 'other', call: 'status' }, call)).outcome.kind === 'unknown') await caller.moveOn()
}
