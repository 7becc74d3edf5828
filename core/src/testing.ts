/** Builders for tests of the rules: a test sets only what it is about. Everything is the same at every call. */
import { type Static, Type } from 'typebox'
import type { Chance } from './chance.ts'
import type { Command, ContactSays, Refusal } from './command/command.ts'
import { type Change, decide } from './command/decide.ts'
import type { World } from './command/world.ts'
import { type Conversation, evolve, type Names, open, viewOfHolder } from './conversation/conversation.ts'
import type { ConversationEvent, EventBody, GroupRef, Opening } from './conversation/event.ts'
import type { Holder } from './conversation/holder.ts'
import type { ConversationRecord } from './conversation/record.ts'
import type { Value, Variables } from './conversation/value.ts'
import { type Answer, type AsideWork, type Catalogue, defineAction, next, step } from './flow/action.ts'
import type { ActionDocument, BotDocument, InteractionDocument } from './flow/bot.ts'
import { compileBot } from './flow/compile.ts'
import { restingFlow } from './flow/flow.ts'
import type { FlowWorld } from './flow/flow-world.ts'
import type { Mover } from './handoff/moves.ts'
import { type OperatorStateSettings, operatorStateProperties } from './handoff/settings.ts'
import type { Origin } from './handoff/transition.ts'
import { asId, type ConversationId, type EffectId, type GroupId, idsFrom, type NewId, type OperatorId } from './ids.ts'
import { type Seat, Team } from './routing/team.ts'
import { after, type Instant, instant } from './time.ts'

/** When every test takes place, unless it says otherwise. */
export const noon: Instant = instant(Date.UTC(2026, 0, 5, 12))

export function minutesAfter(minutes: number): Instant {
  return after(noon, minutes * 60_000)
}

/** Mints `op_1`, `evt_2`, …: one count over all kinds. */
export function countingIds(): NewId {
  let count = 0
  return idsFrom(() => String(++count))
}

/** A chance that plays the given numbers; one too many, or one out of range, is an error of the test. */
export function scripted(...numbers: number[]): Chance {
  const left = [...numbers]
  return {
    below: (count) => {
      const number = left.shift()
      if (number === undefined) throw new Error(`nothing is scripted for a choice out of ${count}`)
      if (number < 0 || number >= count) throw new Error(`${number} is scripted for a choice out of ${count}`)
      return number
    },
  }
}

/** Always the first. */
export const firstWins: Chance = { below: () => 0 }

/** A group by its name; the id follows from it. */
export function group(name = 'support'): GroupRef {
  return { id: asId<'group'>(`grp_${name}`), name }
}

type SeatFields = Partial<Omit<Seat, 'groups'>> & { online?: boolean; groups?: readonly GroupRef[] }

/** An operator who is enabled, online, in *support*, without conversations and without a limit. Id and e-mail follow the name. */
export function operator({ online = true, groups = [group()], ...fields }: SeatFields = {}): Seat {
  const name = fields.name ?? 'Ana'
  const plain = name.toLowerCase().replaceAll(' ', '-')
  return {
    id: operatorId(name),
    name,
    email: `${plain}@team.example`,
    role: 'operator',
    enabled: true,
    status: online ? 'online' : 'offline',
    load: 0,
    capacity: null,
    ...fields,
    groups: groups.map(({ id }) => id),
  }
}

/** The id that `operator({ name })` has. */
export function operatorId(name: string): OperatorId {
  return asId<'operator'>(`op_${name.toLowerCase().replaceAll(' ', '-')}`)
}

/** A team of these, with the groups *support*, *sales* and *empty*, and any that are given. */
export function team(seats: readonly Seat[] = [operator()], groups: readonly GroupRef[] = []): Team {
  const built = new Team()
  for (const one of [group('support'), group('sales'), group('empty'), ...groups]) built.putGroup(one)
  for (const seat of seats) built.put({ ...seat })
  return built
}

export function namesOf(known: Team): Names {
  return {
    operator: (id) => known.operatorRef(asId(id)).name,
    group: (id) => known.groupRef(asId(id)).name,
  }
}

/** An operator who moves by hand. */
export function by(seat: Pick<Seat, 'id' | 'role'>): Mover {
  return { operator: seat.id, role: seat.role }
}

/** A program with an administrator's key. */
export const program: Mover = { operator: null, role: 'admin' }

export const fromDesk: Origin = { actor: { kind: 'system' }, cause: 'desk' }
export const fromAction: Origin = {
  actor: { kind: 'chatbot', id: asId<'bot'>('bot_1'), name: 'Acme' },
  cause: 'action',
}

export const conversationId: ConversationId = asId<'conversation'>('conv_1')

export function opening(fields: Partial<Opening> = {}): Opening {
  return {
    bot: asId<'bot'>('bot_1'),
    channel: 'custom',
    contact: asId<'contact'>('carl'),
    previous: null,
    variables: {},
    ...fields,
  }
}

/** Events as they stand in a log, numbered from 1; state events give the epoch. */
export function log(...bodies: EventBody[]): ConversationEvent[] {
  let epoch = 0
  return bodies.map((body, index) => {
    if ('from' in body.data && body.data.from.chatState !== body.data.to.chatState) epoch += 1
    const stamp = { seq: index + 1, id: asId<'event'>(`evt_${index + 1}`), at: noon, epoch }
    return { ...body, ...stamp, actor: { kind: 'system' } }
  })
}

/** A conversation that the bot holds. */
export function opened(fields: Partial<Opening> = {}): ConversationRecord {
  const [first] = log({ type: 'conversation_opened', data: opening(fields) })
  if (first === undefined) throw new Error('a log of one event is not empty')
  return { conversation: open(conversationId, first), flow: restingFlow }
}

type RequestFields = { group?: GroupId | null; operator?: OperatorId | null; requestedAt?: Instant }

/** A conversation whose flag is up: for everybody, since noon. */
export function requested({
  group = null,
  operator = null,
  requestedAt = noon,
}: RequestFields = {}): ConversationRecord {
  return held(opened(), { state: 'operator_requested', group, operator, requestedAt })
}

type OwnerFields = { owner?: OperatorId; group?: GroupId | null; requestedAt?: Instant | null }

/** A conversation that Ana owns. The load is for the test to set. */
export function takenOver({
  owner = operatorId('Ana'),
  group = null,
  requestedAt = null,
}: OwnerFields = {}): ConversationRecord {
  return held(opened(), { state: 'taken_over', owner, group, requestedAt, takenOverAt: noon })
}

export function closed(): ConversationRecord {
  return appended(opened(), 'closed', { state: 'chatbot_controlled' })
}

function held(record: ConversationRecord, holder: Holder): ConversationRecord {
  return appended(record, holder.state === 'taken_over' ? 'taken_over' : 'operator_requested', holder)
}

function appended(
  record: ConversationRecord,
  type: 'operator_requested' | 'taken_over' | 'closed',
  holder: Holder,
): ConversationRecord {
  const { conversation } = record
  const names: Names = { operator: String, group: String }
  const [from, to] = [viewOfHolder(conversation.holder, names), viewOfHolder(holder, names)]
  const epoch = conversation.epoch + (from.chatState === to.chatState ? 0 : 1)
  const stamp = { seq: conversation.lastSeq + 1, id: asId<'event'>('evt_held'), at: noon, epoch }
  const data = { from, to, reason: null, cause: 'desk' as const }
  return { ...record, conversation: evolve(conversation, { ...stamp, type, actor: { kind: 'system' }, data }) }
}

/** Bare conversations for rules that look at nothing but who holds them. */
export function heldBy(holder: Holder): Conversation {
  return { ...opened().conversation, holder }
}

const sayText = Type.Object({ text: Type.String({ template: true }), more: Type.Optional(Type.String()) })
const variableName = Type.Object({ variable: Type.String() })
const jumpTo = Type.Object({ interaction: Type.String() })
const offered = Type.Object({ replies: Type.Array(Type.Object({ label: Type.String(), payload: Type.String() })) })
const base = { help: '', group: 'content', triggers: [], placement: 'anywhere', needs: [] } as const

/** The fewest actions that show every way in which an action can end. */
export const fakeCatalogue: Catalogue = new Map(
  [
    defineAction({
      ...base,
      type: 'say',
      title: 'Say',
      schema: sayText,
      run: ({ text, more }: Static<typeof sayText>) =>
        step(
          next,
          [text, ...(more === undefined ? [] : [more])].map((line) => ({
            kind: 'say',
            bubble: { text: line, parts: [{ type: 'text', text: line }] },
          })),
        ),
    }),
    defineAction({
      ...base,
      type: 'offer',
      title: 'Offer replies',
      schema: offered,
      items: 'replies',
      triggers: ['on_click'],
      run: ({ replies }) =>
        step(next, [{ kind: 'say', bubble: { parts: [{ type: 'quick_replies', items: replies }] } }]),
    }),
    defineAction({
      ...base,
      type: 'hold',
      title: 'Hold',
      schema: variableName,
      triggers: ['on_input'],
      run: () => step({ kind: 'hold', tries: 0 }),
      resume: ({ variable }, answer) =>
        step({ kind: 'fire', trigger: 'on_input' }, [
          { kind: 'set_variable', variable, value: answer.kind === 'said' ? answer.text : '' },
        ]),
    }),
    defineAction({
      ...base,
      type: 'wait',
      title: 'Wait',
      schema: Type.Object({}),
      run: () => step({ kind: 'wait', work: { kind: 'delay', milliseconds: 1_000 } }),
      resume: () => step(next),
    }),
    defineAction({
      ...base,
      type: 'set_operator_state',
      title: 'Set operator state',
      placement: 'interaction',
      schema: Type.Object(operatorStateProperties),
      run: (settings) => step({ kind: 'set_operator_state', settings }),
    }),
    defineAction({
      ...base,
      type: 'ask_set',
      title: 'Runs its operations when a variable has a value',
      schema: variableName,
      triggers: ['on_condition_met'],
      run: ({ variable }, context) => {
        const isSet = (context.variable(variable) ?? '') !== ''
        return step(isSet ? { kind: 'fire', trigger: 'on_condition_met' } : next)
      },
    }),
    defineAction({
      ...base,
      type: 'jump',
      title: 'Jump',
      schema: jumpTo,
      run: (target) => step({ kind: 'jump', target, cancel: false }),
    }),
    defineAction({
      ...base,
      type: 'mark',
      title: 'Set a variable and a tag, leave a note',
      schema: variableName,
      run: ({ variable }) =>
        step(next, [
          { kind: 'set_variable', variable, value: true },
          { kind: 'set_tag', tag: variable },
          { kind: 'note', text: `marked ${variable}` },
        ]),
    }),
    defineAction({
      ...base,
      type: 'tell',
      title: 'Begins work that no turn waits for',
      schema: Type.Object({ work: Type.Unsafe<AsideWork>({}) }),
      run: ({ work }) => step(next, [{ kind: 'begin', work }]),
    }),
    defineAction({
      ...base,
      type: 'draw',
      title: 'Keeps a number that chance gave',
      schema: variableName,
      run: () => step({ kind: 'draw', below: 10 }),
      resume: ({ variable }, answer) =>
        step(next, [{ kind: 'set_variable', variable, value: answer.kind === 'drawn' ? answer.number : -1 }]),
    }),
    defineAction({
      ...base,
      type: 'end',
      title: 'End',
      schema: Type.Object({}),
      run: () => step({ kind: 'close' }),
      resume: () => step({ kind: 'close' }),
    }),
  ].map((definition) => [definition.type, definition]),
)

export const say = (text: string, more?: string): ActionDocument => ({
  type: 'say',
  text,
  ...(more === undefined ? {} : { more }),
})
export const offer = (label: string, payload: string, on_click: ActionDocument[]): ActionDocument =>
  ({ type: 'offer', replies: [{ label, payload, on_click }] }) as unknown as ActionDocument
export const hold = (variable: string, ...on_input: ActionDocument[]): ActionDocument => ({
  type: 'hold',
  variable,
  on_input,
})
export const wait = (): ActionDocument => ({ type: 'wait' })
export const setOperatorStateTo = (
  mode: OperatorStateSettings['mode'],
  settings: Omit<OperatorStateSettings, 'mode'> = {},
): ActionDocument => ({ type: 'set_operator_state', mode, ...settings })
export const whenSet = (variable: string, ...on_condition_met: ActionDocument[]): ActionDocument => ({
  type: 'ask_set',
  variable,
  on_condition_met,
})
export const jump = (interaction: string): ActionDocument => ({ type: 'jump', interaction })
export const mark = (variable: string): ActionDocument => ({ type: 'mark', variable })
export const tell = (work: AsideWork): ActionDocument => ({ type: 'tell', work: work as unknown as Value })
export const draw = (variable: string): ActionDocument => ({ type: 'draw', variable })
export const end = (): ActionDocument => ({ type: 'end' })

/** One behavior. The interaction `welcome` starts, `fallback` falls back, every other one runs when its name is said. */
export function bot(interactions: Record<string, ActionDocument[]> = {}): BotDocument {
  const complete = { welcome: [say('Welcome')], ...interactions }
  return {
    name: 'Acme',
    startBehavior: 'main',
    behaviors: [{ name: 'main', interactions: Object.entries(complete).map(interactionNamed) }],
  }
}

function interactionNamed([name, actions]: [string, ActionDocument[]]): InteractionDocument {
  const start = name === 'welcome'
  const fallback = name === 'fallback'
  return { name, start, fallback, ...(start || fallback ? {} : { keywords: [name] }), actions }
}

/** A bot at version 1, with every package. */
export function flowOf(document: BotDocument = bot(), version = 1): FlowWorld {
  return {
    live: compileBot(document, version, fakeCatalogue),
    version: () => null,
    packages: new Set(['pro_team']),
  }
}

type WorldFields = Partial<Omit<World, 'team' | 'flow'>> & {
  team?: Team | readonly Seat[]
  bot?: World['bot']
  interactions?: Record<string, ActionDocument[]>
  flow?: FlowWorld
}

/** Noon, Ana alone in *support*, a bot that only says welcome, and whoever comes first wins. */
export function world({ team: members = [operator()], interactions, flow, ...fields }: WorldFields = {}): World {
  return {
    now: noon,
    chance: firstWins,
    newId: countingIds(),
    team: members instanceof Team ? members : team(members),
    bot: { id: asId<'bot'>('bot_1'), name: 'Acme' },
    flow: flow ?? flowOf(bot(interactions)),
    locale: 'en',
    ...fields,
  }
}

/** The contact writes. */
export function contactSays(text: string | null = 'hello', fields: Partial<ContactSays> = {}): ContactSays {
  const message = text === null ? null : { text, payload: null, parts: [{ type: 'text' as const, text }] }
  return { type: 'contact_says', opening: null, message, variables: {}, tags: [], ...fields }
}

/** The contact writes for the first time. */
export function opens(text: string | null = null, variables: Variables = {}): ContactSays {
  return contactSays(text, { opening: opening({ variables }) })
}

/** The operator writes at the desk. */
export function operatorSays(seat: Pick<Seat, 'id'>, text = 'Ana here', isNote = false): Command {
  return { type: 'operator_says', operator: seat.id, text, parts: [{ type: 'text', text }], isNote, cause: 'desk' }
}

export function claims(seat: Pick<Seat, 'id'>): Command {
  return { type: 'claim', operator: seat.id, cause: 'desk' }
}

/** One conversation that goes from command to command, with its log. */
export type Talk = {
  readonly record: ConversationRecord
  readonly events: ConversationEvent[]
  readonly world: World
  /** Outside work that was asked for and not yet answered. */
  readonly works: Change['works']
  /** Does a command that must not be refused. */
  does(command: Command): Change
  /** Tries a command that must be refused. */
  refused(command: Command): Refusal
  /** Answers the oldest outside work; that it is due, unless something else is said. */
  answers(answer?: Answer): Change
}

export function talk(given: World = world(), start: ConversationRecord | null = null): Talk {
  let record = start
  const events: ConversationEvent[] = []
  const works: Change['works'] = []
  const does = (command: Command) => {
    const decided = decide(conversationId, record, command, given)
    if (!decided.ok) throw new Error(`${command.type} was refused: ${JSON.stringify(decided.refusal)}`)
    record = decided.value.record
    events.push(...decided.value.events.map(({ event }) => event))
    works.push(...decided.value.works)
    return decided.value
  }
  return {
    get record() {
      if (record === null) throw new Error('nobody has said anything yet')
      return record
    },
    events,
    world: given,
    works,
    does,
    refused(command) {
      const decided = decide(conversationId, record, command, given)
      if (decided.ok) throw new Error(`${command.type} was not refused`)
      return decided.refusal
    },
    answers(answer = { kind: 'due' }) {
      const [work] = works.splice(0, 1)
      if (work === undefined) throw new Error('no outside work is to be answered')
      return does({ type: 'finish_work', work: withoutWork(work), answer })
    },
  }
}

function withoutWork({ id, turn, epoch }: Change['works'][number]): { id: EffectId; turn: typeof turn; epoch: number } {
  return { id, turn, epoch }
}

/** What a change wrote, in short: the type, or for a message who said what. */
export function told(events: readonly (ConversationEvent | Change['events'][number])[]): string[] {
  return events.map((one) => {
    const event = 'event' in one ? one.event : one
    if (event.type !== 'message') return event.type
    const text = event.data.text ?? event.data.parts.map(({ type }) => `[${type}]`).join(' ')
    return `${event.actor.kind}${event.data.note ? ' notes' : ''}: ${text}`
  })
}
