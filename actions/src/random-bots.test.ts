import type { Chance } from '@baton/core/chance'
import { type Change, type Command, decide } from '@baton/core/command'
import type { ConversationRecord, Value } from '@baton/core/conversation'
import {
  type Answer,
  type BotDocument,
  compileBot,
  limitOfJumps,
  type OutsideWork,
  validateBot,
  withPayloads,
} from '@baton/core/flow'
import { packageOfRouting } from '@baton/core/handoff'
import { known, randomBots, worldOf } from '@baton/core/random-bots'
import { by, conversationId, opening, operator, program, world as worldAround } from '@baton/core/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { catalogue } from './catalogue.ts'

const seed = 20_261_122
const world = worldOf(catalogue, [packageOfRouting])
const { bots, spent } = randomBots(catalogue, world)

test('[FL-2] what fits the schema and the check of every action makes a bot without errors', () => {
  const types = new Set<string>()
  const property = fc.property(bots, (bot) => {
    expect(validateBot(bot, world).errors).toEqual([])
    JSON.stringify(bot, (key, value) => {
      if (key === 'type') types.add(value)
      return value
    })
  })
  fc.assert(property, { seed, numRuns: 60 })
  expect([...catalogue.keys()].filter((type) => !types.has(type))).toEqual([])
  expect(spent.givenUp).toBeLessThan(spent.drawn * 0.2)
})

test('[FL-4][FL-5][FL-7] whatever a valid bot is told and however its work ends, it never throws, its turns end or wait within bounds, and it goes on from what was stored as from what was not', () => {
  const property = fc.property(bots, fc.array(happenings, { maxLength: 12 }), (bot, happened) => {
    const plain = play(bot, happened, (record) => record)
    const stored = play(bot, happened, (record) => JSON.parse(JSON.stringify(record)))
    expect(JSON.stringify(stored)).toBe(JSON.stringify(plain))
  })
  fc.assert(property, { seed, numRuns: 120 })
})

/** What a contact, an operator or the world outside does next; numbers choose among what there is. */
type Happening =
  | { kind: 'writes'; text: string; files: boolean }
  | { kind: 'clicks' | 'types_label'; which: number }
  | { kind: 'work_ends'; which: number; ok: boolean; value: Value; text: string }
  | { kind: 'operator'; move: Command }
  | { kind: 'time_passes'; minutes: number }

const ana = operator({ name: 'Ana' })
const bea = operator({ name: 'Bea', online: false })
const said = fc.constantFrom(
  'yes',
  'help',
  '12',
  'ana@example.com',
  '2026-01-05',
  '',
  '👍',
  '{{ answer }}',
  'skip',
  '5',
)
const deep: Value = JSON.parse(`${'['.repeat(500)}1${']'.repeat(500)}`)
const happenings: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('writes' as const), text: said, files: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('clicks' as const, 'types_label' as const), which: fc.nat() }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('work_ends' as const),
      which: fc.nat(),
      ok: fc.boolean(),
      value: fc.oneof(
        { weight: 9, arbitrary: fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Value> },
        fc.constant(deep),
      ),
      text: said,
    }),
  },
  fc.record({
    kind: fc.constant('operator' as const),
    move: fc.constantFrom<Command>(
      { type: 'claim', operator: ana.id, cause: 'desk' },
      { type: 'hand_over', by: by(ana), cause: 'desk' },
      { type: 'hand_over', by: program, cause: 'api' },
      { type: 'start_interaction', interaction: 'welcome', by: program, cause: 'api' },
    ),
  }),
  fc.record({ kind: fc.constant('time_passes' as const), minutes: fc.integer({ min: 1, max: 100_000 }) }),
)

type Play = { record: ConversationRecord | null; told: Change['events']; works: Change['works'] }

/** A conversation from its opening on; `store` is where its record passes through after every command. */
function play(
  bot: BotDocument,
  happened: readonly Happening[],
  store: (record: ConversationRecord) => ConversationRecord,
) {
  expect(known.operators).toEqual([ana.email, bea.id])
  const live = compileBot(withPayloads(bot, catalogue), 1, catalogue)
  const flow = { live, version: () => null, packages: new Set([packageOfRouting]) }
  const around = worldAround({ team: [{ ...ana }, { ...bea }], flow, chance: inTurn() })
  const played: Play = { record: null, told: [], works: [] }
  does({ type: 'contact_says', opening: opening(), message: null, variables: {}, tags: [] })
  for (const one of happened) happen(one)
  return played

  function happen(one: Happening): void {
    switch (one.kind) {
      case 'writes':
        return says(one.text, null, one.files)
      case 'clicks':
      case 'types_label': {
        const { shown = [] } = played.record?.flow ?? {}
        const clicked = shown[one.which % Math.max(shown.length, 1)]
        return one.kind === 'clicks'
          ? says(clicked?.label ?? 'gone', clicked?.payload ?? 'gone', false)
          : says(clicked?.label ?? '', null, false)
      }
      case 'work_ends':
        return workEnds(one)
      case 'operator':
        return does(one.move)
      case 'time_passes':
        around.now = (around.now + one.minutes * 60_000) as typeof around.now
    }
  }

  function says(text: string, payload: string | null, files: boolean): void {
    const file = { type: 'file' as const, url: '/f', name: 'a.png', contentType: 'image/png', size: 1 }
    const parts = [{ type: 'text' as const, text }, ...(files ? [file] : [])]
    does({ type: 'contact_says', opening: null, message: { text, payload, parts }, variables: {}, tags: [] })
  }

  function workEnds({ which, ok, value, text }: Extract<Happening, { kind: 'work_ends' }>): void {
    const [done] = played.works.splice(which % Math.max(played.works.length, 1), 1)
    if (done === undefined) return
    const { id, turn, epoch, work } = done
    if (work.kind === 'deadline')
      does({
        type: 'meet_deadline',
        work: { id, epoch },
        deadline: work.deadline,
        group: work.group,
        since: work.since,
      })
    else does({ type: 'finish_work', work: { id, turn, epoch }, answer: answerOf(work, ok, value, text) })
  }

  /** A refusal is an answer as good as any. */
  function does(command: Command): void {
    const decided = decide(conversationId, played.record, command, around)
    if (!decided.ok) return
    const { record, events, works } = decided.value
    played.record = store(record)
    played.told.push(...events)
    played.works.push(...works)
    const { turn, queue } = record.flow
    if (turn === null) expect(record.conversation.status === 'closed' ? [] : queue).toEqual([])
    else expect(turn).toMatchObject({ suspended: expect.anything() })
    expect(turn?.jumps ?? 0).toBeLessThanOrEqual(limitOfJumps)
  }
}

/** The first, then the second, …: every way is gone some time. */
function inTurn(): Chance {
  let count = 0
  return { below: (ways) => count++ % ways }
}

/** How the process outside ends each kind of work: well, or not. */
function answerOf(work: OutsideWork, ok: boolean, value: Value, text: string): Answer {
  const reason = 'it failed'
  switch (work.kind) {
    case 'delay':
    case 'deadline':
    case 'forget':
      return { kind: 'due' }
    case 'http':
      return ok ? { kind: 'http', ok, status: 200, body: JSON.stringify(value) } : { kind: 'http', ok, reason }
    case 'mail':
      return ok ? { kind: 'mail', ok } : { kind: 'mail', ok, reason }
    case 'script':
      return ok ? { kind: 'script', ok, variables: { answer: value, favorite: value } } : { kind: 'script', ok, reason }
    case 'model': {
      const spentNow = { answers: work.spent.answers + 1, tokens: work.spent.tokens + 1_000 }
      const calls = work.tools
        .filter(() => typeof value === 'string')
        .map(({ name }) => ({ name, arguments: JSON.stringify(value) }))
      return ok ? { kind: 'model', ok, text, calls, spent: spentNow } : { kind: 'model', ok, reason }
    }
    case 'link':
      return { kind: 'link', url: ok ? 'https://desk.example/c/1' : '' }
    case 'webhook':
      return ok ? { kind: 'delivered' } : { kind: 'undelivered', work, reason, isFinal: value === null }
    case 'notice':
      return { kind: 'delivered' }
    case 'start':
      return { kind: 'start', target: work.target }
    case 'time_out':
      return { kind: 'time_out', action: work.action, version: work.version }
    case 'link_end':
      return { kind: 'link_ended' }
  }
}
