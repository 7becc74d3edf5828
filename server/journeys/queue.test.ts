import { seededChance } from '@baton/core/chance'
import type { Value, Variables } from '@baton/core/conversation'
import { asId } from '@baton/core/ids'
import type { ConversationView } from '@baton/core/protocol'
import { after } from '@baton/core/time'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handClock } from '../src/clock.ts'
import { type Chat, must, startTest, type TestBaton } from '../src/testing.ts'

let baton: TestBaton
beforeAll(async () => {
  baton = await startTest()
})
afterAll(() => baton[Symbol.asyncDispose]())

const request = { type: 'set_chat_operator_state', mode: 'request_operator' }

/** A bot that asks for somebody of a group at once. */
function askingBot(group?: string) {
  return baton.bot([{ ...request, ...(group === undefined ? {} : { operatorsGroup: group }) }])
}

async function automatic(group: { id: string }, more: Record<string, unknown> = {}) {
  must(await baton.put(`/groups/${group.id}/routing`, { automatic: true, ...more }))
}

/** Settles when somebody owns it. */
async function owned({ id }: Pick<Chat, 'id'>, client = baton): Promise<ConversationView> {
  for (let after = 0; ; ) {
    const view = must(await client.get<ConversationView>(`/conversations/${id}`))
    if (view.chatState === 'taken_over') return view
    after = view.lastSeq
    must(await client.get(`/conversations/${id}/events?after=${after}&wait=25`))
  }
}

const isWaiting = async (chat: Chat) => (await chat.view()).chatState === 'operator_requested'

describe('the queue moves by itself', () => {
  test('[RO-21] nothing is assigned by itself where nobody turned it on', async () => {
    const group = await baton.group()
    const chat = await baton.chat(await askingBot(group.id))
    await baton.operator({ groups: [group.id], status: 'online' })
    expect(await baton.baton.queue.sweep()).toBeUndefined()
    expect(await isWaiting(chat)).toBe(true)
  })

  test('[RO-21] [HO-36] a request goes to somebody who is there with room, at once, and says why', async () => {
    const group = await baton.group()
    await automatic(group)
    const ana = await baton.operator({ groups: [group.id], status: 'online' })
    const chat = await baton.chat(await askingBot(group.id))
    expect((await owned(chat)).operator?.id).toBe(ana.id)
    const taken = (await chat.events()).find(({ type }) => type === 'taken_over')
    expect(taken).toMatchObject({
      actor: { kind: 'system' },
      data: {
        cause: 'timer',
        decision: { settings: { mode: 'automatic', operatorsGroup: group.id }, rule: 'less_busy', picked: ana.id },
      },
    })
    expect((await chat.view()).group?.id).toBe(group.id)
  })

  const makesRoom: [string, (parts: { group: string; ana: string; busy: Chat }) => Promise<unknown>][] = [
    ['somebody comes online', ({ group }) => baton.operator({ groups: [group], status: 'online' })],
    ['a conversation is closed', ({ busy }) => busy.post('close')],
    ['one is handed back to the bot', ({ busy }) => busy.post('handover')],
    [
      'one is transferred to somebody else',
      async ({ busy }) => busy.post('transfer', { operator: (await baton.operator()).id }),
    ],
    ['a limit is raised', ({ ana }) => baton.patch(`/operators/${ana}`, { capacity: 2 })],
    ['the group raises its limit', ({ group }) => automatic({ id: group }, { limit: 2 })],
    [
      'somebody joins the group',
      async ({ group }) => {
        const other = await baton.operator({ status: 'online' })
        return baton.patch(`/operators/${other.id}`, { groups: [group] })
      },
    ],
    [
      'somebody is enabled again',
      async ({ group }) => {
        const other = await baton.operator({ groups: [group], status: 'online' })
        await baton.patch(`/operators/${other.id}`, { enabled: false })
        return baton.patch(`/operators/${other.id}`, { enabled: true })
      },
    ],
  ]

  test.each(makesRoom)('[RO-21] it is given away when %s', async (what, makeRoom) => {
    const group = await baton.group()
    await automatic(group, { limit: 1 })
    const own = what === 'a limit is raised' ? { capacity: 1 } : {}
    const ana = await baton.operator({ groups: [group.id], status: 'online', ...own })
    const bot = await askingBot(group.id)
    const busy = await baton.chat(bot)
    await owned(busy)
    const waits = await baton.chat(bot)
    expect(await isWaiting(waits)).toBe(true)
    await makeRoom({ group: group.id, ana: ana.id, busy })
    await owned(waits)
  })

  test('[RO-21] turning it on gives away what waits already', async () => {
    const group = await baton.group()
    await baton.operator({ groups: [group.id], status: 'online' })
    const chat = await baton.chat(await askingBot(group.id))
    expect(await isWaiting(chat)).toBe(true)
    await automatic(group)
    await owned(chat)
  })

  test('[RO-21] [HO-43] requests for everybody follow the workspace, and owners are never replaced', async () => {
    await using other = await startTest()
    must(await other.put('/workspace/routing', { automatic: true, limit: 1 }))
    const bot = await other.bot([request])
    const [first, second] = [await other.chat(bot), await other.chat(bot)]
    const ana = await other.operator({ status: 'online' })
    expect((await owned(first, other)).operator?.id).toBe(ana.id)
    expect((await second.view()).chatState).toBe('operator_requested')
    await other.baton.queue.sweep()
    expect((await first.view()).operator?.id).toBe(ana.id)
  })

  test('[HO-14] whoever was asked first gets it when they are there, and else another', async () => {
    const group = await baton.group()
    await automatic(group)
    const ana = await baton.operator({ groups: [group.id] })
    const bot = await baton.bot([
      { ...request, operatorsGroup: group.id, assignOperator: 'specific', operator: ana.id },
    ])
    const chat = await baton.chat(bot)
    expect((await chat.view()).requestedOperator?.id).toBe(ana.id)
    const ben = await baton.operator({ groups: [group.id], status: 'online' })
    expect((await owned(chat)).operator?.id).toBe(ben.id)
    must(await baton.put(`/operators/${ana.id}/status`, { status: 'online' }))
    expect((await owned(await baton.chat(bot))).operator?.id).toBe(ana.id)
  })
})

describe('whatever else waits', () => {
  test('[RO-21] behind hundreds whom nobody is to be given, the one that somebody has room for is found', async () => {
    await using own = await startTest()
    const [manual, group] = [await own.group(), await own.group()]
    must(await own.put(`/groups/${group.id}/routing`, { automatic: true }))
    const [workspace] = await own.baton.store.workspaces.all()
    if (workspace === undefined) throw new Error('no workspace')
    const bot = asId<'bot'>((await own.bot([{ ...request, operatorsGroup: manual.id }])).id)
    const saying = { message: null, variables: {}, tags: [] }
    await Promise.all(
      Array.from({ length: 600 }, (_, index) =>
        own.baton.line.say(workspace, { bot, channel: 'custom', contact: asId(`early ${index}`) }, saying),
      ),
    )
    const late = await own.chat(await own.bot([{ ...request, operatorsGroup: group.id }]))
    const ana = await own.operator({ groups: [group.id], status: 'online' })
    await own.baton.queue.quiet()
    expect((await late.view()).operator?.id).toBe(ana.id)
  })

  test('[RO-21] one that cannot be decided holds up no other, in its group neither', async () => {
    await using own = await startTest()
    const group = await own.group()
    must(await own.put(`/groups/${group.id}/routing`, { automatic: true, limit: 1 }))
    const bot = await own.bot([{ ...request, operatorsGroup: group.id }])
    const [broken, sound] = [await own.chat(bot), await own.chat(bot)]
    const { line, queue } = own.baton
    const run = line.run.bind(line)
    line.run = async (workspace, conversation, ...rest) => {
      if (conversation === broken.id) throw new Error('this record cannot be read')
      return run(workspace, conversation, ...rest)
    }
    await own.operator({ groups: [group.id], status: 'online' })
    await queue.quiet()
    expect((await sound.view()).chatState).toBe('taken_over')
    expect(await queue.sweep()).toBeUndefined()
  })

  test('[RO-21] what a status set by API ends by itself makes room for is given away then', async () => {
    const clock = handClock()
    await using own = await startTest({ clock })
    const group = await own.group()
    must(await own.put(`/groups/${group.id}/routing`, { automatic: true }))
    const ana = await own.operator({ groups: [group.id] })
    const { store, queue } = own.baton
    const [workspace] = await store.workspaces.all()
    if (workspace === undefined) throw new Error('no workspace')
    const id = asId<'operator'>(ana.id)
    await store.operators.lease(workspace.id, id, 'desk', after(clock.now(), 60_000))
    must(await own.put(`/operators/${ana.id}/status`, { status: 'away', ttlSeconds: 10 }))
    const chat = await own.chat(await own.bot([{ ...request, operatorsGroup: group.id }]))
    await queue.quiet()
    expect((await chat.view()).chatState).toBe('operator_requested')
    clock.advance(10_100)
    await queue.quiet()
    expect((await chat.view()).operator?.id).toBe(ana.id)
    expect(queue.found).toBe(0)
  })

  test('[RO-10] [RO-21] a group that is deleted takes its limit with it, which makes room elsewhere', async () => {
    await using own = await startTest()
    const [narrow, group] = [await own.group(), await own.group()]
    must(await own.put(`/groups/${narrow.id}/routing`, { limit: 1 }))
    must(await own.put(`/groups/${group.id}/routing`, { automatic: true }))
    await own.operator({ groups: [narrow.id, group.id], status: 'online' })
    const bot = await own.bot([{ ...request, operatorsGroup: group.id }])
    await owned(await own.chat(bot), own)
    const waits = await own.chat(bot)
    await own.baton.queue.quiet()
    expect((await waits.view()).chatState).toBe('operator_requested')
    must(await own.delete(`/groups/${narrow.id}`))
    await own.baton.queue.quiet()
    expect((await waits.view()).chatState).toBe('taken_over')
  })
})

describe('the safety net', () => {
  test('[RO-21] it gives away what nobody was woken for, and says so', async () => {
    await using own = await startTest()
    const group = await own.group()
    must(await own.put(`/groups/${group.id}/routing`, { automatic: true }))
    const ana = await own.operator({ groups: [group.id] })
    const chat = await own.chat(await own.bot([{ ...request, operatorsGroup: group.id }]))
    const { queue, store } = own.baton
    const [workspace] = await store.workspaces.all()
    if (workspace === undefined) throw new Error('no workspace')
    await queue.quiet()
    // As another node does that ends before it tells anybody.
    await store.operators.setApiStatus(workspace.id, asId<'operator'>(ana.id), 'online', null)
    await queue.quiet()
    expect((await chat.view()).chatState).toBe('operator_requested')
    await queue.sweep()
    expect((await chat.view()).operator?.id).toBe(ana.id)
    expect(queue.found).toBe(1)
  })
})

describe('in which order', () => {
  test('[RO-20] of any, whoever is first by age and priority is first, and of equals whoever has waited longest', async () => {
    await using own = await startTest()
    const group = await own.group()
    must(await own.put(`/groups/${group.id}/routing`, { automatic: true }))
    const bot = await own.bot([{ ...request, operatorsGroup: group.id }])
    const chance = seededChance(20_261_122)
    const asked: { id: string; rank: number }[] = []
    for (let index = 0; index < 24; index += 1) {
      const chat = await own.chat(bot)
      const priority = chance.below(4)
      must(await own.patch(`/conversations/${chat.id}`, { variables: { chat_priority: priority } }))
      const { requestedAt } = await chat.view()
      asked.push({ id: chat.id, rank: Date.parse(requestedAt ?? '') - priority * 60_000 })
    }
    await own.operator({ groups: [group.id], status: 'online', capacity: 1 })
    const taken: string[] = []
    while (taken.length < asked.length) {
      await own.baton.queue.quiet()
      const { items } = must(await own.get<{ items: { id: string }[] }>('/conversations?chatState=taken_over'))
      for (const { id } of items) {
        taken.push(id)
        must(await own.post(`/conversations/${id}/close`))
      }
    }
    const expected = asked.toSorted((one, other) => one.rank - other.rank || (one.id < other.id ? -1 : 1))
    expect(taken).toEqual(expected.map(({ id }) => id))
  })

  test('[RO-20] whoever has waited longest is first, a point of priority counts as a minute, and a transfer keeps the age', async () => {
    const [group, other] = [await baton.group(), await baton.group()]
    await automatic(group, { limit: 1 })
    const bot = await askingBot(group.id)
    const moved = await baton.chat(await askingBot(other.id))
    const [first, second, urgent] = [await baton.chat(bot), await baton.chat(bot), await baton.chat(bot)]
    must(await moved.post('transfer', { group: group.id }))
    must(await baton.patch(`/conversations/${urgent.id}`, { variables: { chat_priority: 5 } }))
    const order: string[] = []
    for (const chat of [urgent, moved, first, second]) {
      await baton.operator({ groups: [group.id], status: 'online' })
      await owned(chat)
      order.push(chat.id)
    }
    expect(order).toEqual([urgent.id, moved.id, first.id, second.id])
  })

  test('[RO-20] a contact cannot put themselves first, nor undo that they were put behind', async () => {
    const bot = await askingBot()
    const chat = await baton.chat(bot)
    for (const variable of ['chat_priority', 'chat_priority.points']) {
      const said = await chat.says({ text: 'now', variables: { [variable]: 100 } })
      expect(said.status).toBe(422)
    }
  })

  test('[RO-20] [S-04] whatever a conversation holds, the queue is read; what is no number is no priority', async () => {
    await using own = await startTest()
    const { store, line } = own.baton
    const [workspace] = await store.workspaces.all()
    if (workspace === undefined) throw new Error('no workspace')
    const bot = await own.bot([request])
    const [plain, odd] = [await own.chat(bot), await own.chat(bot)]
    const order = async () => (await store.routings.queue(workspace.id, 10)).map(({ id }) => id)
    const label = (variables: Variables) =>
      line.run(workspace, asId(odd.id), {
        type: 'label',
        variables,
        setTags: [],
        dropTags: [],
        by: { operator: null, role: 'admin' },
      })
    const last = [plain.id, odd.id]
    const deep = Array.from({ length: 1_500 }).reduce<Value>((inner) => [inner], 1)
    // A line of a list is cut, here through the middle of a character.
    must(await odd.says({ text: `${'x'.repeat(159)}😀` }))
    expect(await order()).toEqual(last)
    for (const oddity of ['a\u0000b', '\\u0000 \\\ud83d', deep]) {
      await label({ oddity, chat_priority: null })
      expect(await order()).toEqual(last)
    }
    await label({ oddity: '\\u0000 \ud83d \u0000', chat_priority: 5 })
    expect(await order()).toEqual([odd.id, plain.id])
    for (const chat_priority of ['5', true, [5], { points: 5 }, -1e308, -0.5]) {
      await label({ chat_priority })
      expect(await order()).toEqual(last)
    }
    for (const chat_priority of [1e308, 1e20, 0.5]) {
      await label({ chat_priority })
      expect(await order()).toEqual([odd.id, plain.id])
    }
  })
})

describe('limits', () => {
  test('[RO-10] the own limit counts, else the smallest of the groups, else that of the workspace', async () => {
    await using own = await startTest()
    const [one, two] = [await own.group(), await own.group()]
    must(await own.put('/workspace/routing', { limit: 5 }))
    must(await own.put(`/groups/${one.id}/routing`, { limit: 3 }))
    must(await own.put(`/groups/${two.id}/routing`, { limit: 2 }))
    const bot = await own.bot([])
    const most = async (fields: Record<string, unknown>) => {
      const { id } = await own.operator({ status: 'online', ...fields })
      for (let taken = 0; ; taken += 1) {
        const chat = await own.chat(bot)
        const { status } = await chat.post('claim', { operator: id })
        if (status === 409) return taken
      }
    }
    expect(await most({})).toBe(5)
    expect(await most({ groups: [one.id] })).toBe(3)
    expect(await most({ groups: [one.id, two.id] })).toBe(2)
    expect(await most({ groups: [one.id, two.id], capacity: 4 })).toBe(4)
  })
})

describe('who is asked', () => {
  test('[RO-22] another group is asked at once where nobody is there, and after its time where somebody is', async () => {
    const clock = handClock()
    await using own = await startTest({ clock })
    const [first, second] = [await own.group(), await own.group()]
    must(
      await own.put(`/groups/${first.id}/routing`, {
        automatic: true,
        limit: 1,
        fallbacks: [{ group: second.name, afterSeconds: 60 }],
      }),
    )
    const helper = await own.operator({ groups: [second.id], status: 'online', capacity: 1 })
    const bot = await own.bot([{ ...request, operatorsGroup: first.id }])
    const uncovered = await own.chat(bot)
    expect((await owned(uncovered, own)).operator?.id).toBe(helper.id)
    expect((await uncovered.view()).group?.id).toBe(first.id)
    must(await uncovered.post('close'))
  })

  test('[RO-31] required and preferred abilities, and the order of the group, also for a flow that names none', async () => {
    const group = await baton.group()
    const able = await baton.operator({ groups: [group.id], status: 'online' })
    const other = await baton.operator({ groups: [group.id], status: 'online' })
    must(await baton.put(`/operators/${able.id}/abilities`, { skills: ['billing'], languages: ['de'] }))
    const bot = await baton.bot([
      { type: 'set_chat_operator_state', mode: 'operator_takeover', operatorsGroup: group.id },
    ])
    must(await baton.put(`/groups/${group.id}/routing`, { pick: 'less_busy', preferred: { languages: ['de'] } }))
    for (let round = 0; round < 3; round += 1) expect((await owned(await baton.chat(bot))).operator?.id).toBe(able.id)
    must(await baton.put(`/groups/${group.id}/routing`, { pick: 'less_busy', required: { skills: ['wine'] } }))
    expect((await (await baton.chat(bot)).view()).chatState).toBe('operator_requested')
    must(await baton.put(`/groups/${group.id}/routing`, { pick: 'less_busy' }))
    const chat = await baton.chat(bot)
    expect((await owned(chat)).operator?.id).toBe(other.id)
    const taken = (await chat.events()).find(({ type }) => type === 'taken_over')
    expect(taken).toMatchObject({ data: { decision: { rule: 'less_busy' } } })
  })

  test('[RO-31] longest idle: whoever has been without a new one longest, over a new start of everything else', async () => {
    const group = await baton.group()
    await automatic(group, { pick: 'longest_idle' })
    const team = await Promise.all([0, 1, 2].map(() => baton.operator({ groups: [group.id], status: 'online' })))
    const bot = await askingBot(group.id)
    const owners: (string | undefined)[] = []
    for (let round = 0; round < 6; round += 1) {
      const chat = await baton.chat(bot)
      owners.push((await owned(chat)).operator?.id)
      // Loads differ, which does not count here.
      if (round % 2 === 0) must(await chat.post('close'))
    }
    expect(new Set(owners.slice(0, 3))).toEqual(new Set(team.map(({ id }) => id)))
    expect(owners.slice(3)).toEqual(owners.slice(0, 3))
  })

  test('[RO-40] [HO-19] a closed group has no candidates, and says so', async () => {
    const group = await baton.group()
    const ana = await baton.operator({ groups: [group.id], status: 'online' })
    const never = { name: 'Never', timeZone: 'Europe/Berlin', weekly: {}, exceptions: [], holidays: [] }
    must(await baton.put(`/groups/${group.id}/routing`, { calendar: never }))
    const takeover = { mode: 'operator_takeover', operatorsGroup: group.id }
    const chat = await baton.chat(await baton.bot([]))
    const closed = must(await chat.setState({ ...takeover, onlyOnlineOperators: true }))
    expect(closed).toMatchObject({ outcome: 'unchanged', reason: 'group_closed' })
    const { considered } = closed.decision as { considered: { operator: { id: string }; verdict: string }[] }
    expect(considered.find(({ operator }) => operator.id === ana.id)?.verdict).toBe('closed')
    expect(must(await chat.setState(takeover))).toMatchObject({ outcome: 'requested', reason: 'group_closed' })
    const always = { ...never, weekly: allWeek() }
    must(await baton.put(`/groups/${group.id}/routing`, { calendar: always }))
    expect(must(await chat.setState(takeover))).toMatchObject({ outcome: 'assigned' })
  })
})

describe('when nobody does anything', () => {
  /** Settles when the log has an event of this type. */
  const comes = async (chat: Chat, type: string) => {
    for (let after = 0; ; ) {
      const { items, lastSeq } = must(
        await baton.get<{ items: { type: string }[]; lastSeq: number }>(
          `/conversations/${chat.id}/events?after=${after}&wait=25`,
        ),
      )
      const found = items.find((event) => event.type === type)
      if (found !== undefined) return found
      after = lastSeq
    }
  }

  test('[RO-24] a request that nobody takes is withdrawn, and the bot says so when it is told to', async () => {
    const group = await baton.group()
    must(
      await baton.put(`/groups/${group.id}/routing`, {
        deadlines: { unanswered: { afterSeconds: 1, outcome: 'withdraw' } },
      }),
    )
    const chat = await baton.chat(await askingBot(group.id))
    expect(await comes(chat, 'handed_over')).toMatchObject({
      actor: { kind: 'system' },
      data: { reason: 'unanswered', cause: 'timer', to: { chatState: 'chatbot_controlled' } },
    })
    expect((await chat.view()).requestedAt).toBeNull()
  })

  test('[RO-20] an owner who does not answer gives way to somebody else, and the age is kept', async () => {
    const group = await baton.group()
    must(await baton.put(`/groups/${group.id}/routing`, { deadlines: { firstAnswer: { afterSeconds: 1 } } }))
    const ana = await baton.operator({ groups: [group.id], status: 'online' })
    const chat = await baton.chat(await askingBot(group.id))
    const { requestedAt } = await chat.view()
    must(await chat.post('claim', { operator: ana.id }))
    expect(await comes(chat, 'transferred')).toMatchObject({ data: { reason: 'no_first_answer' } })
    expect(await chat.view()).toMatchObject({ chatState: 'operator_requested', operator: null, requestedAt })
    expect(must(await baton.get(`/operators/${ana.id}`)).load).toBe(0)
  })
})

describe('settings', () => {
  test('[RO-21] they are kept as they were sent, in the audit, and go with their group', async () => {
    const [group, other] = [await baton.group(), await baton.group()]
    const settings = { automatic: true, pick: 'two_choices', limit: 3, required: { skills: ['a'] } }
    expect(must(await baton.put(`/groups/${group.id}/routing`, settings))).toEqual(settings)
    expect(must(await baton.get(`/groups/${group.name}/routing`))).toEqual(settings)
    expect(must(await baton.get(`/groups/${other.id}/routing`))).toEqual({})
    const { items } = must(await baton.get<{ items: { action: string; object: string; after: unknown }[] }>('/audit'))
    expect(items.find(({ object }) => object === group.id)).toMatchObject({
      action: 'routing_changed',
      after: settings,
    })
    must(await baton.put(`/groups/${other.id}/routing`, { fallbacks: [{ group: group.id, afterSeconds: 5 }] }))
    must(await baton.delete(`/groups/${group.id}`))
    expect((await baton.get(`/groups/${group.id}/routing`)).status).toBe(404)
    // A group of a chain that is gone is passed over, and what is read can be sent back.
    const left = must(await baton.get<object>(`/groups/${other.id}/routing`))
    expect(left).toEqual({ fallbacks: [] })
    must(await baton.put(`/groups/${other.id}/routing`, left))
    must(await baton.chat(await askingBot(other.id)).then((chat) => chat.post('close')))
  })

  test.each([
    [{ fallbacks: [{ group: 'nobody', afterSeconds: 1 }] }, 'fallbacks[0].group'],
    [{ limit: -1 }, 'limit'],
    [{ deadlines: { unanswered: { afterSeconds: 60, outcome: 'interaction' } } }, 'deadlines.unanswered.interaction'],
    [{ pick: 'specific' }, 'pick'],
    [{ automatic: 'yes' }, 'automatic'],
    [{ unknown: 1 }, 'unknown'],
    [{ calendar: { name: 'x', timeZone: 'Mars', weekly: {}, exceptions: [], holidays: [] } }, 'calendar.timeZone'],
  ])('[RO-21] what cannot be is refused with its place: %j', async (settings, path) => {
    const group = await baton.group()
    const answer = await baton.put<{ errors: { path: string }[] }>(`/groups/${group.id}/routing`, settings)
    expect(answer.status).toBe(422)
    expect(answer.body.errors.map((error) => error.path)).toContain(path)
  })

  test('[RO-22] a group is not its own stand-in, and none stands in twice', async () => {
    const [group, other] = [await baton.group(), await baton.group()]
    const chain = (...groups: string[]) => ({ fallbacks: groups.map((one) => ({ group: one, afterSeconds: 1 })) })
    expect((await baton.put(`/groups/${group.id}/routing`, chain(group.id))).status).toBe(422)
    expect((await baton.put(`/groups/${group.id}/routing`, chain(other.id, other.name))).status).toBe(422)
  })
})

function allWeek() {
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
  return Object.fromEntries(days.map((day) => [day, [{ from: '00:00', to: '24:00' }]]))
}
