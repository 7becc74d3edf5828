import { fold } from '@baton/core/conversation'
import { asId } from '@baton/core/ids'
import { applyEvent, type ConversationView, type EventView } from '@baton/core/protocol'
import { instant } from '@baton/core/time'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Chat, eventsOf, must, startTest, type TestBaton, textsOf } from '../src/testing.ts'
import { otherSystem } from './other-system.ts'

const seed = 20_260_401

let baton: TestBaton
beforeAll(async () => {
  baton = await startTest({ config: { BATON_EGRESS_ALLOW: '127.0.0.1' } })
})
afterAll(() => baton[Symbol.asyncDispose]())

const text = (said: string) => ({ type: 'text', text: said })

describe('output in flight', () => {
  test('[HO-5] [I-03] [I-04] wherever the operator comes in, not one more word of the bot, and one record of what was held back', async () => {
    await using other = await otherSystem()
    const asks = { type: 'http_request', method: 'GET', url: other.url }
    const steps = 4
    const bot = await baton.bot([text('Hello')], {
      fallback: Array.from({ length: steps }, (_, index) => [text(`before ${index}`), asks])
        .flat()
        .concat(text('end')),
    })
    const ana = await baton.operator()
    const ways = ['claim', 'reply', 'action', 'transfer'] as const
    const property = fc.asyncProperty(
      fc.nat({ max: steps - 1 }),
      fc.constantFrom(...ways),
      fc.boolean(),
      fc.nat({ max: 3 }),
      async (at, way, isBackInBetween, more) => {
        const chat = await baton.chat(bot)
        const called = other.calls.length
        const turn = chat.hears('go')
        for (let step = 0; step < at; step += 1) {
          await other.called(called + step + 1)
          other.answerOne({})
        }
        await other.called(called + at + 1)
        for (let index = 0; index < more; index += 1) must(await chat.says({ text: `queued ${index}`, wait: 0 }))
        if (way === 'claim') must(await chat.post('claim', { operator: ana.id }))
        if (way === 'reply') must(await chat.post('messages', { operator: ana.id, text: 'Ana here' }))
        if (way === 'action')
          must(await chat.setState({ mode: 'operator_takeover', assignOperator: 'specific', operator: ana.id }))
        if (way === 'transfer') must(await chat.post('transfer', { operator: ana.id }))
        expect(await turn).toEqual(Array.from({ length: at + 1 }, (_, index) => `before ${index}`))
        if (isBackInBetween) must(await chat.post('handover'))
        const { lastSeq } = await chat.view()
        const poll = baton.get(`/conversations/${chat.id}/events?after=${lastSeq}&wait=5`)
        other.answerOne({})
        await poll
        const log = await chat.events()
        const taken = log.findIndex(({ type }) => type === 'taken_over')
        expect(log.slice(taken).filter(({ type, actor }) => type === 'message' && actor.kind === 'chatbot')).toEqual([])
        expect(eventsOf(log, 'bot_output_suppressed').length).toBe(1)
        expect(other.calls.length).toBe(called + at + 1)
        must(await chat.post('close'))
      },
    )
    await fc.assert(property, { seed, numRuns: 30 })
  })
})

describe('sending again', () => {
  test('[I-10] [I-27] [D-02] any interleaving of sends and their repetitions is each message once, answered alike', async () => {
    const bot = await baton.bot([text('Hello')], { fallback: [text('re: {{ last_user_message }}')] })
    const sends = fc.array(fc.record({ key: fc.nat({ max: 5 }), times: fc.integer({ min: 1, max: 4 }) }), {
      minLength: 1,
      maxLength: 6,
    })
    const property = fc.asyncProperty(sends, fc.infiniteStream(fc.nat()), async (wanted, chance) => {
      const chat = await baton.chat(bot)
      const all = wanted.flatMap(({ key, times }) => Array<number>(times).fill(key))
      const shuffled = all.map((key) => ({ key, at: chance.next().value })).toSorted((one, other) => one.at - other.at)
      const answers = new Map<number, unknown[]>()
      await Promise.all(
        shuffled.map(async ({ key, at }) => {
          if (at % 2 === 0) await baton.get('/livez')
          const { messages } = must(await chat.says({ text: `m${key}`, clientMessageId: `k${key}` }))
          answers.set(key, [...(answers.get(key) ?? []), messages])
        }),
      )
      const said = (await chat.events()).filter(({ type, actor }) => type === 'message' && actor.kind === 'contact')
      expect(textsOf(said).toSorted()).toEqual([...answers.keys()].map((key) => `m${key}`).toSorted())
      for (const [key, [first, ...others]] of answers) {
        expect(textsOf(first as EventView[])).toEqual([`re: m${key}`])
        for (const other of others) expect(other).toEqual(first)
      }
    })
    await fc.assert(property, { seed, numRuns: 25 })
  })
})

describe('what clients see', () => {
  type Move = (chat: Chat, team: { ana: string; ben: string; group: string }) => Promise<unknown>
  const moves: Record<string, Move> = {
    says: (chat) => chat.says('hello'),
    saysWithVariables: (chat) =>
      chat.says({ text: 'I am', variables: { user_name: 'Carla', favorite: { color: 'red' } }, tags: ['a', 'b'] }),
    asks: (chat) => chat.says('ask'),
    clicks: (chat) => chat.says({ payload: 'P' }),
    sends: (chat) => chat.says({ location: { lat: 1, lon: 2 } }),
    claims: (chat, { ana }) => chat.post('claim', { operator: ana }),
    replies: (chat, { ben }) => chat.post('messages', { operator: ben, text: 'Ben here' }),
    notes: (chat, { ana }) => chat.post('messages', { operator: ana, text: 'psst', note: true }),
    transfers: (chat, { ben }) => chat.post('transfer', { operator: ben }),
    transfersToGroup: (chat, { group }) => chat.post('transfer', { group }),
    handsOver: (chat) => chat.post('handover', { note: 'done' }),
    setsState: (chat, { group }) =>
      chat.setState({ mode: 'operator_takeover', operatorsGroup: group, onlyOnlineOperators: true }),
    requests: (chat, { ana }) => chat.setState({ mode: 'request_operator', assignOperator: 'specific', operator: ana }),
    runs: (chat) => chat.post('interactions', { interaction: 'more' }),
    labels: (chat) =>
      baton.patch(`/conversations/${chat.id}`, {
        variables: { 'favorite.color': 'blue', user_name: null },
        setTags: ['c'],
        dropTags: ['a'],
      }),
    locks: (chat) => chat.post('lock'),
    unlocks: (chat) => chat.post('unlock'),
    closes: (chat) => chat.post('close'),
  }
  const script = fc.array(fc.constantFrom(...Object.keys(moves)), { minLength: 3, maxLength: 14 })

  test('[D-09] [I-30] a view as old as may be that applies what the live connection says equals a fresh one', async () => {
    const group = await baton.group()
    const [ana, ben] = [
      await baton.operator({ name: 'Ana', groups: [group.id], status: 'online' }),
      await baton.operator({ name: 'Ben', role: 'supervisor' }),
    ]
    const team = { ana: ana.id, ben: ben.id, group: group.id }
    const bot = await baton.bot([text('Hello')], {
      fallback: [text('re: {{ last_user_message }}')],
      interactions: [
        {
          name: 'ask',
          keywords: ['ask'],
          actions: [
            { type: 'set_chat_operator_state', mode: 'request_operator', operatorsGroup: group.id },
            text('asked'),
          ],
        },
        { name: 'more', actions: [text('more'), { type: 'set_tag', tag: 'seen' }] },
      ],
    })
    const property = fc.asyncProperty(script, fc.nat({ max: 13 }), async (names, cut) => {
      const chat = await baton.chat(bot)
      let stale = await chat.view()
      for (const [index, name] of names.entries()) {
        if (index === cut) stale = await chat.view()
        await moves[name]?.(chat, team)
      }
      const fresh = await chat.view()
      const live = await baton.live({ key: baton.key })
      live.send({ type: 'follow', conversation: chat.id, after: stale.lastSeq })
      await live.until('caught_up', ({ conversation }) => conversation === chat.id)
      const heard = live.frames.flatMap((frame) =>
        frame.type === 'events' && frame.conversation === chat.id ? (frame.events as EventView[]) : [],
      )
      await live.close()
      const applied = heard.reduce<ConversationView>(applyEvent, stale)
      expect(withoutOutcome(applied)).toEqual(withoutOutcome(fresh))

      const log = await chat.events()
      const folded = fold(
        asId(chat.id),
        log.map((event) => ({ ...event, at: instant(Date.parse(event.at)) })) as unknown as Parameters<typeof fold>[1],
      )
      expect(folded).toMatchObject({
        id: chat.id,
        status: fresh.status,
        epoch: fresh.epoch,
        lastSeq: fresh.lastSeq,
        tags: fresh.tags,
        locked: fresh.locked,
        holder: { state: fresh.chatState },
      })
      expect(fresh.variables).toMatchObject(folded?.variables ?? {})
      if (folded?.holder.state === 'taken_over') expect(folded.holder.owner).toBe(fresh.operator?.id)
      if (fresh.status === 'open') await chat.post('close')
    })
    await fc.assert(property, { seed, numRuns: 40 })
  })

  /** What a record remembers beside its log: how the action ended, and what templates derive. */
  function withoutOutcome({ variables, ...view }: ConversationView) {
    const { chat_operator_outcome: _, chat_operator_reason: __, first_name: ___, last_name: ____, ...kept } = variables
    return { ...view, variables: { ...kept, user_name: kept.user_name ?? '' } }
  }
})
