/** Random commands over several conversations, against a small model that shares no rule with the code it checks. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededChance } from '../chance.ts'
import { fold } from '../conversation/conversation.ts'
import type { ConversationEvent, StateChange } from '../conversation/event.ts'
import { ownerOf, snoozedUntilOf } from '../conversation/holder.ts'
import type { ConversationRecord } from '../conversation/record.ts'
import type { OperatorStateSettings } from '../handoff/settings.ts'
import type { ConversationId, OperatorId } from '../ids.ts'
import type { PresenceStatus, Role } from '../routing/team.ts'
import {
  bot,
  by,
  contactSays,
  countingIds,
  end,
  flowOf,
  group,
  hold,
  jump,
  mark,
  minutesAfter,
  opening,
  operator,
  operatorId,
  program,
  say,
  setOperatorStateTo,
  team,
  wait,
  whenSet,
  world,
} from '../testing.ts'
import { fromRfc3339, type Instant } from '../time.ts'
import type { Command } from './command.ts'
import { type Change, decide } from './decide.ts'
import type { Work } from './draft.ts'

const seed = 20_260_108
const flow = flowOf(
  bot({
    welcome: [say('Welcome'), whenSet('slow_start', say('Wait'), wait()), mark('seen')],
    slow: [say('Looking'), wait(), say('Found', 'it'), wait(), say('Done')],
    ask: [say('Name?'), hold('answer', say('Thanks {{ answer }}'), jump('slow'))],
    person: [say('One moment'), setOperatorStateTo('operator_takeover'), say('Nobody'), wait(), say('Still nobody')],
    online: [
      setOperatorStateTo('operator_takeover', {
        operatorsGroup: 'support',
        assignOperator: 'less_busy',
        onlyOnlineOperators: true,
      }),
      say('Nobody is online'),
    ],
    named: [
      setOperatorStateTo('operator_takeover', { assignOperator: 'specific', operator: 'op_1@team.example' }),
      say('{{ chat_operator_reason }}'),
    ],
    request: [
      setOperatorStateTo('request_operator', { operatorsGroup: 'sales', assignOperator: 'random' }),
      wait(),
      say('Soon'),
    ],
    back: [setOperatorStateTo('chatbot_controlled'), say('Me again'), wait(), say('Still me')],
    loop: [say('Again'), jump('loop')],
    bye: [say('Bye'), end(), say('Never')],
    fallback: [say('I did not get that')],
  }),
)
const interactions = ['slow', 'ask', 'person', 'online', 'named', 'request', 'back', 'loop', 'bye']
const groupNames = ['support', 'sales', 'empty', 'former']
const countOfOperators = 4
const countOfConversations = 3
const idOf = (index: number): OperatorId => operatorId(String(index))

type Member = {
  capacity: number | null
  status: PresenceStatus
  role: Role
  enabled: boolean
  groups: readonly ('support' | 'sales')[]
}

const anyMember = fc.record<Member>({
  capacity: fc.option(fc.nat({ max: 3 })),
  status: fc.constantFrom('online', 'online', 'busy', 'away', 'offline'),
  role: fc.constantFrom('operator', 'operator', 'supervisor', 'admin'),
  enabled: fc.constantFrom(true, true, true, false),
  groups: fc.subarray(['support', 'sales']),
})

/** An operator by index, or a program. */
type Who = number | 'program'

type Step =
  | { type: 'contact'; at: number; text: string; variables: Record<string, string> }
  | { type: 'operator'; at: number; who: number; isNote: boolean }
  | { type: 'claim'; at: number; who: number }
  | { type: 'to_operator'; at: number; to: number; who: Who; from: number | null }
  | { type: 'to_group'; at: number; to: 'support' | 'sales'; who: Who }
  | { type: 'hand_over'; at: number; who: Who; interaction: string | null }
  | { type: 'state'; at: number; settings: OperatorStateSettings; who: Who }
  | { type: 'start'; at: number; interaction: string; who: Who }
  | { type: 'lock' | 'unlock' | 'close'; at: number; who: Who }
  | { type: 'snooze'; at: number; who: Who; minutes: number | null }
  | { type: 'label'; at: number; tag: string; who: Who }
  | { type: 'end_chat' | 'rate' | 'put_off_end'; at: number }
  | { type: 'answer'; at: number; which: number }
  | { type: 'queue'; at: number }
  | { type: 'member'; who: number; member: Member }

const at = fc.nat({ max: countOfConversations - 1 })
const anyOperator = fc.nat({ max: countOfOperators - 1 })
const who = fc.oneof<fc.Arbitrary<Who>[]>(anyOperator, anyOperator, fc.constant('program'))
const anyInteraction = fc.constantFrom(...interactions)
const settings: fc.Arbitrary<OperatorStateSettings> = fc
  .record({
    mode: fc.constantFrom<OperatorStateSettings['mode'][]>(
      'request_operator',
      'operator_takeover',
      'chatbot_controlled',
    ),
    operatorsGroup: fc.option(fc.constantFrom(...groupNames), { nil: undefined }),
    assignOperator: fc.option(fc.constantFrom('random', 'less_busy', 'specific'), { nil: undefined }),
    named: fc.nat({ max: countOfOperators }),
    onlyOnlineOperators: fc.option(fc.boolean(), { nil: undefined }),
  })
  .map(({ mode, operatorsGroup, assignOperator, named, onlyOnlineOperators }) => ({
    mode,
    ...(operatorsGroup === undefined ? {} : { operatorsGroup }),
    ...(assignOperator === undefined ? {} : { assignOperator }),
    ...(assignOperator === 'specific' ? { operator: `${named}@team.example` } : {}),
    ...(onlyOnlineOperators === undefined ? {} : { onlyOnlineOperators }),
  }))

const minutesOfLongestSnooze = 366 * 24 * 60

const anyStep = fc.oneof<fc.WeightedArbitrary<Step>[]>(
  {
    weight: 6,
    arbitrary: fc.record<Step & { type: 'contact' }>({
      type: fc.constant('contact'),
      at,
      text: fc.oneof(anyInteraction, fc.constant('blah')),
      variables: fc.constantFrom({}, {}, { user_name: 'Carl' }, { slow_start: 'yes' }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record<Step & { type: 'operator' }>({
      type: fc.constant('operator'),
      at,
      who: anyOperator,
      isNote: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record<Step & { type: 'claim' }>({ type: fc.constant('claim'), at, who: anyOperator }) },
  {
    weight: 2,
    arbitrary: fc.record<Step & { type: 'to_operator' }>({
      type: fc.constant('to_operator'),
      at,
      to: anyOperator,
      who,
      from: fc.option(anyOperator, { freq: 5 }).map((from) => from),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record<Step & { type: 'to_group' }>({
      type: fc.constant('to_group'),
      at,
      to: fc.constantFrom('support', 'sales'),
      who,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record<Step & { type: 'hand_over' }>({
      type: fc.constant('hand_over'),
      at,
      who,
      interaction: fc.option(anyInteraction),
    }),
  },
  { weight: 4, arbitrary: fc.record<Step & { type: 'state' }>({ type: fc.constant('state'), at, settings, who }) },
  {
    weight: 3,
    arbitrary: fc.record<Step & { type: 'start' }>({
      type: fc.constant('start'),
      at,
      interaction: anyInteraction,
      who,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record<Step & { type: 'lock' | 'unlock' | 'close' }>({
      type: fc.constantFrom('lock', 'unlock', 'unlock', 'close'),
      at,
      who,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record<Step & { type: 'snooze' }>({
      type: fc.constant('snooze'),
      at,
      who,
      minutes: fc.option(fc.constantFrom(0, 1, 5, 20, minutesOfLongestSnooze, minutesOfLongestSnooze + 1)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record<Step & { type: 'end_chat' | 'rate' | 'put_off_end' }>({
      type: fc.constantFrom('end_chat', 'rate', 'rate', 'put_off_end'),
      at,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record<Step & { type: 'label' }>({
      type: fc.constant('label'),
      at,
      tag: fc.constantFrom('a', 'b'),
      who,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record<Step & { type: 'answer' }>({ type: fc.constant('answer'), at, which: fc.nat({ max: 3 }) }),
  },
  { weight: 3, arbitrary: fc.record<Step & { type: 'queue' }>({ type: fc.constant('queue'), at }) },
  {
    weight: 1,
    arbitrary: fc.record<Step & { type: 'member' }>({
      type: fc.constant('member'),
      who: anyOperator,
      member: anyMember,
    }),
  },
)

/** What the model knows of a conversation: who holds it, by the words of section 2 alone. */
type Held = {
  status: 'open' | 'closed'
  state: 'chatbot_controlled' | 'operator_requested' | 'taken_over'
  owner: OperatorId | null
  epoch: number
  seq: number
  locked: boolean
  /** As it was last said, if nothing has ended it since but time. */
  snoozedUntil: Instant | null
}

type Place = {
  id: ConversationId
  record: ConversationRecord
  events: ConversationEvent[]
  works: Work[]
  suppressed: Set<string>
  held: Held
}

/** Moves that are allowed; closing besides from anywhere. */
const table: Record<string, [Held['state'], Held['state']][]> = {
  operator_requested: [
    ['chatbot_controlled', 'operator_requested'],
    ['operator_requested', 'operator_requested'],
  ],
  taken_over: [
    ['chatbot_controlled', 'taken_over'],
    ['operator_requested', 'taken_over'],
  ],
  transferred: [
    ['taken_over', 'taken_over'],
    ['taken_over', 'operator_requested'],
  ],
  handed_over: [
    ['operator_requested', 'chatbot_controlled'],
    ['taken_over', 'chatbot_controlled'],
  ],
}

const seenTypes = new Set<string>()
const seenRefusals = new Set<string>()
const seenOutcomes = new Set<string>()

/** What the model says of a command beforehand: refused how, or what it first comes to; null where a flow decides. */
type Expected = { refused: string } | { nothing: true } | { to: Held['state']; owner?: OperatorId } | null

class Model {
  readonly members: Member[]
  readonly places: (Place | null)[] = Array.from({ length: countOfConversations }, () => null)
  readonly world
  readonly #newId = countingIds()
  #minute = 0

  constructor(members: Member[], chosen: number) {
    this.members = members
    const seats = members.map((member, index) => this.#seat(index, member))
    const known = team(seats)
    known.putGroup(group('support'), { automatic: true })
    this.world = world({ team: known, flow, chance: seededChance(chosen), newId: this.#newId })
  }

  step(step: Step): void {
    this.#minute += 1
    if (step.type === 'member') this.#changeMember(step.who, step.member)
    else this.#say(step, this.places[step.at] ?? null)
  }

  #say(step: Exclude<Step, { type: 'member' }>, place: Place | null): void {
    if (step.type === 'contact' && (place === null || place.held.status === 'closed')) this.#open(step, place)
    else if (place !== null) {
      const command = this.#commandOf(step, place)
      if (command !== null) this.#try(place, command)
    }
  }

  #open(step: Step & { type: 'contact' }, previous: Place | null): void {
    const id = this.#newId('conversation')
    const held: Held = {
      status: 'open',
      state: 'chatbot_controlled',
      owner: null,
      epoch: 0,
      seq: 0,
      ...{ locked: false, snoozedUntil: null },
    }
    const command: Command = {
      ...contactSays(step.text, { variables: step.variables }),
      opening: opening({ previous: previous?.id ?? null }),
    }
    const decided = decide(id, null, command, this.#now())
    if (!decided.ok) throw new Error(`an opening was refused: ${decided.refusal.kind}`)
    const place: Place = { id, record: decided.value.record, events: [], works: [], suppressed: new Set(), held }
    this.places[step.at] = place
    this.#take(place, command, decided.value)
  }

  #try(place: Place, command: Command): void {
    const expected = this.#expect(place, command)
    const before = { record: JSON.stringify(place.record), loads: this.#loads() }
    const wasTakenOver = place.held.owner !== null
    const decided = decide(place.id, place.record, command, this.#now())
    if (!decided.ok) {
      seenRefusals.add(decided.refusal.kind)
      expect({ refused: decided.refusal.kind }).toEqual(expected)
      expect({ record: JSON.stringify(place.record), loads: this.#loads() }).toEqual(before)
      return
    }
    expect(JSON.stringify(place.record)).toBe(before.record)
    expect(expected === null || !('refused' in expected)).toBe(true)
    const { events } = decided.value
    if (expected !== null && 'nothing' in expected) expect(events).toEqual([])
    const first = events.map(({ event }) => changeIn(event)).find((change) => change !== null)
    if (expected !== null && 'to' in expected) {
      expect(first?.to.chatState).toBe(expected.to)
      if (expected.owner) expect(first?.to.operator?.id).toBe(expected.owner)
    }
    if (command.type === 'contact_says' && wasTakenOver) {
      expect(decided.value.turns).toEqual([])
      expect(events.every(({ event }) => event.actor.kind === 'contact')).toBe(true)
    }
    if (command.type === 'set_operator_state') this.#checkOutcome(place.held, command.settings, decided.value)
    this.#take(place, command, decided.value)
  }

  /** Follows the log event by event, then compares the record with what it came to. */
  #take(place: Place, command: Command, change: Change): void {
    const { held } = place
    const loads = this.#loads()
    for (const { event } of change.events) {
      seenTypes.add(event.type)
      held.seq += 1
      const moved = changeIn(event)
      if (moved !== null) this.#move(held, event.type, moved, loads)
      if (event.type === 'locked' || event.type === 'unlocked') held.locked = event.type === 'locked'
      if (event.type === 'snoozed') held.snoozedUntil = fromRfc3339(event.data.until ?? '')
      if (event.type === 'message' && event.actor.kind === 'contact') held.snoozedUntil = null
      expect([event.seq, event.epoch]).toEqual([held.seq, held.epoch])
      if (event.type === 'message' && event.actor.kind === 'chatbot' && !event.data.note && held.state === 'taken_over')
        expect(['desk', 'api']).toContain(event.data.cause)
      if (event.type === 'bot_output_suppressed') {
        expect(place.suppressed.has(event.data.turn)).toBe(false)
        place.suppressed.add(event.data.turn)
      }
      place.events.push(event)
    }
    place.works.push(...change.works)
    if (command.type === 'finish_work') expect(change.finished).toBe(command.work.id)
    const stored = JSON.parse(JSON.stringify(change.record))
    expect(stored).toStrictEqual(change.record)
    place.record = stored
    this.#checkRecord(place)
    this.#checkLoads(change, command)
  }

  #move(held: Held, type: string, { from, to, overLimit }: StateChange, loads: Map<OperatorId, number>): void {
    const owner = to.chatState === 'taken_over' ? (to.operator?.id ?? null) : null
    expect(from.chatState).toBe(held.state)
    expect(from.chatState === 'taken_over' ? from.operator?.id : null).toBe(held.owner)
    expect(held.status).toBe('open')
    if (type === 'closed') {
      expect(to.chatState).toBe('chatbot_controlled')
      held.status = 'closed'
    } else expect(table[type]).toContainEqual([from.chatState, to.chatState])
    if (owner !== null && owner !== held.owner) {
      const member = this.members[indexOf(owner)]
      const isFull = member?.capacity != null && (loads.get(owner) ?? 0) >= member.capacity
      expect([member?.enabled, isFull]).toEqual([true, overLimit ?? false])
    }
    if (held.owner !== null) loads.set(held.owner, (loads.get(held.owner) ?? 0) - 1)
    if (owner !== null) loads.set(owner, (loads.get(owner) ?? 0) + 1)
    if (to.chatState !== held.state || owner !== held.owner) {
      held.epoch += 1
      held.snoozedUntil = null
    }
    held.state = to.chatState
    held.owner = owner
  }

  #checkRecord({ record, held, events, id }: Place): void {
    const { conversation, flow: bots } = record
    expect({
      status: conversation.status,
      state: conversation.holder.state,
      owner: ownerOf(conversation.holder),
      epoch: conversation.epoch,
      seq: conversation.lastSeq,
      locked: conversation.locked,
      snoozedUntil: snoozedUntilOf(conversation.holder, this.#now().now),
    }).toEqual({ ...held, snoozedUntil: this.#snoozedNow(held) })
    expect(held.state === 'taken_over').toBe(held.owner !== null)
    if (held.status === 'closed') {
      expect(held.state).toBe('chatbot_controlled')
      expect(bots).toMatchObject({ turn: null, queue: [], waiting: null })
    }
    if (bots.turn === null) expect(bots.queue).toEqual([])
    else {
      expect(bots.turn.suspended).not.toBeNull()
      expect(bots.turn.epoch).toBe(held.epoch)
    }
    if (held.state === 'taken_over')
      for (const input of [...(bots.turn ? [bots.turn.input] : []), ...bots.queue])
        expect(input.kind).toBe('interaction')
    if (events.length % 10 === 0) expect(fold(id, events)).toEqual(conversation)
  }

  #snoozedNow({ snoozedUntil }: Held): Instant | null {
    return snoozedUntil !== null && snoozedUntil > this.#now().now ? snoozedUntil : null
  }

  #checkLoads(change: Change, command: Command): void {
    const recount = this.#loads()
    for (const [index] of this.members.entries()) {
      const id = idOf(index)
      expect([command.type, id, this.world.team.seat(id)?.load]).toEqual([command.type, id, recount.get(id) ?? 0])
    }
    const { events } = change
    const net = new Map<OperatorId, number>()
    for (const { event } of events) {
      const moved = changeIn(event)
      if (moved === null) continue
      const [from, to] = [moved.from, moved.to].map((view) =>
        view.chatState === 'taken_over' ? view.operator?.id : undefined,
      )
      if (from === to) continue
      if (from) net.set(from, (net.get(from) ?? 0) - 1)
      if (to) net.set(to, (net.get(to) ?? 0) + 1)
    }
    expect(change.loads).toEqual(net)
  }

  #checkOutcome(held: Held, chosen: OperatorStateSettings, { result, events }: Change): void {
    if (result === null) throw new Error('the action has no result')
    const { outcome, reason } = result
    seenOutcomes.add(`${outcome} ${reason}`)
    if (outcome === 'unchanged') expect(events.map(({ event }) => event.type)).toEqual(['assignment_skipped'])
    const byHand = this.#actByHand(held, chosen)
    expect({ outcome, reason }).toEqual({ outcome: byHand.outcome, reason: byHand.reason })
    if (outcome !== 'assigned') return
    const owner = changeIn(events[0]?.event)?.to.operator?.id
    expect(result.decision.picked).toBe(owner)
    expect(byHand.picks).toContain(owner)
  }

  /** The action by hand: filters one after another, then the pick. */
  #actByHand(
    held: Held,
    { mode, operatorsGroup, assignOperator, operator: named, onlyOnlineOperators }: OperatorStateSettings,
  ) {
    if (mode === 'chatbot_controlled') return { outcome: 'returned', reason: null }
    const loads = this.#loads()
    const everybody = this.members.map((one, index) => ({ ...one, id: idOf(index), load: loads.get(idOf(index)) ?? 0 }))
    const isNamed = assignOperator === 'specific'
    const enabled = everybody.filter((one) => one.enabled && (!isNamed || named === `${indexOf(one.id)}@team.example`))
    const inGroup = enabled.filter(
      ({ groups }) => operatorsGroup === undefined || groups.some((name) => name === operatorsGroup),
    )
    const online = inGroup.filter(({ status }) => !onlyOnlineOperators || status === 'online')
    const free = online.filter(({ capacity, load }) => capacity === null || load < capacity)
    const isOwned = held.owner !== null
    if (isOwned && (mode === 'request_operator' || online.some(({ id }) => id === held.owner)))
      return { outcome: 'unchanged', reason: 'already_taken_over' }
    const none = isNamed ? (enabled.length === 0 ? 'unknown_operator' : 'not_in_group') : 'empty_group'
    const reason =
      inGroup.length === 0 ? none : online.length === 0 ? 'none_online' : free.length === 0 ? 'all_full' : null
    if (reason !== null) return { outcome: onlyOnlineOperators || isOwned ? 'unchanged' : 'requested', reason }
    if (mode === 'request_operator') return { outcome: 'requested', reason }
    const lowest = Math.min(...free.map(({ load }) => load))
    const picks = free.filter(({ load }) => assignOperator !== 'less_busy' || load === lowest).map(({ id }) => id)
    return { outcome: 'assigned', reason, picks }
  }

  #expect(place: Place, command: Command): Expected {
    const { held } = place
    const isClosed = held.status === 'closed'
    const isBarred = (mover: { operator: OperatorId | null; role: Role }) =>
      held.owner !== null && held.owner !== mover.operator && mover.role === 'operator'
    switch (command.type) {
      case 'contact_says':
        return isClosed ? { refused: 'closed' } : held.locked ? { nothing: true } : null
      // Where nobody turned offers on there is none: to decline nothing changes nothing.
      case 'accept_offer':
      case 'decline_offer':
      case 'show_up':
        return { nothing: true }
      case 'claim':
        return isClosed ? { refused: 'closed' } : this.#expectClaim(held, command.operator)
      case 'operator_says': {
        const member = this.members[indexOf(command.operator)]
        if (!member?.enabled) return { refused: 'operator_disabled' }
        if (command.isNote) return null
        if (isClosed) return { refused: 'closed' }
        if (held.owner === null) return this.#expectClaim(held, command.operator)
        return held.owner !== command.operator && member.role === 'operator' ? { refused: 'owned' } : null
      }
      case 'transfer': {
        if (isClosed) return { refused: 'closed' }
        if (command.from !== undefined && command.from !== held.owner) return { refused: 'owner_differs' }
        if (isBarred(command.by)) return { refused: 'owned' }
        if ('group' in command.to) return null
        const to = command.to.operator
        if (to === held.owner) return { nothing: true }
        if (!this.members[indexOf(to)]?.enabled) return { refused: 'operator_disabled' }
        if (this.#isFull(to) && command.by.role === 'operator') return { refused: 'operator_full' }
        return { to: 'taken_over', owner: to }
      }
      case 'hand_over':
        if (isClosed) return { refused: 'closed' }
        if (isBarred(command.by)) return { refused: 'owned' }
        return held.state === 'chatbot_controlled' ? null : { to: 'chatbot_controlled' }
      case 'lock':
      case 'unlock':
        if (isClosed) return { refused: 'closed' }
        if (isBarred(command.by)) return { refused: 'owned' }
        return held.locked === (command.type === 'lock') ? { nothing: true } : null
      case 'close':
        if (isClosed) return { nothing: true }
        return isBarred(command.by) ? { refused: 'owned' } : { to: 'chatbot_controlled' }
      case 'end_chat':
        return isClosed ? { nothing: true } : { to: 'chatbot_controlled' }
      case 'rate':
        return isClosed ? null : { refused: 'still_open' }
      // Without deadlines no end is announced.
      case 'put_off_end':
        return { refused: isClosed ? 'closed' : 'nothing_ends' }
      case 'identify':
        return isClosed ? { refused: 'closed' } : null
      case 'snooze': {
        if (isClosed) return { refused: 'closed' }
        if (held.owner === null) return { refused: 'not_taken_over' }
        if (isBarred(command.by)) return { refused: 'owned' }
        const ahead = command.until === null ? null : (command.until - this.#now().now) / 60_000
        if (ahead !== null && (ahead <= 0 || ahead > minutesOfLongestSnooze)) return { refused: 'snooze_out_of_range' }
        return command.until === this.#snoozedNow(held) ? { nothing: true } : null
      }
      case 'set_operator_state':
      case 'start_interaction':
        if (isClosed) return { refused: 'closed' }
        return isBarred(command.by) ? { refused: 'owned' } : null
      case 'label':
        return isClosed ? { refused: 'closed' } : null
      case 'finish_work':
        return isClosed ? { nothing: true } : null
      case 'assign_waiting':
        return this.#expectQueue(place)
      case 'lose_group':
      case 'meet_deadline':
        return null
      case 'lose_operator':
        return held.owner === command.operator ? { to: 'operator_requested' } : null
    }
  }

  /** [RO-21] In this model requests for `support` are assigned by themselves, to whoever is online with room. */
  #expectQueue({ held, record }: Place): Expected {
    const { holder } = record.conversation
    if (held.status === 'closed' || holder.state !== 'operator_requested') return { nothing: true }
    if (holder.group !== group('support').id) return { nothing: true }
    const loadOf = (index: number) => this.#loads().get(idOf(index)) ?? 0
    const free = this.members.flatMap(({ enabled, groups, status, capacity }, index) =>
      enabled && groups.includes('support') && status === 'online' && (capacity === null || loadOf(index) < capacity)
        ? [index]
        : [],
    )
    if (free.length === 0) return { nothing: true }
    const named = free.find((index) => idOf(index) === holder.operator)
    if (named !== undefined) return { to: 'taken_over', owner: idOf(named) }
    const least = Math.min(...free.map(loadOf))
    const best = free.filter((index) => loadOf(index) === least)
    const [only] = best
    return { to: 'taken_over', ...(best.length === 1 && only !== undefined && { owner: idOf(only) }) }
  }

  #expectClaim(held: Held, operator: OperatorId): Expected {
    if (held.owner === operator) return { nothing: true }
    if (held.owner !== null) return { refused: 'owned' }
    if (!this.members[indexOf(operator)]?.enabled) return { refused: 'operator_disabled' }
    return this.#isFull(operator) ? { refused: 'operator_full' } : { to: 'taken_over', owner: operator }
  }

  #isFull(operator: OperatorId): boolean {
    const capacity = this.members[indexOf(operator)]?.capacity ?? null
    return capacity !== null && (this.#loads().get(operator) ?? 0) >= capacity
  }

  #commandOf(step: Exclude<Step, { type: 'member' }>, place: Place): Command | null {
    const mover = (chosen: Who) =>
      chosen === 'program' ? program : by({ id: idOf(chosen), role: this.members[chosen]?.role ?? 'operator' })
    switch (step.type) {
      case 'contact':
        return contactSays(step.text, { variables: step.variables })
      case 'operator':
        return {
          type: 'operator_says',
          operator: idOf(step.who),
          text: 'Hi',
          parts: [],
          isNote: step.isNote,
          cause: 'desk',
        }
      case 'claim':
        return { type: 'claim', operator: idOf(step.who), cause: 'desk' }
      case 'to_operator': {
        const from = step.from === null ? {} : { from: idOf(step.from) }
        return { type: 'transfer', to: { operator: idOf(step.to) }, ...from, by: mover(step.who), cause: 'desk' }
      }
      case 'to_group':
        return { type: 'transfer', to: { group: group(step.to).id }, by: mover(step.who), cause: 'desk' }
      case 'hand_over': {
        const interaction = step.interaction === null ? {} : { interaction: step.interaction }
        return { type: 'hand_over', by: mover(step.who), ...interaction, cause: 'desk' }
      }
      case 'state':
        return { type: 'set_operator_state', settings: step.settings, by: mover(step.who), cause: 'api' }
      case 'start':
        return { type: 'start_interaction', interaction: step.interaction, by: mover(step.who), cause: 'api' }
      case 'lock':
      case 'unlock':
      case 'close':
        return { type: step.type, by: mover(step.who), cause: 'desk' }
      case 'end_chat':
        return { type: 'end_chat' }
      case 'put_off_end':
        return { type: 'put_off_end' }
      case 'rate':
        return { type: 'rate', score: 4 }
      case 'snooze': {
        const until = step.minutes === null ? null : minutesAfter(this.#minute + step.minutes)
        return { type: 'snooze', until, by: mover(step.who), cause: 'desk' }
      }
      case 'label':
        return {
          type: 'label',
          variables: { labelled: this.#minute },
          setTags: [step.tag],
          dropTags: ['seen'],
          by: mover(step.who),
        }
      case 'queue':
        return { type: 'assign_waiting' }
      case 'answer': {
        const [work] = place.works.splice(step.which % Math.max(1, place.works.length), 1)
        if (work === undefined) return null
        const { id, turn, epoch } = work
        return { type: 'finish_work', work: { id, turn, epoch }, answer: { kind: 'due' } }
      }
    }
  }

  /** Presence, groups, limits and roles change; who is disabled loses what they own, as the store does it. */
  #changeMember(index: number, member: Member): void {
    const { load = 0 } = this.world.team.seat(idOf(index)) ?? {}
    this.members[index] = member
    this.world.team.put({ ...this.#seat(index, member), load })
    if (member.enabled) return
    for (const place of this.places)
      if (place !== null) this.#try(place, { type: 'lose_operator', operator: idOf(index), by: program, cause: 'api' })
    expect(this.#loads().get(idOf(index)) ?? 0).toBe(0)
  }

  #seat(index: number, { groups, ...member }: Member) {
    return operator({ name: String(index), ...member, groups: groups.map((name) => group(name)) })
  }

  /** [HO-34] A recount of owned open conversations, by the model. */
  #loads(): Map<OperatorId, number> {
    const loads = new Map<OperatorId, number>()
    for (const place of this.places)
      if (place?.held.owner) loads.set(place.held.owner, (loads.get(place.held.owner) ?? 0) + 1)
    return loads
  }

  #now() {
    return { ...this.world, now: minutesAfter(this.#minute) }
  }
}

function changeIn(event: ConversationEvent | undefined): StateChange | null {
  return event !== undefined && 'to' in event.data ? event.data : null
}

function indexOf(operator: OperatorId): number {
  return Number(operator.replace('op_', ''))
}

const members = fc.array(anyMember, { minLength: countOfOperators, maxLength: countOfOperators })

test('[HO-1][HO-2][HO-3][HO-4][HO-5][HO-34][HO-36][I-01][I-02][I-03][I-05][I-15][I-24][I-28][I-36] whatever is done in whatever order, the record is what the model says', () => {
  fc.assert(
    fc.property(
      members,
      fc.nat(),
      fc.array(anyStep, { minLength: 10, maxLength: 90, size: 'max' }),
      (all, chosen, steps) => {
        const model = new Model([...all], chosen)
        for (const step of steps) model.step(step)
        for (const place of model.places)
          if (place !== null) expect(fold(place.id, place.events)).toEqual(place.record.conversation)
      },
    ),
    { seed, numRuns: 250 },
  )
  expect([...seenTypes].sort()).toEqual([
    'assignment_skipped',
    'bot_output_suppressed',
    'closed',
    'conversation_opened',
    'diagnostic',
    'handed_over',
    'locked',
    'message',
    'operator_requested',
    'rated',
    'snoozed',
    'tag_dropped',
    'tag_set',
    'taken_over',
    'transferred',
    'unlocked',
    'variable_set',
  ])
  expect([...seenRefusals].sort()).toEqual([
    'closed',
    'not_taken_over',
    'nothing_ends',
    'operator_disabled',
    'operator_full',
    'owned',
    'owner_differs',
    'snooze_out_of_range',
    'still_open',
  ])
  expect([...seenOutcomes].sort()).toEqual([
    'assigned null',
    'requested all_full',
    'requested empty_group',
    'requested not_in_group',
    'requested null',
    'requested unknown_operator',
    'returned null',
    'unchanged all_full',
    'unchanged already_taken_over',
    'unchanged empty_group',
    'unchanged none_online',
    'unchanged not_in_group',
    'unchanged unknown_operator',
  ])
}, 30_000)
