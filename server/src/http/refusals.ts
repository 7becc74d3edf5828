import { asId } from '@baton/core/ids'
import { unreachable } from '@baton/core/result'
import type { Team } from '@baton/core/routing'
import type { Refused } from '../conversations/conversations.ts'
import type { StoreRefusal } from '../store/store.ts'
import { invalid, notFound, Problem } from './problems.ts'

/** The one table from refusals of the rules to statuses and words. */
export function problemOf(refusal: Refused | StoreRefusal, team: Team): Problem {
  switch (refusal.kind) {
    case 'owned':
      return conflict('owned', `${team.operatorRef(refusal.owner).name} holds this conversation.`, team, refusal.owner)
    case 'owner_differs':
      return conflict('owner_differs', 'Somebody else holds this conversation by now.', team, refusal.owner)
    case 'operator_full':
      return new Problem(409, {
        code: 'operator_full',
        detail: `${team.operatorRef(refusal.operator).name} has reached the limit of ${refusal.limit} conversations.`,
        extra: { operator: team.operatorRef(refusal.operator), limit: refusal.limit },
      })
    case 'no_offer':
      return new Problem(409, {
        code: 'no_offer',
        detail: `${team.operatorRef(refusal.operator).name} is not being asked to take this conversation, or no longer.`,
        owner: null,
      })
    case 'not_taken_over':
      return new Problem(409, {
        code: 'not_taken_over',
        detail: 'No operator holds this conversation. Take it over first.',
        owner: null,
      })
    case 'snooze_out_of_range':
      return invalid('until', 'out_of_range', 'A conversation is snoozed until a moment ahead, a year at most.')
    case 'nothing_ends':
      return new Problem(409, { code: 'nothing_ends', detail: 'This conversation is not about to end by itself.' })
    case 'still_open':
      return new Problem(409, {
        code: 'still_open',
        detail: 'This conversation goes on. It is rated once it is closed.',
      })
    case 'closed':
      return new Problem(409, { code: 'closed', detail: 'This conversation is closed.', extra: { state: 'closed' } })
    case 'erasing':
      return new Problem(409, {
        code: 'erasing',
        detail: 'This contact is being forgotten; nothing is taken until that is done.',
      })
    case 'not_published':
      return new Problem(409, { code: 'not_published', detail: 'No version of this bot is live. Publish it first.' })
    case 'unknown_conversation':
      return notFound('conversation')
    case 'unknown_operator':
      return invalid('operator', 'unknown_operator', `There is no operator "${refusal.operator}".`)
    case 'operator_disabled':
      return invalid('operator', 'operator_disabled', `${team.operatorRef(asId(refusal.operator)).name} is disabled.`)
    case 'unknown_interaction':
      return invalid(
        'interaction',
        'unknown_interaction',
        `The live version has no interaction "${refusal.interaction}".`,
      )
    case 'key_reused':
      return new Problem(422, { code: 'key_reused', detail: 'This key was used before with another body.' })
    case 'variable_name_invalid':
      return invalid(
        `variables.${refusal.variable}`,
        refusal.kind,
        'Names are snake_case, at most 64 letters; a dot reaches inside.',
      )
    case 'variable_reserved':
      return invalid(`variables.${refusal.variable}`, refusal.kind, 'The system keeps this variable itself.')
    case 'variable_too_large':
      return invalid(`variables.${refusal.variable}`, refusal.kind, 'A variable holds at most 64 KB.')
    case 'variable_too_deep':
      return invalid(
        `variables.${refusal.variable}`,
        refusal.kind,
        'Lists and objects stand within each other at most 100 times.',
      )
    case 'too_many_variables':
      return invalid('variables', refusal.kind, `A conversation has at most ${refusal.limit} variables.`)
    default:
      return unreachable(refusal)
  }
}

function conflict(code: string, detail: string, team: Team, owner: string | null): Problem {
  return new Problem(409, { code, detail, owner: owner === null ? null : team.operatorRef(asId(owner)) })
}
