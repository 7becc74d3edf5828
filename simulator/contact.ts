/** Contacts: on a channel of their own, where a program passes on what they say, and on the web, over a socket. */
import { asId } from '@baton/core/ids'
import type { Wish } from '../lab/history.ts'
import { ShownStore } from '../lab/traffic/shown-store.ts'
import { issueTicket } from '../server/src/http/tickets.ts'
import { type Actor, frontOf, marked, mayContactHear, programHeaders, remember, type Stage } from './actor.ts'
import { LiveLine } from './live-line.ts'

/** One in so many is sent twice at once, as an impatient client does, over two nodes. */
const impatience = 5
/** Nothing but the database tells apart what has no key. */
const openingsAtOnce = 3

export function contact(stage: Stage, name: string): Actor {
  const id = name.replaceAll(' ', '')
  const front = frontOf(stage, name, programHeaders(stage.place), mayContactHear(id))
  const path = `/bots/${stage.place.bot}/contacts/${id}/messages`
  let number = 0
  return {
    name,
    front,
    async act({ what, dice: [patience = 0, wait = 0] }) {
      if (what === 'open') {
        const call = { method: 'POST', path, body: { wait: 0 } } as const
        const openings = Array.from({ length: openingsAtOnce }, () =>
          front.until({ type: 'other', call: 'open' }, call),
        )
        for (const { outcome } of await Promise.all(openings))
          if (outcome.kind === 'ok') remember(stage, outcome.conversation)
        return
      }
      number += 1
      const text = marked(stage, name, `${what} ${number}`)
      const wish: Wish = { type: 'send', key: `${front.parts.client}:${number}`, text }
      const body = { text, clientMessageId: wish.key, wait: wait % 2 }
      const times = patience % impatience === 0 ? 2 : 1
      const sendings = Array.from({ length: times }, () => front.until(wish, { method: 'POST', path, body }))
      for (const { outcome } of await Promise.all(sendings))
        if (outcome.kind === 'ok') remember(stage, outcome.conversation)
    },
  }
}

export function widgetContact(stage: Stage, name: string): Actor {
  const id = name.replaceAll(' ', '')
  const front = frontOf(stage, name, {}, mayContactHear(id))
  const store = new ShownStore(front.parts.client, stage.place.name, 'contact')
  const line = new LiveLine({
    front,
    async admission(member) {
      const given = await member.askBaton(front.owner, 'ticket', async (baton) => {
        const workspace = await baton.store.workspaces.find(asId(stage.place.id))
        if (workspace === null) throw new Error('the workspace is gone')
        const named = { bot: asId<'bot'>(stage.place.bot), contact: asId<'contact'>(id), locale: null }
        return issueTicket(baton, { kind: 'contact', workspace, ...named })
      })
      return given === null ? null : { query: `?ticket=${given.ticket}` }
    },
    onFrame(frame) {
      if (frame.type === 'welcome')
        for (const [conversation, { position }] of store.logs)
          line.send({ type: 'follow', conversation, after: position })
      store.take(frame)
      if (frame.type === 'resync_required' && frame.conversation !== null && !stage.settled.forgotten.has(id))
        stage.broken.push(`${name} has to load ${frame.conversation} afresh: ${frame.reason}`)
    },
  })
  const follow = (conversation: string) => {
    if (store.logs.has(conversation)) return
    store.follow(conversation)
    line.send({ type: 'follow', conversation, after: 0 })
  }
  let number = 0
  return {
    name,
    front,
    store,
    line,
    async act({ what }) {
      number += 1
      const text = marked(stage, name, `${what} ${number}`)
      const wish = { type: 'send' as const, key: `${front.parts.client}:${number}`, text }
      for (let outcome = await line.say(wish); ; outcome = await line.say(wish)) {
        if (outcome.kind === 'ok' && outcome.conversation !== null) {
          remember(stage, outcome.conversation)
          follow(outcome.conversation)
        }
        if (outcome.kind !== 'unknown') break
        await front.sleep(50 + (number % 100))
      }
    },
  }
}
