import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { handClock } from '../src/clock.ts'
import { type Answer, type Chat, must, startTest, type TestBaton } from '../src/testing.ts'

let baton: TestBaton
let clock: ReturnType<typeof handClock>
let ana: { id: string; name: string }
let bot: { id: string }

const second = 1_000
const hour = 3_600 * second
/** Noon in Berlin. */
const noon = Date.parse('2027-01-15T11:00:00Z')
const days = '?from=2027-01-15&until=2027-01-16'

beforeEach(async () => {
  clock = handClock(noon)
  baton = await startTest({ clock })
  must(await baton.put('/workspace', { timeZone: 'Europe/Berlin' }))
  ana = await baton.operator({ name: 'Ana', status: 'online' })
  bot = await baton.bot()
})
afterEach(() => baton[Symbol.asyncDispose]())

type Figure = {
  key: string
  name: string
  formula: string
  what: string
  value: number | null
  part?: number
  whole?: number
}
type Figures = {
  from: string
  until: string
  timeZone: string
  serviceLevelSeconds: number
  figures: Figure[]
  days: { date: string; from: string; figures: Record<string, { value: number | null }> }[]
}

const read = async (query = days) => must(await baton.get<Figures>(`/figures${query}`))
const valuesOf = ({ figures }: Figures) => Object.fromEntries(figures.map(({ key, value }) => [key, value]))
const partsOf = ({ figures }: Figures) =>
  Object.fromEntries(figures.flatMap(({ key, part, whole }) => (whole === undefined ? [] : [[key, [part, whole]]])))

async function asked(group?: string): Promise<Chat> {
  const chat = await baton.chat(bot, 'Hello')
  must(await chat.setState({ mode: 'request_operator', ...(group === undefined ? {} : { operatorsGroup: group }) }))
  return chat
}

const reply = async (chat: Chat, operator = ana) =>
  must(await chat.post('messages', { operator: operator.id, text: 'Hi' }))
const close = async (chat: Chat) => must(await chat.post('close'))

/** One after another; what each waits for is said in seconds. */
async function theDay(): Promise<void> {
  const after = async (seconds: number, chat: Chat, what: (chat: Chat) => Promise<unknown>) => {
    clock.advance(seconds * second)
    await what(chat)
    clock.advance(60 * second)
  }
  await after(10, await asked(), reply)
  await after(20, await asked(), reply)
  await after(40, await asked(), reply)
  await after(3, await asked(), close)
  await after(15, await asked(), close)
  await after(60, await asked(), close)
  const dismissed = await asked()
  must(await dismissed.post('claim', { operator: ana.id }))
  const own = await baton.signIn(ana)
  must(await own.post(`/conversations/${dismissed.id}/close`))
  await asked()
  await baton.chat(bot, 'When are you open?')
}

describe('the figures of a day', () => {
  test('the five service levels and what they are of, worked out by hand', async () => {
    await theDay()
    const found = await read()
    expect(found).toMatchObject({
      from: '2027-01-14T23:00:00.000Z',
      until: '2027-01-15T23:00:00.000Z',
      timeZone: 'Europe/Berlin',
      serviceLevelSeconds: 20,
    })
    expect(valuesOf(found)).toMatchObject({
      conversations: 9,
      requests: 8,
      // After 10, 20 and 40 s.
      answered: 3,
      // After 3, 15 and 60 s.
      abandoned: 3,
      short_abandoned: 1,
      dismissed: 1,
      waiting: 1,
      speed_of_answer: 20 * second,
      // Within 20 s: answered 2, abandoned 2.
      service_level_f1: (2 + 2) / (3 + 3),
      service_level_f2: 2 / 3,
      service_level_f3: 2 / (3 + 3),
      service_level_f4: 2 / (3 + 1),
      service_level_f5: (2 + 1) / (3 + 3),
      handled: 4,
      csat: null,
    })
    expect(partsOf(found)).toMatchObject({ service_level_f4: [2, 4], deflection: [1, 9], csat: [0, 0] })
    // Within 15 s: answered 1, abandoned 2.
    expect(partsOf(await read(`${days}&serviceLevelSeconds=15`))).toMatchObject({
      service_level_f1: [1 + 2, 6],
      service_level_f2: [1, 3],
      service_level_f4: [1, 4],
    })
    for (const { name, formula, what } of found.figures) expect([name, formula, what]).not.toContain('')
    expect(found.figures).toHaveLength(Object.keys(found.days[0]?.figures ?? {}).length)
  })

  test('days are those of the workspace; what began on one is counted on it alone', async () => {
    // 23:30 in Berlin.
    clock.advance(11.5 * hour)
    const late = await asked()
    clock.advance(hour)
    await reply(late)
    await asked()
    const found = await read('?from=2027-01-14&until=2027-01-17')
    expect(found.days.map(({ date, figures }) => [date, figures.requests?.value, figures.answered?.value])).toEqual([
      ['2027-01-14', 0, 0],
      ['2027-01-15', 1, 1],
      ['2027-01-16', 1, 0],
    ])
    expect(valuesOf(found)).toMatchObject({ requests: 2, answered: 1 })
    const utc = await read('?from=2027-01-15T23:00:00Z&until=2027-01-16T01:00:00%2B01:00')
    expect([utc.from, utc.until, utc.days.length, valuesOf(utc).requests]).toEqual([
      '2027-01-15T23:00:00.000Z',
      '2027-01-16T00:00:00.000Z',
      1,
      1,
    ])
    const usual = await read('')
    expect([usual.days.length, usual.days.at(-1)?.date, valuesOf(usual).requests]).toEqual([7, '2027-01-16', 2])
  })

  test('[RO-4] occupancy is of the time in which somebody was online, up to now and over midnight', async () => {
    const ben = await baton.operator({ name: 'Ben', capacity: 2 })
    must(await baton.put(`/operators/${ana.id}/status`, { status: 'away' }))
    must(await baton.put(`/operators/${ben.id}/status`, { status: 'online' }))
    clock.advance(6 * hour)
    const chat = await asked()
    await reply(chat, ben)
    clock.advance(9 * hour)
    const found = await read('?from=2027-01-15&until=2027-01-17')
    expect(partsOf(found)).toMatchObject({ occupancy: [9 * hour, 15 * hour], utilisation: [9 * hour, 30 * hour] })
    expect(found.days.map(({ figures }) => figures.occupancy)).toMatchObject([
      { part: 6 * hour, whole: 12 * hour },
      { part: 3 * hour, whole: 3 * hour },
    ])
  })

  test('of a group or an operator: the handlings in which they took part', async () => {
    const [sales, support] = [await baton.group(), await baton.group()]
    const ben = await baton.operator({ groups: [support.id] })
    await reply(await asked(sales.id))
    const moved = await asked(sales.id)
    must(await moved.post('transfer', { group: support.id }))
    clock.advance(30 * second)
    await reply(moved, ben)
    await asked(support.id)
    await asked()
    await baton.chat(bot, 'Hello')
    const of = async (filter: string) => {
      const { conversations, requests, answered, service_level_f2, deflection } = valuesOf(
        await read(`${days}&${filter}`),
      )
      return [conversations, requests, answered, service_level_f2, deflection]
    }
    expect(await of(`group=${sales.id}`)).toEqual([2, 2, 2, 0.5, null])
    expect(await of(`group=${encodeURIComponent(support.name)}`)).toEqual([2, 2, 1, 0, null])
    expect(await of(`operator=${ana.id}`)).toEqual([1, 1, 1, 1, null])
    expect(await of(`operator=${ben.id}&group=${sales.id}`)).toEqual([1, 1, 1, 0, null])
    const other = await baton.bot()
    await baton.chat(other, 'Hello')
    expect(await of(`bot=${other.id}`)).toEqual([1, 0, 0, null, 1])
    expect(await of('channel=web')).toEqual([0, 0, 0, null, null])
    expect(await of('channel=custom')).toEqual([6, 4, 2, 0.5, 2 / 6])
  })

  test('who comes back for a person within a day was not contained, wherever the period ends', async () => {
    const quiet = await baton.chat(bot, 'Thanks')
    const back = await baton.chat(bot, 'Hello')
    await close(quiet)
    await close(back)
    clock.advance(20 * hour)
    const again = `/bots/${bot.id}/contacts/${back.contact}/messages`
    const { conversation } = must(await baton.post<{ conversation: { id: string } }>(again, { text: 'Help' }))
    must(await baton.put(`/conversations/${conversation.id}/operator-state`, { mode: 'request_operator' }))
    expect(partsOf(await read())).toMatchObject({ strict_containment: [0, 0] })
    clock.advance(5 * hour)
    expect(partsOf(await read())).toMatchObject({ strict_containment: [1, 2], deflection: [2, 2] })
  })
})

describe('asking for figures', () => {
  test('[S-04] a period is refused that is none, is turned round, or is too long; so is what is not there', async () => {
    const codes = async (query: string) => {
      const { status, body } = await baton.get<{ errors?: { path: string; code: string }[] }>(`/figures?${query}`)
      return [status, ...(body.errors ?? []).map(({ path, code }) => `${path} ${code}`)]
    }
    expect(await codes('from=2026-10-15&until=2027-01-16')).toEqual([200])
    expect(await codes('from=2026-10-14&until=2027-01-16')).toEqual([422, 'until too_long'])
    expect(await codes('from=2027-01-15&until=2027-01-15')).toEqual([422, 'until invalid'])
    expect(await codes('from=2027-02-30&until=2027-03-15')).toEqual([422, 'from invalid'])
    expect(await codes('from=2027-01-15T25:00:00Z&until=2027-01-16')).toEqual([422, 'from invalid'])
    expect((await codes('from=yesterday'))[0]).toBe(422)
    expect((await codes('serviceLevelSeconds=0'))[0]).toBe(422)
    expect(await codes('group=nobody')).toEqual([422, 'group unknown_group'])
    expect(await codes('operator=nobody')).toEqual([422, 'operator unknown_operator'])
    expect(await codes('bot=nobody')).toEqual([422, 'bot unknown_bot'])
  })

  test('[S-01] [I-38] they are for supervisors, and of the own workspace', async () => {
    await theDay()
    const [operator, supervisor] = [await baton.keyFor('operator'), await baton.keyFor('supervisor')]
    const neighbour = await baton.workspace()
    for (const path of ['/figures', '/figures.csv', '/figures/now']) {
      expect((await operator.get(path)).status).toBe(403)
      expect((await supervisor.get(path)).status).toBe(200)
    }
    expect(valuesOf(must(await neighbour.get<Figures>(`/figures${days}`)))).toMatchObject({
      conversations: 0,
      occupancy: null,
    })
    expect(must(await neighbour.get('/figures/now'))).toMatchObject({
      everybody: { waiting: 0, online: 0 },
      operators: [],
    })
    for (const filter of [`group=${(await baton.group()).id}`, `operator=${ana.id}`, `bot=${bot.id}`])
      expect((await neighbour.get(`/figures${days}&${filter}`)).status).toBe(422)
  })

  test('as CSV: a line for each day and figure, empty where there is no figure', async () => {
    await theDay()
    const answer: Answer<{ text?: string }> = await baton.get('/figures.csv?from=2027-01-14&until=2027-01-16')
    const lines = (answer.body.text ?? '').split('\r\n')
    expect(answer.headers.get('content-type')).toContain('text/csv')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="figures-2027-01-14-2027-01-15.csv"')
    expect(lines[0]).toBe('date,figure,name,unit,value,part,whole,count,mean,median,p90,p95')
    expect(lines).toContain('2027-01-15,answered,Answered,count,3,,,,,,,')
    expect(lines).toContain('2027-01-15,service_level_f4,Service level F4,share,0.5,2,4,,,,,')
    expect(lines).toContain('2027-01-14,service_level_f4,Service level F4,share,,0,0,,,,,')
    expect(lines.find((line) => line.startsWith('2027-01-15,speed_of_answer'))).toBe(
      `2027-01-15,speed_of_answer,Speed of answer,duration,20000,,,3,${70_000 / 3},20000,40000,40000`,
    )
    const { figures } = await read()
    expect(lines).toHaveLength(1 + 2 * figures.length + 1)
  })

  test('[RO-3] now: who waits for which group, who is there, and whether they have room', async () => {
    const [sales, support] = [await baton.group('sales'), await baton.group('support')]
    const ben = await baton.operator({ groups: [sales.id], capacity: 1, status: 'online' })
    await baton.operator({ groups: [support.id], status: 'busy' })
    await reply(await asked(sales.id), ben)
    const since = new Date(clock.now()).toISOString()
    await asked(sales.id)
    clock.advance(30 * second)
    await asked()
    const now = must(await baton.get<{ groups: { name: string }[] }>('/figures/now'))
    expect(now).toMatchObject({
      everybody: { waiting: 2, longestSince: since, online: 2, withRoom: 1, load: 1, isCovered: true },
      operators: [{ id: ben.id, load: 1, capacity: 1 }, { load: 0 }, { load: 0 }],
      counts: { groups: 2, operators: 3 },
    })
    expect(now.groups).toMatchObject([
      { name: 'sales', waiting: 1, longestSince: since, online: 1, withRoom: 0, load: 1, isCovered: false },
      { name: 'support', waiting: 0, longestSince: null, online: 0, withRoom: 0, isCovered: false },
    ])
  })
})
