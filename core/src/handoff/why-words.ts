/** [RO-50] The answers of `why.ts` in English, for programs and for the terminal; the desk has its own in each language. */
import { unreachable } from '../result.ts'
import type { Verdict } from '../routing/decision.ts'
import type { Standing } from './why.ts'

/** Why somebody was, or was not, the one: to be read after their name. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  picked: 'was picked',
  tied: 'could have been picked just as well',
  busier: 'had more conversations than the one who was picked',
  full: 'had no room',
  offline: 'was not online',
  not_in_group: 'is not in the group',
  disabled: 'is disabled',
  owner: 'had it already',
  closed: 'was outside the opening hours',
  lacks_ability: 'lacks a skill or language that is required',
  suits_less: 'lacks more of the skills and languages that are preferred',
  newcomer: 'had just come online and had a conversation a moment ago',
  assigned_later: 'had a new conversation more recently',
  later_turn: 'has a later turn',
  not_drawn: 'was not one of the two drawn by chance',
  not_last_owner: 'did not have this contact last',
  cooling_down: 'had just declined or missed a request',
}

/** One sentence. */
export function standingInWords(name: string, standing: Standing): string {
  switch (standing.kind) {
    case 'closed':
      return 'The conversation is closed.'
    case 'is_owner':
      return `${name} has this conversation.`
    case 'owned':
      return `${standing.by.name} has this conversation.`
    case 'bot_has_it':
      return 'The bot has this conversation, and nobody is asked.'
    case 'asked':
      return `${name} is being asked right now.`
    case 'other_asked':
      return `${standing.by.name} is being asked right now.`
    case 'asked_first':
      return `${name} is asked first, and can take it.`
    case 'may_take':
      return `${name} can take it; it goes to one of those who can.`
    case 'not_automatic':
      return 'Requests of this group are not assigned by themselves: it waits until somebody takes it.'
    case 'open_for_all':
      return 'So many were asked in vain that it is open for all now: it waits until somebody takes it.'
    case 'verdict':
      return sentenceOf(name, standing)
    default:
      return unreachable(standing)
  }
}

function sentenceOf(name: string, { verdict, load, limit }: Extract<Standing, { kind: 'verdict' }>): string {
  switch (verdict) {
    case 'full':
      return `${name} has no room: ${load} of ${limit ?? 'any number of'} conversations.`
    case 'offline':
      return `${name} is not online.`
    case 'closed':
      return `It is outside the opening hours of ${name} or of the group.`
    case 'cooling_down':
      return `${name} has just declined or missed a request and is left alone for a moment.`
    default:
      return `${name} ${verdictWords[verdict]}.`
  }
}
