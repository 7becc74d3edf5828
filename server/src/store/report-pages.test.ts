import { expect, test } from 'vitest'
import { type LogSource, type ReportedEventRow, type ReportedRow, readLogs, type Walk } from './report-pages.ts'

/** Conversations in memory, of which any may move at any time. */
function source(count: number, events = 1) {
  const rows = Array.from({ length: count }, (_, index): ReportedRow => {
    const id = `conv_${String(index).padStart(5, '0')}`
    return { id, bot: 'bot', channel: 'web', at: 1_000 + (index >> 1), last_seq: events }
  })
  const walk: Walk = async (after, limit) =>
    rows
      .filter(({ at, id }) => after === null || at > after.at || (at === after.at && id > after.id))
      .toSorted((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1))
      .slice(0, limit)
      .map((row) => ({ ...row }))
  const asked: number[] = []
  const none: Walk = async () => []
  const reading: LogSource = {
    rowsAtOnce: 1_000,
    takenOver: none,
    requested: none,
    active: walk,
    async events(ids) {
      asked.push(ids.length)
      return ids.flatMap((conversation) => (conversation.endsWith('9') ? [] : [eventOf(conversation)]))
    },
  }
  return { rows, asked, reading, walk }
}

function eventOf(conversation: string): ReportedEventRow {
  const texts = { actor: '{"kind":"system"}', data: '{}' }
  return { conversation, seq: 1, id: 'evt', type: 'locked', at: 1, epoch: 0, ...texts }
}

test('[RO-4] what moves while it is read is neither left out nor read twice; what is forgotten meanwhile is left out', async () => {
  const { rows, reading } = source(3_500)
  const found: string[] = []
  let moves = 0
  for await (const logs of readLogs(reading)) {
    found.push(...logs.map(({ conversation }) => conversation))
    for (let index = moves % 5; index < rows.length && moves < 40; index += 5) {
      const row = rows[index]
      if (row !== undefined) row.at = 10_000 + moves
    }
    moves += 1
  }
  expect(moves).toBeGreaterThan(3)
  expect(found.toSorted()).toEqual(rows.map(({ id }) => id).filter((id) => !id.endsWith('9')))
})

test('[RO-4] one that people have had all along and that moves is read once', async () => {
  const { rows, reading, walk } = source(3)
  const found: string[] = []
  for await (const logs of readLogs({ ...reading, takenOver: walk, requested: walk }))
    found.push(...logs.map(({ conversation }) => conversation))
  expect(found).toEqual(rows.map(({ id }) => id))
})

test('[RO-4] no more than a bounded number of events is read at a time, however long the logs are', async () => {
  const { asked, reading } = source(50, 900)
  for await (const logs of readLogs(reading)) expect(logs.length).toBeLessThanOrEqual(2)
  expect(asked.every((count) => count <= 2)).toBe(true)
  const one = source(5, 50_000)
  for await (const logs of readLogs(one.reading)) expect(logs.length).toBeLessThanOrEqual(1)
  expect(one.asked).toEqual([1, 1, 1, 1, 1])
})
