/** Runs bot turns: one at a time per conversation, in the order of the log (FL-6), until nothing is left or it must wait. */

import { systemVariables } from '../conversation/chat-variables.ts'
import type { Bubble, MessageData } from '../conversation/message.ts'
import { checkVariable, readVariable, type Value } from '../conversation/value.ts'
import type { Answer, Effect, OutsideWork } from '../flow/action.ts'
import { type Flow, type Input, restingFlow, type Turn } from '../flow/flow.ts'
import type { FlowView } from '../flow/flow-world.ts'
import { advance, afterOperatorState, beginTurn, type Progress, resumeTurn } from '../flow/interpret.ts'
import { userMayType } from '../flow/places.ts'
import { closing } from '../handoff/moves.ts'
import { setOperatorState } from '../handoff/set-operator-state.ts'
import type { OperatorStateSettings } from '../handoff/settings.ts'
import type { Draft } from './draft.ts'

/** Puts an input behind those that wait, and runs what can run. */
export function enqueue(draft: Draft, ...inputs: Input[]): void {
  draft.flow = { ...draft.flow, queue: [...draft.flow.queue, ...inputs] }
}

/** Runs until every input has had its turn, or the running one waits for something outside. */
export function runTurns(draft: Draft): void {
  while (draft.conversation.status === 'open') {
    const { turn, queue } = draft.flow
    if (turn?.suspended) return
    if (turn === null) {
      const [next, ...rest] = queue
      if (next === undefined) return
      draft.flow = beginTurn({ ...draft.flow, queue: rest }, next, draft.conversation.epoch, draft.world.flow)
    }
    take(draft, advance(draft.flow, draft.world.flow, viewOf(draft)))
  }
}

/** [FL-5] The answer of outside work goes on in its turn; [HO-5] if the conversation has moved on, it changes nothing and is recorded. */
export function resume(draft: Draft, work: { id: string; turn: Turn['id']; epoch: number }, answer: Answer): void {
  const { turn } = draft.flow
  if (turn?.suspended?.effect !== work.id || turn.epoch !== draft.conversation.epoch) {
    suppress(draft, work.turn, work.epoch)
    return
  }
  take(draft, resumeTurn(draft.flow, answer, draft.world.flow, viewOf(draft)))
}

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
  draft.flow = progress.flow
  for (const effect of progress.effects) apply(draft, effect, turn)
  switch (progress.next.kind) {
    case 'more':
    case 'ended':
      return
    case 'wait':
      return suspend(draft, progress.next.work, progress.next.action, progress.next.version)
    case 'set_operator_state':
      return handOff(draft, progress.next.settings)
    case 'close':
      draft.append(
        closing(draft.conversation.holder, { names: draft.names, origin: draft.origin('action') }),
        turn?.id ?? null,
      )
      return endFlow(draft)
  }
}

/** The handoff is an inside effect: picked and written in the turn's own transaction. [HO-10] An assignment ends the turn. */
function handOff(draft: Draft, settings: OperatorStateSettings): void {
  const { turn } = draft.flow
  const { team, chance, now } = draft.world
  const context = { team, names: draft.names, chance, now, origin: draft.origin('action') }
  const result = setOperatorState(draft.conversation, settings, context)
  draft.keepOutcome(result)
  if (result.happening !== null) draft.append(result.happening, turn?.id ?? null)
  if (result.rest === 'ends') {
    draft.flow = { ...draft.flow, turn: null }
    afterControlMoved(draft)
  } else {
    const hasChanged = result.happening !== null && result.outcome !== 'unchanged'
    draft.flow = afterOperatorState(draft.flow, hasChanged, draft.conversation.epoch)
  }
}

function suspend(draft: Draft, work: OutsideWork, action: string, version: number): void {
  const { turn } = draft.flow
  if (turn === null) return
  const id = draft.world.newId('effect')
  draft.flow = { ...draft.flow, turn: { ...turn, suspended: { effect: id, action, version } } }
  draft.works.push({ id, turn: turn.id, epoch: turn.epoch, work })
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
  }
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
    scope: () => draft.scope(),
    variable: (name) => readVariable(draft.scope(), name),
  }
}

/** Turns that have not ended: running, suspended or waiting for their place. */
export function pendingTurns(flow: Flow): string[] {
  return [...(flow.turn === null ? [] : [flow.turn.id]), ...flow.queue.map(({ turn }) => turn)]
}
