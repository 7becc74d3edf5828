/**
 * [FL-4] The interpreter: one step at a time over a serialisable stack, no I/O, no clock, no chance.
 *
 *   begin(input) → advance* → { wait | draw | set operator state | close | ended };  resume(answer) → advance* …
 *
 * Each step returns what is to be said and set, and whether to go on. Who drives it commits that and asks for the next.
 */
import type { Cause } from '../conversation/message.ts'
import type { OperatorStateSettings } from '../handoff/settings.ts'
import type { Answer, AssignWish, Effect, JumpTarget, OutsideWork, Step, Then, Trigger } from './action.ts'
import type { CompiledAction } from './compile.ts'
import { type Flow, type Frame, type Input, limitOfJumps, type MessageInput, type Position, type Turn } from './flow.ts'
import type { FlowView, FlowWorld } from './flow-world.ts'
import {
  describeTarget,
  fallbackOf,
  findAction,
  findByKeyword,
  findInteraction,
  operationsOf,
  resolveTarget,
  startOf,
  versionOf,
} from './places.ts'
import { diagnostic, placed, prepare } from './prepare.ts'
import { findClicked, withSaid } from './shown.ts'
import { entered, pushList, withTurn } from './stack.ts'
import { plainText } from './words.ts'

export type Progress = {
  flow: Flow
  effects: readonly Effect[]
  /** [FL-3] (c) Nothing has answered the message: which fallback runs for it, null where there is none. Absent: something has. */
  fallback?: Position | null
  next:
    | { kind: 'more' }
    | { kind: 'ended' }
    | { kind: 'wait'; work: OutsideWork; action: string; version: number }
    | { kind: 'draw'; below: number; action: string; version: number }
    | { kind: 'set_operator_state'; settings: OperatorStateSettings; cause: Cause; action: string; why?: string }
    | { kind: 'assign'; wish: AssignWish; from: Asker }
    | { kind: 'close' }
}

/** The action that asked for something that is done outside the interpreter, and where it stands. */
export type Asker = { action: string; version: number; at: Position }

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
    case 'operations':
      return pushList(begun, input.list, input.version, input.at)
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

/** [FL-4] Gives the action that asked for chance the number that was drawn, within the same step of the turn. */
export function goOnDrawn(
  flow: Flow,
  asked: { action: string; version: number },
  number: number,
  world: FlowWorld,
  view: FlowView,
): Progress {
  const frame = flow.turn?.frames.at(-1)
  if (frame === undefined) return more(flow)
  const action = findAction(world, asked.version, asked.action)
  return answerAction(flow, action, frame, { kind: 'drawn', number }, 0, world, view)
}

/** The operations under a trigger of an action; null: it has none, or its version is gone. */
export function listUnder(
  { action, version }: Pick<Asker, 'action' | 'version'>,
  trigger: Trigger,
  world: FlowWorld,
): string | null {
  return findAction(world, version, action)?.triggers[trigger] ?? null
}

/** Runs the operations under a trigger next, within the turn in which their action ran. */
export function fire(flow: Flow, from: Asker, trigger: Trigger, world: FlowWorld): Flow {
  const list = listUnder(from, trigger, world)
  return list === null ? flow : pushList(flow, list, from.version, from.at, flow.turn?.frames.at(-1)?.fallback)
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

/** [FL-3] (a) what waits for this input, (b) a keyword; (c) follows as the next phase when neither answered. */
function answer(flow: Flow, input: MessageInput, world: FlowWorld, view: FlowView): Progress {
  const clicked = findClicked(flow, input, world)
  if (clicked?.list) return more(pushList(flow, clicked.list, clicked.version, clicked.at))
  const text = clicked?.label ?? input.text
  const { files } = input
  const said: Said = files === undefined ? { kind: 'said', text } : { kind: 'said', text, files }
  if (flow.waiting !== null) return answerWaiting(flow, said, world, view)
  const plain = plainText(text)
  const found = findByKeyword(world.live, plain, flow.position)
  return more(found === null ? flow : entered(flow, found, world.live))
}

type Said = Extract<Answer, { kind: 'said' }>

function answerWaiting(flow: Flow, said: Said, world: FlowWorld, view: FlowView): Progress {
  const { waiting } = flow
  const frame = waiting?.frames.at(-1)
  if (waiting === null || frame === undefined) return more({ ...flow, waiting: null })
  const action = findAction(world, waiting.version, waiting.action)
  const going = withTurn(flow, { frames: waiting.frames })
  const answer = waiting.tokens === undefined ? said : { ...said, tokens: waiting.tokens }
  return answerAction(going, action, frame, answer, waiting.tries, world, view)
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
  const released = release(flow, action, answered, step.then)
  return perform(released, action, frame, step, world, problems, answered.kind === 'said' ? flow.waiting : null)
}

/** [HO-6] Whoever held and now asks for something outside holds on until that has come: the turn may be dropped meanwhile. */
function release(flow: Flow, action: CompiledAction, answered: Answer, then: Then): Flow {
  const isDone = then.kind !== 'hold'
  if (answered.kind === 'said') {
    const waiting = then.kind === 'wait' ? flow.waiting : null
    return withTurn({ ...flow, waiting }, isDone ? { answered: true } : {})
  }
  return isDone && flow.waiting?.action === action.path ? { ...flow, waiting: null } : flow
}

/** [FL-3] (c) the fallback of the behavior, else of the start behavior, else silence and a diagnostic. */
function fallBack(flow: Flow, world: FlowWorld): Progress {
  const found = fallbackOf(world.live, flow.position?.behavior) ?? fallbackOf(world.live, world.live.startBehavior)
  if (found === null) {
    const message = 'no fallback interaction answers what the bot does not understand'
    return { ...more(flow, [{ kind: 'diagnostic', code: 'not_understood', message }]), fallback: null }
  }
  const fallback = { behavior: found.behavior, interaction: found.name }
  return { ...more(pushList(flow, found.list, world.live.version, found, true)), fallback }
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
  const bare = isBare(step.then, action, frame, world) ? (otherwiseOf(step.then) ?? []) : []
  const effects = [...problems, ...(step.effects ?? []), ...bare].map((effect) => placed(effect, action))
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
      const list =
        then.item === undefined ? action.triggers[then.trigger] : `${action.path}.${then.item}.${then.trigger}`
      return more(list === undefined ? flow : pushList(flow, list, frame.version, frame, frame.fallback), effects)
    }
    case 'hold':
      return hold(flow, action, frame, then, effects, held)
    case 'jump':
      return jump(flow, action, then.target, then.cancel, effects, world)
    case 'bookmark':
      return more({ ...flow, bookmark: flow.position }, effects)
    case 'draw':
      return {
        flow,
        effects,
        next: { kind: 'draw', below: then.below, action: action.path, version: frame.version },
      }
    case 'wait':
      return { flow, effects, next: { kind: 'wait', work: then.work, action: action.path, version: frame.version } }
    case 'set_operator_state':
      return setState(flow, action, frame, then, effects)
    case 'assign': {
      const at = { behavior: frame.behavior, interaction: frame.interaction }
      const from = { action: action.path, version: frame.version, at }
      return { flow, effects, next: { kind: 'assign', wish: then.wish, from } }
    }
    case 'close':
      return { flow, effects, next: { kind: 'close' } }
  }
}

/** Asking for the first time is an answer; holding on after a wrong input is one only if something was said. */
function hold(
  flow: Flow,
  action: CompiledAction,
  frame: Frame,
  { tries, tokens }: Extract<Then, { kind: 'hold' }>,
  effects: readonly Effect[],
  held: Flow['waiting'],
): Progress {
  const frames = held?.frames ?? flow.turn?.frames ?? []
  const spent = tokens === undefined ? {} : { tokens }
  const waiting = { frames, action: action.path, version: frame.version, tries, ...spent }
  const answered = held === null || (flow.turn?.answered ?? false)
  return more({ ...withTurn(flow, { frames: [], phase: 'answer', answered }), waiting }, effects)
}

/** What runs after it stands on the stack before it: an assignment drops that with the turn (HO-10). */
function setState(
  flow: Flow,
  action: CompiledAction,
  frame: Frame,
  { settings, cause = 'action', why, fire }: Extract<Then, { kind: 'set_operator_state' }>,
  effects: readonly Effect[],
): Progress {
  const list = fire === undefined ? undefined : action.triggers[fire]
  const going = list === undefined ? flow : pushList(flow, list, frame.version, frame, frame.fallback)
  const told = why === undefined ? {} : { why }
  return { flow: going, effects, next: { kind: 'set_operator_state', settings, cause, action: action.path, ...told } }
}

/** Whether the author has put nothing under the trigger that fires. */
function isBare(then: Then, action: CompiledAction, { version }: Frame, world: FlowWorld): boolean {
  const trigger = then.kind === 'fire' && then.item === undefined ? then.trigger : undefined
  const fired = then.kind === 'set_operator_state' ? then.fire : trigger
  const list = fired === undefined ? undefined : action.triggers[fired]
  return list === undefined || (versionOf(world, version)?.lists.get(list)?.length ?? 0) === 0
}

function otherwiseOf(then: Then): readonly Effect[] | undefined {
  return then.kind === 'fire' || then.kind === 'set_operator_state' ? then.otherwise : undefined
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

function more(flow: Flow, effects: readonly Effect[] = []): Progress {
  return { flow, effects, next: { kind: 'more' } }
}

function ended(flow: Flow): Progress {
  return { flow: { ...flow, turn: null }, effects: [], next: { kind: 'ended' } }
}
