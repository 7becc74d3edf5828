/** An operator at a desk, signed in: keeps inbox and conversations by a socket, and works on what stands there. */
import type { ConversationSummary, ConversationView, ServerFrame } from '@baton/core/protocol'
import type { Wish } from '../lab/history.ts'
import { ShownStore } from '../lab/traffic/shown-store.ts'
import { type Actor, type Colleague, frontOf, marked, pick, type Stage } from './actor.ts'
import type { Call } from './front.ts'
import { LiveLine } from './live-line.ts'
import { origin } from './node.ts'

const mostOpen = 4
const rowsPerPage = 200

export function desk(stage: Stage, name: string, colleague: Colleague): Actor {
  const { place } = stage
  const cookie = { cookie: `baton=${colleague.session}`, origin }
  const front = frontOf(stage, name, { ...cookie, 'x-baton': '1' })
  const store = new ShownStore(front.parts.client, place.name, 'desk')
  const read = (path: string) => front.until({ type: 'other', call: 'load' }, { method: 'GET', path })

  /** All rows there are, under the frames that come meanwhile. */
  const loadInbox = async () => {
    for (let cursor: unknown = ''; typeof cursor === 'string'; ) {
      const query = `limit=${rowsPerPage}&status=any${cursor === '' ? '' : `&cursor=${cursor}`}`
      const { body } = await read(`/conversations?${query}`)
      for (const row of (body.items ?? []) as ConversationSummary[]) store.putRow(row)
      cursor = body.nextCursor
    }
  }

  /** Frames of before may still be under way to what was left: over this connection it is not opened again. */
  const left = new Set<string>()
  const open = async (conversation: string) => {
    if (store.logs.has(conversation) || left.has(conversation)) return
    const { outcome, body } = await read(`/conversations/${conversation}`)
    if (outcome.kind !== 'ok') return
    if (store.logs.has(conversation)) return
    store.views.set(conversation, body as unknown as ConversationView)
    store.follow(conversation)
    line.send({ type: 'follow', conversation, after: 0 })
  }

  const leave = (conversation: string) => {
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
    if (frame.type === 'resync_required') {
      if (stage.settled.forgotten.size === 0)
        stage.broken.push(`${name} has to load ${frame.conversation ?? 'the inbox'} afresh: ${frame.reason}`)
      if (frame.conversation === null) line.send({ type: 'follow_inbox', after: null })
    }
    if (hasToLoad) void loadInbox()
  }

  const line = new LiveLine({ front, admission: async () => ({ headers: cookie }), onFrame })
  let number = 0

  const say = async (conversation: string, isNote: boolean) => {
    number += 1
    const text = marked(stage, isNote ? 'note' : name, `reply ${number}`)
    const wish = { type: 'send' as const, key: `${front.parts.client}:${number}`, text }
    const more = { conversation, ...(isNote ? { note: true } : {}) }
    for (;;) {
      const { kind } = await line.say(wish, more)
      if (kind !== 'unknown') return
      await front.sleep(50 + (number % 100))
    }
  }

  const post = (wish: Wish, path: string, body: unknown = {}, method: Call['method'] = 'POST') =>
    front.attempt(wish, { method, path, body })

  return {
    name,
    front,
    store,
    line,
    async act({ what, dice: [one, other] }) {
      if (what === 'lose') return line.lose((one ?? 0) % 2 === 0)
      if (what === 'leave') {
        const [first] = store.logs.keys()
        return first === undefined ? undefined : leave(first)
      }
      if (what === 'status') {
        const status = (one ?? 0) % 3 === 0 ? 'away' : 'online'
        await post({ type: 'other', call: 'status' }, '/me/status', { status }, 'PUT')
        return
      }
      const conversation = pick(stage.recent, one)
      if (conversation === undefined) return
      const path = `/conversations/${conversation}`
      const operator = pick(place.operators, other)?.id ?? ''
      switch (what) {
        case 'open':
          if (store.logs.size >= mostOpen) leave([...store.logs.keys()][0] ?? '')
          return open(conversation)
        case 'reply':
        case 'note':
          return say(conversation, what === 'note')
        case 'typing':
          line.send({ type: 'typing', conversation, isTyping: (other ?? 0) % 2 === 0 })
          return
        case 'claim':
          await post({ type: 'claim', conversation, operator: colleague.id }, `${path}/claim`)
          return
        case 'handover':
          await post({ type: 'hand_over', conversation }, `${path}/handover`)
          return
        case 'transfer':
          await post({ type: 'transfer', conversation, operator }, `${path}/transfer`, { operator })
          return
        case 'close':
          await post({ type: 'close', conversation }, `${path}/close`)
          return
        case 'lock':
          await post({ type: 'other', call: 'lock' }, `${path}/${(other ?? 0) % 2 === 0 ? 'lock' : 'unlock'}`)
          return
      }
    },
  }
}
