/** Runs bot turns: one at a time per conversation, in the order of the log (FL-6), until nothing is left or it must wait. */

import type { AskingStep } from '../conversation/asked.ts'
import { systemVariables } from '../conversation/chat-variables.ts'
import type { Bubble, Cause, MessageData } from '../conversation/message.ts'
import { checkVariable, readVariable, type Value } from '../conversation/value.ts'
import type {
  Answer,
  AsideAnswer,
  AsideWork,
  AssignWish,
  Effect,
  JumpTarget,
  OutsideWork,
  Trigger,
} from '../flow/action.ts'
import { type Flow, type Input, type MessageInput, type Position, restingFlow, type Turn } from '../flow/flow.ts'
import type { FlowView } from '../flow/flow-world.ts'
import {
  type Asker,
  advance,
  afterOperatorState,
  beginTurn,
  fire,
  goOnDrawn,
  listUnder,
  type Progress,
  resumeTurn,
} from '../flow/interpret.ts'
import { peopleOf } from '../flow/people.ts'
import { describeTarget, findInteraction, resolveTarget, userMayType } from '../flow/places.ts'
import { closing } from '../handoff/moves.ts'
import { type OperatorStateResult, setOperatorState } from '../handoff/set-operator-state.ts'
import type { OperatorStateSettings } from '../handoff/settings.ts'
import type { Draft } from './draft.ts'

/** Puts an input behind those that wait, and runs what can run. */
export function enqueue(draft: Draft, ...inputs: Input[]): void {
  const complete = inputs.map((input) => (input.kind === 'message' ? asWritten(draft, input) : input))
  draft.flow = { ...draft.flow, queue: [...draft.flow.queue, ...complete] }
}

/** With the place and the files of the message that was written last, which is the one this input is about. */
function asWritten(draft: Draft, input: MessageInput): Input {
  const written = draft.events.findLast(({ event }) => event.type === 'message')?.event
  const files = written?.type === 'message' ? written.data.parts.filter((part) => part.type === 'file') : []
  const place = written === undefined ? {} : { seq: written.seq }
  return { ...input, ...place, ...(files.length === 0 ? {} : { files }) }
}

/** Runs until every input has had its turn, or the running one waits for something outside. */
export function runTurns(draft: Draft): void {
  while (draft.conversation.status === 'open') {
    const { turn, queue } = draft.flow
    if (turn?.suspended) return
    if (turn === null) {
      const [next, ...rest] = queue
      if (next === undefined) return
      draft.goOn(beginTurn({ ...draft.flow, queue: rest }, next, draft.conversation.epoch, draft.world.flow))
    }
    take(draft, advance(draft.flow, draft.world.flow, viewOf(draft)))
  }
}

/** [FL-5] The answer of outside work goes on in its turn; [HO-5] if the conversation has moved on, it changes nothing and is recorded. */
export function resume(draft: Draft, work: { id: string; turn: Turn['id']; epoch: number }, answer: Answer): void {
  if (isAside(answer)) return settle(draft, work, answer)
  const { turn } = draft.flow
  if (turn?.suspended?.effect !== work.id || turn.epoch !== draft.conversation.epoch) {
    suppress(draft, work.turn, work.epoch)
    return
  }
  take(draft, resumeTurn(draft.flow, answer, draft.world.flow, viewOf(draft)))
}

function isAside(answer: Answer): answer is AsideAnswer {
  return (
    answer.kind === 'delivered' ||
    answer.kind === 'undelivered' ||
    answer.kind === 'start' ||
    answer.kind === 'time_out' ||
    answer.kind === 'link_ended'
  )
}

/** [FL-5] What no turn waits for is tried again by new work, a row of its own, until it is taken or given up. */
function settle(draft: Draft, { turn, epoch }: { turn: Turn['id']; epoch: number }, answer: AsideAnswer): void {
  if (answer.kind === 'delivered' || answer.kind === 'link_ended') return
  if (answer.kind === 'start') return startLater(draft, answer.target)
  if (answer.kind === 'time_out') return timeOut(draft, answer, epoch)
  const { work, reason, isFinal } = answer
  const pause = pausesOfWebhooks[work.tries]
  if (isFinal || pause === undefined) {
    // Nothing is written behind the end of a conversation.
    if (draft.conversation.status === 'closed') return
    const message = `the webhook "${work.event}" was not taken, after ${work.tries + 1} tries: ${reason}`
    draft.diagnose({ code: 'webhook_failed', message, level: 'warning' })
    return
  }
  const again = { ...work, tries: work.tries + 1, milliseconds: pause }
  draft.works.push({ id: draft.world.newId('effect'), turn, epoch, work: again })
}

/** [HO-23] What a schedule starts says nothing while an operator holds the conversation. */
function startLater(draft: Draft, target: JumpTarget): void {
  const found = findInteraction(draft.world.flow.live, target, null)
  if (found === null) {
    const message = `there is no interaction "${describeTarget(target)}" to start any more`
    return draft.diagnose({ code: 'missing_target', message, level: 'warning' })
  }
  const position = { behavior: found.behavior, interaction: found.name }
  const by = { actor: draft.chatbot, cause: 'timer', speaks: false } as const
  enqueue(draft, { kind: 'interaction', turn: draft.world.newId('turn'), position, ...by })
}

const minute = 60_000

/** [S-24] The schedule of Standard Webhooks: 5 s, then 5 min to 24 h, three days in all. */
const pausesOfWebhooks = [5_000, ...[5, 30, 120, 300, 600, 840, 1_200, 1_440].map((minutes) => minutes * minute)]

/** [HO-5] [HO-6] After somebody else changed who holds the conversation: a turn of an older epoch never goes on. */
export function afterControlMoved(draft: Draft): void {
  const { turn, queue } = draft.flow
  const isTakenOver = draft.conversation.holder.state === 'taken_over'
  draft.flow = {
    ...draft.flow,
    turn: turn !== null && turn.epoch !== draft.conversation.epoch ? null : turn,
    queue: isTakenOver ? queue.filter(({ kind }) => kind === 'interaction') : queue,
  }
}

/** [HO-8] Nothing of the bot is left. */
export function endFlow(draft: Draft): void {
  draft.flow = { ...restingFlow, outcome: draft.flow.outcome, position: draft.flow.position }
}

function take(draft: Draft, progress: Progress): void {
  const turn = draft.flow.turn
  draft.goOn(progress.flow)
  if (progress.fallback !== undefined) noteMiss(draft, progress.fallback, turn?.input)
  for (const effect of progress.effects) apply(draft, effect, turn)
  switch (progress.next.kind) {
    case 'more':
    case 'ended':
      return
    case 'wait':
      return suspend(draft, progress.next.work, progress.next.action, progress.next.version)
    case 'draw': {
      const number = draft.world.chance.below(progress.next.below)
      return take(draft, goOnDrawn(draft.flow, progress.next, number, draft.world.flow, viewOf(draft)))
    }
    case 'set_operator_state':
      handOff(draft, progress.next.settings, progress.next.cause, { why: progress.next.why })
      return
    case 'assign':
      return assignTo(draft, progress.next.wish, progress.next.from)
    case 'close':
      return close(draft, turn)
  }
}

/** A click that says nothing, or a file, was no try to be understood. */
function noteMiss(draft: Draft, fallback: Position | null, input: Input | undefined): void {
  if (fallback !== null) draft.note(fallback, 'entered')
  if (input?.kind !== 'message' || input.seq === undefined || input.text.trim() === '') return
  draft.misses.push({ seq: input.seq })
}

/** A contact who is being forgotten is closed by that. */
function close(draft: Draft, turn: Turn | null): void {
  if (draft.works.some(({ work }) => work.kind === 'forget')) return endFlow(draft)
  const { holder } = draft.conversation
  draft.append(closing(holder, { names: draft.names, origin: draft.origin('action') }), turn?.id ?? null)
  endFlow(draft)
}

/** The handoff is an inside effect: picked and written in the turn's own transaction. [HO-10] An assignment ends the turn. */
function handOff(
  draft: Draft,
  settings: OperatorStateSettings,
  cause: Cause,
  { message = null, why }: { message?: Bubble | null; why?: string | undefined } = {},
): OperatorStateResult {
  const { turn } = draft.flow
  const origin = { ...draft.origin(cause), step: stepOf(draft, why) }
  const result = setOperatorState(draft.conversation, settings, draft.asking(origin))
  draft.keepOutcome(result)
  if (result.turnTaken !== undefined) draft.keepTurn(result.turnTaken)
  if (result.outcome === 'assigned' && message !== null) say(draft, message, turn)
  if (result.happening !== null) draft.append(result.happening, turn?.id ?? null)
  if (result.rest === 'ends') {
    draft.flow = { ...draft.flow, turn: null }
    afterControlMoved(draft)
  } else {
    const hasChanged = result.happening !== null && result.outcome !== 'unchanged'
    draft.flow = afterOperatorState(draft.flow, hasChanged, draft.conversation.epoch)
  }
  return result
}

/** [U-15] Where the chatbot stands that asks, and after which words of the contact. */
function stepOf(draft: Draft, why: string | undefined): AskingStep {
  const { turn } = draft.flow
  const at = draft.stoodAt()
  const said = turn?.input.kind === 'message' ? turn.input.text.trim().slice(0, lengthOfReason) : ''
  return {
    ...(turn?.phase === 'fallback' && { isFallback: true as const }),
    ...(why !== undefined && why !== '' && { text: why.slice(0, lengthOfReason) }),
    ...(said !== '' && { said }),
    ...(at !== null && { at }),
  }
}

const lengthOfReason = 300

/**
 * The handoff of an action that follows it up: nobody found fires `on_unavailable` in this turn; else what comes of it
 * fires later, outside of it.
 */
function assignTo(draft: Draft, { settings, message, timeoutMs }: AssignWish, from: Asker): void {
  const turn = draft.flow.turn?.id ?? draft.world.newId('turn')
  const before = draft.flow.assigned
  const { outcome, reason, happening } = handOff(draft, settings, 'action', { message })
  const isRequested = outcome === 'requested'
  if (reason !== null && reason !== 'already_taken_over') {
    draft.flow = fire(draft.flow, from, 'on_unavailable', draft.world.flow)
    return
  }
  if (outcome === 'assigned' || isRequested)
    draft.flow = { ...draft.flow, assigned: { ...from, message: isRequested ? message : null } }
  // [HO-16] Asked twice is once: the first one's time runs.
  const isRepeated = happening === null && before?.action === from.action && before.version === from.version
  if (!isRequested || timeoutMs === null || isRepeated) return
  const work: AsideWork = { kind: 'time_out', action: from.action, version: from.version, milliseconds: timeoutMs }
  draft.works.push({ id: draft.world.newId('effect'), turn, epoch: draft.conversation.epoch, work })
}

/** Before an operator has a request that an action raised, the bot says what it was told to say then. */
export function announceTakeover(draft: Draft): void {
  const { assigned } = draft.flow
  if (assigned?.message == null || draft.conversation.holder.state === 'taken_over') return
  draft.append({ actor: draft.chatbot, body: { type: 'message', data: assigned.message } }, draft.world.newId('turn'))
  draft.flow = { ...draft.flow, assigned: { ...assigned, message: null } }
}

/** Control came back: from an operator, what the action wants done then is done; a request that was withdrawn is over. */
export function followUp(draft: Draft, isFromOperator: boolean): void {
  const { assigned, ...flow } = draft.flow
  if (assigned === undefined) return
  draft.flow = flow
  if (isFromOperator) enqueueOperations(draft, assigned, 'on_handed_over')
}

/** A request still waits that was raised so long ago. */
function timeOut(draft: Draft, { action, version }: Extract<AsideAnswer, { kind: 'time_out' }>, epoch: number): void {
  const { assigned } = draft.flow
  const isWaiting = draft.conversation.holder.state === 'operator_requested' && draft.conversation.epoch === epoch
  if (isWaiting && assigned?.action === action && assigned.version === version)
    enqueueOperations(draft, assigned, 'on_timeout')
}

function enqueueOperations(draft: Draft, { action, version, at }: Asker, trigger: Trigger): void {
  const list = listUnder({ action, version }, trigger, draft.world.flow)
  if (list === null) return
  enqueue(draft, { kind: 'operations', turn: draft.world.newId('turn'), list, version, at })
}

function suspend(draft: Draft, work: OutsideWork, action: string, version: number): void {
  const { turn } = draft.flow
  if (turn === null) return
  const id = draft.world.newId('effect')
  draft.flow = { ...draft.flow, turn: { ...turn, suspended: { effect: id, action, version } } }
  draft.works.push({ id, turn: turn.id, epoch: turn.epoch, work: withStretch(draft, work, turn.input) })
}

/** Only the turn knows up to where the log goes, and which message in it is to be answered. */
function withStretch(draft: Draft, work: OutsideWork, input: Input): OutsideWork {
  if (work.kind !== 'model') return work
  const about = input.kind === 'message' ? (input.seq ?? null) : null
  return { ...work, stretch: { upTo: draft.conversation.lastSeq, about } }
}

function apply(draft: Draft, effect: Effect, turn: Turn | null): void {
  const by = { actor: draft.chatbot }
  const id = turn?.id ?? null
  switch (effect.kind) {
    case 'say':
      return say(draft, effect.bubble, turn)
    case 'note':
      draft.append(
        {
          ...by,
          body: {
            type: 'message',
            data: { text: effect.text, parts: [{ type: 'text', text: effect.text }], note: true },
          },
        },
        id,
      )
      return
    case 'notify':
      return notify(draft, effect, id)
    case 'set_variable':
      return setVariable(draft, effect.variable, effect.value, turn)
    case 'set_tag':
      if (!draft.conversation.tags.includes(effect.tag))
        draft.append({ ...by, body: { type: 'tag_set', data: { tag: effect.tag } } }, id)
      return
    case 'drop_tag':
      if (draft.conversation.tags.includes(effect.tag))
        draft.append({ ...by, body: { type: 'tag_dropped', data: { tag: effect.tag } } }, id)
      return
    case 'diagnostic': {
      const { kind: _, ...diagnostic } = effect
      draft.diagnose({ ...diagnostic, level: 'warning' })
      return
    }
    case 'begin':
      return begin(draft, effect.work, turn)
  }
}

/** Names mean what they mean where the action stands, so what starts later is found now. */
function begin(draft: Draft, work: AsideWork, turn: Turn | null): void {
  if (turn === null) return
  const row = { id: draft.world.newId('effect'), turn: turn.id, epoch: turn.epoch }
  if (work.kind !== 'start') {
    draft.works.push({ ...row, work })
    return
  }
  const from = draft.flow.turn?.frames.at(-1) ?? draft.flow.position
  const found = resolveTarget(draft.world.flow.live, work.target, draft.flow, from)
  if (found === null) {
    const message = `there is nothing to start later: ${describeTarget(work.target)}`
    return draft.diagnose({ code: 'missing_target', message, level: 'warning' })
  }
  const target = { behavior: found.behavior, interaction: found.name }
  draft.works.push({ ...row, work: { ...work, target } })
}

/** [HO-4] [HO-23] Only a turn that a person started speaks while an operator holds the conversation. */
function say(draft: Draft, bubble: Bubble, turn: Turn | null): void {
  const input = turn?.input
  const speaks = input?.kind === 'interaction' && input.speaks
  if (draft.conversation.holder.state === 'taken_over' && !speaks) {
    const current = draft.flow.turn ?? turn
    if (current !== null && !current.suppressed) suppress(draft, current.id, current.epoch)
    if (draft.flow.turn !== null) draft.flow = { ...draft.flow, turn: { ...draft.flow.turn, suppressed: true } }
    return
  }
  const data: MessageData = {
    ...bubble,
    ...(input?.kind === 'interaction' ? { cause: input.cause } : {}),
    ...(userMayType(draft.world.flow.live, draft.flow.position) ? {} : { userMayType: false as const }),
  }
  draft.append({ actor: draft.chatbot, body: { type: 'message', data } }, turn?.id ?? null)
}

/** A note with those it is for; by mail it goes once it is committed. */
function notify(draft: Draft, wish: Extract<Effect, { kind: 'notify' }>, turn: Turn['id'] | null): void {
  const { team, bot, newId } = draft.world
  const group = wish.group === null ? null : team.findGroup(wish.group)
  const named = wish.operators === null ? null : new Set(wish.operators.map((one) => team.findOperator(one)?.id))
  const seats = [...team.seats()].filter(
    (seat) =>
      seat.enabled &&
      (group === null || (group !== undefined && seat.groups.includes(group.id))) &&
      named?.has(seat.id) !== false,
  )
  const mentions = seats.slice(0, mostMentions).map(({ id }) => id)
  const data: MessageData = { text: wish.text, parts: [{ type: 'text', text: wish.text }], note: true, mentions }
  draft.append({ actor: draft.chatbot, body: { type: 'message', data } }, turn)
  if (!wish.byMail || seats.length === 0) return
  const to = seats.slice(0, mostMentions).map(({ email }) => email)
  const { epoch } = draft.conversation
  const work: AsideWork = {
    kind: 'notice',
    to,
    subject: `${bot.name}: ${wish.text.split('\n')[0]?.slice(0, lengthOfSubject)}`,
    text: wish.text,
  }
  draft.works.push({ id: newId('effect'), turn: turn ?? newId('turn'), epoch, work })
}

const mostMentions = 200
const lengthOfSubject = 100

function suppress(draft: Draft, turn: Turn['id'], turnEpoch: number): void {
  draft.append({ actor: draft.chatbot, body: { type: 'bot_output_suppressed', data: { turn, turnEpoch } } }, turn)
}

function setVariable(draft: Draft, variable: string, value: Value, turn: Turn | null): void {
  const root = variable.split('.')[0] ?? ''
  if (systemVariables.has(root))
    return draft.diagnose({ code: 'variable_reserved', message: `"${root}" is kept by the system`, level: 'warning' })
  const refusal = checkVariable(draft.conversation.variables, variable, value)
  if (refusal !== null)
    return draft.diagnose({ code: refusal.kind, message: `"${variable}" was not set`, level: 'warning' })
  const current = readVariable(draft.conversation.variables, variable) ?? null
  if (JSON.stringify(current) === JSON.stringify(value)) return
  draft.append({ actor: draft.chatbot, body: { type: 'variable_set', data: { variable, value } } }, turn?.id ?? null)
}

function viewOf(draft: Draft): FlowView {
  const { conversation } = draft
  return {
    now: draft.world.now,
    channel: conversation.channel,
    locale: typeof conversation.variables.locale === 'string' ? conversation.variables.locale : draft.world.locale,
    tags: conversation.tags,
    isAsked: draft.flow.turn?.input.kind === 'message',
    scope: () => draft.scope(),
    people: peopleOf(draft.world.team, draft.world.now),
    variable: (name) => readVariable(draft.scope(), name),
  }
}

/** Turns that have not ended: running, suspended or waiting for their place. */
export function pendingTurns(flow: Flow): string[] {
  return [...(flow.turn === null ? [] : [flow.turn.id]), ...flow.queue.map(({ turn }) => turn)]
}
