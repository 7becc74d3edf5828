import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold } from '../conversation/conversation.ts'
import type { ConversationEvent, StateChange } from '../conversation/event.ts'
import { type Deadlines, idleTimes } from '../routing/routing.ts'
import {
  by,
  claims,
  contactSays,
  conversationId,
  noon,
  opens,
  operator,
  operatorSays,
  program,
  say,
  type Talk,
  talk,
  team,
  told,
  world,
} from '../testing.ts'
import { after, type Instant, toRfc3339 } from '../time.ts'
import type { Command } from './command.ts'

const ana = operator({ name: 'Ana' })
const secondsAfter = (seconds: number) => after(noon, seconds * 1_000)
const stillHere: Command = { type: 'put_off_end' }
const half: NonNullable<Deadlines['idle']> = { afterSeconds: 1_800, outcome: 'hand_back' }

/** Ana has taken it over at noon. Rows are done when their time has come, at the moment that `at` names. */
class Idle {
  readonly talk: Talk
  #rows: { due: Instant; row: Talk['works'][number] }[] = []

  constructor(idle: Deadlines['idle'] = half) {
    this.talk = talk(world({ team: team([ana]), interactions: { survey: [say('How was it?')] } }))
    this.settings(idle)
    this.talk.does(opens())
    this.talk.does(claims(ana))
  }

  settings(idle: Deadlines['idle']): void {
    this.talk.world.team.putWorkspace({ deadlines: idle === undefined ? {} : { idle } })
  }

  /** What was written because of the clock alone, in short. */
  at(seconds: number): string[] {
    return told(this.events(seconds))
  }

  events(seconds: number): ConversationEvent[] {
    const before = this.talk.events.length
    this.#take()
    this.talk.world.now = secondsAfter(seconds)
    let row = this.#next()
    while (row !== undefined) {
      const { id, epoch, work } = row
      if (work.kind === 'deadline') {
        const { deadline, group: asked, since } = work
        this.talk.does({ type: 'meet_deadline', work: { id, epoch }, deadline, group: asked, since })
      }
      this.#take()
      row = this.#next()
    }
    return this.talk.events.slice(before)
  }

  /** Somebody does something so many seconds after noon, before any row that is due then. */
  does(seconds: number, command: Command): void {
    this.#take()
    this.talk.world.now = secondsAfter(seconds)
    this.talk.does(command)
  }

  #take(): void {
    for (const row of this.talk.works.splice(0)) {
      const milliseconds = 'milliseconds' in row.work ? row.work.milliseconds : 0
      this.#rows.push({ due: after(this.talk.world.now, milliseconds), row })
    }
  }

  #next() {
    const at = this.#rows.findIndex(({ due }) => due <= this.talk.world.now)
    return at === -1 ? undefined : this.#rows.splice(at, 1)[0]?.row
  }
}

const last = (one: Idle) => one.talk.events.at(-1)?.data as StateChange

describe('a conversation in which nobody writes any more', () => {
  test('[HO-8] [HO-17] it goes back to the bot, or is closed', () => {
    for (const [outcome, type, state] of [
      ['hand_back', 'handed_over', 'open'],
      ['close', 'closed', 'closed'],
    ] as const) {
      const one = new Idle({ afterSeconds: 1_800, outcome })
      expect(one.at(1_740)).toEqual(['end_announced'])
      expect(one.at(1_799)).toEqual([])
      expect(one.at(1_800)).toEqual([type])
      expect(last(one).reason).toBe('idle')
      expect(one.talk.record.conversation.status).toBe(state)
      expect(one.talk.world.team.seat(ana.id)?.load).toBe(0)
    }
  })

  test('[HO-17] whatever somebody writes puts it off, also the bot that the owner lets speak; a note does not', () => {
    const survey: Command = { type: 'start_interaction', interaction: 'survey', by: by(ana), cause: 'desk' }
    for (const said of [contactSays('one more thing'), operatorSays(ana), survey]) {
      const one = new Idle()
      one.does(1_200, said)
      expect(one.at(2_939)).toEqual([])
      expect(one.at(2_940)).toEqual(['end_announced'])
      one.does(2_950, said)
      expect(one.at(4_689)).toEqual([])
      expect(one.at(4_690)).toEqual(['end_announced'])
      one.does(4_700, operatorSays(ana, 'a note', true))
      expect(one.at(4_750)).toEqual(['handed_over'])
    }
  })
})

describe('the warning', () => {
  test('[A-12] it is one event for contact and owner, with the moment of the end and how it ends', () => {
    const one = new Idle({ afterSeconds: 1_800, outcome: 'close', warnSeconds: 300 })
    const [event] = one.events(1_500)
    expect(event).toMatchObject({
      type: 'end_announced',
      actor: { kind: 'system' },
      data: { until: toRfc3339(secondsAfter(1_800)), outcome: 'close', cause: 'timer' },
    })
  })

  test.each([
    [{ afterSeconds: 1_800 }, 1_800, 60],
    [{ afterSeconds: 1_800, warnSeconds: 300 }, 1_800, 300],
    [{ afterSeconds: 100 }, 100, 50],
    [{ afterSeconds: 40 }, 40, 20],
    // Kept before there were limits.
    [{ afterSeconds: 600, warnSeconds: 599 }, 600, 300],
    [{ afterSeconds: 600, warnSeconds: 1 }, 600, 20],
    [{ afterSeconds: 1 }, 40, 20],
  ])(
    '[A-12] at least 20 s, a minute where nothing is said, and never more than half of the time: %j',
    (set, after_, warn) => {
      expect(idleTimes(set)).toEqual({ afterSeconds: after_, warnSeconds: warn })
    },
  )

  test('[A-12] however late it comes, as after a crash, the end comes the whole warning after it', () => {
    const one = new Idle()
    expect(one.at(9_000)).toEqual(['end_announced'])
    expect(one.at(9_059)).toEqual([])
    expect(one.at(9_060)).toEqual(['handed_over'])
  })

  test('[A-12] a row of an end that nobody announced, as an older version set it, warns first', () => {
    const one = new Idle()
    const { id, epoch, work } = one.talk.works.splice(0)[0] ?? {}
    if (id === undefined || epoch === undefined || work?.kind !== 'deadline') throw new Error('no row was set')
    one.does(1_800, {
      type: 'meet_deadline',
      work: { id, epoch },
      deadline: 'idle',
      group: work.group,
      since: work.since,
    })
    expect(told(one.talk.events).at(-1)).toBe('end_announced')
    expect(one.at(1_860)).toEqual(['handed_over'])
  })

  test('[A-12] what was announced holds as it was said, unless the deadline is turned off', () => {
    const longer = new Idle()
    longer.at(1_740)
    longer.settings({ afterSeconds: 7_200, outcome: 'close' })
    expect(longer.at(1_800)).toEqual(['closed'])
    const off = new Idle()
    off.at(1_740)
    off.settings(undefined)
    expect(off.at(9_000)).toEqual([])
  })

  test('[A-12] [U-02] snoozing takes it back', () => {
    const one = new Idle()
    one.at(1_740)
    one.does(1_750, { type: 'snooze', until: secondsAfter(3_000), by: by(ana), cause: 'desk' })
    expect(one.talk.refused(stillHere)).toEqual({ kind: 'nothing_ends' })
    expect(one.at(4_739)).toEqual([])
    expect(one.at(4_740)).toEqual(['end_announced'])
  })
})

describe('who is still there', () => {
  test('[A-12] each time it is put off by a whole idle period, as often as the contact likes, without a message', () => {
    const one = new Idle({ afterSeconds: 600, outcome: 'close' })
    for (let times = 0, saidAt = 0; times < 20; times += 1) {
      expect(one.at(saidAt + 539)).toEqual([])
      expect(one.at(saidAt + 540)).toEqual(['end_announced'])
      saidAt += 570
      one.does(saidAt, stillHere)
      expect(told(one.talk.events).at(-1)).toBe('end_put_off')
    }
    const { lastLine, holder } = one.talk.record.conversation
    expect([lastLine?.by, holder.state]).toEqual(['chatbot', 'taken_over'])
    expect(one.at(20 * 570 + 540)).toEqual(['end_announced'])
    expect(one.at(20 * 570 + 600)).toEqual(['closed'])
  })

  test('[A-12] said twice of one warning is once; it is the contact who says it, and the owner keeps it', () => {
    const one = new Idle()
    one.at(1_740)
    const { epoch } = one.talk.record.conversation
    one.does(1_750, stillHere)
    one.does(1_790, stillHere)
    expect(told(one.talk.events).filter((type) => type === 'end_put_off')).toHaveLength(1)
    expect(one.talk.events.at(-1)).toMatchObject({ actor: { kind: 'contact' }, epoch, data: { cause: 'channel' } })
    expect(one.at(1_750 + 1_740)).toEqual(['end_announced'])
  })

  test('[A-12] where nothing was announced, or somebody has written since, there is nothing to put off', () => {
    const one = new Idle()
    expect(one.talk.refused(stillHere)).toEqual({ kind: 'nothing_ends' })
    one.at(1_740)
    one.does(1_745, contactSays('here I am'))
    expect(one.talk.refused(stillHere)).toEqual({ kind: 'nothing_ends' })
    one.does(1_746, { type: 'hand_over', by: program, cause: 'api' })
    expect(one.talk.refused(stillHere)).toEqual({ kind: 'nothing_ends' })
  })

  test('[A-12] after the moment, but before the end is written, it still counts; after that it is too late', () => {
    for (const outcome of ['hand_back', 'close'] as const) {
      const early = new Idle({ ...half, outcome })
      early.at(1_740)
      early.does(1_801, stillHere)
      expect(early.at(1_802)).toEqual([])
      expect(early.at(1_801 + 1_740)).toEqual(['end_announced'])
      const late = new Idle({ ...half, outcome })
      late.at(1_740)
      late.at(1_800)
      expect(late.talk.refused(stillHere)).toEqual({ kind: outcome === 'close' ? 'closed' : 'nothing_ends' })
    }
  })
})

const anyIdle = fc.record({
  afterSeconds: fc.constantFrom(1, 40, 100, 600),
  warnSeconds: fc.constantFrom(undefined, 1, 20, 60, 500),
  outcome: fc.constantFrom('close' as const, 'hand_back' as const),
})
const anyStep = fc.oneof(
  fc.record({ does: fc.constantFrom('contact', 'owner', 'note', 'here', 'snooze', 'wake'), later: fc.nat(200) }),
  fc.record({ set: anyIdle, later: fc.nat(200) }),
  // Nobody does anything, and the rows are done late, or in time.
  fc.record({ later: fc.nat(700) }),
  fc.record({ later: fc.nat(100) }),
)

/** What was said, as far as it puts off the end. */
const isSign = (event: ConversationEvent) =>
  event.type === 'end_put_off' ||
  event.type === 'snoozed' ||
  (event.type === 'message' && event.data.note !== true) ||
  event.type === 'taken_over'

test('[A-12] [HO-17] whatever anybody does in whatever order, nothing ends but 20 s or more after a warning that nobody answered, and silence ends it', () => {
  fc.assert(
    fc.property(anyIdle, fc.array(anyStep, { maxLength: 25 }), (first, steps) => {
      const settingsOf = ({ warnSeconds, ...idle }: typeof first) =>
        warnSeconds === undefined ? idle : { ...idle, warnSeconds }
      const one = new Idle(settingsOf(first))
      let now = 0
      for (const step of steps) {
        now += step.later
        if ('set' in step) one.settings(settingsOf(step.set))
        if ('does' in step && one.talk.record.conversation.holder.state === 'taken_over') act(one, now, step.does)
        else one.at(now)
        expect(fold(conversationId, one.talk.events)).toEqual(one.talk.record.conversation)
      }
      for (let rest = 1; rest <= 8; rest += 1) one.at(now + rest * 700)
      const { events } = one.talk
      const end = events.findIndex(({ type }) => type === 'closed' || type === 'handed_over')
      expect(end).toBeGreaterThan(0)
      const before = events.slice(0, end).filter((event) => isSign(event) || event.type === 'end_announced')
      const [warning, ended] = [before.at(-1), events[end]]
      expect(warning?.type).toBe('end_announced')
      expect((ended?.at ?? 0) - (warning?.at ?? 0)).toBeGreaterThanOrEqual(20_000)
    }),
    { seed: 20_261_123, numRuns: 300 },
  )
})

function act(one: Idle, now: number, deed: string): void {
  const until = deed === 'snooze' ? secondsAfter(now + 90) : null
  if (deed === 'contact') one.does(now, contactSays('words'))
  else if (deed === 'owner' || deed === 'note') one.does(now, operatorSays(ana, 'words', deed === 'note'))
  else if (deed === 'snooze' || deed === 'wake') one.does(now, { type: 'snooze', until, by: by(ana), cause: 'desk' })
  else {
    one.at(now)
    if (one.talk.record.conversation.holder.state !== 'taken_over') return
    const isWarned = one.talk.events.findLast((event) => isSign(event) || event.type === 'end_announced')
    if (isWarned?.type === 'end_announced') one.does(now, stillHere)
    else if (isWarned?.type !== 'end_put_off') expect(one.talk.refused(stillHere)).toEqual({ kind: 'nothing_ends' })
  }
}
