import type { TFunction } from 'i18next'
import type { RoutingScope } from '../api/routing.ts'
import {
  type AbilitiesDraft,
  draftWithin,
  type FallbackDraft,
  neverOpens,
  type RoutingDraft,
  saysNothing,
} from './routing-draft.ts'
import { type DelayUnit, type SpanDraft, secondsIn } from './span-draft.ts'

/** What is so where an offer or a ramp does not say it (the same as in the rules). */
const usualOffer = { seconds: 20, coolDownSeconds: 60, rounds: 3 }
const usualRampLasts = 300

type Words = { t: TFunction<'desk'>; language: string; nameOf: (group: string) => string }
type Settings = { scope: RoutingScope; own: RoutingDraft; workspace: RoutingDraft }

/** [RO-21] [RO-22] [RO-30] [RO-31] [RO-32] [RO-40] What will happen with a request, sentence by sentence. */
export function summaryOf({ scope, own, workspace }: Settings, words: Words): string[] {
  const { t } = words
  const settings = scope === null ? own : draftWithin(workspace, own)
  return [
    ...(scope !== null && saysNothing(own) ? [t('routing.summary.inherits')] : []),
    ...begin(settings, words),
    ...offer(settings, words),
    ...ramp(settings, words),
    ...abilities(settings, words),
    ...limit(settings, words),
    ...seats(settings, words),
    ...others(settings, words),
    ...deadlinesIn(settings, words),
    ...hours(settings, words),
  ]
}

function begin({ automatic, pick }: RoutingDraft, { t }: Words): string[] {
  if (automatic === true)
    return [t('routing.summary.goes', { who: t(`routing.who.${pick ?? 'less_busy'}`) }), t('routing.summary.first')]
  const waits = t('routing.summary.waits')
  return pick === undefined ? [waits] : [waits, t('routing.summary.by_chatbot', { who: t(`routing.who.${pick}`) })]
}

function offer({ automatic, offer: asks }: RoutingDraft, { t }: Words): string[] {
  if (asks == null) return []
  if (automatic !== true) return [t('routing.summary.offer_not_asked')]
  const { seconds, coolDownSeconds, rounds } = asks
  return [
    t('routing.summary.offer', { span: secondsText(seconds ?? usualOffer.seconds, t) }),
    t('routing.summary.offer_declined', {
      span: secondsText(coolDownSeconds ?? usualOffer.coolDownSeconds, t),
      count: rounds ?? usualOffer.rounds,
    }),
  ]
}

function ramp({ ramp: slows }: RoutingDraft, { t }: Words): string[] {
  if (slows == null || slows.everySeconds === null) return []
  const { everySeconds, lastsSeconds } = slows
  return [
    t('routing.summary.ramp', {
      every: secondsText(everySeconds, t),
      span: secondsText(lastsSeconds ?? usualRampLasts, t),
    }),
  ]
}

function abilities({ required, preferred }: RoutingDraft, words: Words): string[] {
  const { t } = words
  const [must, should] = [listed(required, words), listed(preferred, words)]
  return [
    ...(must === null ? [] : [t('routing.summary.required', { abilities: must })]),
    ...(should === null ? [] : [t('routing.summary.preferred', { abilities: should })]),
  ]
}

function listed(wanted: AbilitiesDraft | undefined, { t, language }: Words): string | null {
  const names = [...(wanted?.skills ?? []), ...(wanted?.languages ?? [])].map((name) => t('routing.quoted', { name }))
  return names.length === 0 ? null : new Intl.ListFormat(language, { type: 'conjunction' }).format(names)
}

function limit({ limit: most }: RoutingDraft, { t }: Words): string[] {
  if (most === undefined) return []
  return [most === 0 ? t('routing.summary.limit_zero') : t('routing.summary.limit', { count: most })]
}

function seats({ channelWeights = [], holdIsFree }: RoutingDraft, { t, language }: Words): string[] {
  const heavier = channelWeights.flatMap(({ channel, weight }) =>
    channel.trim() === '' || weight === null || weight === 1
      ? []
      : [t('routing.summary.weight', { channel: t('routing.quoted', { name: channel.trim() }), count: weight })],
  )
  const list = new Intl.ListFormat(language, { type: 'conjunction' }).format(heavier)
  return [
    ...(heavier.length === 0 ? [] : [t('routing.summary.weights', { list })]),
    ...(holdIsFree === true ? [t('routing.summary.hold')] : []),
  ]
}

/** What happens when nobody does anything; what is not filled in yet is not told. */
function deadlinesIn({ deadlines }: RoutingDraft, { t, nameOf }: Words): string[] {
  if (deadlines === undefined) return []
  const { unanswered, waiting, firstAnswer, unreachable, idle, wrapUp, away } = deadlines
  const told = (span: SpanDraft | null, sentence: (text: string) => string) =>
    span === null || span.amount === null ? [] : [sentence(spanText(span.amount, span.unit, t))]
  return [
    ...told(unanswered, (span) => {
      const name = (text: string) => t('routing.quoted', { name: text })
      switch (unanswered?.outcome) {
        case 'interaction':
          return t('routing.summary.unanswered_interaction', { span, interaction: name(unanswered.interaction) })
        case 'group':
          return t('routing.summary.unanswered_group', { span, group: name(nameOf(unanswered.group ?? '')) })
        default:
          return t('routing.summary.unanswered', { span })
      }
    }),
    ...told(waiting, (span) =>
      t('routing.summary.waiting', { span, interaction: t('routing.quoted', { name: waiting?.interaction ?? '' }) }),
    ),
    ...told(firstAnswer, (span) => t('routing.summary.first_answer', { span })),
    ...told(unreachable, (span) =>
      t(unreachable?.outcome === 'hand_back' ? 'routing.summary.unreachable_back' : 'routing.summary.unreachable', {
        span,
      }),
    ),
    ...told(idle, (span) =>
      t(idle?.outcome === 'close' ? 'routing.summary.idle_close' : 'routing.summary.idle', { span }),
    ),
    ...told(idle?.warn ?? null, (span) => t('routing.summary.idle_warning', { span })),
    ...told(wrapUp, (span) => t('routing.summary.wrap_up', { span })),
    ...told(away, (span) => t('routing.summary.away', { span })),
  ]
}

function others({ automatic, fallbacks = [] }: RoutingDraft, words: Words): string[] {
  const { t } = words
  const chosen = fallbacks.filter(({ group }) => group !== null)
  if (chosen.length === 0) return []
  if (automatic !== true) return [t('routing.summary.others_not_asked')]
  return chosen.map((fallback, index) => asked(fallback, index === 0, words))
}

function asked({ group, amount, unit }: FallbackDraft, isFirst: boolean, { t, nameOf }: Words): string {
  const name = t('routing.quoted', { name: nameOf(group ?? '') })
  const count = amount ?? 0
  if (count === 0) return t('routing.summary.asked_at_once', { group: name })
  const span = spanText(count, unit, t)
  return isFirst
    ? t('routing.summary.asked', { span, group: name })
    : t('routing.summary.asked_next', { span, group: name })
}

function spanText(count: number, unit: DelayUnit, t: Words['t']): string {
  return secondsText(count * secondsIn[unit], t)
}

function secondsText(seconds: number, t: Words['t']): string {
  return seconds > 0 && seconds % secondsIn.minutes === 0
    ? t('routing.summary.minutes', { count: seconds / secondsIn.minutes })
    : t('routing.summary.seconds', { count: seconds })
}

function hours({ automatic, fallbacks = [], hours: open }: RoutingDraft, { t }: Words): string[] {
  if (open == null) return []
  if (neverOpens(open)) return [t('routing.summary.never_open')]
  if (automatic !== true) return [t('routing.summary.closed_by_chatbot')]
  const hasOthers = fallbacks.some(({ group }) => group !== null)
  return [hasOthers ? t('routing.summary.closed_others') : t('routing.summary.closed')]
}
