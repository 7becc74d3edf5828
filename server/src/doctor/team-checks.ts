/** Whether the people are there whom bots and contacts ask for. */
import { isFull } from '@baton/core/routing'
import type { Check, Facts, Found } from './finding.ts'
import { called, counted, enabledIn, groupAt } from './places.ts'

export const groupEmpty: Check = {
  id: 'group_empty',
  means: 'Whoever asks for this group asks nobody.',
  find: (facts) =>
    facts.groups
      .filter(({ id }) => enabledIn(facts, id).length === 0)
      .map(({ id, name }) => ({
        places: [groupAt(facts, id)],
        says: `Nobody who is enabled is in the group "${name}"${waiting(facts, id)}.`,
        repair: null,
        advice: 'Put operators into it under Team, or delete it: requests for it then ask everybody.',
      })),
}

/** [RO-3] */
export const groupUncovered: Check = {
  id: 'group_uncovered',
  means: 'Contacts wait, and nobody who is online has room for them.',
  find: (facts) =>
    [null, ...facts.groups.map(({ id }) => id)].flatMap((group): Found[] => {
      const members = enabledIn(facts, group)
      const isCovered = members.some((seat) => seat.status === 'online' && !isFull(seat))
      // Where nobody is in it at all, that is the finding.
      if (isCovered || (group !== null && members.length === 0) || requestsFor(facts, group) === 0) return []
      const online = members.filter(({ status }) => status === 'online').length
      const why = online === 0 ? 'nobody of them is online' : `${counted(online, 'operator')} online, all at the limit`
      const place =
        group === null
          ? { kind: 'workspace' as const, id: facts.workspace?.id ?? '', name: facts.workspace?.name ?? null }
          : groupAt(facts, group)
      const whom = group === null ? 'everybody' : `the group ${called(place)}`
      return [
        {
          places: [place],
          says: `${counted(requestsFor(facts, group), 'request')} for ${whom}, and ${why}.`,
          repair: null,
          advice: 'Somebody should come online, or limits should go up.',
        },
      ]
    }),
}

export const limitZero: Check = {
  id: 'limit_zero',
  means: 'The operator never gets a conversation and cannot take one.',
  find: ({ operators }) =>
    operators
      .filter(({ enabled, capacity }) => enabled && capacity !== null && capacity <= 0)
      .map(({ id, name, capacity }) => ({
        places: [{ kind: 'operator', id, name }],
        says: `The limit of ${name} is ${capacity}.`,
        repair: null,
        advice: 'Set another limit under Team, or none. Who should get nothing for a while is better set to away.',
      })),
}

export const administratorDisabled: Check = {
  id: 'administrator_disabled',
  means: 'Nobody can sign in to change the team, the bots or the settings.',
  find({ operators }) {
    const administrators = operators.filter(({ role }) => role === 'admin')
    if (administrators.length === 0 || administrators.some(({ enabled }) => enabled)) return []
    return [
      {
        places: administrators.map(({ id, name }) => ({ kind: 'operator', id, name })),
        says: `${administrators.length === 1 ? 'The only administrator is' : 'All administrators are'} disabled.`,
        repair: null,
        advice:
          'With an administrator’s key: PATCH /api/v1/operators/ID with {"enabled": true}. BATON_API_KEY at the next start is such a key of the first workspace.',
      },
    ]
  },
}

function requestsFor({ requests }: Facts, group: string | null): number {
  return requests.filter((one) => one.group === group).length
}

function waiting(facts: Facts, group: string): string {
  const number = requestsFor(facts, group)
  return number === 0 ? '' : `, and ${counted(number, 'request waits', 'requests wait')} for it`
}
