import { afterEach, beforeEach, expect, test } from 'vitest'
import { handClock } from '../src/clock.ts'
import { must, startTest, type TestBaton } from '../src/testing.ts'

let baton: TestBaton
let clock: ReturnType<typeof handClock>
beforeEach(async () => {
  clock = handClock(Date.parse('2027-01-15T11:00:00Z'))
  baton = await startTest({ clock })
})
afterEach(() => baton[Symbol.asyncDispose]())

type Page = { items: { action: string; object: string; actor: string }[]; nextCursor: string | null }

async function found(query: string): Promise<string[]> {
  const lines: string[] = []
  for (let cursor: string | null = null; ; ) {
    const page: Page = must(await baton.get<Page>(`/audit?${query}${cursor === null ? '' : `&cursor=${cursor}`}`))
    lines.push(...page.items.map(({ action, object }) => `${action} ${object}`))
    cursor = page.nextCursor
    if (cursor === null) return lines
  }
}

test('[I-32] the audit log by who, what, on what and when; names serve too', async () => {
  const ana = await baton.operator({ name: 'Ana', role: 'admin' })
  const session = await baton.signIn(ana, 1_000_000_000)
  clock.advance(24 * 3_600_000)
  const group = must(await session.post<{ id: string }>('/groups', { name: 'sales' }))
  must(await session.patch(`/groups/${group.id}`, { name: 'sales north' }))
  clock.advance(24 * 3_600_000)
  await baton.group('support')
  const both = [`group_renamed ${group.id}`, `group_added ${group.id}`]
  expect(await found(`actor=${ana.id}&limit=1`)).toEqual(both)
  expect(await found(`actor=${encodeURIComponent(ana.id)}&action=group_added`)).toEqual([both[1]])
  expect(await found(`object=${group.id}`)).toEqual(both)
  expect(await found(`object=${encodeURIComponent('sales north')}`)).toEqual(both)
  expect(await found('from=2027-01-16&until=2027-01-17')).toEqual(both)
  expect(await found('from=2027-01-16T11:00:00Z&until=2027-01-16T11:00:00.001Z')).toEqual(both)
  expect(await found('until=2027-01-16&action=group_added')).toEqual([])
  expect(await found('actor=nobody')).toEqual([])
  for (const query of ['action=drop%20table', 'from=soon', 'limit=0', 'colour=red', 'from=2027-13-01'])
    expect((await baton.get(`/audit?${query}`)).status, query).toBe(422)
})

test('[I-32] [S-05] as CSV it is whole, streamed, and begins no formula', async () => {
  for (let count = 0; count < 30; count += 1) await baton.group(`=group ${count}`)
  const { body, headers } = await baton.get<{ text: string }>('/audit.csv')
  const lines = body.text.split('\r\n')
  expect(headers.get('content-type')).toContain('text/csv')
  expect(headers.get('transfer-encoding')).toBe('chunked')
  expect(lines[0]).toBe('seq,at,actor,action,object,epoch,request,before,after,hash')
  const all = await found('limit=500')
  expect(lines).toHaveLength(all.length + 2)
  expect(lines[1]).toContain('2027-01-15T11:00:00.000Z,key key_')
  expect(lines[1]).toContain('"{""name"":""=group 29""}"')
  const few = await baton.get<{ text: string }>('/audit.csv?action=group_added&from=2027-01-15')
  expect(few.body.text.split('\r\n')).toHaveLength(32)
  expect((await (await baton.keyFor('supervisor')).get('/audit.csv')).status).toBe(403)
})
