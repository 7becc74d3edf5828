import { asId } from '@baton/core/ids'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventsOf, must, startTest, type TestBaton, textsOf } from '../src/testing.ts'

let baton: TestBaton
beforeAll(async () => {
  baton = await startTest()
})
afterAll(() => baton[Symbol.asyncDispose]())

const text = (said: string) => ({ type: 'text', text: said })
const handoff = (settings: Record<string, unknown>) => ({ type: 'set_chat_operator_state', ...settings })
const takeover = (group: { id: string }, more: Record<string, unknown> = {}) =>
  handoff({ mode: 'operator_takeover', operatorsGroup: group.id, ...more })
const request = (group: { id: string }, more: Record<string, unknown> = {}) =>
  handoff({ mode: 'request_operator', operatorsGroup: group.id, ...more })

/** A group of two who are online, and a bot that greets, echoes by its fallback, and hands over on a keyword. */
async function desk() {
  const group = await baton.group()
  const ana = await baton.operator({ name: 'Ana', groups: [group.id], status: 'online' })
  const ben = await baton.operator({ name: 'Ben', groups: [group.id], status: 'online' })
  const bot = await baton.bot([text('Welcome')], {
    fallback: [text('You said {{ last_user_message }}')],
    interactions: [
      { name: 'person', keywords: ['person'], actions: [text('One moment'), takeover(group), text('Nobody is in')] },
      { name: 'ask', keywords: ['ask'], actions: [request(group), text('I have asked')] },
      { name: 'goodbye', actions: [text('It was a pleasure')] },
      { name: 'release', actions: [handoff({ mode: 'chatbot_controlled' }), text('The bot is back')] },
    ],
  })
  return { group, ana, ben, bot }
}

const upload = (chat: { bot: string; contact: string }, content = 'hello') => {
  const form = new FormData()
  form.set('file', new Blob([content]), 'note.txt')
  return baton.send('POST', `/bots/${chat.bot}/contacts/${chat.contact}/files`, form)
}

describe('who holds the conversation', () => {
  test('[HO-1] [HO-4] [HO-10] [HO-6] from the bot to a person and back: request, takeover, silence, reply, note, hand over, bot again', async () => {
    const { group, ana, bot } = await desk()
    const chat = await baton.chat(bot)
    expect(chat.first).toEqual(['Welcome'])
    expect(await chat.hears('hello')).toEqual(['You said hello'])

    expect(await chat.hears('ask')).toEqual(['I have asked'])
    expect(await chat.view()).toMatchObject({ chatState: 'operator_requested', operator: null, group, epoch: 1 })
    expect(await chat.hears('still there?')).toEqual(['You said still there?'])

    const claimed = await chat.post('claim', { operator: ana.email })
    expect(claimed).toMatchObject({ status: 200, body: { conversation: { chatState: 'taken_over', epoch: 2 } } })
    expect(must(await chat.says('a text')).messages).toEqual([])
    expect(must(await chat.says({ payload: 'postback' })).messages).toEqual([])
    expect(must(await chat.says({ location: { lat: 1, lon: 2 } })).messages).toEqual([])
    expect(await upload(chat)).toMatchObject({ status: 200, body: { messages: [] } })
    const silence = (await chat.log()).slice(-5)
    expect(silence).toEqual([
      'taken_over',
      'contact: a text',
      'contact: postback',
      'contact: [location]',
      'contact: [file]',
    ])

    expect((await chat.post('messages', { operator: ana.id, text: 'Ana here' })).status).toBe(201)
    expect((await chat.post('messages', { operator: ana.id, text: 'a regular', note: true })).status).toBe(201)
    const back = await chat.post('handover', { interaction: 'goodbye', note: 'solved' })
    expect(back).toMatchObject({
      status: 200,
      body: { conversation: { chatState: 'chatbot_controlled', operator: null, epoch: 3 } },
    })
    expect((await chat.log()).slice(-5)).toEqual([
      'operator: Ana here',
      'note: a regular',
      'handed_over',
      'variable_set',
      'chatbot: It was a pleasure',
    ])
    expect(await chat.hears('thanks')).toEqual(['You said thanks'])
    expect((await baton.get(`/operators/${ana.id}`)).body).toMatchObject({ load: 0 })
  })

  test('[HO-3] [I-34] [I-32] each transition is one event, one audit record, one outgoing event, and one step of the epoch', async () => {
    const { ana, ben, bot } = await desk()
    const chat = await baton.chat(bot, 'ask')
    must(await chat.post('claim', { operator: ana.id }))
    must(await chat.post('transfer', { operator: ben.id, from: ana.id }))
    must(await chat.post('handover'))
    const moves = (await chat.events()).filter(({ data }) => 'from' in data && 'to' in data)
    expect(moves.map(({ type, epoch }) => [type, epoch])).toEqual([
      ['operator_requested', 1],
      ['taken_over', 2],
      ['transferred', 3],
      ['handed_over', 4],
    ])
    const audit = must(
      await baton.get<{ items: { object: string; action: string; epoch: number; after: unknown }[] }>(
        '/audit?limit=500',
      ),
    )
    const records = audit.items.filter(({ object }) => object === chat.id).reverse()
    expect(records.map(({ action, epoch }) => [action, epoch])).toEqual(moves.map(({ type, epoch }) => [type, epoch]))
    expect(records.map(({ after }) => after)).toEqual(moves.map(({ data }) => ('to' in data ? data.to : null)))
    const [workspace] = await baton.baton.store.workspaces.all()
    expect(await baton.baton.store.audit.verify(workspace?.id ?? asId(''))).toBeNull()
  })

  test('[HO-7] the first human reply takes over what nobody owns; a note never does', async () => {
    const { ana, bot } = await desk()
    const chat = await baton.chat(bot)
    must(await chat.post('messages', { operator: ana.id, text: 'only us', note: true }))
    expect(await chat.view()).toMatchObject({ chatState: 'chatbot_controlled', epoch: 0 })
    const said = await chat.post('messages', { operator: ana.id, text: 'Hi, Ana here' })
    expect(said).toMatchObject({
      status: 201,
      body: { type: 'message', actor: { kind: 'operator', id: ana.id, name: 'Ana' }, data: { text: 'Hi, Ana here' } },
    })
    expect(await chat.view()).toMatchObject({
      chatState: 'taken_over',
      operator: { id: ana.id, name: 'Ana' },
      epoch: 1,
    })
    expect((await chat.log()).slice(-3)).toEqual(['note: only us', 'taken_over', 'operator: Hi, Ana here'])
  })

  test('[HO-8] closing ends ownership and request; the next message opens a new conversation with only the contact’s own variables', async () => {
    const { ana, bot } = await desk()
    const chat = await baton.chat(bot, {
      text: 'hello',
      variables: { user_name: 'Carla', favorite: 'blue' },
      tags: ['vip'],
    })
    must(await chat.post('claim', { operator: ana.id }))
    must(await chat.post('close'))
    expect(await chat.view()).toMatchObject({
      status: 'closed',
      chatState: 'chatbot_controlled',
      operator: null,
      group: null,
    })
    expect((await baton.get(`/operators/${ana.id}`)).body).toMatchObject({ load: 0 })
    expect(await chat.post('claim', { operator: ana.id })).toMatchObject({ status: 409, body: { code: 'closed' } })

    const { conversation, messages } = must(await chat.says('me again'))
    expect(conversation).toMatchObject({ epoch: 0, previous: chat.id, chatState: 'chatbot_controlled', tags: [] })
    expect(conversation.id).not.toBe(chat.id)
    expect(conversation.variables).toMatchObject({ user_name: 'Carla', first_name: 'Carla' })
    expect(conversation.variables).not.toHaveProperty('favorite')
    expect(textsOf(messages)).toEqual(['Welcome'])
    expect(messages[0]).toMatchObject({ epoch: 0 })
  })

  test('[HO-8] a variable that was emptied stays empty in the next conversation', async () => {
    const { bot } = await desk()
    const chat = await baton.chat(bot, { variables: { user_name: 'Carla' } })
    must(await chat.says({ variables: { user_name: null } }))
    must(await chat.post('close'))
    const { conversation } = must(await chat.says('me again'))
    expect(conversation.variables).toMatchObject({ user_name: '', first_name: '' })
    expect(conversation).toMatchObject({ contactName: chat.contact })
  })
})

describe('the action over HTTP', () => {
  test('[HO-10] what was said before the takeover is delivered before it, and nothing after it runs', async () => {
    const { bot, group } = await desk()
    const chat = await baton.chat(bot)
    expect(await chat.hears('a person please')).toEqual(['One moment'])
    expect((await chat.log()).slice(-3)).toEqual(['contact: a person please', 'chatbot: One moment', 'taken_over'])
    const view = await chat.view()
    expect(view).toMatchObject({ chatState: 'taken_over', group, epoch: 1 })
    expect(['Ana', 'Ben']).toContain(view.operator?.name)
    expect(view.variables).toMatchObject({
      chat_state: 'taken_over',
      chat_operator_name: view.operator?.name,
      chat_operator_group: group.name,
      chat_operator_outcome: 'assigned',
      chat_operator_reason: '',
    })
  })

  test('[HO-11] [HO-15] [I-08] nobody online and only online wanted: nothing changes and the next action runs', async () => {
    const group = await baton.group()
    const away = await baton.operator({ groups: [group.id], status: 'away' })
    const bot = await baton.bot([
      takeover(group, { onlyOnlineOperators: true }),
      text('Nobody is in'),
      request(group, { onlyOnlineOperators: true }),
      text('Still nobody'),
    ])
    const chat = await baton.chat(bot)
    expect(chat.first).toEqual(['Nobody is in', 'Still nobody'])
    expect(await chat.view()).toMatchObject({
      chatState: 'chatbot_controlled',
      operator: null,
      group: null,
      epoch: 0,
      requestedAt: null,
    })
    const skipped = eventsOf(await chat.events(), 'assignment_skipped')
    expect(skipped.map(({ data }) => data.reason)).toEqual(['none_online', 'none_online'])
    expect(skipped[0]?.data.decision.considered).toContainEqual({
      operator: { id: away.id, name: away.name },
      verdict: 'offline',
      load: 0,
    })
    expect((await baton.get(`/operators/${away.id}`)).body).toMatchObject({ load: 0 })
  })

  test('[HO-12] no candidate and anybody wanted: the request is raised and the interaction goes on', async () => {
    const empty = await baton.group()
    const bot = await baton.bot([takeover(empty), text('Somebody will come')])
    const chat = await baton.chat(bot)
    expect(chat.first).toEqual(['Somebody will come'])
    expect(await chat.view()).toMatchObject({
      chatState: 'operator_requested',
      group: empty,
      operator: null,
      epoch: 1,
      variables: { chat_operator_outcome: 'requested', chat_operator_reason: 'empty_group' },
    })
  })

  test('[HO-14] [HO-16] a request is addressed to the picked one first; asked twice is once; another group re-addresses it with its age', async () => {
    const { group, ana, bot } = await desk()
    const other = await baton.group()
    const chat = await baton.chat(bot)
    const first = await chat.setState({
      mode: 'request_operator',
      operatorsGroup: group.name,
      assignOperator: 'specific',
      operator: ana.email,
    })
    expect(first).toMatchObject({
      status: 200,
      body: { outcome: 'requested', reason: null, decision: { picked: ana.id, rule: 'specific' } },
    })
    const asked = await chat.view()
    expect(asked).toMatchObject({ chatState: 'operator_requested', requestedOperator: { id: ana.id }, operator: null })
    await chat.setState({ mode: 'request_operator', operatorsGroup: group.name })
    expect(await chat.view()).toMatchObject({
      requestedOperator: { id: ana.id },
      requestedAt: asked.requestedAt,
      lastSeq: asked.lastSeq,
    })
    await chat.setState({ mode: 'request_operator', operatorsGroup: other.id })
    expect(await chat.view()).toMatchObject({
      requestedOperator: null,
      group: other,
      requestedAt: asked.requestedAt,
      epoch: 1,
    })
    must(await chat.post('claim', { operator: ana.id }))
    const taken = await chat.setState({ mode: 'request_operator', operatorsGroup: group.id })
    expect(taken).toMatchObject({
      status: 200,
      body: {
        outcome: 'unchanged',
        reason: 'already_taken_over',
        conversation: { operator: { id: ana.id }, epoch: 2 },
      },
    })
  })

  test('[HO-17] [HO-19] control back to the bot clears owner, request and group; on a bot’s conversation it writes nothing', async () => {
    const { ana, bot } = await desk()
    const chat = await baton.chat(bot, 'ask')
    must(await chat.post('claim', { operator: ana.id }))
    expect(await chat.setState({ mode: 'chatbot_controlled' })).toMatchObject({
      status: 200,
      body: { outcome: 'returned' },
    })
    const view = await chat.view()
    expect(view).toMatchObject({
      chatState: 'chatbot_controlled',
      operator: null,
      group: null,
      requestedAt: null,
      takenOverAt: null,
    })
    expect(await chat.setState({ mode: 'chatbot_controlled' })).toMatchObject({
      body: { outcome: 'returned', conversation: { lastSeq: view.lastSeq, epoch: view.epoch } },
    })
  })

  test('[HO-18] a takeover keeps an owner who fits, and moves the conversation at once when another is named', async () => {
    const { group, ana, ben, bot } = await desk()
    const chat = await baton.chat(bot)
    must(await chat.post('claim', { operator: ana.id }))
    expect(
      await chat.setState({ mode: 'operator_takeover', operatorsGroup: group.id, assignOperator: 'less_busy' }),
    ).toMatchObject({
      body: {
        outcome: 'unchanged',
        reason: 'already_taken_over',
        conversation: { operator: { id: ana.id }, epoch: 1 },
      },
    })
    expect(
      await chat.setState({ mode: 'operator_takeover', assignOperator: 'specific', operator: ben.id }),
    ).toMatchObject({ body: { outcome: 'assigned', conversation: { operator: { id: ben.id }, epoch: 2 } } })
    expect((await chat.log()).at(-1)).toBe('transferred')
    const empty = await baton.group()
    expect(await chat.setState({ mode: 'operator_takeover', operatorsGroup: empty.id })).toMatchObject({
      body: {
        outcome: 'unchanged',
        reason: 'empty_group',
        conversation: { operator: { id: ben.id }, chatState: 'taken_over' },
      },
    })
    for (const [who, load] of [
      [ana, 0],
      [ben, 1],
    ] as const)
      expect((await baton.get(`/operators/${who.id}`)).body).toMatchObject({ load })
  })

  test('[HO-19] a group or operator that does not exist is 422 in a call, with its path, and nothing changes', async () => {
    const { bot } = await desk()
    const chat = await baton.chat(bot)
    const before = await chat.view()
    for (const [settings, path] of [
      [{ mode: 'operator_takeover', operatorsGroup: 'nowhere' }, 'operatorsGroup'],
      [{ mode: 'operator_takeover', assignOperator: 'specific', operator: 'nobody@team.example' }, 'operator'],
      [{ mode: 'operator_takeover', assignOperator: 'specific' }, 'operator'],
      [{ mode: 'operator_takeover', operator: 'nobody@team.example' }, 'operator'],
      [{ mode: 'takeover' }, 'mode'],
    ] as const) {
      expect(await chat.setState(settings)).toMatchObject({ status: 422, body: { errors: [{ path }] } })
      expect(await baton.post('/decisions/dry-run', { ...settings, conversation: chat.id })).toMatchObject({
        status: 422,
        body: { errors: [{ path }] },
      })
    }
    expect(await chat.view()).toEqual(before)
  })

  test('[HO-19] in a flow a group that was deleted since counts as nobody there', async () => {
    const group = await baton.group()
    const bot = await baton.bot([text('Hi')], {
      interactions: [{ name: 'person', keywords: ['person'], actions: [takeover(group), text('asked')] }],
    })
    const chat = await baton.chat(bot)
    must(await baton.delete(`/groups/${group.id}`))
    expect(await chat.hears('person')).toEqual(['asked'])
    expect(await chat.view()).toMatchObject({
      chatState: 'operator_requested',
      group: null,
      variables: { chat_operator_reason: 'empty_group' },
    })
  })

  test('[HO-20] [FL-2] a bot with the action below another or at behavior level is refused with the path', async () => {
    const action = handoff({ mode: 'request_operator' })
    const buttons = { type: 'quick_replies', text: 'Well?', replies: [{ label: 'Person', on_click: [action] }] }
    const draft = {
      name: `misplaced ${Math.floor(performance.now())}`,
      startBehavior: 'main',
      operations: [action],
      behaviors: [
        {
          name: 'main',
          operations: [action],
          interactions: [{ name: 'welcome', start: true, actions: [buttons, { ...action, on_click: [text('no')] }] }],
        },
      ],
    }
    const added = must(await baton.post<{ id: string; problems: { path: string }[] }>('/bots', draft))
    const refused = await baton.post<{ errors: { path: string; code: string }[] }>(`/bots/${added.id}/publish`)
    expect(refused.status).toBe(422)
    const misplaced = refused.body.errors.filter(({ code }) => code === 'wrong_placement').map(({ path }) => path)
    expect(misplaced).toEqual([
      'operations[0]',
      'behaviors[0].operations[0]',
      'behaviors[0].interactions[0].actions[0].replies[0].on_click[0]',
    ])
    expect(refused.body.errors).toContainEqual(
      expect.objectContaining({ path: 'behaviors[0].interactions[0].actions[1].on_click' }),
    )
    expect(added.problems.map(({ path }) => path)).toEqual(expect.arrayContaining(misplaced))
  })

  test('[HO-23] an interaction that a person starts speaks while taken over, says who asked, and may give control back', async () => {
    const { ana, bot } = await desk()
    const chat = await baton.chat(bot)
    must(await chat.post('claim', { operator: ana.id }))
    const spoken = must(
      await chat.post<{ messages: unknown[]; conversation: unknown }>('interactions', { interaction: 'goodbye' }),
    )
    expect(spoken.messages).toMatchObject([
      { type: 'message', actor: { kind: 'chatbot' }, epoch: 1, data: { text: 'It was a pleasure', cause: 'api' } },
    ])
    expect(spoken.conversation).toMatchObject({ chatState: 'taken_over', operator: { id: ana.id } })
    const released = must(await chat.post<{ messages: unknown[] }>('interactions', { interaction: 'release' }))
    expect(released).toMatchObject({
      messages: [{ data: { text: 'The bot is back' } }],
      conversation: { chatState: 'chatbot_controlled', epoch: 2 },
    })
    expect(await chat.post('interactions', { interaction: 'nowhere' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'interaction' }] },
    })
    expect(eventsOf(await chat.events(), 'bot_output_suppressed')).toEqual([])
  })

  test('[HO-24] [HO-36] the call and the dry run answer as the action does, and leave the same decision', async () => {
    const group = await baton.group()
    const busy = await baton.operator({ groups: [group.id], status: 'online' })
    const free = await baton.operator({ groups: [group.id], status: 'online' })
    const gone = await baton.operator({ groups: [group.id], status: 'offline' })
    const plain = await baton.bot([text('Hi')])
    must(await (await baton.chat(plain)).post('claim', { operator: busy.id }))
    const settings = {
      mode: 'operator_takeover',
      operatorsGroup: group.id,
      assignOperator: 'less_busy',
      onlyOnlineOperators: true,
    }

    const dry = must(await baton.post('/decisions/dry-run', settings))
    expect(dry).toMatchObject({ outcome: 'assigned', reason: null, operator: { id: free.id, name: free.name } })
    expect((await baton.get(`/operators/${free.id}`)).body).toMatchObject({ load: 0 })

    const bot = await baton.bot([handoff(settings)])
    const byAction = await baton.chat(bot)
    const [taken] = eventsOf(await byAction.events(), 'taken_over')
    must(await byAction.post('close'))
    const byCall = await baton.chat(plain)
    const called = must(await byCall.setState(settings))
    expect(called.outcome).toBe('assigned')
    expect(called.decision).toEqual(dry.decision)
    expect(taken?.data.decision).toEqual(dry.decision)
    expect(dry.decision).toEqual({
      settings,
      considered: expect.arrayContaining([
        { operator: { id: busy.id, name: busy.name }, verdict: 'busier', load: 1 },
        { operator: { id: free.id, name: free.name }, verdict: 'picked', load: 0 },
        { operator: { id: gone.id, name: gone.name }, verdict: 'offline', load: 0 },
      ]),
      picked: free.id,
      rule: 'less_busy',
    })
    expect(eventsOf(await byCall.events(), 'taken_over')[0]).toMatchObject({
      data: { cause: 'api', decision: dry.decision },
    })
    expect(taken?.data.cause).toBe('action')
  })

  test('[HO-24] the dry run of a conversation that is owned sees its owner and writes nothing', async () => {
    const { group, ana, bot } = await desk()
    const chat = await baton.chat(bot)
    must(await chat.post('claim', { operator: ana.id }))
    const before = await chat.view()
    const settings = { mode: 'operator_takeover', operatorsGroup: group.id }
    expect(await baton.post('/decisions/dry-run', { ...settings, conversation: chat.id })).toMatchObject({
      status: 200,
      body: { outcome: 'unchanged', reason: 'already_taken_over' },
    })
    expect(await chat.view()).toEqual(before)
    must(await chat.post('close'))
    expect(await baton.post('/decisions/dry-run', { ...settings, conversation: chat.id })).toMatchObject({
      status: 409,
      body: { code: 'closed' },
    })
  })
})

describe('picking an operator', () => {
  test('[HO-32] [I-13] the named one who is offline is never replaced by another', async () => {
    const { group, bot } = await desk()
    const carl = await baton.operator({ groups: [group.id], status: 'offline' })
    const chat = await baton.chat(bot)
    const settings = {
      mode: 'operator_takeover',
      operatorsGroup: group.id,
      assignOperator: 'specific',
      operator: carl.id,
      onlyOnlineOperators: true,
    }
    expect(await chat.setState(settings)).toMatchObject({
      body: { outcome: 'unchanged', reason: 'none_online', conversation: { chatState: 'chatbot_controlled' } },
    })
    const outsider = await baton.operator({ status: 'online' })
    expect(await chat.setState({ ...settings, operator: outsider.id })).toMatchObject({
      body: { outcome: 'unchanged', reason: 'not_in_group' },
    })
  })

  test('[HO-33] [HO-31] fifty contacts handed over at once spread over twenty operators as one after another would', async () => {
    const group = await baton.group()
    const operators = await Promise.all(
      Array.from({ length: 20 }, () => baton.operator({ groups: [group.id], status: 'online' })),
    )
    const bot = await baton.bot([takeover(group, { assignOperator: 'less_busy', onlyOnlineOperators: true })])
    const loads = async () => {
      const now = await Promise.all(operators.map(({ id }) => baton.get<{ load: number }>(`/operators/${id}`)))
      return now.map(({ body }) => body.load).sort()
    }
    const expected = [...Array(10).fill(2), ...Array(10).fill(3)]
    const chats = await Promise.all(Array.from({ length: 50 }, () => baton.chat(bot)))
    expect(await loads()).toEqual(expected)
    await Promise.all(chats.map((chat) => chat.post('close')))
    expect(await loads()).toEqual(Array(20).fill(0))
    for (let turn = 0; turn < 50; turn += 1) await baton.chat(bot)
    expect(await loads()).toEqual(expected)
  })

  test('[HO-30] [HO-13] without a pick everybody of the group may be picked, and nobody else', async () => {
    const group = await baton.group()
    const inside = await Promise.all(Array.from({ length: 3 }, () => baton.operator({ groups: [group.id] })))
    const bot = await baton.bot([takeover(group)])
    const chats = await Promise.all(Array.from({ length: 40 }, () => baton.chat(bot)))
    const owners = new Set((await Promise.all(chats.map((chat) => chat.view()))).map(({ operator }) => operator?.id))
    expect([...owners].sort()).toEqual(inside.map(({ id }) => id).sort())
  })
})

describe('operators’ own moves', () => {
  test('[HO-40] [I-19] of fifty simultaneous claims one succeeds and the others are told the owner', async () => {
    const { bot } = await desk()
    const operators = await Promise.all(Array.from({ length: 10 }, () => baton.operator()))
    const chat = await baton.chat(bot)
    const claims = await Promise.all(
      Array.from({ length: 50 }, (_, index) => chat.post('claim', { operator: operators[index % 10]?.id })),
    )
    const view = await chat.view()
    const winners = claims.filter(({ status }) => status === 200)
    expect(winners.length).toBe(5)
    for (const { body } of winners) expect(body).toMatchObject({ conversation: { operator: view.operator } })
    for (const { status, body } of claims.filter(({ status }) => status !== 200)) {
      expect(status).toBe(409)
      expect(body).toMatchObject({ code: 'owned', owner: view.operator })
    }
    expect(eventsOf(await chat.events(), 'taken_over').length).toBe(1)
    expect(view.epoch).toBe(1)
  })

  test('[HO-40] the owner’s own repeated claim changes nothing; a supervisor’s claim does not take from an owner', async () => {
    const { ana, bot } = await desk()
    const chief = await baton.operator({ role: 'supervisor' })
    const chat = await baton.chat(bot)
    must(await chat.post('claim', { operator: ana.id }))
    const before = await chat.view()
    expect(await chat.post('claim', { operator: ana.id })).toMatchObject({
      status: 200,
      body: { conversation: { epoch: 1, lastSeq: before.lastSeq } },
    })
    expect(await chat.post('claim', { operator: chief.id })).toMatchObject({
      status: 409,
      body: { owner: { id: ana.id, name: 'Ana' } },
    })
    expect(await chat.post('claim', { operator: 'nobody' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'operator' }] },
    })
    expect(await chat.post('claim')).toMatchObject({ status: 422, body: { errors: [{ path: 'operator' }] } })
  })

  test('[HO-41] [HO-2] a transfer moves owner to owner in one event, or to a group as a request that keeps its age', async () => {
    const { ana, ben, bot } = await desk()
    const other = await baton.group()
    const chat = await baton.chat(bot, 'ask')
    const { requestedAt } = await chat.view()
    must(await chat.post('claim', { operator: ana.id }))
    must(await chat.post('transfer', { operator: ben.email }))
    expect(await chat.view()).toMatchObject({ operator: { id: ben.id }, epoch: 3, requestedAt })
    expect(await chat.post('transfer', { from: ana.id, operator: ana.id })).toMatchObject({
      status: 409,
      body: { code: 'owner_differs', owner: { id: ben.id } },
    })
    must(await chat.post('transfer', { from: ben.id, group: other.name }))
    expect(await chat.view()).toMatchObject({
      chatState: 'operator_requested',
      operator: null,
      group: other,
      requestedAt,
      epoch: 4,
    })
    expect((await chat.log()).slice(-3)).toEqual(['taken_over', 'transferred', 'transferred'])
    for (const body of [{}, { operator: ana.id, group: other.id }])
      expect((await chat.post('transfer', body)).status).toBe(422)
    expect(await chat.post('transfer', { group: 'nowhere' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'group' }] },
    })
  })

  test('[HO-41] a transfer of what nobody owns assigns it, or requests the group from that moment', async () => {
    const { group, ana, bot } = await desk()
    const chat = await baton.chat(bot)
    must(await chat.post('transfer', { group: group.id }))
    const view = await chat.view()
    expect(view).toMatchObject({ chatState: 'operator_requested', group, epoch: 1 })
    expect(view.requestedAt).not.toBeNull()
    must(await chat.post('transfer', { operator: ana.id }))
    expect(await chat.view()).toMatchObject({
      chatState: 'taken_over',
      operator: { id: ana.id },
      requestedAt: view.requestedAt,
    })
    expect((await chat.log()).slice(-2)).toEqual(['operator_requested', 'taken_over'])
  })

  test('[HO-42] handing over withdraws a request, and on the bot’s own conversation only runs the interaction', async () => {
    const { bot } = await desk()
    const chat = await baton.chat(bot, 'ask')
    must(await chat.post('handover'))
    expect(await chat.view()).toMatchObject({ chatState: 'chatbot_controlled', requestedAt: null, epoch: 2 })
    const before = await chat.view()
    must(await chat.post('handover', {}))
    expect(await chat.view()).toEqual(before)
    must(await chat.post('handover', { interaction: 'goodbye' }))
    expect((await chat.log()).slice(-2)).toEqual(['handed_over', 'chatbot: It was a pleasure'])
    expect(await chat.view()).toMatchObject({ epoch: 2 })
    expect(await chat.post('handover', { interaction: 'nowhere' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'interaction' }] },
    })
  })

  test('[HO-43] claims and requests of others never replace an owner; the explicit call does', async () => {
    const { group, ana, ben, bot } = await desk()
    const chat = await baton.chat(bot)
    must(await chat.post('claim', { operator: ana.id }))
    const attempts = await Promise.all([
      chat.post('claim', { operator: ben.id }),
      chat.setState({
        mode: 'request_operator',
        operatorsGroup: group.id,
        assignOperator: 'specific',
        operator: ben.id,
      }),
      chat.setState({ mode: 'operator_takeover', operatorsGroup: group.id }),
    ])
    expect(attempts.map(({ status }) => status)).toEqual([409, 200, 200])
    expect(await chat.view()).toMatchObject({ operator: { id: ana.id }, epoch: 1 })
    must(await chat.setState({ mode: 'operator_takeover', assignOperator: 'specific', operator: ben.id }))
    expect(await chat.view()).toMatchObject({ operator: { id: ben.id }, epoch: 2 })
  })

  test('[HO-44] [I-41] only the owner, or a role that may, writes as operator', async () => {
    const { ana, ben, bot } = await desk()
    const chief = await baton.operator({ role: 'supervisor' })
    const chat = await baton.chat(bot)
    must(await chat.post('claim', { operator: ana.id }))
    const before = await chat.view()
    expect(await chat.post('messages', { operator: ben.id, text: 'mine!' })).toMatchObject({
      status: 409,
      body: { owner: { id: ana.id, name: 'Ana' } },
    })
    expect(await chat.view()).toEqual(before)
    expect((await chat.post('messages', { operator: ben.id, text: 'a hint', note: true })).status).toBe(201)
    expect((await chat.post('messages', { operator: chief.id, text: 'the chief' })).status).toBe(201)
    expect(await chat.view()).toMatchObject({ operator: { id: ana.id }, epoch: 1 })
  })

  test('[HO-45] locked: every input is answered 200 and leaves no trace; taken over: stored and shown', async () => {
    const { ana, bot } = await desk()
    const chat = await baton.chat(bot)
    must(await chat.post('lock'))
    const locked = await chat.view()
    expect(locked.locked).toBe(true)
    for (const said of [
      'hello',
      { payload: 'x' },
      { location: { lat: 0, lon: 0 } },
      { variables: { user_name: 'Carla' }, tags: ['vip'] },
    ])
      expect(await chat.says(said)).toMatchObject({ status: 200, body: { messages: [] } })
    expect(await upload(chat, 'not to be kept')).toMatchObject({ status: 200, body: { messages: [] } })
    expect(await chat.view()).toEqual(locked)
    must(await chat.post('lock'))
    must(await chat.post('unlock'))
    expect(await chat.hears('hello')).toEqual(['You said hello'])
    must(await chat.post('claim', { operator: ana.id }))
    must(await chat.says('stored'))
    expect((await chat.log()).at(-1)).toBe('contact: stored')
  })

  test('[HO-45] [S-31] a file that a locked conversation ignores is not kept', async () => {
    const { readdir } = await import('node:fs/promises')
    const { join } = await import('node:path')
    const files = () => readdir(join(baton.baton.config.dataDir, 'uploads')).catch(() => [])
    const { bot } = await desk()
    const chat = await baton.chat(bot)
    must(await chat.post('lock'))
    const before = await files()
    must(await upload(chat, 'not to be kept'))
    expect(await files()).toEqual(before)
  })

  test('[HO-45] [I-46] while a contact is being forgotten all input is refused; afterwards it is somebody else', async () => {
    const { ana, bot } = await desk()
    const chat = await baton.chat(bot, { text: 'my secret', variables: { user_name: 'Carla' } })
    must(await chat.post('claim', { operator: ana.id }))
    const gone = baton.delete(`/contacts/${chat.contact}`)
    const during = await Promise.all(Array.from({ length: 5 }, () => chat.says('and now?')))
    expect(await gone).toMatchObject({ status: 200, body: { erased: true } })
    for (const { status, body } of during)
      expect(status === 200 || body).toSatisfy(
        (seen) => seen === true || (seen as { code?: string }).code === 'erasing',
      )
    expect((await baton.get(`/operators/${ana.id}`)).body).toMatchObject({ load: 0 })
    must(await baton.delete(`/contacts/${chat.contact}`))
    expect((await baton.get(`/conversations/${chat.id}`)).status).toBe(404)
    expect((await baton.get(`/conversations/${chat.id}/events`)).status).toBe(404)
    expect((await baton.get('/conversations?q=secret')).body).toMatchObject({ items: [] })
    const { conversation } = must(await chat.says('hello'))
    expect(conversation).toMatchObject({ previous: null, contactName: chat.contact, variables: { user_name: '' } })
  })

  test('[HO-46] [I-23] disabling or deleting an operator turns what they own into requests, with their age, all at once', async () => {
    const { group, ana, bot } = await desk()
    for (const retire of [
      () => baton.patch(`/operators/${ana.id}`, { enabled: false }),
      () => baton.delete(`/operators/${ana.id}`),
    ]) {
      must(await baton.patch(`/operators/${ana.id}`, { enabled: true }))
      const asked = await baton.chat(bot, 'ask')
      const { requestedAt } = await asked.view()
      const plain = await baton.chat(bot)
      for (const chat of [asked, plain]) must(await chat.post('claim', { operator: ana.id }))
      expect((await retire()).status).toBeLessThan(300)
      expect(await asked.view()).toMatchObject({
        chatState: 'operator_requested',
        operator: null,
        group,
        requestedAt,
        epoch: 3,
      })
      expect(await plain.view()).toMatchObject({
        chatState: 'operator_requested',
        operator: null,
        group: null,
        epoch: 2,
      })
      expect((await plain.view()).requestedAt).not.toBeNull()
      expect((await asked.log()).at(-1)).toBe('transferred')
      expect(await asked.post('claim', { operator: ana.id })).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'operator' }] },
      })
    }
    expect((await baton.get(`/operators/${ana.id}`)).status).toBe(404)
  })

  test('[HO-47] [RO-11] a claim or first reply at the limit is refused; a supervisor’s transfer passes it and is marked', async () => {
    const { bot } = await desk()
    const full = await baton.operator({ capacity: 1 })
    must(await (await baton.chat(bot)).post('claim', { operator: full.id }))
    const chat = await baton.chat(bot)
    const refusal = { status: 409, body: { code: 'operator_full' } }
    expect(await chat.post('claim', { operator: full.id })).toMatchObject(refusal)
    expect(await chat.post('messages', { operator: full.id, text: 'hello' })).toMatchObject(refusal)
    expect((await chat.post('messages', { operator: full.id, text: 'a note', note: true })).status).toBe(201)
    expect(await chat.view()).toMatchObject({ chatState: 'chatbot_controlled', epoch: 0 })

    const colleague = await baton.signIn(await baton.operator())
    expect(await colleague.post(`/conversations/${chat.id}/transfer`, { operator: full.id })).toMatchObject(refusal)
    must(await chat.post('transfer', { operator: full.id }))
    expect(await chat.view()).toMatchObject({ operator: { id: full.id } })
    expect(eventsOf(await chat.events(), 'taken_over')[0]?.data).toMatchObject({ overLimit: true })
    expect((await baton.get(`/operators/${full.id}`)).body).toMatchObject({ load: 2, capacity: 1 })
  })

  test('[RO-11] all full is nobody there: `all_full`, also with a limit of zero', async () => {
    const group = await baton.group()
    const full = await baton.operator({ groups: [group.id], capacity: 0, status: 'online' })
    const bot = await baton.bot([takeover(group, { onlyOnlineOperators: true }), text('Busy')])
    const chat = await baton.chat(bot)
    expect(chat.first).toEqual(['Busy'])
    const [skipped] = eventsOf(await chat.events(), 'assignment_skipped')
    expect(skipped?.data.reason).toBe('all_full')
    expect(skipped?.data.decision.considered.filter(({ verdict }) => verdict !== 'not_in_group')).toMatchObject([
      { operator: { id: full.id }, verdict: 'full' },
    ])
  })
})
