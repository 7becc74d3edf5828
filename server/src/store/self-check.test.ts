import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { SelfCheck } from '../self-check.ts'
import { must, startTest } from '../testing.ts'

/** Faults that only somebody behind the store's back can make. */
const planted: [rule: string, edit: string][] = [
  ['I-15', 'update operators set load = load + 1'],
  ['RO-10', 'update operators set reserved = reserved + 1'],
  [
    'I-28',
    "delete from events where seq = 2 and conversation in (select id from conversations where chat_state = 'taken_over')",
  ],
  ['I-32', "update conversations set epoch = epoch + 5 where chat_state = 'taken_over'"],
  ['I-23', "update conversations set owner = 'op_nobody' where chat_state = 'taken_over'"],
]

test.each(planted)('[O-07] [%s] what must not be is found, once, and nothing else', async (rule, edit) => {
  const folder = await mkdtemp(join(tmpdir(), 'baton-check-'))
  const databasePath = join(folder, 'baton.db')
  const baton = await startTest({ data: { databasePath, config: {}, drop: async () => {} } })
  const { store, clock, chance, log } = baton.baton
  const found: string[] = []
  const check = new SelfCheck({ store, clock, chance, log, metrics: { violated: (one) => found.push(one) } })
  const ana = await baton.operator()
  const chat = await baton.chat(await baton.bot())
  must(await chat.post('claim', { operator: ana.id }))
  await check.run()
  expect(found).toEqual([])
  const behind = new Database(databasePath)
  behind.exec(edit)
  behind.close()
  await store.refresh()
  for (let round = 0; round < 3; round += 1) await check.run()
  expect(found).toContain(rule)
  expect(found.length).toBe(new Set(found).size)
  await check.stop()
  await baton[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

test('[O-06] [O-07] the running process checks itself, and its figures are there to be read', async () => {
  await using baton = await startTest()
  const text = await (await fetch(`${baton.origin}/metrics`)).text()
  for (const name of [
    'handoff_messages_committed_total',
    'handoff_send_ack_seconds',
    'handoff_fanout_seconds',
    'handoff_queue_waiting',
    'handoff_queue_wait_seconds',
    'handoff_assignments_total',
    'handoff_claim_conflicts_total',
    'handoff_control_transitions_total',
    'handoff_bot_turns_total',
    'handoff_outbox_pending',
    'handoff_outbox_oldest_seconds',
    'handoff_ws_connections',
    'handoff_ws_resyncs_total',
    'handoff_invariant_violations_total',
    'handoff_database_pool_in_use',
    'handoff_database_pool_waiting',
    'handoff_bus_healthy',
    'handoff_nodejs_eventloop_lag_seconds',
  ])
    expect(text, name).toContain(`# HELP ${name} `)
})
