/** Every figure: its name, its unit, how it is worked out and what counts. API, desk and CSV show these words. */

/**
 * `count`: how many. `share`: part of a whole, 0 to 1. `number`: how many for each one. `duration`: mean, median, p90 and
 * p95 in milliseconds, with the count they are of. A share or number of nothing is null.
 */
export type Unit = 'count' | 'share' | 'number' | 'duration'

type Definition = { name: string; unit: Unit; formula: string; counts: string }

const requestsOnly = 'Requests, by when they were raised.'
const answeredOnly = 'Answered requests.'
const handledOnly = 'Handlings that an operator owned, by when they began.'
const engagedOnly = 'Conversations in which the contact wrote, by when they opened.'
const onlineOnly = 'Time in which operators were online (reachable, and set to online), within the period.'
const offersOnly = 'Offers accepted, declined or missed, by when they were made; not those withdrawn or still open.'

export const definitions = {
  conversations: {
    name: 'Conversations',
    unit: 'count',
    formula: 'conversations opened',
    counts: engagedOnly,
  },
  requests: {
    name: 'Requests',
    unit: 'count',
    formula: 'answered + abandoned + dismissed + waiting',
    counts:
      'Each time an operator was asked for while the bot had the conversation: a request, or a takeover for which an operator was picked. Not an operator who came unasked. A transfer is no new request.',
  },
  answered: {
    name: 'Answered',
    unit: 'count',
    formula: 'requests with a first human message (f)',
    counts:
      'A message of an operator to the contact, whoever sent it in their name. Not a note, not a message of the bot, not the assignment alone.',
  },
  abandoned: {
    name: 'Abandoned',
    unit: 'count',
    formula: 'requests the contact left (d) before a first human message',
    counts:
      'The contact went away and did not write again before the answer; or the request was withdrawn or the conversation closed, without an answer, by the contact, the bot, a deadline or a program.',
  },
  short_abandoned: {
    name: 'Abandoned at once',
    unit: 'count',
    formula: 'abandoned with d − r under 5 s',
    counts: 'Part of the abandoned.',
  },
  dismissed: {
    name: 'Dismissed',
    unit: 'count',
    formula: 'requests that an operator ended without a message to the contact',
    counts: 'Neither answered nor abandoned: in no service level.',
  },
  waiting: {
    name: 'Waiting',
    unit: 'count',
    formula: 'requests neither answered nor ended so far',
    counts: 'Neither answered nor abandoned: in no service level.',
  },
  assignment_wait: {
    name: 'Assignment wait',
    unit: 'duration',
    formula: 'a − r: from the request to the first owner',
    counts: 'Requests that got an owner, whatever came after.',
  },
  speed_of_answer: {
    name: 'Speed of answer',
    unit: 'duration',
    formula: 'f − r: from the request to the first human message',
    counts: answeredOnly,
  },
  first_response: {
    name: 'First response',
    unit: 'duration',
    formula: 'f − first message of the contact after r',
    counts: 'Answered requests in which the contact wrote between the request and the answer.',
  },
  service_level_f1: {
    name: 'Service level F1',
    unit: 'share',
    formula: '(answered within T + abandoned within T) / (answered + abandoned)',
    counts: requestsOnly,
  },
  service_level_f2: {
    name: 'Service level F2',
    unit: 'share',
    formula: 'answered within T / answered',
    counts: requestsOnly,
  },
  service_level_f3: {
    name: 'Service level F3',
    unit: 'share',
    formula: 'answered within T / (answered + abandoned)',
    counts: requestsOnly,
  },
  service_level_f4: {
    name: 'Service level F4',
    unit: 'share',
    formula: 'answered within T / (answered + abandoned after T)',
    counts: `${requestsOnly} The usual one.`,
  },
  service_level_f5: {
    name: 'Service level F5',
    unit: 'share',
    formula: '(answered within T + abandoned at once) / (answered + abandoned)',
    counts: requestsOnly,
  },
  occupancy: {
    name: 'Occupancy',
    unit: 'share',
    formula: 'time with at least one conversation / online time',
    counts: onlineOnly,
  },
  utilisation: {
    name: 'Utilisation',
    unit: 'share',
    formula: 'conversation time / (limit × online time)',
    counts: `${onlineOnly} Operators with a limit only. Above 1 where a supervisor went past a limit.`,
  },
  concurrency: {
    name: 'Concurrency',
    unit: 'number',
    formula: 'conversation time / time with at least one conversation',
    counts: onlineOnly,
  },
  handled: {
    name: 'Handled',
    unit: 'count',
    formula: 'handlings with an owner',
    counts:
      'A handling is one time that people were asked for or took part, until the bot has the conversation again or it closes. Asked or unasked.',
  },
  handle_time: {
    name: 'Handle time',
    unit: 'duration',
    formula: 'human time + wrap-up',
    counts:
      'Handlings that an operator owned and that are over, by when they began. Human time: how long operators owned it, not the waits between.',
  },
  transfers_per_handling: {
    name: 'Transfers per handling',
    unit: 'number',
    formula: 'transfers / handled',
    counts: `${handledOnly} To an operator or to a group; also from one who was disabled.`,
  },
  bounce_rate: {
    name: 'Bounce',
    unit: 'share',
    formula: 'handlings that came back to an operator or a group that had had them before another / handled',
    counts: handledOnly,
  },
  ping_pong_rate: {
    name: 'Ping-pong',
    unit: 'share',
    formula:
      'handlings whose first owner came within 30 min of the one of the handling before, the bot between / handled',
    counts: handledOnly,
  },
  missed_offer_rate: {
    name: 'Missed offers',
    unit: 'share',
    formula: 'missed / (accepted + declined + missed)',
    counts: offersOnly,
  },
  decline_rate: {
    name: 'Declined offers',
    unit: 'share',
    formula: 'declined / (accepted + declined + missed)',
    counts: offersOnly,
  },
  deflection: {
    name: 'Deflection',
    unit: 'share',
    formula: 'conversations not escalated / conversations',
    counts: `${engagedOnly} Escalated: an operator was asked for or came.`,
  },
  strict_containment: {
    name: 'Strict containment',
    unit: 'share',
    formula:
      'conversations not escalated, in which no person was asked for in vain, not followed within 24 h by asking for one, and without a bad rating / conversations',
    counts: `${engagedOnly} Only those whose last message of the contact is 24 h old. A bad rating is 1 or 2 of 5.`,
  },
  csat: {
    name: 'CSAT',
    unit: 'share',
    formula: 'ratings of 4 or 5 / ratings given',
    counts:
      'By when the rating was asked for; one that was given in the chat after it was over, by when it was given. Never shown without its response rate.',
  },
  csat_response_rate: {
    name: 'CSAT response rate',
    unit: 'share',
    formula: 'ratings given / ratings asked for',
    counts:
      'By when the rating was asked for. The chat asks everybody after it was over: of these only those given count, as asked for.',
  },
} as const satisfies Record<string, Definition>

export type FigureKey = keyof typeof definitions

export type FigureDefinition = Definition & { key: FigureKey }

/** All definitions in the order in which they are shown. */
export function listDefinitions(): FigureDefinition[] {
  return (Object.keys(definitions) as FigureKey[]).map((key) => ({ key, ...definitions[key] }))
}
