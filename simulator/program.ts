/** Programs with an administrator's key: they move conversations, change the team and the settings, and forget contacts. */
import { asId } from '@baton/core/ids'
import { after } from '@baton/core/time'
import type { Wish } from '../lab/history.ts'
import { group, notice } from '../lab/script.ts'
import { newSecret } from '../server/src/chance.ts'
import { issueTicket } from '../server/src/http/tickets.ts'
import { hashOfSecret } from '../server/src/secrets.ts'
import { type Actor, frontOf, marked, pick, programHeaders, type Stage } from './actor.ts'
import { botOf } from './bot.ts'
import type { Call } from './front.ts'
import { origin } from './node.ts'
import { desks, type Step } from './plan.ts'

const statuses = ['online', 'online', 'busy', 'away', 'offline'] as const
const modes = ['operator_takeover', 'operator_takeover', 'request_operator', 'chatbot_controlled'] as const
const publisher = 'program 0'
const day = 24 * 3_600_000

export function program(stage: Stage, name: string): Actor {
  const { place } = stage
  const front = frontOf(stage, name, programHeaders(place))
  const client = front.parts.client
  let number = 0
  const other = (call: string): Wish => ({ type: 'other', call })
  const ask = (wish: Wish, method: Call['method'], path: string, body?: unknown) =>
    front.attempt(wish, body === undefined ? { method, path } : { method, path, body })

  const inConversation = async ({ what, dice: [one, two, three] }: Step): Promise<void> => {
    const conversation = pick(stage.recent, one)
    if (conversation === undefined) return
    const path = `/conversations/${conversation}`
    const operator = pick(place.operators, two)?.id ?? ''
    switch (what) {
      case 'claim':
        await ask({ type: 'claim', conversation, operator }, 'POST', `${path}/claim`, { operator })
        return
      case 'state': {
        const settings = settingsFrom(two ?? 0, three ?? 0, operator)
        const picks = settings.mode === 'operator_takeover'
        const wish: Wish = picks
          ? { type: 'set_operator_state', conversation, pick: 'random' }
          : other('operator state')
        await ask(wish, 'PUT', `${path}/operator-state`, settings)
        return
      }
      case 'reply': {
        number += 1
        const isNote = (three ?? 0) % 4 === 0
        const text = marked(stage, isNote ? 'note' : name, `reply ${number}`)
        const key = `${client}:${number}`
        const body = { operator, text, clientMessageId: key, ...(isNote ? { note: true } : {}) }
        await front.until({ type: 'send', key, text }, { method: 'POST', path: `${path}/messages`, body })
        return
      }
      case 'answer': {
        const { body } = await ask({ type: 'read', conversation }, 'GET', path)
        const { requestedOperator } = body as { requestedOperator?: { id: string } | null }
        const asked = (three ?? 0) % 5 === 0 ? operator : (requestedOperator?.id ?? operator)
        const answer = (two ?? 0) % 3 === 0 ? 'decline' : 'accept'
        await ask(other(`${answer} offer`), 'POST', `${path}/offer/${answer}`, { operator: asked })
        return
      }
      case 'transfer':
        await ask({ type: 'transfer', conversation, operator }, 'POST', `${path}/transfer`, { operator })
        return
      case 'close':
        await ask({ type: 'close', conversation }, 'POST', `${path}/close`, {})
        return
      case 'group transfer':
        await ask(other('group transfer'), 'POST', `${path}/transfer`, { group })
        return
      case 'interaction':
        await ask(other('interaction'), 'POST', `${path}/interactions`, { interaction: notice, wait: 0 })
        return
      case 'label':
        await ask(other('label'), 'PATCH', path, {
          variables: { label: `N${(two ?? 0) % 9}`, note_of: { last: (three ?? 0) % 7 } },
          setTags: [`t${(two ?? 0) % 5}`],
          dropTags: [`t${(three ?? 0) % 5}`],
        })
        return
      case 'read':
        await ask({ type: 'read', conversation }, 'GET', path)
        return
    }
  }

  const ofTeam = async ({ what, dice: [one, two, three] }: Step): Promise<void> => {
    const path = `/operators/${pick(place.operators, one)?.id}`
    switch (what) {
      case 'status': {
        const lasts = (three ?? 0) % 3 === 0 ? {} : { ttlSeconds: 1 + ((three ?? 0) % 20) }
        await ask(other('status'), 'PUT', `${path}/status`, { status: pick(statuses, two), ...lasts })
        return
      }
      case 'capacity':
        await ask(other('capacity'), 'PATCH', path, { capacity: (two ?? 0) % 4 === 0 ? null : (two ?? 0) % 4 })
        return
      case 'memberships':
        await ask(other('memberships'), 'PATCH', path, { groups: (two ?? 0) % 3 === 0 ? [] : [group] })
        return
      case 'disable':
      case 'enable':
        await ask(other(what), 'PATCH', `/operators/${pick(place.operators.slice(desks), one)?.id}`, {
          enabled: what === 'enable',
        })
        return
    }
  }

  /** The same call twice at once, with the same key, over two nodes: done once and answered alike. */
  const createGroup = async ([die]: readonly number[]): Promise<void> => {
    number += 1
    const named = `group ${client} ${number}`
    const call = {
      method: 'POST',
      path: '/groups',
      body: { name: named },
      headers: { 'idempotency-key': `${client} ${number}` },
    } as const
    const answers = await Promise.all([front.until(other('group'), call), front.until(other('group'), call)])
    const ids = new Set(answers.flatMap(({ outcome, body }) => (outcome.kind === 'ok' ? [String(body.id)] : [])))
    const isRefused = answers.some(({ outcome }) => outcome.kind === 'refused' && outcome.code === 'name_taken')
    if (ids.size > 1 || (stage.isCalm && isRefused))
      stage.broken.push(`[O-11] "${named}" was created ${ids.size} times, or refused to its own key`)
    const [id] = ids
    if (id !== undefined && (die ?? 0) % 2 === 0) await ask(other('no group'), 'DELETE', `/groups/${id}`)
  }

  /** [S-10] Two sockets knock with one ticket, on two nodes. */
  const ticket = async (): Promise<void> => {
    const given = await front.someMember().askBaton(front.owner, 'ticket', async (baton) => {
      const workspace = await baton.store.workspaces.find(asId(place.id))
      const [key] = await baton.store.access.keys(asId(place.id))
      if (workspace === null || key === undefined) throw new Error('the workspace is gone')
      return issueTicket(baton, { kind: 'program', workspace, key: key.id, role: 'admin' })
    })
    if (given === null) return
    const knocks = await Promise.all(
      stage.members.map(
        (member) =>
          new Promise<boolean>((resolve) => {
            const wire = member.connect({
              client: front.owner,
              path: `/api/v1/live?ticket=${given.ticket}`,
              headers: {},
              onOpen: () => {
                resolve(true)
                wire.cut()
              },
              onFrame: () => {},
              onEnd: () => resolve(false),
            })
          }),
      ),
    )
    if (knocks.filter((isOpen) => isOpen).length > 1) stage.broken.push('[S-10] one ticket opened two sockets')
  }

  /** A key that is revoked opens nothing any more, on any node, within seconds. */
  const key = async (): Promise<void> => {
    const added = await ask(other('key'), 'POST', '/keys', { name: `key ${client}`, role: 'operator' })
    const { id, key: secret } = added.body
    if (typeof secret !== 'string') return
    const headers = { authorization: `Bearer ${secret}` }
    for (const member of stage.members)
      await front.attempt(other('whoami'), { method: 'GET', path: '/workspace', headers }, member)
    const { outcome } = await ask(other('no key'), 'DELETE', `/keys/${String(id)}`)
    if (outcome.kind === 'ok') stage.settled.revoked.add(secret)
  }

  /** [S-07] Somebody signs in, is known on every node, and signs out on one. */
  const session = async ([one]: readonly number[]): Promise<void> => {
    const colleague = pick(place.operators, one)
    if (colleague === undefined) return
    const secret = newSecret()
    const member = front.someMember()
    const isIn = await member.askBaton(front.owner, 'sign in', async ({ store, clock }) => {
      const found = await store.operators.find(asId(place.id), colleague.id)
      const { generation = 0 } = found ?? {}
      const expiresAt = after(clock.now(), day)
      const row = { workspace: asId<'workspace'>(place.id), operator: asId<'operator'>(colleague.id) }
      await store.access.addSession(hashOfSecret(secret), { ...row, generation, expiresAt })
      return true
    })
    if (isIn === null) return
    const headers = { cookie: `baton=${secret}`, 'x-baton': '1', origin }
    const request = { path: '/session', headers }
    for (const one of stage.members) await one.call(front.owner, { method: 'GET', ...request })
    const out = await member.call(front.owner, { method: 'DELETE', ...request })
    if (out !== null && out.status < 300) stage.settled.signedOut.add(secret)
  }

  const settings = async ({ what, dice }: Step): Promise<void> => {
    const [one] = dice
    switch (what) {
      case 'publish':
        return publish()
      case 'rename':
        await ask(other('rename'), 'PUT', '/workspace', { timeZone: (one ?? 0) % 2 === 0 ? 'UTC' : 'Europe/Berlin' })
        return
      case 'group':
        return createGroup(dice)
      case 'ticket':
        return ticket()
      case 'key':
        return key()
      case 'session':
        return session(dice)
      case 'mail':
        number += 1
        return mail(`${client} ${number}`)
      case 'forget':
        return forget(pick(['contact0', 'contact1', 'widget0'], one) ?? '')
    }
  }

  /** Only one of the programs, so that what is published last is known. */
  const publish = async (): Promise<void> => {
    if (name !== publisher) return
    const bot = `/bots/${place.bot}`
    const version = stage.settled.published + 1
    const saved = await ask(other('draft'), 'PUT', `${bot}/draft`, botOf(place.name, version))
    if (saved.outcome.kind !== 'ok') return
    const published = await ask(other('publish'), 'POST', `${bot}/publish`, {})
    if (published.outcome.kind === 'ok') stage.settled.published = Math.max(stage.settled.published, version)
  }

  const mail = async (subject: string): Promise<void> => {
    await front.someMember().askBaton(front.owner, 'mail', async ({ store }) => {
      await store.outbox.add(asId(place.id), 'mail', { to: place.name, subject, text: '' })
      return true
    })
  }

  const forget = async (contact: string): Promise<void> => {
    stage.settled.forgotten.add(contact)
    await ask(other('forget'), 'DELETE', `/contacts/${contact}`)
  }

  return {
    name,
    front,
    async act(step) {
      await inConversation(step)
      await ofTeam(step)
      await settings(step)
    },
  }
}

function settingsFrom(one: number, other: number, operator: string) {
  const mode = pick(modes, one) ?? 'operator_takeover'
  if (mode === 'chatbot_controlled') return { mode }
  const assignOperator = pick(['random', 'less_busy', 'specific'] as const, other) ?? 'random'
  return {
    mode,
    assignOperator,
    ...(assignOperator === 'specific' ? { operator } : {}),
    ...(one % 5 < 3 ? { operatorsGroup: group } : {}),
    ...(other % 2 === 0 ? { onlyOnlineOperators: true } : {}),
  }
}
