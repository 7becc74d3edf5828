import type { EventView } from '@baton/core/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { botDocument, must, startTest, type TestBaton, textsOf } from '../src/testing.ts'
import { stateOf } from './described-calls.ts'

let baton: TestBaton
beforeAll(async () => {
  baton = await startTest()
})
afterAll(() => baton[Symbol.asyncDispose]())

type Tried = {
  record: string
  events: EventView[]
  path: string[]
  status: string
  holder: { chatState: string; operator: { name: string } | null }
  variables: Record<string, unknown>
  position: { behavior: string; interaction: string } | null
  decision: { considered: { operator: { name: string }; verdict: string }[] } | null
  reason: string | null
  works: { id: string; kind: string; about: string }[]
  undone: string[]
}
type Fields = Record<string, unknown>

const text = (said: string) => ({ type: 'text', text: said })
const said = ({ events }: Tried) =>
  textsOf(events.filter((event) => event.type === 'message' && event.actor.kind === 'chatbot'))

async function draft(actions: Fields[], more: Parameters<typeof botDocument>[1] = {}): Promise<string> {
  return must(await baton.post<{ id: string }>('/bots', botDocument(actions, more))).id
}

const call = (bot: string, asked: Fields) => baton.post<Tried>(`/bots/${bot}/draft/try`, asked)
const tries = async (bot: string, asked: Fields = {}) => must(await call(bot, asked))

const toPerson = {
  name: 'person',
  keywords: ['person'],
  actions: [
    {
      type: 'set_chat_operator_state',
      mode: 'operator_takeover',
      assignOperator: 'less_busy',
      onlyOnlineOperators: true,
    },
    text('Nobody is in.'),
  ],
}

describe('a draft that is tried', () => {
  test('[FL-1] it answers by the real rules and nothing is written', async () => {
    const bot = await draft(
      [text('Hello'), { type: 'input', variable: 'color', expects: 'text' }, text('{{ color }} it is')],
      { fallback: [text('What?')] },
    )
    const before = await stateOf(baton.baton)
    const opened = await tries(bot)
    expect(said(opened)).toEqual(['Hello'])
    expect(opened.path).toEqual(['behaviors[0].interactions[0].actions[0]', 'behaviors[0].interactions[0].actions[1]'])
    const answered = await tries(bot, { record: opened.record, say: { text: 'red' } })
    expect(said(answered)).toEqual(['red it is'])
    expect(answered.variables).toMatchObject({ color: 'red', last_user_message: 'red' })
    expect(answered.position).toEqual({ behavior: 'main', interaction: 'welcome' })
    expect(said(await tries(bot, { record: answered.record, say: { text: 'more' } }))).toEqual(['What?'])
    expect(await stateOf(baton.baton)).toBe(before)
  })

  test('[FL-3] a click runs what stands under it, and its place is told', async () => {
    const replies = [{ label: 'Yes', on_click: [text('Good')] }]
    const bot = await draft([{ type: 'quick_replies', replies }])
    const opened = await tries(bot)
    const [shown] = opened.events.flatMap((event) => (event.type === 'message' ? event.data.parts : []))
    const payload = shown?.type === 'quick_replies' ? shown.items[0]?.payload : undefined
    const clicked = await tries(bot, { record: opened.record, say: { payload } })
    expect(said(clicked)).toEqual(['Good'])
    expect(clicked.path).toEqual(['behaviors[0].interactions[0].actions[0].replies[0].on_click[0]'])
  })

  test('[HO-36] the team can be pretended, and the decision says why', async () => {
    await baton.operator({ name: 'Ana Trial', capacity: 3 })
    const bot = await draft([text('Hello')], { interactions: [toPerson] })
    const asks = async (pretend: string) => {
      const { record } = await tries(bot)
      return tries(bot, { record, say: { text: 'person' }, pretend })
    }
    const nobody = await asks('nobody_online')
    expect(said(nobody)).toEqual(['Nobody is in.'])
    expect(nobody).toMatchObject({ holder: { chatState: 'chatbot_controlled' }, reason: 'none_online' })
    const full = await asks('all_full')
    expect(full.decision?.considered).toMatchObject([{ operator: { name: 'Ana Trial' }, verdict: 'full' }])
    const there = await asks('everybody_online')
    expect(there.holder).toMatchObject({ chatState: 'taken_over', operator: { name: 'Ana Trial' } })
    expect(there.path).toEqual(['behaviors[0].interactions[1].actions[0]'])
    const back = await tries(bot, { record: there.record, handOver: true, pretend: 'everybody_online' })
    expect(back.holder.chatState).toBe('chatbot_controlled')
    const { items } = must(await baton.get<{ items: { name: string; load: number }[] }>('/operators'))
    expect(items.find(({ name }) => name === 'Ana Trial')?.load).toBe(0)
  })

  test('[FL-5] work outside is not done: whoever tries the draft says how it went; delays are over at once', async () => {
    const bot = await draft([
      { type: 'delay', seconds: 60 },
      {
        type: 'http_request',
        method: 'GET',
        url: 'http://127.0.0.1:1/never',
        map: [{ path: 'price', variable: 'price' }],
        on_success: [text('It costs {{ price }}')],
        on_failure: [text('No price')],
      },
    ])
    const opened = await tries(bot)
    expect(opened.works).toMatchObject([{ kind: 'http', about: 'GET http://127.0.0.1:1/never' }])
    const { record } = opened
    const work = opened.works[0]?.id
    const good = await tries(bot, { record, outcome: { work, ok: true, status: 200, body: '{"price": 12}' } })
    expect(said(good)).toEqual(['It costs 12'])
    expect(good.works).toEqual([])
    const bad = await tries(bot, { record, outcome: { work, ok: false } })
    expect(said(bad)).toEqual(['No price'])
    expect(await call(bot, { record, outcome: { work: 'eff_other', ok: true } })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'outcome.work' }] },
    })
  })

  test('[FL-2] a draft with errors is not tried, and every error names its place', async () => {
    const bot = await draft([{ type: 'go_to', interaction: 'nowhere' }])
    expect(await call(bot, {})).toMatchObject({
      status: 422,
      body: { code: 'bot_invalid', errors: [{ path: 'behaviors[0].interactions[0].actions[0].interaction' }] },
    })
  })

  test('[FL-7] a draft that goes round in a circle is stopped', async () => {
    const circle = { name: 'circle', actions: [text('again'), { type: 'go_to', interaction: 'circle' }] }
    const bot = await draft([{ type: 'go_to', interaction: 'circle' }], { interactions: [circle] })
    const { events } = await tries(bot)
    expect(events.at(-1)).toMatchObject({ type: 'diagnostic', data: { code: 'too_many_jumps' } })
  })

  test('[S-04] only what the server itself gave out comes back: as it was, for the same bot, not too large', async () => {
    const [bot, other] = [await draft([text('Hello')]), await draft([text('Hello')])]
    const { record } = await tries(bot)
    const forged = record.replace('"locked":false', '"locked":true')
    expect(forged).not.toBe(record)
    for (const [to, sent] of [
      [bot, forged],
      [other, record],
      [bot, 'x'],
    ] as const)
      expect(await call(to, { record: sent })).toMatchObject({ status: 422, body: { errors: [{ path: 'record' }] } })
    expect(await call(bot, { handOver: true })).toMatchObject({ status: 422, body: { errors: [{ path: 'handOver' }] } })
    expect(await call(bot, { record: `${'x'.repeat(32)}.${'x'.repeat(300 * 1024)}` })).toMatchObject({
      status: 413,
      body: { code: 'trial_too_large' },
    })
  })

  test('[S-01] only who may edit bots may try one', async () => {
    const bot = await draft([text('Hello')])
    const operator = await baton.keyFor('operator')
    expect(await operator.post(`/bots/${bot}/draft/try`, {})).toMatchObject({ status: 403 })
  })
})
