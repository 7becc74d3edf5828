import { answersOnly } from '@baton/channels/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { botDocument, eventsOf, must, startTest, type TestBaton, textsOf } from '../src/testing.ts'
import { otherSystem } from './other-system.ts'

let baton: TestBaton
beforeAll(async () => {
  baton = await startTest({ config: { BATON_EGRESS_ALLOW: '127.0.0.1' } })
})
afterAll(() => baton[Symbol.asyncDispose]())

const text = (said: string) => ({ type: 'text', text: said })
const asks = (url: string, more: Record<string, unknown> = {}) => ({
  type: 'http_request',
  method: 'GET',
  url,
  map: [{ path: 'answer', variable: 'answer' }],
  ...more,
})

describe('draft and live', () => {
  test('[FL-1] edits touch the draft; publishing replaces the live version as a whole', async () => {
    const draft = botDocument([text('one')])
    const { id } = must(await baton.post<{ id: string }>('/bots', draft))
    expect(await baton.post(`/bots/${id}/contacts/early/messages`, {})).toMatchObject({
      status: 409,
      body: { code: 'not_published' },
    })
    expect(must(await baton.post(`/bots/${id}/publish`))).toEqual({ version: 1, warnings: [] })
    const said = async () => (await baton.chat({ id })).first
    expect(await said()).toEqual(['one'])
    const edited = must(await baton.put(`/bots/${id}/draft`, { ...botDocument([text('two')]), name: draft.name }))
    expect(edited).toMatchObject({ version: 2, live: 1 })
    expect(await said()).toEqual(['one'])
    must(await baton.post(`/bots/${id}/publish`))
    expect(await said()).toEqual(['two'])
    expect(must(await baton.get(`/bots/${id}`))).toMatchObject({ version: 2, live: 2 })
  })

  test('[FL-1] a turn that is running finishes its interaction on the version it began with', async () => {
    await using other = await otherSystem()
    const draft = botDocument([text('one, before'), asks(other.url), text('one, after')])
    const { id } = must(await baton.post<{ id: string }>('/bots', draft))
    must(await baton.post(`/bots/${id}/publish`))
    const opening = baton.chat({ id })
    await other.called(1)
    must(
      await baton.put(`/bots/${id}/draft`, {
        ...botDocument([text('two')], { fallback: [text('two, fallback')] }),
        name: draft.name,
      }),
    )
    must(await baton.post(`/bots/${id}/publish`))
    other.answer({ answer: 'yes' })
    const chat = await opening
    expect(chat.first).toEqual(['one, before', 'one, after'])
    expect(await chat.hears('and now?')).toEqual(['two, fallback'])
  })

  test('[FL-2] a draft with problems is stored, and publishing names every path', async () => {
    const broken = botDocument([
      { type: 'no_such_action' },
      { type: 'text', text: 'hi', colour: 'red' },
      { type: 'text', text: 'hi', on_click: [text('no')] },
      { type: 'go_to', interaction: 'nowhere' },
      {
        type: 'set_chat_operator_state',
        mode: 'operator_takeover',
        operatorsGroup: 'nobody',
        assignOperator: 'specific',
        operator: 'no@body.example',
      },
    ])
    const added = must(
      await baton.post<{ id: string; live: unknown; problems: { path: string }[] }>('/bots', {
        ...broken,
        invented: true,
      }),
    )
    expect(added.live).toBeNull()
    const refused = await baton.post<{ errors: { path: string }[] }>(`/bots/${added.id}/publish`)
    expect(refused.status).toBe(422)
    const at = 'behaviors[0].interactions[0].actions'
    for (const path of [`${at}[0].type`, `${at}[1].colour`, `${at}[2].on_click`, 'invented'])
      expect(refused.body.errors.map((error) => error.path)).toContain(path)
    expect(added.problems.map(({ path }) => path)).toEqual(
      expect.arrayContaining(refused.body.errors.map(({ path }) => path)),
    )
    const kept = must(await baton.get<{ document: Record<string, unknown> }>(`/bots/${added.id}`))
    expect(kept.document).toMatchObject({ invented: true })
    const named = botDocument(
      broken.behaviors
        ? [
            { type: 'go_to', interaction: 'nowhere' },
            {
              type: 'set_chat_operator_state',
              mode: 'operator_takeover',
              operatorsGroup: 'nobody',
              assignOperator: 'specific',
              operator: 'no@body.example',
            },
          ]
        : [],
    )
    const second = must(await baton.post<{ id: string }>('/bots', named))
    const again = await baton.post<{ errors: { path: string }[] }>(`/bots/${second.id}/publish`)
    expect(again.body.errors.map(({ path }) => path)).toEqual([
      `${at}[0].interaction`,
      `${at}[1].operatorsGroup`,
      `${at}[1].operator`,
    ])
  })
})

describe('a turn of the contact', () => {
  test('[FL-3] buttons by payload or label, keywords, the fallback; and a payload nobody knows is text not understood', async () => {
    const bot = await baton.bot(
      [
        {
          type: 'quick_replies',
          text: 'What?',
          replies: [{ label: 'Hours', payload: 'HOURS', on_click: [text('Nine to five')] }],
        },
      ],
      {
        fallback: [text('Pardon?')],
        interactions: [{ name: 'price', keywords: ['café price'], actions: [text('Three')] }],
      },
    )
    const chat = await baton.chat(bot)
    expect(chat.first).toEqual(['What?'])
    expect(await chat.hears({ payload: 'HOURS' })).toEqual(['Nine to five'])
    expect(await chat.hears('hours')).toEqual(['Nine to five'])
    expect(await chat.hears('what is the CAFE PRICE today')).toEqual(['Three'])
    expect(await chat.hears('cafeprice')).toEqual(['Pardon?'])
    expect(await chat.says({ payload: 'NOBODY_KNOWS' })).toMatchObject({
      status: 200,
      body: { messages: [{ data: { text: 'Pardon?' } }] },
    })
  })

  test('[FL-3] the message that opens a conversation is answered by the start interaction, not by the fallback', async () => {
    const bot = await baton.bot([text('Welcome')], {
      fallback: [text('Pardon?')],
      interactions: [{ name: 'price', keywords: ['price'], actions: [text('Three')] }],
    })
    expect((await baton.chat(bot, 'gibberish')).first).toEqual(['Welcome'])
    expect((await baton.chat(bot, 'the price?')).first).toEqual(['Welcome', 'Three'])
  })

  test('[FL-3] without any fallback a message not understood leaves silence and a diagnostic', async () => {
    const chat = await baton.chat(await baton.bot())
    expect(await chat.hears('gibberish')).toEqual([])
    expect(eventsOf(await chat.events(), 'diagnostic')).toMatchObject([{ data: { code: 'not_understood' } }])
  })

  test('[FL-7] a loop of jumps ends the turn, keeps what was said and leaves a diagnostic', async () => {
    const bot = await baton.bot([text('round'), { type: 'go_to', interaction: 'welcome' }])
    const chat = await baton.chat(bot)
    expect(chat.first.length).toBe(26)
    expect((await chat.log()).at(-1)).toBe('diagnostic')
  })
})

describe('outside work', () => {
  test('[FL-5] what was said so far is delivered before the call is answered; the answer goes on in the same turn', async () => {
    await using other = await otherSystem()
    const bot = await baton.bot([text('Let me look'), asks(other.url), text('It is {{ answer }}')])
    const chat = await baton.chat(bot, { wait: 0 })
    expect(chat.first).toEqual(['Let me look'])
    await other.called(1)
    expect(await chat.log()).toEqual(['conversation_opened', 'chatbot: Let me look'])
    const poll = baton.get<{ items: never[] }>(`/conversations/${chat.id}/events?after=2&wait=5`)
    other.answer({ answer: 'fine' })
    expect(must(await poll).items).toMatchObject([
      { type: 'variable_set' },
      { type: 'message', data: { text: 'It is fine' } },
    ])
  })

  test('[FL-5] calls that hang hold up no delay', async () => {
    await using other = await otherSystem()
    const hanging = await baton.bot([asks(other.url, { timeoutSeconds: 20 }), text('late')])
    await Promise.all(Array.from({ length: 70 }, () => baton.chat(hanging, { wait: 0 })))
    await other.called(1)
    const patient = await baton.bot([text('one'), { type: 'delay', seconds: 0.05 }, text('two')])
    expect((await baton.chat(patient)).first).toEqual(['one', 'two'])
    other.answer({ answer: 'now' })
  })

  test('[FL-5] a call that fails takes its failure branch', async () => {
    await using other = await otherSystem()
    other.answer({ oh: 'no' }, 500)
    const bot = await baton.bot([
      asks(other.url, { on_success: [text('good')], on_failure: [text('bad')] }),
      text('end'),
    ])
    expect((await baton.chat(bot)).first).toEqual(['bad', 'end'])
    const inside = await baton.bot([asks('http://169.254.169.254/latest', { on_failure: [text('kept in')] })])
    expect((await baton.chat(inside)).first).toEqual(['kept in'])
  })

  test('[HO-5] [I-04] a slow call that began before the takeover can say nothing after it, and is recorded once', async () => {
    await using other = await otherSystem()
    const ana = await baton.operator({ name: 'Ana' })
    const bot = await baton.bot([text('Hello')], {
      fallback: [text('One moment'), asks(other.url), text('Never said'), asks(other.url), text('Nor this')],
    })
    const chat = await baton.chat(bot)
    const said = chat.hears('look it up')
    await other.called(1)
    must(await chat.says({ text: 'are you there?', wait: 0 }))
    must(await chat.post('claim', { operator: ana.id }))
    expect(await said).toEqual(['One moment'])
    const before = (await chat.view()).lastSeq
    const poll = baton.get(`/conversations/${chat.id}/events?after=${before}&wait=5`)
    other.answer({ answer: 'late' })
    expect(must(await poll)).toMatchObject({
      items: [{ type: 'bot_output_suppressed', data: { turnEpoch: 0 }, epoch: 1 }],
      lastSeq: before + 1,
    })
    must(await chat.post('handover'))
    expect(await chat.log()).toEqual([
      'conversation_opened',
      'chatbot: Hello',
      'contact: look it up',
      'chatbot: One moment',
      'contact: are you there?',
      'taken_over',
      'bot_output_suppressed',
      'handed_over',
    ])
    expect(other.calls.length).toBe(1)
    expect((await chat.view()).variables).not.toHaveProperty('answer')
  })

  test('[HO-6] [HO-5] control that came back in between does not wake the old turn', async () => {
    await using other = await otherSystem()
    const ana = await baton.operator()
    const bot = await baton.bot([text('Hello')], { fallback: [asks(other.url), text('Never said')] })
    const chat = await baton.chat(bot)
    must(await chat.says({ text: 'look', wait: 0 }))
    await other.called(1)
    must(await chat.post('claim', { operator: ana.id }))
    must(await chat.post('handover'))
    const before = (await chat.view()).lastSeq
    const poll = baton.get(`/conversations/${chat.id}/events?after=${before}&wait=5`)
    other.answer({})
    expect(must(await poll)).toMatchObject({
      items: [{ type: 'bot_output_suppressed', data: { turnEpoch: 0 }, epoch: 2 }],
    })
    expect(await chat.log()).not.toContain('chatbot: Never said')
  })

  test('[FL-6] messages that arrive while a turn waits are answered in the order of the log', async () => {
    await using other = await otherSystem()
    const bot = await baton.bot([text('Hello')], {
      fallback: [asks(other.url), text('re: {{ last_user_message }} {{ answer }}')],
      interactions: [{ name: 'quick', keywords: ['quick'], actions: [text('quick answer')] }],
    })
    const chat = await baton.chat(bot)
    must(await chat.says({ text: 'slow', wait: 0 }))
    await other.called(1)
    const quick = chat.hears('quick')
    const third = chat.hears('third')
    await baton.get(`/conversations/${chat.id}/events?after=4&wait=2`)
    expect((await chat.log()).filter((line) => line.startsWith('chatbot'))).toEqual(['chatbot: Hello'])
    other.answer({ answer: 'ok' })
    expect(await quick).toEqual(['quick answer'])
    expect(await third).toEqual(['re: third ok'])
    const said = (await chat.log()).filter((line) => line.startsWith('chatbot'))
    expect(said.slice(0, 1)).toEqual(['chatbot: Hello'])
    expect(said[1]).toMatch(/^chatbot: re: /)
    expect(said.slice(2)).toEqual(['chatbot: quick answer', 'chatbot: re: third ok'])
  })

  test('[HO-23] an interaction that a person starts waits for the running turn', async () => {
    await using other = await otherSystem()
    const bot = await baton.bot([text('Hello')], {
      fallback: [asks(other.url), text('first')],
      interactions: [{ name: 'started', actions: [text('second')] }],
    })
    const chat = await baton.chat(bot)
    must(await chat.says({ text: 'slow', wait: 0 }))
    await other.called(1)
    const started = chat.post<{ messages: never[] }>('interactions', { interaction: 'started' })
    other.answer({})
    expect(textsOf(must(await started).messages)).toEqual(['second'])
    expect((await chat.log()).filter((line) => line.startsWith('chatbot'))).toEqual([
      'chatbot: Hello',
      'chatbot: first',
      'chatbot: second',
    ])
  })

  test('[HO-7] [HO-23] the answer to a first reply is that reply, also when an interaction waited for the takeover', async () => {
    await using other = await otherSystem()
    const ana = await baton.operator()
    const bot = await baton.bot([text('Hello')], {
      fallback: [asks(other.url)],
      interactions: [{ name: 'started', actions: [text('second')] }],
    })
    const chat = await baton.chat(bot)
    must(await chat.says({ text: 'slow', wait: 0 }))
    await other.called(1)
    must(await chat.post('interactions', { interaction: 'started', wait: 0 }))
    const said = await chat.post('messages', { operator: ana.id, text: 'Ana here', clientMessageId: 'one' })
    expect(said).toMatchObject({ status: 201, body: { actor: { kind: 'operator' }, data: { text: 'Ana here' } } })
    expect((await chat.log()).slice(-3)).toEqual(['taken_over', 'operator: Ana here', 'chatbot: second'])
    expect((await chat.post('messages', { operator: ana.id, text: 'Ana here', clientMessageId: 'one' })).body).toEqual(
      said.body,
    )
  })
})

describe('packages and channels', () => {
  test('[HO-21] [FL-12] a standard account sees and may set only the mode', async () => {
    await using standard = await startTest({ packages: [] })
    const ofAction = async (client: typeof standard) => {
      const catalogue = must(await client.get<Record<string, unknown>[]>('/actions'))
      return catalogue.find(({ type }) => type === 'set_chat_operator_state')
    }
    const fields = (action: Record<string, unknown> | undefined) =>
      Object.keys((action?.schema as { properties?: object } | undefined)?.properties ?? {}).sort()
    expect(fields(await ofAction(standard))).toEqual(['mode'])
    expect(fields(await ofAction(baton))).toEqual([
      'assignOperator',
      'mode',
      'onlyOnlineOperators',
      'operator',
      'operatorsGroup',
    ])

    const group = await standard.group()
    const settings = { mode: 'operator_takeover', operatorsGroup: group.id, onlyOnlineOperators: true }
    const added = must(
      await standard.post<{ id: string }>('/bots', botDocument([{ type: 'set_chat_operator_state', ...settings }])),
    )
    const refused = await standard.post<{ errors: unknown[] }>(`/bots/${added.id}/publish`)
    expect(refused.status).toBe(422)
    const at = 'behaviors[0].interactions[0].actions[0]'
    for (const field of ['operatorsGroup', 'onlyOnlineOperators'])
      expect(refused.body.errors).toContainEqual({
        path: `${at}.${field}`,
        code: 'package_missing',
        message: expect.stringContaining('pro_team'),
      })

    const bot = await standard.bot([{ type: 'set_chat_operator_state', mode: 'request_operator' }, text('asked')])
    const chat = await standard.chat(bot)
    expect(chat.first).toEqual(['asked'])
    expect(await chat.setState(settings)).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'operatorsGroup' }, { path: 'onlyOnlineOperators' }] },
    })
    expect(await standard.post('/decisions/dry-run', settings)).toMatchObject({ status: 422 })
    expect(await chat.setState({ mode: 'chatbot_controlled' })).toMatchObject({
      status: 200,
      body: { outcome: 'returned' },
    })
  })

  test('[HO-21] a bot published before the package lapsed runs as if the settings were absent, with a warning', async () => {
    await using lapsing = await startTest()
    const group = await lapsing.group()
    const inside = await lapsing.operator({ groups: [group.id] })
    const outside = await lapsing.operator({ status: 'offline' })
    must(await lapsing.patch(`/operators/${inside.id}`, { enabled: false }))
    const [administrator] = must(
      await lapsing.get<{ items: { id: string; role: string }[] }>('/operators'),
    ).items.filter(({ role }) => role === 'admin')
    if (administrator !== undefined) must(await lapsing.patch(`/operators/${administrator.id}`, { enabled: false }))
    const bot = await lapsing.bot([
      {
        type: 'set_chat_operator_state',
        mode: 'operator_takeover',
        operatorsGroup: group.id,
        onlyOnlineOperators: true,
      },
      text('Nobody is in'),
    ])
    expect((await lapsing.chat(bot)).first).toEqual(['Nobody is in'])
    must(await lapsing.put('/workspace', { packages: [] }))
    const chat = await lapsing.chat(bot)
    expect(chat.first).toEqual([])
    expect(await chat.view()).toMatchObject({ chatState: 'taken_over', operator: { id: outside.id }, group: null })
    const warnings = eventsOf(await chat.events(), 'diagnostic')
    expect(warnings.length).toBeGreaterThan(0)
    for (const { data } of warnings)
      expect(data).toMatchObject({ level: 'warning', message: expect.stringContaining('pro_team') })
    const draft = must(await lapsing.get<{ document: Record<string, unknown> }>(`/bots/${bot.id}`)).document
    expect((await lapsing.put(`/bots/${bot.id}/draft`, draft)).status).toBe(200)
  })

  test('[HO-22] [FL-12] on a channel that cannot push the action is unavailable, and publishing warns with the path', async () => {
    await using limited = await startTest({ extraChannels: [answersOnly] })
    const catalogue = must(
      await limited.get<{ type: string; needs: string[]; availability: Record<string, string> }[]>('/actions'),
    )
    const availability = Object.fromEntries(catalogue.map((action) => [action.type, action.availability]))
    expect(availability.set_chat_operator_state).toEqual({
      custom: 'available',
      web: 'available',
      answers_only: 'unavailable',
    })
    for (const { needs, availability: table } of catalogue)
      expect(table.answers_only).toBe(needs.includes('push') ? 'unavailable' : 'available')
    const only = must(await limited.get<{ type: string; availability: object }[]>('/actions?channel=answers_only'))
    expect(only.find(({ type }) => type === 'set_chat_operator_state')?.availability).toEqual({
      answers_only: 'unavailable',
    })
    for (const [query, code] of [
      ['channel=pigeon', 'unknown_channel'],
      ['bot=nope', 'unknown_bot'],
    ])
      expect(await limited.get(`/actions?${query}`), query).toMatchObject({ status: 422, body: { errors: [{ code }] } })

    const { id } = must(
      await limited.post<{ id: string }>(
        '/bots',
        botDocument([{ type: 'set_chat_operator_state', mode: 'request_operator' }]),
      ),
    )
    const published = must(await limited.post<{ warnings: unknown[] }>(`/bots/${id}/publish`))
    expect(published.warnings).toContainEqual(
      expect.objectContaining({
        path: 'behaviors[0].interactions[0].actions[0]',
        code: 'unavailable_on_channel',
        message: expect.stringContaining('push'),
      }),
    )
  })

  test('[FL-12] every action of the catalogue describes itself', async () => {
    const catalogue = must(await baton.get<Record<string, unknown>[]>('/actions'))
    for (const action of catalogue) {
      expect(action).toMatchObject({
        type: expect.any(String),
        title: expect.any(String),
        help: expect.any(String),
        schema: { type: 'object' },
        triggers: expect.any(Array),
        needs: expect.any(Array),
        packages: expect.any(Array),
        availability: expect.any(Object),
      })
      expect(['interaction', 'anywhere']).toContain(action.placement)
      const { markdown } = must(await baton.get<{ markdown: string }>(`/actions/${action.type}/help`))
      expect(markdown).toMatch(new RegExp(`^# ${action.title}\n`))
    }
    expect((await baton.get('/actions/..%2Fcatalogue/help')).status).toBe(404)
  })
})
