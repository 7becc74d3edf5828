import { asId } from '@baton/core/ids'
import { after, type Instant } from '@baton/core/time'
import pino from 'pino'
import { describe, expect, test } from 'vitest'
import { handClock } from './clock.ts'
import { type Mail, Relay } from './mail.ts'
import { type OutboxMessage, type Store, StoreUnavailable } from './store/store.ts'

type Row = OutboxMessage & { dueAt: Instant | null; takenUntil: Instant | null }

/** An outbox that several nodes carry from; sending takes as long as `send` says. */
function world(send: (mail: Mail, node: string) => Promise<void> = async () => {}) {
  const clock = handClock()
  const rows = new Map<number, Row>()
  const sent: { node: string; to: string }[] = []
  const figures = { isGone: false }
  const outbox = {
    async claim(limit: number, until: Instant) {
      const now = clock.now()
      const isDue = ({ dueAt, takenUntil }: Row) => dueAt !== null && dueAt <= now && (takenUntil ?? 0) <= now
      const due = [...rows.values()].filter(isDue).slice(0, limit)
      for (const row of due) row.takenUntil = until
      return due
    },
    async done(positions: readonly number[]) {
      if (figures.isGone) throw new StoreUnavailable('full')
      for (const position of positions) rows.delete(position)
    },
    async postpone(position: number, at: Instant | null) {
      const row = rows.get(position)
      if (row !== undefined) Object.assign(row, { dueAt: at, takenUntil: null, attempts: row.attempts + 1 })
    },
  }
  const node = (name: string) =>
    new Relay({
      store: { outbox } as unknown as Store,
      mailer: {
        async send(mail) {
          await send(mail, name)
          sent.push({ node: name, to: mail.to })
        },
        close() {},
      },
      clock,
      log: pino({ enabled: false }),
    })
  const add = (count: number) => {
    for (let more = 0; more < count; more += 1) {
      const position = rows.size + 1
      const payload = { to: `${position}`, subject: '', text: '' }
      const taken = { attempts: 0, dueAt: clock.now(), takenUntil: null }
      rows.set(position, { position, workspace: asId('ws_a'), topic: 'mail', payload, ...taken })
    }
  }
  return { clock, rows, sent, figures, node, add }
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => `${index + 1}`)

describe('the relay', () => {
  test('[D-07] two nodes carry every message once, in order', async () => {
    const { node, add, sent, rows } = world()
    const nodes = [node('a'), node('b')]
    add(150)
    for (let round = 0; round < 3; round += 1) await Promise.all(nodes.map((one) => one.run()))
    expect(
      sent
        .map(({ to }) => Number(to))
        .sort((one, other) => one - other)
        .map(String),
    ).toEqual(numbers(150))
    expect(rows.size).toBe(0)
    for (const one of nodes) await one.stop()
  })

  test('[D-07] a node whose mails are slow leaves what its claim might not outlast to whoever is next', async () => {
    const { clock, node, add, sent } = world(async (_, name) => void (name === 'slow' && clock.advance(10_000)))
    const [slow, quick] = [node('slow'), node('quick')]
    add(10)
    // The loops of both run too while the clock moves; whoever carries, nobody carries twice.
    await slow.run()
    clock.advance(60_000)
    for (let round = 0; round < 3; round += 1) await quick.run()
    expect(sent.map(({ to }) => to).toSorted((one, other) => Number(one) - Number(other))).toEqual(numbers(10))
    expect(sent.filter((one) => one.node === 'slow').length).toBeLessThanOrEqual(4)
    await slow.stop()
    await quick.stop()
  })

  test('[D-20] a disk that takes no writes makes no mail a hundred', async () => {
    const { clock, node, add, sent, rows, figures } = world()
    const relay = node('a')
    add(3)
    figures.isGone = true
    for (let round = 0; round < 5; round += 1) {
      await relay.run()
      clock.advance(60_001)
    }
    figures.isGone = false
    await relay.run()
    expect(sent.length).toBe(3)
    expect(rows.size).toBe(0)
    await relay.stop()
  })

  test('[D-20] a mail that nobody takes is parked after eight tries, and holds up no other', async () => {
    const { clock, node, add, sent, rows } = world(async ({ to }) => {
      if (to === '1') throw new Error('no such mailbox')
    })
    const relay = node('a')
    add(2)
    for (let round = 0; round < 12; round += 1) {
      await relay.run()
      clock.advance(2_000 * 4 ** round)
    }
    expect(sent.map(({ to }) => to)).toEqual(['2'])
    expect(rows.get(1)).toMatchObject({ attempts: 8, dueAt: null })
    expect(after(clock.now(), 0)).toBe(clock.now())
    await relay.stop()
  })
})
