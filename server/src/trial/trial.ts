/**
 * Trying a draft: a conversation by the real rules that is nowhere written. What is done outside is not done; whoever tries
 * the draft says how it went. Delays are over at once.
 */
import { catalogue } from '@baton/actions/catalogue'
import type { Chance } from '@baton/core/chance'
import { type Change, type Command, decide, type Refusal, type Work, type World } from '@baton/core/command'
import type { ConversationEvent, ConversationRecord, Part } from '@baton/core/conversation'
import {
  type Answer,
  type BotDocument,
  type CompiledBot,
  compileBot,
  type ModelCall,
  withPayloads,
} from '@baton/core/flow'
import { asId, type BotId, type NewId } from '@baton/core/ids'
import { ok, type Result, refuse } from '@baton/core/result'
import type { Team } from '@baton/core/routing'
import type { Instant } from '@baton/core/time'

/** A tried conversation, and the work of its bot that somebody is to say the outcome of. */
export type Trial = { record: ConversationRecord; works: Work[] }

/** What happens next in it. `opens` begins it, or does nothing more. */
export type TrialStep =
  | { kind: 'opens' }
  | { kind: 'says'; text: string | null; payload: string | null }
  | { kind: 'answers'; work: string; outcome: WorkOutcome }
  | { kind: 'hands_over' }

/** How work went, as whoever tries the draft says it. */
export type WorkOutcome = {
  ok: boolean
  status?: number
  body?: string
  reason?: string
  variables?: ConversationRecord['conversation']['variables']
  /** What a model called for. */
  call?: ModelCall
}

export type TrialWorld = {
  bot: { id: BotId; name: string }
  draft: BotDocument
  version: number
  packages: ReadonlySet<string>
  team: Team
  now: Instant
  chance: Chance
  newId: NewId
  locale: string
}

export type Tried = {
  trial: Trial
  events: ConversationEvent[]
  /** The places of the actions that ran, in order. */
  path: string[]
  /** Kinds of work that was left undone and that nothing waits for. */
  undone: string[]
}

export type TrialRefusal = Refusal | { kind: 'not_begun' } | { kind: 'unknown_work' } | { kind: 'trial_too_long' }

/** More than any step needs that a person would wait for. */
const mostActions = 5_000
const mostCommands = 200
const longestMs = 2_000

class TooLong extends Error {
  override name = 'TooLong'
}

/** One step of a trial. The team in its world is moved by it: give it one of its own. */
export function takeStep(trial: Trial | null, step: TrialStep, world: TrialWorld): Result<Tried, TrialRefusal> {
  const path: string[] = []
  const until = performance.now() + longestMs
  let count = 0
  const bot = watched(compileBot(withPayloads(world.draft, catalogue), world.version, catalogue), (place) => {
    count += 1
    if (count > mostActions || performance.now() > until) throw new TooLong()
    if (path.at(-1) !== place) path.push(place)
  })
  try {
    const tried = run(trial, step, rulesOf(world, bot))
    return tried.ok ? ok({ ...tried.value, path }) : tried
  } catch (error) {
    if (error instanceof TooLong) return refuse({ kind: 'trial_too_long' })
    throw error
  }
}

function rulesOf({ bot, packages, team, now, chance, newId, locale }: TrialWorld, live: CompiledBot): World {
  return { now, chance, newId, team, bot, locale, flow: { live, version: () => null, packages } }
}

/** The same bot, telling of each action that runs. */
function watched(bot: CompiledBot, ran: (place: string) => void): CompiledBot {
  const lists = [...bot.lists].map(([list, actions]) => {
    const told = actions.map((action) => {
      const { definition } = action
      if (definition === undefined) return action
      const { run, resume } = definition
      return {
        ...action,
        definition: {
          ...definition,
          run: (...given: Parameters<typeof run>) => {
            ran(action.path)
            return run(...given)
          },
          ...(resume && {
            resume: (...given: Parameters<typeof resume>) => {
              ran(action.path)
              return resume(...given)
            },
          }),
        },
      }
    })
    return [list, told] as const
  })
  return { ...bot, lists: new Map(lists) }
}

function run(trial: Trial | null, step: TrialStep, world: World): Result<Omit<Tried, 'path'>, TrialRefusal> {
  const first = commandFor(trial, step, world)
  if (!first.ok) return first
  const events: ConversationEvent[] = []
  const undone: string[] = []
  let works = (trial?.works ?? []).filter((work) => step.kind !== 'answers' || work.id !== step.work)
  let record = trial?.record ?? null
  let next: Command | null = first.value
  for (let count = 0; next !== null; count += 1) {
    if (count > mostCommands) throw new TooLong()
    const decided: Result<Change, Refusal> = decide(conversation, record, next, world)
    if (!decided.ok) return decided
    record = decided.value.record
    events.push(...decided.value.events.map(({ event }) => event))
    undone.push(...decided.value.works.map(({ work }) => work.kind).filter((kind) => outsideAndAside.has(kind)))
    works = [...works, ...decided.value.works.filter((work) => !isLeftUndone(work))]
    const known = works.find((work) => answerKnown(work) !== null)
    const answer = known === undefined ? null : answerKnown(known)
    works = works.filter((work) => work !== known)
    next = known === undefined || answer === null ? whatFollows(next, record, world) : finish(known, answer)
  }
  if (record === null) throw new Error('a trial has a record after its first command')
  const isOver = record.conversation.status === 'closed'
  return ok({ trial: { record, works: isOver ? [] : works }, events, undone })
}

/** Where requests find operators by themselves, one that was just raised does. */
function whatFollows(done: Command, { conversation }: ConversationRecord, { team }: World): Command | null {
  const waits = conversation.holder.state === 'operator_requested' && conversation.status === 'open'
  return waits && team.isAutomatic && done.type !== 'assign_waiting' ? { type: 'assign_waiting' } : null
}

const conversation = asId<'conversation'>('conv_trial')
const contact = asId<'contact'>('trial')
const channel = 'web'

function commandFor(trial: Trial | null, step: TrialStep, world: World): Result<Command, TrialRefusal> {
  switch (step.kind) {
    case 'opens':
      return ok(says(trial, null, world))
    case 'says': {
      const { text, payload } = step
      const parts: Part[] = text === null ? [] : [{ type: 'text', text }]
      return ok(says(trial, { text, payload, parts }, world))
    }
    case 'answers': {
      const work = trial?.works.find(({ id }) => id === step.work)
      const answer = work === undefined ? null : answerOf(work, step.outcome)
      return work === undefined || answer === null ? refuse({ kind: 'unknown_work' }) : ok(finish(work, answer))
    }
    case 'hands_over':
      if (trial === null) return refuse({ kind: 'not_begun' })
      return ok({ type: 'hand_over', by: { operator: null, role: 'admin' }, cause: 'desk' })
  }
}

function says(
  trial: Trial | null,
  message: Extract<Command, { type: 'contact_says' }>['message'],
  world: World,
): Command {
  const opening = { bot: world.bot.id, channel, contact, previous: null, variables: {} }
  return { type: 'contact_says', opening: trial === null ? opening : null, message, variables: {}, tags: [] }
}

function finish({ id, turn, epoch }: Work, answer: Answer): Command {
  return { type: 'finish_work', work: { id, turn, epoch }, answer }
}

/** Work outside that nothing waits for: it is told of and left undone. */
const outsideAndAside: ReadonlySet<string> = new Set<Work['work']['kind']>(['webhook', 'forget', 'notice'])

/** Nothing waits for it, and nobody is to say how it went. */
function isLeftUndone({ work: { kind } }: Work): boolean {
  return outsideAndAside.has(kind) || kind === 'deadline' || kind === 'link_end'
}

/** Leads nowhere: an address under which an operator would see a real conversation. */
const addressOfTrial = 'https://desk.example/conversation'

/** What needs nobody's word: a delay is over at once. */
function answerKnown({ work: { kind } }: Work): Answer | null {
  if (kind === 'delay') return { kind: 'due' }
  return kind === 'link' ? { kind: 'link', url: addressOfTrial } : null
}

/** What the rules are told; null: this work has no outcome that could be told. */
function answerOf({ work }: Work, outcome: WorkOutcome): Answer | null {
  const { ok: isGood, status = 200, body = '', reason = 'it was said to have failed', variables = {}, call } = outcome
  switch (work.kind) {
    case 'http':
      return isGood ? { kind: 'http', ok: true, status, body } : { kind: 'http', ok: false, reason }
    case 'mail':
      return isGood ? { kind: 'mail', ok: true } : { kind: 'mail', ok: false, reason }
    case 'script':
      return isGood ? { kind: 'script', ok: true, variables } : { kind: 'script', ok: false, reason }
    case 'model': {
      const spent = { ...work.spent, answers: work.spent.answers + 1 }
      const calls = call === undefined ? [] : [call]
      return isGood ? { kind: 'model', ok: true, text: body, calls, spent } : { kind: 'model', ok: false, reason }
    }
    case 'start':
      return { kind: 'start', target: work.target }
    case 'time_out':
      return { kind: 'time_out', action: work.action, version: work.version }
    default:
      return null
  }
}
