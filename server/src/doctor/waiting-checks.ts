/** What waits, and for whom: requests, turns, work, erasures, messages. */
import type { GroupId } from '@baton/core/ids'
import { toRfc3339 } from '@baton/core/time'
import type { Check, Facts, Found } from './finding.ts'
import { conversationAt, counted, groupAt, operatorAt } from './places.ts'

const hour = 3_600_000
/** Nothing should wait longer. Milliseconds. */
export const longestWait = 24 * hour

export const requestForGoneGroup: Check = {
  id: 'request_for_gone_group',
  means: 'The request is on nobody’s list: the contact waits, and no operator is told.',
  find: (facts) =>
    facts.requests.flatMap(({ id, contact, group }): Found[] => {
      if (group === null || hasGroup(facts, group)) return []
      return [
        {
          places: [conversationAt(id, contact), groupAt(facts, group)],
          says: `It is requested of a group that is not there: ${group}.`,
          repair: {
            says: 'Make it a request for everybody, with its age.',
            how: { kind: 'release_group', conversation: id, group: group as GroupId },
          },
          advice: 'Transfer it at the desk.',
        },
      ]
    }),
}

export const requestForGoneOperator: Check = {
  id: 'request_for_gone_operator',
  means: 'The request is addressed to somebody who cannot take it.',
  find: (facts) =>
    facts.requests.flatMap(({ id, contact, operator }): Found[] => {
      const seat = facts.operators.find((one) => one.id === operator)
      if (operator === null || seat?.enabled === true) return []
      const why = seat === undefined ? 'is not there' : 'is disabled'
      return [
        {
          places: [conversationAt(id, contact), operatorAt(facts, operator)],
          says: `It is requested of an operator who ${why}: ${seat?.name ?? operator}.`,
          repair: {
            says: 'Make it a request for everybody in its group, with its age.',
            how: { kind: 'release_operator', conversation: id, operator },
          },
          advice: 'Transfer it at the desk.',
        },
      ]
    }),
}

export const requestWaitsLong: Check = {
  id: 'request_waits_long',
  means: 'A contact was promised a person and has not got one.',
  find: ({ requests, now }) =>
    requests
      .filter(({ requestedAt }) => now - requestedAt > longestWait)
      .map(({ id, contact, requestedAt }) => ({
        places: [conversationAt(id, contact)],
        says: `It is requested since ${toRfc3339(requestedAt)}, for ${hoursIn(now - requestedAt)} hours.`,
        repair: null,
        advice: 'Answer it at the desk, or close it.',
      })),
}

export const turnLost: Check = {
  id: 'turn_lost',
  means: 'The bot waits for an answer that never comes: it is silent, and what the contact writes is not answered.',
  find: ({ lostTurns }) =>
    lostTurns.map(({ conversation, contact, effect, turn, epoch, isOutdated }) => ({
      places: [conversationAt(conversation, contact)],
      says: `Its bot waits for work that is not there: ${effect}.`,
      repair: isOutdated
        ? {
            says: 'Drop the turn: somebody else has held the conversation since.',
            how: { kind: 'rebuild', conversation },
          }
        : {
            says: 'Let the bot go on: a delay is over, a call counts as failed.',
            how: { kind: 'end_turn', conversation, effect, turn, epoch },
          },
      advice: 'Close the conversation, or hand it to an operator.',
    })),
}

/** [RO-30] */
export const offerLost: Check = {
  id: 'offer_lost',
  means: 'One operator is asked and nobody else will be, however long the contact waits.',
  find: (facts) =>
    facts.lostOffers.map(({ conversation, contact, operator, group, at, until, epoch }) => ({
      places: [conversationAt(conversation, contact), operatorAt(facts, operator)],
      says: `It is offered until ${toRfc3339(until)}, and nothing is there that ends it.`,
      repair: {
        says: 'Ask the next one when the time is over.',
        how: { kind: 'time_offer', conversation, group, at, epoch },
      },
      advice: 'Transfer it at the desk.',
    })),
}

export const workOfClosed: Check = {
  id: 'work_of_closed',
  means: 'Something is still to be done for a conversation that has ended, such as calling another system.',
  find: ({ strayWorks }) =>
    strayWorks
      .filter(({ contact }) => contact !== null)
      .map(({ id, conversation, contact, turn, epoch }) => ({
        places: [conversationAt(conversation, contact)],
        says: `It is closed, and work is left: ${id}.`,
        repair: { says: 'End the work.', how: { kind: 'end_work', conversation, work: id, turn, epoch } },
        advice: 'Run it again.',
      })),
}

export const workOfGone: Check = {
  id: 'work_of_gone',
  means: 'Something is done again and again for a conversation that is not there, such as calling another system.',
  find({ strayWorks }) {
    const gone = strayWorks.filter(({ contact }) => contact === null)
    return [...new Set(gone.map(({ conversation }) => conversation))].map((conversation) => {
      const works = gone.filter((one) => one.conversation === conversation).length
      return {
        places: [conversationAt(conversation, null)],
        says: `It is not there, and ${counted(works, 'work')} of it ${works === 1 ? 'is' : 'are'}.`,
        repair: { says: 'Remove what is left of it.', how: { kind: 'drop_works', conversation } },
        advice: 'Run it again.',
      }
    })
  },
}

export const erasureUnfinished: Check = {
  id: 'erasure_unfinished',
  means: 'Somebody asked to be forgotten and is not; what they write now is refused.',
  find: ({ erasing }) =>
    erasing.map((contact) => ({
      places: [{ kind: 'contact', id: contact, name: null }],
      says: 'Forgetting this contact was begun, and has not ended.',
      repair: { says: 'Forget the contact: messages, variables and files.', how: { kind: 'forget', contact } },
      advice: 'Start a server: it ends what was begun. If that does not help, look at the disk of the uploads.',
    })),
}

export const messageGivenUp: Check = {
  id: 'message_given_up',
  means: 'Somebody did not get a mail, such as an invitation.',
  find: ({ stuck }) =>
    stuck
      .filter(({ isGivenUp }) => isGivenUp)
      .map(({ position, topic, attempts }) => ({
        places: [{ kind: 'message', id: String(position), name: topic }],
        says: `An outgoing message was given up after ${counted(attempts, 'try', 'tries')}.`,
        repair: { says: 'Try once more, as soon as a server runs.', how: { kind: 'send_again', position } },
        advice: 'Check BATON_SMTP_URL, then run it again.',
      })),
}

export const messageOverdue: Check = {
  id: 'message_overdue',
  means: 'Nothing leaves: mails are not sent, and other systems are not told.',
  find({ stuck }) {
    const [oldest, ...others] = stuck.filter(({ isGivenUp }) => !isGivenUp)
    if (oldest === undefined) return []
    const says = `${counted(others.length + 1, 'outgoing message')} should have left more than a day ago, the oldest is of ${toRfc3339(oldest.createdAt)}.`
    const places = [{ kind: 'message' as const, id: String(oldest.position), name: oldest.topic }]
    return [{ places, says, repair: null, advice: 'Start a server, or look into its log for outbox_not_carried.' }]
  },
}

function hasGroup({ groups }: Facts, group: string): boolean {
  return groups.some(({ id }) => id === group)
}

function hoursIn(milliseconds: number): number {
  return Math.floor(milliseconds / hour)
}
