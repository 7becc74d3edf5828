// Small actions, and a driver that plays a bot without a server: for the tests of the engine.
import { Type } from 'typebox'
import { readVariable, type Value, type Variables, withVariable } from '../conversation/value.ts'
import { asId } from '../ids.ts'
import { instant } from '../time.ts'
import {
  type ActionDefinition,
  type Answer,
  type Catalogue,
  defineAction,
  next,
  type OutsideWork,
  step,
} from './action.ts'
import type { ActionDocument, BotDocument, InteractionDocument } from './bot.ts'
import { type CompiledBot, compileBot } from './compile.ts'
import { type Flow, type Input, type Position, restingFlow } from './flow.ts'
import type { FlowView, FlowWorld } from './flow-world.ts'
import { advance, afterOperatorState, beginTurn, goOnDrawn, type Progress, resumeTurn } from './interpret.ts'
import { withPayloads } from './payloads.ts'

const anywhere = { help: 'For tests.', group: 'flow', triggers: [], placement: 'anywhere', needs: [] } as const
const closed = { additionalProperties: false } as const
const optionalText = Type.Optional(Type.String())
const bubble = (text: string) => ({ kind: 'say' as const, bubble: { text, parts: [{ type: 'text' as const, text }] } })

const say = defineAction({
  ...anywhere,
  type: 'say',
  title: 'Say',
  schema: Type.Object({ text: Type.String({ template: true }), raw: optionalText }, closed),
  run: ({ text, raw }) => step(next, [bubble(raw === undefined ? text : `${text} ${raw}`)]),
})

const offer = defineAction({
  ...anywhere,
  type: 'offer',
  title: 'Offer',
  items: 'choices',
  needs: ['buttons'],
  schema: Type.Object(
    { choices: Type.Array(Type.Object({ label: Type.String(), payload: optionalText }, closed), { template: true }) },
    closed,
  ),
  run: ({ choices }) => {
    const text = choices.map(({ label }) => `[${label}]`).join(' ')
    return step(next, [{ kind: 'say', bubble: { text, parts: [{ type: 'buttons', items: choices }] } }])
  },
})

/** Holds until the contact says `ok`; other answers are replied to with `wrong`. */
const ask = defineAction({
  ...anywhere,
  type: 'ask',
  title: 'Ask',
  triggers: ['on_input', 'on_give_up'],
  schema: Type.Object({ ok: Type.String(), wrong: optionalText, tries: Type.Optional(Type.Integer()) }, closed),
  run: () => step({ kind: 'hold', tries: 0 }),
  resume: ({ ok, wrong, tries: most = Infinity }, answer, tries) => {
    if (answer.kind === 'said' && answer.text === ok)
      return step({ kind: 'fire', trigger: 'on_input' }, [{ kind: 'set_variable', variable: 'answer', value: ok }])
    if (tries + 1 >= most) return step({ kind: 'fire', trigger: 'on_give_up' })
    return step({ kind: 'hold', tries: tries + 1 }, wrong === undefined ? [] : [bubble(`${wrong} ${tries + 1}`)])
  },
})

const places = Type.Enum(['start', 'previous', 'fallback', 'bookmark'])
const jump = defineAction({
  ...anywhere,
  type: 'jump',
  title: 'Jump',
  schema: Type.Object(
    {
      behavior: optionalText,
      interaction: optionalText,
      to: Type.Optional(places),
      cancel: Type.Optional(Type.Boolean()),
    },
    closed,
  ),
  target: ({ cancel: _, ...target }) => target,
  run: ({ cancel = false, ...target }) => step({ kind: 'jump', target, cancel }),
})

const when = defineAction({
  ...anywhere,
  type: 'when',
  title: 'When',
  triggers: ['on_condition_met', 'on_else'],
  schema: Type.Object({ variable: Type.String() }, closed),
  run: ({ variable }, context) =>
    step({ kind: 'fire', trigger: context.variable(variable) ? 'on_condition_met' : 'on_else' }),
})

const remember = defineAction({
  ...anywhere,
  type: 'remember',
  title: 'Remember',
  schema: Type.Object({ variable: Type.String(), value: Type.String({ template: true }) }, closed),
  run: ({ variable, value }) => step(next, [{ kind: 'set_variable', variable, value }]),
})

const fetching = defineAction({
  ...anywhere,
  type: 'fetch',
  title: 'Fetch',
  triggers: ['on_success', 'on_failure'],
  schema: Type.Object({}, closed),
  run: () =>
    step({ kind: 'wait', work: { kind: 'http', method: 'GET', url: 'x:', headers: {}, body: null, timeoutMs: 1 } }),
  resume: (_, answer) => {
    if (answer.kind !== 'http' || !answer.ok) return step({ kind: 'fire', trigger: 'on_failure' })
    return step({ kind: 'fire', trigger: 'on_success' }, [
      { kind: 'set_variable', variable: 'body', value: answer.body },
    ])
  },
})

/** Passes on to a model what the contact says, until it says `end`; `request`: asks for an operator when it fails. */
const consult = defineAction({
  ...anywhere,
  type: 'consult',
  title: 'Consult',
  triggers: ['on_success', 'on_failure'],
  service: 'model',
  schema: Type.Object({ request: Type.Optional(Type.Boolean()) }, closed),
  run: () => step({ kind: 'hold', tries: 0 }),
  resume: ({ request = false }, answer, tries) => {
    if (answer.kind === 'said') {
      const limits = { historyMessages: 1, maxTokens: 1, temperature: null, timeoutMs: 1 }
      const asked = { model: 'm', instructions: answer.text, tools: [], stretch: null, ...limits }
      const spent = { answers: tries, tokens: answer.tokens ?? 0 }
      return step({ kind: 'wait', work: { kind: 'model', ...asked, spent } })
    }
    if (answer.kind !== 'model' || !answer.ok) {
      const otherwise = [bubble('sorry')]
      const settings = { mode: 'request_operator', operatorsGroup: 'help' } as const
      return request
        ? step({ kind: 'set_operator_state', settings, fire: 'on_failure', otherwise })
        : step({ kind: 'fire', trigger: 'on_failure', otherwise })
    }
    const { answers, tokens } = answer.spent
    if (answer.text === 'end') return step({ kind: 'fire', trigger: 'on_success' })
    return step({ kind: 'hold', tries: answers, tokens }, [bubble(answer.text)])
  },
})

const handOver = defineAction({
  ...anywhere,
  type: 'hand_over',
  title: 'Hand over',
  placement: 'interaction',
  needs: ['push'],
  schema: Type.Object(
    {
      assigns: Type.Optional(Type.Boolean()),
      group: Type.Optional(Type.String({ reference: 'group', package: 'teams' })),
      operator: Type.Optional(Type.String({ reference: 'operator' })),
    },
    closed,
  ),
  advise: ({ assigns }, { isLast, path }) =>
    assigns && isLast ? [{ path, code: 'last', message: 'nothing stands below it' }] : [],
  run: ({ assigns, group }) =>
    step({
      kind: 'set_operator_state',
      settings: {
        mode: assigns ? 'operator_takeover' : 'request_operator',
        ...(group === undefined ? {} : { operatorsGroup: group }),
      },
    }),
})

/** What can be clicked within cards. */
const deal = defineAction({
  ...anywhere,
  type: 'deal',
  title: 'Deal',
  items: 'cards[].choices',
  schema: Type.Object(
    {
      cards: Type.Array(
        Type.Object(
          { choices: Type.Optional(Type.Array(Type.Object({ label: Type.String(), payload: optionalText }, closed))) },
          closed,
        ),
      ),
    },
    closed,
  ),
  run: ({ cards }) => {
    const parts = cards.map(({ choices = [] }) => ({ type: 'buttons' as const, items: choices }))
    return step(next, [{ kind: 'say', bubble: { text: '[cards]', parts } }])
  },
})

const keepPlace = defineAction({
  ...anywhere,
  type: 'keep_place',
  title: 'Keep place',
  schema: Type.Object({}, closed),
  run: () => step({ kind: 'bookmark' }),
})

/** Runs the operations of one of its ways, by chance. */
const draw = defineAction({
  ...anywhere,
  type: 'draw',
  title: 'Draw',
  items: 'ways',
  itemTrigger: 'on_chosen',
  schema: Type.Object({ ways: Type.Array(Type.Object({}, closed)) }, closed),
  run: ({ ways }) => step({ kind: 'draw', below: ways.length }),
  resume: (_, answer) =>
    step(answer.kind === 'drawn' ? { kind: 'fire', trigger: 'on_chosen', item: `ways[${answer.number}]` } : next),
})

const finish = defineAction({
  ...anywhere,
  type: 'finish',
  title: 'Finish',
  schema: Type.Object({}, closed),
  run: () => step({ kind: 'close' }),
})

const definitions: ActionDefinition[] = [
  say,
  offer,
  ask,
  jump,
  when,
  remember,
  fetching,
  consult,
  handOver,
  deal,
  keepPlace,
  draw,
  finish,
]
export const catalogueForTests: Catalogue = new Map(definitions.map((definition) => [definition.type, definition]))

export const saying = (text: string): ActionDocument => ({ type: 'say', text })
export const going = (interaction: string): ActionDocument => ({ type: 'jump', interaction })

/** Cards, each with what can be clicked on it. */
export const dealing = (...cards: Choice[][]): ActionDocument => ({
  type: 'deal',
  cards: cards.map((choices) => ({ choices })) as unknown as Value,
})

/** Ways of which one is gone by chance. */
export const drawing = (...ways: ActionDocument[][]): ActionDocument => ({
  type: 'draw',
  ways: ways.map((operations) => ({ on_chosen: operations })) as unknown as Value,
})

export type Choice = { label: string; payload?: string; on_click?: ActionDocument[] }

/** What can be clicked; operations inside items are no plain values, so the type of a document cannot say them. */
export const offering = (...choices: Choice[]): ActionDocument => ({
  type: 'offer',
  choices: choices as unknown as Value,
})

/** A bot with one behavior, `main`, whose first interaction is the start. */
export function botOf(interactions: Record<string, ActionDocument[] | Omit<InteractionDocument, 'name'>>): BotDocument {
  return { name: 'Bot', startBehavior: 'main', behaviors: [behaviorOf('main', interactions)] }
}

export function behaviorOf(name: string, interactions: Parameters<typeof botOf>[0]): BotDocument['behaviors'][number] {
  const listed = Object.entries(interactions).map(([called, content], index) => ({
    name: called,
    ...(index === 0 ? { start: true } : {}),
    ...(Array.isArray(content) ? { actions: content } : content),
  }))
  return { name, interactions: listed }
}

type Options = {
  packages?: string[]
  answer?: (work: OutsideWork) => Answer
  /** What chance gives; the last way when left out. */
  draw?: (below: number) => number
  /** Where the flow passes through at every step, for example JSON. */
  store?: (flow: Flow) => Flow
}

const limitOfSteps = 20_000

/** A conversation with a bot, and what became of it. */
export type Talk = {
  flow: Flow
  variables: Variables
  diagnostics: string[]
  /** What was said, and in between which work was waited for. */
  log: string[]
  groups: (string | undefined)[]
  isClosed: boolean
  steps: number
  turns: number
  versions: CompiledBot[]
  options: Options
}

export function talkTo(bot: BotDocument, options: Options = {}): Talk {
  const empty = {
    variables: {},
    diagnostics: [],
    log: [],
    groups: [],
    isClosed: false,
    steps: 0,
    turns: 0,
    versions: [],
  }
  const talk: Talk = { flow: restingFlow, ...empty, options }
  publish(talk, bot)
  return talk
}

export function publish(talk: Talk, bot: BotDocument): void {
  const version = talk.versions.length + 1
  talk.versions.push(compileBot(withPayloads(bot, catalogueForTests), version, catalogueForTests))
}

/** Each input gives what was said until its turn ended. */
export function open(talk: Talk): string[] {
  return take(talk, { kind: 'opened', turn: newTurn(talk) })
}

export function write(talk: Talk, text: string, { opening = false } = {}): string[] {
  return take(talk, { kind: 'message', turn: newTurn(talk), text, payload: null, opening })
}

export function click(talk: Talk, payload: string): string[] {
  return take(talk, { kind: 'message', turn: newTurn(talk), text: '', payload, opening: false })
}

export function startInteraction(talk: Talk, position: Position): string[] {
  const by = { actor: { kind: 'system' }, cause: 'api', speaks: true } as const
  return take(talk, { kind: 'interaction', turn: newTurn(talk), position, ...by })
}

function newTurn(talk: Talk) {
  talk.turns += 1
  return asId<'turn'>(`turn_${talk.turns}`)
}

function take(talk: Talk, input: Input): string[] {
  const from = talk.log.length
  store(talk, beginTurn(talk.flow, input, 0, worldOf(talk)))
  talk.steps = 0
  while (talk.flow.turn !== null && !talk.isClosed) {
    talk.steps += 1
    if (talk.steps > limitOfSteps) throw new Error('the turn does not end')
    follow(talk, advance(talk.flow, worldOf(talk), viewOf(talk)))
  }
  return talk.log.slice(from)
}

function follow(talk: Talk, progress: Progress): void {
  store(talk, progress.flow)
  for (const effect of progress.effects) {
    if (effect.kind === 'say') talk.log.push(effect.bubble.text ?? '')
    if (effect.kind === 'set_variable') talk.variables = withVariable(talk.variables, effect.variable, effect.value)
    if (effect.kind === 'diagnostic') talk.diagnostics.push(`${effect.path ?? '-'} ${effect.code}`)
  }
  const wanted = progress.next
  if (wanted.kind === 'close') talk.isClosed = true
  if (wanted.kind === 'wait') answerWork(talk, wanted)
  if (wanted.kind === 'draw') {
    const number = talk.options.draw?.(wanted.below) ?? wanted.below - 1
    follow(talk, goOnDrawn(talk.flow, wanted, number, worldOf(talk), viewOf(talk)))
  }
  if (wanted.kind === 'set_operator_state') {
    talk.groups.push(wanted.settings.operatorsGroup)
    const isAssigned = wanted.settings.mode === 'operator_takeover'
    store(talk, isAssigned ? { ...talk.flow, turn: null } : afterOperatorState(talk.flow, true, 1))
  }
}

function answerWork(talk: Talk, { work, action, version }: Extract<Progress['next'], { kind: 'wait' }>): void {
  const { turn } = talk.flow
  if (turn === null) return
  talk.log.push(`(${work.kind})`)
  store(talk, { ...talk.flow, turn: { ...turn, suspended: { effect: asId('eff_1'), action, version } } })
  const ok: Answer = { kind: 'http', ok: true, status: 200, body: 'body' }
  follow(talk, resumeTurn(talk.flow, talk.options.answer?.(work) ?? ok, worldOf(talk), viewOf(talk)))
}

function store(talk: Talk, flow: Flow): void {
  talk.flow = talk.options.store?.(flow) ?? flow
}

function worldOf({ versions, options }: Talk): FlowWorld {
  const live = versions.at(-1)
  if (live === undefined) throw new Error('nothing is published')
  const packages = new Set(options.packages ?? ['teams'])
  return { live, version: (number) => versions[number - 1] ?? null, packages }
}

function viewOf({ variables }: Talk): FlowView {
  const variable = (name: string) => readVariable(variables, name)
  const people = { members: () => [], operator: () => null, isOpen: () => true }
  const around = { now: instant(0), channel: 'widget', locale: 'en', tags: [], isAsked: false }
  return { ...around, variable, scope: () => variables, people }
}
