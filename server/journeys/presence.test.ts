import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { handClock } from '../src/clock.ts'
import { eventsOf, must, startTest, type TestBaton } from '../src/testing.ts'

let baton: TestBaton
let clock: ReturnType<typeof handClock>
beforeEach(async () => {
  clock = handClock()
  baton = await startTest({ clock })
})
afterEach(() => baton[Symbol.asyncDispose]())

const statusOf = async (operator: { id: string }) =>
  must(await baton.get<{ status: string }>(`/operators/${operator.id}`)).status

/** Whom the action would find online. */
async function found(group: { id: string }): Promise<string | null> {
  const answer = must(
    await baton.post<{ operator: { id: string } | null }>('/decisions/dry-run', {
      mode: 'operator_takeover',
      operatorsGroup: group.id,
      onlyOnlineOperators: true,
    }),
  )
  return answer.operator?.id ?? null
}

/** An open desk. */
async function desk(operator: { id: string }) {
  const session = await baton.signIn(operator, 10_000_000)
  const live = await baton.live({ cookie: session.cookie, origin: baton.origin })
  await live.until('welcome')
  await expect.poll(() => statusOf(operator)).not.toBe('offline')
  const answers = async () => {
    live.frames.length = 0
    live.send({ type: 'ping' })
    await live.until('pong')
    await baton.group()
  }
  return { session, live, answers }
}

/** The grace may begin a moment after the desk has closed; four of them are less than the lease of one that has not. */
async function isGoneSoon(operator: { id: string }): Promise<boolean> {
  for (let graces = 0; graces < 4; graces += 1) {
    clock.advance(10_000)
    if ((await statusOf(operator)) === 'offline') return true
    await baton.group()
  }
  return false
}

describe('presence', () => {
  test('[RO-1] an open desk makes its operator reachable, a closed one does not after a short grace', async () => {
    const group = await baton.group()
    const ana = await baton.operator({ groups: [group.id] })
    expect(await found(group)).toBeNull()
    const { live } = await desk(ana)
    expect(await statusOf(ana)).toBe('online')
    expect(await found(group)).toBe(ana.id)
    await live.close()
    await baton.group()
    expect(await statusOf(ana)).toBe('online')
    expect(await isGoneSoon(ana)).toBe(true)
    expect(await found(group)).toBeNull()
  })

  test('[RO-1] [I-17] a desk that answers stays reachable for as long as it does; a lease that nobody renews ends by itself', async () => {
    const ana = await baton.operator()
    const { answers } = await desk(ana)
    for (let beat = 0; beat < 8; beat += 1) {
      clock.advance(15_000)
      await answers()
      expect(await statusOf(ana)).toBe('online')
    }
    const { store, clock: now } = baton.baton
    const ben = await baton.operator()
    const workspace = must(await baton.get<{ id: never }>('/workspace')).id
    await store.operators.lease(workspace, ben.id as never, 'a node that died', (now.now() + 45_000) as never)
    clock.advance(44_999)
    expect(await statusOf(ben)).toBe('online')
    clock.advance(1)
    expect(await statusOf(ben)).toBe('offline')
  })

  test('[RO-1] [S-07] who signs out, or is signed out, is gone at once', async () => {
    const group = await baton.group()
    const ana = await baton.operator({ groups: [group.id] })
    const [first, second] = [await desk(ana), await desk(ana)]
    must(await first.session.delete('/session'))
    await first.live.closed
    await baton.group()
    expect(await statusOf(ana)).toBe('online')
    must(await second.session.delete('/sessions'))
    await second.live.closed
    await baton.group()
    await expect.poll(() => statusOf(ana)).toBe('offline')
    expect(await found(group)).toBeNull()
  })

  test('[RO-1] of two desks the last one that is open counts', async () => {
    const ana = await baton.operator()
    const [first, second] = [await desk(ana), await desk(ana)]
    await first.live.close()
    clock.advance(15_000)
    await second.answers()
    expect(await statusOf(ana)).toBe('online')
  })

  test('[RO-2] online is reachable and willing: who chose busy, away or offline is not picked', async () => {
    const group = await baton.group()
    const ana = await baton.operator({ groups: [group.id] })
    const { session } = await desk(ana)
    for (const status of ['busy', 'away', 'offline'] as const) {
      expect(must(await session.put('/me/status', { status }))).toMatchObject({ status })
      expect(await found(group)).toBeNull()
    }
    must(await session.put('/me/status', { status: 'online' }))
    expect(await found(group)).toBe(ana.id)
    expect((await session.put('/me/status', { status: 'asleep' })).status).toBe(422)
  })

  test('[RO-2] the own choice outlives the desk, and counts again when it opens', async () => {
    const ana = await baton.operator()
    const { session, live } = await desk(ana)
    must(await session.put('/me/status', { status: 'busy' }))
    await live.close()
    await baton.group()
    clock.advance(60_000)
    expect(await statusOf(ana)).toBe('offline')
    await desk(ana)
    expect(await statusOf(ana)).toBe('busy')
  })

  test('[RO-2] a status set by API counts as reachable until it is changed or its time ends; then only desks count', async () => {
    const group = await baton.group()
    const ana = await baton.operator({ groups: [group.id] })
    const set = (body: unknown) => baton.put<{ status: string }>(`/operators/${ana.id}/status`, body)
    expect(must(await set({ status: 'online' })).status).toBe('online')
    clock.advance(365 * 24 * 3_600_000)
    expect(await found(group)).toBe(ana.id)
    must(await set({ status: 'online', ttlSeconds: 60 }))
    clock.advance(59_999)
    expect(await found(group)).toBe(ana.id)
    clock.advance(1)
    expect(await statusOf(ana)).toBe('offline')
    expect(await found(group)).toBeNull()
    const { session } = await desk(ana)
    must(await set({ status: 'offline', ttlSeconds: 30 }))
    expect(await statusOf(ana)).toBe('offline')
    clock.advance(30_000)
    expect(await statusOf(ana)).toBe('online')
    must(await set({ status: 'away' }))
    must(await session.put('/me/status', { status: 'online' }))
    expect(await statusOf(ana)).toBe('online')
    for (const body of [
      {},
      { status: 'asleep' },
      { status: 'online', ttlSeconds: 0 },
      { status: 'online', ttlSeconds: -1 },
      { status: 'online', ttlSeconds: '60' },
    ])
      expect((await set(body)).status).toBe(422)
  })

  test('[RO-2] [HO-11] what was online when the bot began is looked at again when it hands over', async () => {
    const group = await baton.group()
    const ana = await baton.operator({ groups: [group.id] })
    must(await baton.put(`/operators/${ana.id}/status`, { status: 'online', ttlSeconds: 10 }))
    const bot = await baton.bot([{ type: 'text', text: 'Hi' }], {
      fallback: [
        {
          type: 'set_chat_operator_state',
          mode: 'operator_takeover',
          operatorsGroup: group.id,
          onlyOnlineOperators: true,
        },
        { type: 'text', text: 'Nobody' },
      ],
    })
    const chat = await baton.chat(bot)
    clock.advance(10_000)
    expect(await chat.hears('person')).toEqual(['Nobody'])
    expect(eventsOf(await chat.events(), 'assignment_skipped')[0]?.data.reason).toBe('none_online')
    must(await baton.put(`/operators/${ana.id}/status`, { status: 'online' }))
    expect(await chat.hears('person')).toEqual([])
    expect(await chat.view()).toMatchObject({ operator: { id: ana.id } })
  })

  test('[RO-1] those who look on are told who comes and goes', async () => {
    const ana = await baton.operator({ name: 'Ana' })
    const watcher = await baton.live({ key: baton.key })
    watcher.send({ type: 'follow_inbox', after: null })
    await watcher.until('presence', ({ operator, status }) => operator.id === ana.id && status === 'offline')
    const { live } = await desk(ana)
    await watcher.until('presence', ({ operator, status }) => operator.id === ana.id && status === 'online')
    await live.close()
    await baton.group()
    watcher.frames.length = 0
    clock.advance(10_000)
    watcher.send({ type: 'ping' })
    await watcher.until('pong')
    clock.advance(3_000)
    await watcher.until('presence', ({ operator, status }) => operator.id === ana.id && status === 'offline')
  })
})

describe('presence as it was', () => {
  test('[RO-4] is told in spans with their causes, as JSON and as CSV, of one operator or of all', async () => {
    const ana = await baton.operator({ name: 'Ana, the first' })
    const ben = await baton.operator()
    const set = (operator: { id: string }, status: string, ttlSeconds?: number) =>
      baton.put(`/operators/${operator.id}/status`, { status, ...(ttlSeconds && { ttlSeconds }) })
    const began = clock.now()
    must(await set(ana, 'online', 600))
    must(await set(ben, 'online'))
    clock.advance(60_000)
    must(await set(ana, 'busy', 60))
    clock.advance(600_000)
    const at = (seconds: number) => new Date(began + seconds * 1_000).toISOString()
    const asked = must(await baton.get<{ items: object[] }>(`/presence?operator=${ana.id}`))
    expect(asked.items).toMatchObject([
      { operator: ana.id, status: 'online', cause: 'api', from: at(0), until: at(60) },
      { operator: ana.id, status: 'busy', cause: 'api', from: at(60), until: at(120) },
    ])
    const all = must(await baton.get<{ items: object[] }>('/presence'))
    expect(all.items).toContainEqual(expect.objectContaining({ operator: ben.id, status: 'online', until: at(660) }))
    const csv = (await baton.get<{ text: string }>(`/presence.csv?operator=${ana.id}`)).body.text
    expect(csv.split('\r\n').slice(0, 2)).toEqual([
      'operator,name,status,cause,limit,from,until',
      `${ana.id},"Ana, the first",online,api,,${at(0)},${at(60)}`,
    ])
    expect((await baton.get('/presence?from=yesterday')).status).toBe(422)
    expect((await baton.get('/presence?from=2027-01-02&until=2027-01-01')).status).toBe(422)
    const small = await baton.keyFor('operator')
    expect((await small.get('/presence')).status).toBe(403)
  })
})
