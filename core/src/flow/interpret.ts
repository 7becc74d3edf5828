/**
 * [FL-4] The interpreter: one step at a time over a serialisable stack, no I/O, no clock, no chance.
 *
 *   begin(input) → advance* → { wait | set operator state | close | ended };  resume(answer) → advance* …
 *
 * Each step returns what is to be said and set, and whether to go on. Who drives it commits that and asks for the next.
 */
import type { Variables } from '../conversation/value.ts'
import type { OperatorStateSettings } from '../handoff/settings.ts'
import type { ActionContext, Answer, Effect, JumpTarget, OutsideWork, Step, Then } from './action.ts'
import type { CompiledAction, CompiledBot, CompiledInteraction, Postback } from './compile.ts'
import { propertiesOf } from './compile.ts'
import { type Flow, type Frame, type Input, limitOfJumps, type Position, type Shown, type Turn } from './flow.ts'
import { renderWithin } from './template.ts'
import { hasKeyword, plainText } from './words.ts'

export type FlowWorld = {
  /** The live version, and any other that a conversation still stands in. */
  live: CompiledBot
  version(number: number): CompiledBot | null
  packages: ReadonlySet<string>
}

/** What a turn sees of its conversation. `scope` holds variables, default variables and the chat family. */
export type FlowView = Omit<ActionContext, 'variable'> & { scope(): Variables; variable: ActionContext['variable'] }

export type Progress = {
  flow: Flow
  effects: readonly Effect[]
  next:
    | { kind: 'more' }
    | { kind: 'ended' }
    | { kind: 'wait'; work: OutsideWork; action: string; version: number }
    | { kind: 'set_operator_state'; settings: OperatorStateSettings; action: string }
    | { kind: 'close' }
}

/** [FL-3] Starts the turn of an input. The flow must have no turn running (FL-6). */
export function beginTurn(flow: Flow, input: Input, epoch: number, world: FlowWorld): Flow {
  const turn: Turn = {
    id: input.turn,
    epoch,
    input,
    phase: 'operations',
    frames: [],
    jumps: 0,
    answered: false,
    hasShown: false,
    suspended: null,
    suppressed: false,
  }
  const begun = { ...flow, turn }
  switch (input.kind) {
    case 'opened': {
      const start = startOf(world.live, world.live.startBehavior)
      return start === null ? begun : entered(begun, start, world.live)
    }
    case 'interaction': {
      const target = findInteraction(world.live, input.position, flow.position)
      return target === null ? begun : entered(begun, target, world.live)
    }
    case 'message':
      return { ...begun, turn: { ...turn, frames: operationsOf(world.live, flow.position) } }
  }
}

/** Runs until one action is done, or the turn ends, or somebody else is needed. */
export function advance(flow: Flow, world: FlowWorld, view: FlowView): Progress {
  const turn = flow.turn
  if (turn === null) return { flow, effects: [], next: { kind: 'ended' } }
  const frame = turn.frames.at(-1)
  if (frame === undefined) return nextPhase(flow, turn, world, view)
  const bot = versionOf(world, frame.version)
  const action = bot?.lists.get(frame.list)?.[frame.index]
  if (bot === null || action === undefined) return more(withTurn(flow, { frames: turn.frames.slice(0, -1) }))
  const moved = withTurn(flow, { frames: [...turn.frames.slice(0, -1), { ...frame, index: frame.index + 1 }] })
  if (action.definition === undefined)
    return more(moved, [diagnostic('unknown_action', `this release has no action "${action.type}"`, action)])
  const { settings, problems } = prepare(action, world, view)
  const step = action.definition.run(settings, view)
  return perform(moved, action, frame, step, world, problems)
}

/** Gives the action that waited for outside work its answer. The turn must be suspended. */
export function resumeTurn(flow: Flow, answer: Answer, world: FlowWorld, view: FlowView): Progress {
  const suspended = flow.turn?.suspended
  const frame = flow.turn?.frames.at(-1)
  if (!suspended || frame === undefined) return more(withTurn(flow, { suspended: null }))
  const going = withTurn(flow, { suspended: null })
  const action = findAction(world, suspended.version, suspended.action)
  return answerAction(going, action, frame, answer, 0, world, view)
}

/** The outcome of a handoff that the turn asked for: it counts as an answer unless nothing changed. */
export function afterOperatorState(flow: Flow, hasChanged: boolean, epoch: number): Flow {
  return withTurn(flow, { epoch, answered: (flow.turn?.answered ?? false) || hasChanged })
}

function nextPhase(flow: Flow, turn: Turn, world: FlowWorld, view: FlowView): Progress {
  const { input } = turn
  if (input.kind !== 'message') return ended(flow)
  switch (turn.phase) {
    case 'operations':
      return turn.jumps > 0
        ? ended(flow)
        : answer(withTurn(flow, { phase: 'answer', answered: false }), input, world, view)
    case 'answer':
      return turn.answered || input.opening ? ended(flow) : fallBack(withTurn(flow, { phase: 'fallback' }), world)
    case 'fallback':
      return ended(flow)
  }
}

type MessageInput = Extract<Input, { kind: 'message' }>

/** [FL-3] (a) what waits for this input, (b) a keyword; (c) follows as the next phase when neither answered. */
function answer(flow: Flow, input: MessageInput, world: FlowWorld, view: FlowView): Progress {
  const clicked = findClicked(flow, input, world)
  if (clicked?.list) return more(pushList(flow, clicked.list, clicked.version, clicked.at))
  const text = clicked?.label ?? input.text
  if (flow.waiting !== null) return answerWaiting(flow, text, world, view)
  const plain = plainText(text)
  const found = findByKeyword(world.live, plain, flow.position)
  return more(found === null ? flow : entered(flow, found, world.live))
}

function answerWaiting(flow: Flow, text: string, world: FlowWorld, view: FlowView): Progress {
  const { waiting } = flow
  const frame = waiting?.frames.at(-1)
  if (waiting === null || frame === undefined) return more({ ...flow, waiting: null })
  const action = findAction(world, waiting.version, waiting.action)
  const going = withTurn(flow, { frames: waiting.frames })
  return answerAction(going, action, frame, { kind: 'said', text }, waiting.tries, world, view)
}

function answerAction(
  flow: Flow,
  action: CompiledAction | null,
  frame: Frame,
  answered: Answer,
  tries: number,
  world: FlowWorld,
  view: FlowView,
): Progress {
  if (action?.definition?.resume === undefined) return more({ ...flow, waiting: null })
  const { settings, problems } = prepare(action, world, view)
  const step = action.definition.resume(settings, answered, tries, view)
  const isDone = step.then.kind !== 'hold'
  const released =
    answered.kind === 'said' ? withTurn({ ...flow, waiting: null }, isDone ? { answered: true } : {}) : flow
  return perform(released, action, frame, step, world, problems, answered.kind === 'said' ? flow.waiting : null)
}

/** [FL-3] (c) the fallback of the behavior, else of the start behavior, else silence and a diagnostic. */
function fallBack(flow: Flow, world: FlowWorld): Progress {
  const found = fallbackOf(world.live, flow.position?.behavior) ?? fallbackOf(world.live, world.live.startBehavior)
  if (found === null)
    return more(flow, [
      {
        kind: 'diagnostic',
        code: 'not_understood',
        message: 'no fallback interaction answers what the bot does not understand',
      },
    ])
  return more(pushList(flow, found.list, world.live.version, found, true))
}

/** Takes an action's step into the flow. `frame` is where the action stood; its index has moved on already. */
function perform(
  flow: Flow,
  action: CompiledAction,
  frame: Frame,
  step: Step,
  world: FlowWorld,
  problems: readonly Effect[],
  held: Flow['waiting'] = null,
): Progress {
  const effects = [...problems, ...(step.effects ?? [])].map((effect) => placed(effect, action))
  const said = withSaid(flow, effects, action, frame)
  return follow(said, action, frame, step.then, effects, world, held)
}

function follow(
  flow: Flow,
  action: CompiledAction,
  frame: Frame,
  then: Then,
  effects: readonly Effect[],
  world: FlowWorld,
  held: Flow['waiting'],
): Progress {
  switch (then.kind) {
    case 'next':
      return more(flow, effects)
    case 'fire': {
      const list = action.triggers[then.trigger]
      return more(list === undefined ? flow : pushList(flow, list, frame.version, frame, frame.fallback), effects)
    }
    case 'hold':
      return hold(flow, action, frame, then.tries, effects, held)
    case 'jump':
      return jump(flow, action, then.target, then.cancel, effects, world)
    case 'wait':
      return { flow, effects, next: { kind: 'wait', work: then.work, action: action.path, version: frame.version } }
    case 'set_operator_state':
      return { flow, effects, next: { kind: 'set_operator_state', settings: then.settings, action: action.path } }
    case 'close':
      return { flow, effects, next: { kind: 'close' } }
  }
}

/** Asking for the first time is an answer; holding on after a wrong input is one only if something was said. */
function hold(
  flow: Flow,
  action: CompiledAction,
  frame: Frame,
  tries: number,
  effects: readonly Effect[],
  held: Flow['waiting'],
): Progress {
  const frames = held?.frames ?? flow.turn?.frames ?? []
  const waiting = { frames, action: action.path, version: frame.version, tries }
  const answered = held === null || (flow.turn?.answered ?? false)
  return more({ ...withTurn(flow, { frames: [], phase: 'answer', answered }), waiting }, effects)
}

/** [FL-0] Ends the list it stands in; [FL-7] within bounds; [FL-8] a missing target is skipped. */
function jump(
  flow: Flow,
  action: CompiledAction,
  target: JumpTarget,
  cancel: boolean,
  effects: readonly Effect[],
  world: FlowWorld,
): Progress {
  const found = resolveTarget(world.live, target, flow, flow.turn?.frames.at(-1) ?? flow.position)
  if (found === null)
    return more(flow, [
      ...effects,
      diagnostic('missing_target', `there is nowhere to go: ${describeTarget(target)}`, action),
    ])
  const jumps = (flow.turn?.jumps ?? 0) + 1
  if (jumps > limitOfJumps) {
    const stopped = diagnostic(
      'too_many_jumps',
      `more than ${limitOfJumps} jumps in one turn: the turn was stopped`,
      action,
    )
    return { flow: { ...flow, turn: null }, effects: [...effects, stopped], next: { kind: 'ended' } }
  }
  const frames = cancel ? [] : (flow.turn?.frames ?? []).slice(0, -1)
  return more(entered(withTurn(flow, { frames, jumps }), found, world.live), effects)
}

type Places = Pick<Flow, 'position' | 'previous' | 'bookmark' | 'turn'>

/** Names mean first the behavior in which the jump stands (`from`), not the one where the contact is. */
function resolveTarget(
  bot: CompiledBot,
  target: JumpTarget,
  flow: Places,
  from: Position | null,
): CompiledInteraction | null {
  switch (target.to) {
    case 'start':
      return startOf(bot, target.behavior ?? bot.startBehavior)
    case 'fallback':
      return fallbackOf(bot, target.behavior ?? from?.behavior) ?? fallbackOf(bot, bot.startBehavior)
    case 'previous':
      return findInteraction(bot, (isFallingBack(flow.turn) ? flow.position : flow.previous) ?? {}, null)
    case 'bookmark':
      return findInteraction(bot, flow.bookmark ?? {}, null)
    default:
      if (target.interaction === undefined) return target.behavior === undefined ? null : startOf(bot, target.behavior)
      return findInteraction(bot, target, from)
  }
}

function isFallingBack(turn: Turn | null): boolean {
  return turn?.frames.at(-1)?.fallback ?? false
}

function describeTarget(target: JumpTarget): string {
  return target.to ?? [target.behavior, target.interaction].filter((name) => name !== undefined).join(' / ')
}

/** Goes to an interaction: what waited is left behind, and the place where the contact was becomes `previous`. */
function entered(flow: Flow, target: CompiledInteraction, bot: CompiledBot): Flow {
  const position = { behavior: target.behavior, interaction: target.name }
  const moved = pushList({ ...flow, waiting: null }, target.list, bot.version, position)
  return { ...withTurn(moved, { answered: true }), previous: flow.position, position }
}

function pushList(
  flow: Flow,
  list: string,
  version: number,
  at: Position | CompiledInteraction,
  fallback?: boolean,
): Flow {
  const position =
    'name' in at
      ? { behavior: at.behavior, interaction: at.name }
      : { behavior: at.behavior, interaction: at.interaction }
  const frame: Frame = { ...position, version, list, index: 0, ...(fallback ? { fallback: true } : {}) }
  return withTurn(flow, { frames: [...(flow.turn?.frames ?? []), frame] })
}

function withTurn(flow: Flow, change: Partial<Turn>): Flow {
  return flow.turn === null ? flow : { ...flow, turn: { ...flow.turn, ...change } }
}

/** Remembers what was shown for clicking, and that something was said. */
function withSaid(flow: Flow, effects: readonly Effect[], action: CompiledAction, frame: Frame): Flow {
  if (!effects.some((effect) => effect.kind === 'say')) return flow
  const going = withTurn(flow, { answered: true })
  const shown = shownBy(effects, action, frame)
  if (shown.length === 0) return going
  return { ...withTurn(going, { hasShown: true }), shown: flow.turn?.hasShown ? [...flow.shown, ...shown] : shown }
}

function shownBy(effects: readonly Effect[], action: CompiledAction, frame: Frame): Shown[] {
  const field = action.definition?.items
  if (field === undefined) return []
  const items = effects
    .flatMap((effect) => (effect.kind === 'say' ? effect.bubble.parts : []))
    .flatMap((part) => {
      if (part.type === 'quick_replies' || part.type === 'buttons') return part.items
      return part.type === 'card' ? (part.buttons ?? []) : []
    })
  const at = { behavior: frame.behavior, interaction: frame.interaction }
  return items.map(({ label, payload = null }) => ({
    label,
    payload,
    list: clickListOf(action, field, payload),
    version: frame.version,
    at,
  }))
}

/** Where the operations of an item stand. The action's own item: another one may carry the same payload. */
function clickListOf(action: CompiledAction, field: string, payload: string | null): string | null {
  const items = action.settings[field]
  if (payload === null || !Array.isArray(items)) return null
  const index = items.findIndex(
    (item) => typeof item === 'object' && item !== null && 'payload' in item && item.payload === payload,
  )
  return index < 0 ? null : `${action.path}.${field}[${index}].on_click`
}

type Clicked = { label: string; list: string | null; version: number; at: Position }

/** What was clicked, or typed as a label last shown says. A postback of an earlier bubble still counts; an unknown one does not. */
function findClicked(flow: Flow, input: MessageInput, world: FlowWorld): Clicked | null {
  const shown = flow.shown.find((item) => isMeant(item, input))
  if (shown !== undefined) {
    const list = shown.list !== null && versionOf(world, shown.version)?.lists.has(shown.list) ? shown.list : null
    return { label: shown.label, list, version: shown.version, at: shown.at }
  }
  const postback: Postback | undefined = input.payload === null ? undefined : world.live.postbacks.get(input.payload)
  if (postback === undefined) return null
  const at = flow.position ?? { behavior: world.live.startBehavior, interaction: '' }
  return { label: postback.label, list: postback.list, version: world.live.version, at }
}

function isMeant(item: Shown, input: MessageInput): boolean {
  if (input.payload !== null) return item.payload === input.payload
  return input.text !== '' && plainText(item.label) === plainText(input.text)
}

/** [HO-21] Settings of a missing package count as absent; [FL-9] texts are rendered. Both may leave diagnostics. */
function prepare(action: CompiledAction, world: FlowWorld, view: FlowView): { settings: unknown; problems: Effect[] } {
  const problems: Effect[] = []
  let settings = action.settings
  for (const [field, marks] of Object.entries(propertiesOf(action.definition?.schema ?? {}))) {
    const missing = marks.package !== undefined && !world.packages.has(marks.package)
    if (!missing || settings[field] === undefined) continue
    const { [field]: _, ...rest } = settings
    settings = rest
    problems.push(
      diagnostic('package_missing', `"${field}" needs the package ${marks.package} and was left out`, action, field),
    )
  }
  if (!action.hasTemplates) return { settings, problems }
  const rendered = Object.entries(settings).map(([field, value]) => {
    const marks = propertiesOf(action.definition?.schema ?? {})[field]
    if (!marks?.template) return [field, value] as const
    const report = (problem: string) => problems.push(diagnostic('template_error', problem, action, field))
    return [field, renderWithin(value, view.scope(), view.now, report)] as const
  })
  return { settings: Object.fromEntries(rendered), problems }
}

type Diagnosed = Extract<Effect, { kind: 'diagnostic' }> & { path?: string }

function diagnostic(code: string, message: string, action: CompiledAction, field?: string): Diagnosed {
  return { kind: 'diagnostic', code, message, path: field === undefined ? action.path : `${action.path}.${field}` }
}

function placed(effect: Effect, action: CompiledAction): Effect {
  return effect.kind === 'diagnostic' ? { path: action.path, ...effect } : effect
}

function findAction(world: FlowWorld, version: number, path: string): CompiledAction | null {
  const list = path.slice(0, path.lastIndexOf('['))
  return (
    versionOf(world, version)
      ?.lists.get(list)
      ?.find((action) => action.path === path) ?? null
  )
}

/** Live first: it is the usual case, and it needs no look-up. */
function versionOf(world: FlowWorld, version: number): CompiledBot | null {
  return version === world.live.version ? world.live : world.version(version)
}

function operationsOf(bot: CompiledBot, position: Position | null): Frame[] {
  const behavior = bot.behaviors.find(({ name }) => name === (position?.behavior ?? bot.startBehavior))
  const lists = [behavior?.operations ?? null, 'operations']
  const at = position ?? { behavior: bot.startBehavior, interaction: '' }
  return lists.flatMap((list) =>
    list === null || !bot.lists.get(list)?.length ? [] : [{ ...at, version: bot.version, list, index: 0 }],
  )
}

function startOf(bot: CompiledBot, behavior: string): CompiledInteraction | null {
  return interactionsOf(bot, behavior).find(({ start }) => start) ?? null
}

function fallbackOf(bot: CompiledBot, behavior: string | undefined): CompiledInteraction | null {
  return behavior === undefined ? null : (interactionsOf(bot, behavior).find(({ fallback }) => fallback) ?? null)
}

/** An interaction by name: in the behavior that is named, else in the current one, else in the first that has it. */
export function findInteraction(
  bot: CompiledBot,
  named: { behavior?: string; interaction?: string },
  from: Position | null,
): CompiledInteraction | null {
  const isNamed = ({ name }: CompiledInteraction) => name === named.interaction
  if (named.behavior !== undefined) return interactionsOf(bot, named.behavior).find(isNamed) ?? null
  const here = interactionsOf(bot, from?.behavior ?? bot.startBehavior).find(isNamed)
  return here ?? bot.behaviors.flatMap(({ interactions }) => interactions).find(isNamed) ?? null
}

function findByKeyword(bot: CompiledBot, plain: string, position: Position | null): CompiledInteraction | null {
  const current = position?.behavior ?? bot.startBehavior
  const ordered = [...bot.behaviors].sort((one, other) => Number(other.name === current) - Number(one.name === current))
  const has = ({ keywords }: CompiledInteraction) => keywords.some((keyword) => hasKeyword(plain, keyword))
  return ordered.flatMap(({ interactions }) => interactions).find(has) ?? null
}

function interactionsOf(bot: CompiledBot, behavior: string): CompiledInteraction[] {
  return bot.behaviors.find(({ name }) => name === behavior)?.interactions ?? []
}

export function userMayType(bot: CompiledBot | null, position: Position | null): boolean {
  if (bot === null || position === null) return true
  return interactionsOf(bot, position.behavior).find(({ name }) => name === position.interaction)?.userMayType ?? true
}

function more(flow: Flow, effects: readonly Effect[] = []): Progress {
  return { flow, effects, next: { kind: 'more' } }
}

function ended(flow: Flow): Progress {
  return { flow: { ...flow, turn: null }, effects: [], next: { kind: 'ended' } }
}
