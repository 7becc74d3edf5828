/** Deadlines while they are edited. Null: nothing happens. */
import type { DeadlineSettings } from '@baton/core/routing'
import type { FieldError } from '../api/problem.ts'
import { type SpanDraft, secondsOf, spanOf } from './span-draft.ts'

type Outcome<Name extends 'unanswered' | 'unreachable' | 'idle'> = NonNullable<DeadlineSettings[Name]>['outcome']
export type UnansweredOutcome = Outcome<'unanswered'>
export type UnreachableOutcome = Outcome<'unreachable'>
export type IdleOutcome = Outcome<'idle'>

export type DeadlinesDraft = {
  unanswered: (SpanDraft & { outcome: UnansweredOutcome; interaction: string; group: string | null }) | null
  waiting: (SpanDraft & { interaction: string }) | null
  firstAnswer: SpanDraft | null
  unreachable: (SpanDraft & { outcome: UnreachableOutcome }) | null
  /** `warn`: how long before contact and owner are warned; without an amount as long as is usual. */
  idle: (SpanDraft & { outcome: IdleOutcome; warn: SpanDraft }) | null
  wrapUp: SpanDraft | null
  /** Only the workspace has it. */
  away: SpanDraft | null
}

export const noDeadlines: DeadlinesDraft = {
  unanswered: null,
  waiting: null,
  firstAnswer: null,
  unreachable: null,
  idle: null,
  wrapUp: null,
  away: null,
}

/** In seconds; the warning takes at most half of the idle time. */
const shortestWarning = 20

const noWarning: SpanDraft = { amount: null, unit: 'minutes' }

/** What each begins with when it is turned on. */
export const usualDeadlines = {
  unanswered: { amount: 5, unit: 'minutes', outcome: 'withdraw', interaction: '', group: null },
  waiting: { amount: 2, unit: 'minutes', interaction: '' },
  firstAnswer: { amount: 2, unit: 'minutes' },
  unreachable: { amount: 2, unit: 'minutes', outcome: 'requeue' },
  idle: { amount: 30, unit: 'minutes', outcome: 'hand_back', warn: { amount: 5, unit: 'minutes' } },
  wrapUp: { amount: 1, unit: 'minutes' },
  away: { amount: 30, unit: 'minutes' },
} as const satisfies DeadlinesDraft

export function deadlinesDraft(settings: DeadlineSettings): DeadlinesDraft {
  const { unanswered, waiting, firstAnswer, unreachable, idle, wrapUp, away } = settings
  return {
    unanswered: unanswered
      ? {
          ...spanOf(unanswered.afterSeconds),
          outcome: unanswered.outcome,
          interaction: unanswered.interaction ?? '',
          group: unanswered.group ?? null,
        }
      : null,
    waiting: waiting ? { ...spanOf(waiting.afterSeconds), interaction: waiting.interaction } : null,
    firstAnswer: firstAnswer ? spanOf(firstAnswer.afterSeconds) : null,
    unreachable: unreachable ? { ...spanOf(unreachable.afterSeconds), outcome: unreachable.outcome } : null,
    idle: idle
      ? {
          ...spanOf(idle.afterSeconds),
          outcome: idle.outcome,
          warn: idle.warnSeconds === undefined ? noWarning : spanOf(idle.warnSeconds),
        }
      : null,
    wrapUp: wrapUp ? spanOf(wrapUp.afterSeconds) : null,
    away: away ? spanOf(away.afterSeconds) : null,
  }
}

export function deadlinesOf(draft: DeadlinesDraft): DeadlineSettings {
  const { unanswered, waiting, firstAnswer, unreachable, idle, wrapUp, away } = draft
  return {
    ...(unanswered && {
      unanswered: {
        afterSeconds: secondsOf(unanswered),
        outcome: unanswered.outcome,
        ...(unanswered.interaction.trim() !== '' && { interaction: unanswered.interaction.trim() }),
        ...(unanswered.group !== null && { group: unanswered.group }),
      },
    }),
    ...(waiting && { waiting: { afterSeconds: secondsOf(waiting), interaction: waiting.interaction.trim() } }),
    ...(firstAnswer && { firstAnswer: { afterSeconds: secondsOf(firstAnswer) } }),
    ...(unreachable && { unreachable: { afterSeconds: secondsOf(unreachable), outcome: unreachable.outcome } }),
    ...(idle && {
      idle: {
        afterSeconds: secondsOf(idle),
        ...(idle.warn.amount !== null && { warnSeconds: secondsOf(idle.warn) }),
        outcome: idle.outcome,
      },
    }),
    ...(wrapUp && { wrapUp: { afterSeconds: secondsOf(wrapUp) } }),
    ...(away && { away: { afterSeconds: secondsOf(away) } }),
  }
}

export function missingInDeadlines(draft: DeadlinesDraft): FieldError[] {
  const { unanswered, waiting, idle } = draft
  const at = (path: string, code: string): FieldError => ({ path: `deadlines.${path}`, code, message: '' })
  const noTimes = Object.entries(draft).flatMap(([name, span]) =>
    span !== null && span.amount === null ? [at(`${name}.afterSeconds`, 'no_delay')] : [],
  )
  const needsName = unanswered?.outcome === 'interaction' && unanswered.interaction.trim() === ''
  const needsGroup = unanswered?.outcome === 'group' && unanswered.group === null
  return [
    ...noTimes,
    ...(needsName ? [at('unanswered.interaction', 'no_interaction')] : []),
    ...(needsGroup ? [at('unanswered.group', 'no_group_named')] : []),
    ...(waiting !== null && waiting.interaction.trim() === '' ? [at('waiting.interaction', 'no_interaction')] : []),
    ...wrongInIdle(idle).map(([path, code]) => at(`idle.${path}`, code)),
  ]
}

/** Whoever is warned has time to answer, and the warning takes at most half of the time. */
function wrongInIdle(idle: DeadlinesDraft['idle']): [path: string, code: string][] {
  if (idle === null || idle.amount === null) return []
  if (secondsOf(idle) < 2 * shortestWarning) return [['afterSeconds', 'warning_too_short']]
  if (idle.warn.amount === null) return []
  if (secondsOf(idle.warn) < shortestWarning) return [['warnSeconds', 'warning_too_short']]
  return 2 * secondsOf(idle.warn) > secondsOf(idle) ? [['warnSeconds', 'too_large']] : []
}
