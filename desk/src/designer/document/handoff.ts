// What setting the chat operator state will do, in whole sentences (handoff.md §3): their names and what is filled in.
import { type Fields, wordOf } from './path.ts'

type Picked = 'random' | 'less_busy'
type In = '' | '_group'
type Online = '' | '_online'

export type SentenceName =
  | `takeover_${Picked}${In}${Online}`
  | `takeover_specific${In}${Online}`
  | `request${In}${Online}`
  | `request_${Picked}${In}${Online}`
  | `request_specific${In}${Online}`
  | 'chatbot'
  | 'then_stops'
  | 'then_goes_on'
  | 'else_next'
  | 'else_next_specific'
  | 'else_request'
  | 'operator_missing'

export type Sentence = { name: SentenceName; group: string; operator: string }

export type HandoffNames = { group: (reference: string) => string; operator: (reference: string) => string }

export function handoffSentences(settings: Fields, names: HandoffNames): Sentence[] {
  const group = wordOf(settings.operatorsGroup)
  const operator = wordOf(settings.operator)
  const filled = {
    group: group === '' ? '' : names.group(group),
    operator: operator === '' ? '' : names.operator(operator),
  }
  const pick = settings.assignOperator
  if (pick === 'specific' && operator === '') return [{ name: 'operator_missing', ...filled }]
  return sentenceNames(settings).map((name) => ({ name, ...filled }))
}

function sentenceNames({ mode, operatorsGroup, assignOperator, onlyOnlineOperators }: Fields): SentenceName[] {
  const inside: In = wordOf(operatorsGroup) === '' ? '' : '_group'
  const isOnline = onlyOnlineOperators === true
  const online: Online = isOnline ? '_online' : ''
  const isSpecific = assignOperator === 'specific'
  const nobody: SentenceName = isSpecific ? 'else_next_specific' : 'else_next'
  switch (mode) {
    case 'operator_takeover': {
      const pick = isSpecific ? 'specific' : assignOperator === 'less_busy' ? 'less_busy' : 'random'
      return [`takeover_${pick}${inside}${online}`, isOnline ? nobody : 'else_request', 'then_stops']
    }
    case 'request_operator': {
      const elsewhere: SentenceName[] = isOnline ? [nobody] : []
      if (isSpecific) return [`request_specific${inside}${online}`, ...elsewhere, 'then_goes_on']
      if (assignOperator === 'random' || assignOperator === 'less_busy')
        return [`request_${assignOperator}${inside}${online}`, ...elsewhere, 'then_goes_on']
      return [`request${inside}${online}`, ...elsewhere, 'then_goes_on']
    }
    case 'chatbot_controlled':
      return ['chatbot']
    default:
      return []
  }
}

/** The sign of the state that a mode leads to. */
export function markOfMode(mode: unknown): 'chatbot_controlled' | 'operator_requested' | 'taken_over' | null {
  switch (mode) {
    case 'operator_takeover':
      return 'taken_over'
    case 'request_operator':
      return 'operator_requested'
    case 'chatbot_controlled':
      return 'chatbot_controlled'
    default:
      return null
  }
}
