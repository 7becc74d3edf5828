/** A contact on the web: talks over the socket of the widget, within the rate that contacts have. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Outcome, Wish } from '../history.ts'
import { markOf } from '../script.ts'
import { type Actor, type ActorParts, callerFor, mayContactHear } from './actor.ts'
import type { Caller } from './caller.ts'
import { LiveLine } from './live-line.ts'
import { ShownStore } from './shown-store.ts'

const betweenMs = 1_050
const tryAgainMs = 50
/** Fewer than a node hears of one connection (S-11). */
const followsPerSecond = 40
const aSecondMs = 1_050
/** The node says that it cannot take it; another one may. */
const notNow = 503

export function widgetContact(parts: ActorParts, name: string): Actor {
  const { place, chance, recent, isOver } = parts
  const client = `${place.name}-${name}`
  const caller = callerFor(parts, client, {}, mayContactHear(name))
  const store = new ShownStore(client, place.name, 'contact')
  const token = tokenOf(caller, place.bot)
  const line = new LiveLine({
    caller,
    random: (below) => chance.below(below),
    async admission() {
      const headers = await token()
      return headers === null ? null : ticketFor(caller, headers)
    },
    onFrame(frame) {
      if (frame.type === 'welcome') void followAgain()
      store.take(frame)
      if (frame.type === 'resync_required' && frame.conversation !== null) follow(frame.conversation)
    },
  })
  let connections = 0
  /** All of them, as fast as a node hears one connection. */
  const followAgain = async () => {
    connections += 1
    const connection = connections
    for (const [index, conversation] of [...store.logs.keys()].entries()) {
      if (index > 0 && index % followsPerSecond === 0) await wait(aSecondMs)
      if (connection !== connections) return
      line.send({ type: 'follow', conversation, after: store.logs.get(conversation)?.position ?? 0 })
    }
  }
  const follow = (conversation: string) => {
    if (store.logs.has(conversation)) return
    store.follow(conversation)
    line.send({ type: 'follow', conversation, after: 0 })
  }
  line.start()
  let number = 0
  return {
    name: client,
    isSteady: true,
    store,
    line,
    async step() {
      number += 1
      const text = `say ${number} ${markOf(place.name, name)}`
      const wish: Wish = { type: 'send', key: `${client}:${number}`, text }
      for (let outcome = await say(line, caller, wish); ; outcome = await say(line, caller, wish)) {
        if (outcome.kind === 'ok' && outcome.conversation !== null) {
          recent.add(outcome.conversation)
          follow(outcome.conversation)
        }
        if (outcome.kind !== 'unknown' || isOver()) break
        await wait(tryAgainMs)
      }
      await wait(betweenMs)
    },
  }
}

/** Says it over the socket and keeps what came of it. */
export async function say(
  line: LiveLine,
  caller: Caller,
  wish: Extract<Wish, { type: 'send' }>,
  conversation?: string,
  isNote = false,
): Promise<Outcome> {
  const { key, text } = wish
  const invokedAt = performance.now()
  const outcome = await line.say({
    type: 'say',
    ref: key,
    text,
    clientMessageId: key,
    ...(conversation === undefined ? {} : { conversation }),
    ...(isNote ? { note: true } : {}),
  })
  if (outcome.kind !== 'unknown' || outcome.why !== 'not connected')
    caller.note({ node: line.node, wish, invokedAt, outcome })
  if (outcome.kind === 'unknown' && outcome.status === notNow) line.giveUp()
  return outcome
}

export async function ticketFor(caller: Caller, headers: Record<string, string>): Promise<{ query: string } | null> {
  const wish = { type: 'other' as const, call: 'ticket' }
  const { body } = await caller.attempt(wish, { method: 'POST', path: '/widget/tickets', headers })
  return body.ticket === undefined ? null : { query: `?ticket=${body.ticket}` }
}

/** The token of this browser, asked for once. */
export function tokenOf(caller: Caller, bot: string): () => Promise<Record<string, string> | null> {
  let headers: Record<string, string> | null = null
  return async () => {
    if (headers !== null) return headers
    const call = { method: 'POST' as const, path: '/widget/sessions', body: { bot } }
    const { body } = await caller.attempt({ type: 'other', call: 'session' }, call)
    if (body.token !== undefined) headers = { authorization: `Bearer ${body.token}` }
    return headers
  }
}
