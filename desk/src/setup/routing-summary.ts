import type { TFunction } from 'i18next'
import type { RoutingScope } from '../api/routing.ts'
import {
  type AbilitiesDraft,
  draftWithin,
  type FallbackDraft,
  neverOpens,
  type RoutingDraft,
  saysNothing,
  secondsIn,
} from './routing-draft.ts'

type Words = { t: TFunction<'desk'>; language: string; nameOf: (group: string) => string }
type Settings = { scope: RoutingScope; own: RoutingDraft; workspace: RoutingDraft }

/** [RO-21] [RO-22] [RO-31] [RO-40] What will happen with a request, sentence by sentence. */
export function summaryOf({ scope, own, workspace }: Settings, words: Words): string[] {
  const { t } = words
  const settings = scope === null ? own : draftWithin(workspace, own)
  return [
    ...(scope !== null && saysNothing(own) ? [t('routing.summary.inherits')] : []),
    ...begin(settings, words),
    ...abilities(settings, words),
    ...limit(settings, words),
    ...others(settings, words),
    ...hours(settings, words),
  ]
}

function begin({ automatic, pick }: RoutingDraft, { t }: Words): string[] {
  if (automatic === true)
    return [t('routing.summary.goes', { who: t(`routing.who.${pick ?? 'less_busy'}`) }), t('routing.summary.first')]
  const waits = t('routing.summary.waits')
  return pick === undefined ? [waits] : [waits, t('routing.summary.by_chatbot', { who: t(`routing.who.${pick}`) })]
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

function spanText(count: number, unit: FallbackDraft['unit'], t: Words['t']): string {
  const seconds = count * secondsIn[unit]
  return seconds % secondsIn.minutes === 0
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
