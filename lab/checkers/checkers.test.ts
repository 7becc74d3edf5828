/** Each checker is silent where all is well, and sees what it is for. */
import { describe, expect, test } from 'vitest'
import type { Operation } from '../history.ts'
import { unmarked } from '../script.ts'
import { owing } from './bot.ts'
import { spreadsAfterPicks } from './capacity.ts'
import { type CheckerName, checkAll, checkers } from './checkers.ts'
import type { Evidence } from './evidence.ts'
import { acknowledgementOf, conversation, eventAt, goodEvidence, operationOf } from './testing.ts'

test('where all is well nobody finds anything', () => expect(checkAll(goodEvidence())).toEqual([]))

const plants: { title: string; by: CheckerName; spoil(evidence: Evidence): void }[] = [
  {
    title: '[D-01][I-26] an acknowledged message that is lost',
    by: 'everyAcknowledgedMessageIsStored',
    spoil: ({ snapshot }) => remove(snapshot.log, 12),
  },
  {
    title: '[D-01] an acknowledged message with another text',
    by: 'everyAcknowledgedMessageIsStored',
    spoil: (evidence) => say(evidence, 10, 'something else'),
  },
  {
    title: '[D-01] a message that stands elsewhere than was said',
    by: 'everyAcknowledgedMessageIsStored',
    spoil: (evidence) => {
      acknowledgementOf(operationOf(evidence, 'alpha-op0:1')).seq = 4
    },
  },
  {
    title: '[I-29] a message acknowledged in another conversation',
    by: 'everyAcknowledgedMessageIsStored',
    spoil: (evidence) => {
      acknowledgementOf(operationOf(evidence, 'alpha-c0:1')).conversation = 'conv_2'
    },
  },
  {
    title: '[D-02][I-27] a message that stands twice',
    by: 'noMessageStandsTwice',
    spoil: ({ snapshot }) => void snapshot.log.push(...snapshot.log.slice(1, 2)),
  },
  {
    title: '[I-47] a refused message that is stored',
    by: 'nothingRefusedIsStored',
    spoil: (evidence) => {
      operationOf(evidence, 'alpha-c0:1').outcome = { kind: 'refused', status: 409, code: 'closed', owner: null }
    },
  },
  {
    title: '[D-02] a retry that is answered with another event',
    by: 'retriesAreAnsweredAlike',
    spoil: (evidence) => again(evidence, 'alpha-op0:1', { seq: 11 }),
  },
  {
    title: '[D-02] a retry that is answered by another turn',
    by: 'retriesAreAnsweredAlike',
    spoil: (evidence) => again(evidence, 'alpha-c0:1', { bubbles: ['evt_99'] }),
  },
  {
    title: '[D-05] two messages of one sender that changed places',
    by: 'sendersKeepTheirOrder',
    spoil: ({ snapshot: { log } }) => {
      const [one, other] = [log[1], log[3]]
      if (one !== undefined && other !== undefined) [log[1], log[3]] = [other, one]
    },
  },
  {
    title: '[I-28] a position that is missing',
    by: 'positionsHaveNoGaps',
    spoil: ({ snapshot }) => remove(snapshot.log, 7),
  },
  {
    title: 'a fault of the machine that was answered as a bug',
    by: 'nobodyWasAnswered500',
    spoil: (evidence) => {
      operationOf(evidence, 'alpha-c0:3').outcome = { kind: 'unknown', why: 'internal', status: 500 }
    },
  },
  {
    title: '[R-01] an answer that shows less than one before it',
    by: 'answersFitTheLog',
    spoil: (evidence) => show(evidence, 'hand_over', { lastSeq: 8, epoch: 0 }),
  },
  {
    title: '[HO-2][I-01] an answer that shows an owner who is none',
    by: 'answersFitTheLog',
    spoil: (evidence) => show(evidence, 'alpha-c0:3', { chatState: 'taken_over', owner: 'op_2' }),
  },
  {
    title: '[R-03][I-19] a claim that was answered with success and never happened',
    by: 'answersFitTheLog',
    spoil: (evidence) => {
      operationOf(evidence, 'hand_over').wish = { type: 'claim', conversation, operator: 'op_2' }
    },
  },
  {
    title: '[R-03] a claim that was refused for somebody who had let go before',
    by: 'answersFitTheLog',
    spoil: (evidence) => {
      const last = operationOf(evidence, 'alpha-c0:3')
      const outcome = { kind: 'refused' as const, status: 409, code: 'owned', owner: 'op_1' }
      addTo(evidence, {
        ...last,
        wish: { type: 'claim', conversation, operator: 'op_2' },
        invokedAt: last.endedAt + 1,
        endedAt: last.endedAt + 2,
        outcome,
      })
    },
  },
  {
    title: '[D-01] a conversation that was shown and is not there',
    by: 'answersFitTheLog',
    spoil: (evidence) => {
      operationOf(evidence, 'hand_over').wish = { type: 'hand_over', conversation: 'conv_lost' }
    },
  },
  {
    title: '[I-14][R-04] somebody past their limit',
    by: 'nobodyPassesTheirLimit',
    spoil: ({ snapshot }) => {
      for (const operator of snapshot.operators) operator.capacity = 0
    },
  },
  {
    title: '[HO-33] a pick on a count that was stale',
    by: 'picksFollowFromTheLoads',
    spoil: (evidence) => {
      for (const one of consideredIn(evidence)) one.load = 3
    },
  },
  {
    title: '[HO-31][I-12] a pick of somebody busier than another',
    by: 'picksFollowFromTheLoads',
    spoil: (evidence) => {
      const [one] = consideredIn(evidence)
      if (one !== undefined) one.load = 1
    },
  },
  {
    title: '[HO-30][I-11] a pick of somebody who was no candidate',
    by: 'picksFollowFromTheLoads',
    spoil: (evidence) => {
      const [one] = consideredIn(evidence)
      if (one !== undefined) one.verdict = 'offline'
    },
  },
  {
    title: '[HO-4][I-03] a word of the bot after a takeover',
    by: 'theBotIsSilentAfterATakeover',
    spoil: (evidence) => {
      eventAt(evidence, 10).actor = eventAt(evidence, 3).actor
    },
  },
  {
    title: '[FL-5] a turn that never went on',
    by: 'turnsFinishExactlyOnce',
    spoil: ({ snapshot }) => remove(snapshot.log, 13),
  },
  {
    title: '[FL-5] a word that the bot says twice',
    by: 'turnsFinishExactlyOnce',
    spoil: ({ snapshot }) => void snapshot.log.push(...snapshot.log.slice(-1)),
  },
  {
    title: '[HO-6] a word of the old turn after control came back',
    by: 'turnsFinishExactlyOnce',
    spoil: (evidence) => say(evidence, 13, 'done mark-alpha-bot'),
  },
  {
    title: '[R-17][I-42] a delay that ends early',
    by: 'noDelayEndsEarly',
    spoil: (evidence) => {
      eventAt(evidence, 6).at = eventAt(evidence, 5).at
    },
  },
  {
    title: '[D-10] a live client that missed the end',
    by: 'shownLogsAreTheLog',
    spoil: ({ stores }) => {
      for (const log of stores[0]?.logs.values() ?? []) log.position -= 1
    },
  },
  {
    title: '[I-30] a live client that missed something in the middle',
    by: 'shownLogsAreTheLog',
    spoil: ({ stores }) => {
      for (const log of stores[1]?.logs.values() ?? []) log.events.splice(4, 1)
    },
  },
  {
    title: '[I-28] a live client that was shown something twice',
    by: 'shownLogsAreTheLog',
    spoil: ({ stores }) => {
      const events = [...(stores[1]?.logs.get(conversation)?.events ?? [])]
      stores[1]?.take({ type: 'events', conversation, events: events as never, lastSeq: events.length })
    },
  },
  {
    title: '[I-30] a desk with an old row',
    by: 'desksShowWhatIsSo',
    spoil: ({ stores }) => {
      for (const row of stores[1]?.inbox.values() ?? []) row.lastSeq -= 1
    },
  },
  {
    title: '[D-09] a desk with another conversation than a fresh one',
    by: 'desksShowWhatIsSo',
    spoil: ({ stores }) => {
      for (const view of stores[1]?.views.values() ?? []) view.variables.chat_state = 'taken_over'
    },
  },
  {
    title: '[R-15] a desk that shows a colleague as they were',
    by: 'desksShowWhatIsSo',
    spoil: ({ stores }) => {
      for (const seat of stores[1]?.presence.values() ?? []) seat.load = 1
    },
  },
  {
    title: '[I-38][I-40] something shown that was not for them',
    by: 'nobodyIsShownWhatIsNotForThem',
    spoil: (evidence) => {
      Object.assign(evidence, { leaks: ['beta-c0 was shown mark-alpha-c0'] })
    },
  },
]

describe('what is wrong is seen', () => {
  test.each(plants)('$title', ({ by, spoil }) => {
    const evidence = goodEvidence()
    spoil(evidence)
    expect(checkers[by](evidence)).not.toEqual([])
  })

  test('by every checker there is', () => {
    expect(new Set(plants.map(({ by }) => by))).toEqual(new Set(Object.keys(checkers)))
  })
})

test('[HO-5] a change of control by somebody else ends the turn under way, and no other', () => {
  const evidence = goodEvidence()
  const [raised] = evidence.snapshot.log.splice(8, 3)
  const cut = evidence.snapshot.log.splice(6, 2)
  expect(cut.map(({ event }) => unmarked(event.type === 'message' ? (event.data.text ?? '') : ''))).toEqual([
    'called',
    'done',
  ])
  expect(checkers.turnsFinishExactlyOnce(evidence)).not.toEqual([])
  const from = { chatState: 'chatbot_controlled', operator: null, group: null, requestedAt: null }
  const data = { from, to: { ...from, chatState: 'operator_requested' }, reason: null, cause: 'api' }
  if (raised !== undefined)
    evidence.snapshot.log.splice(6, 0, {
      ...raised,
      event: { ...raised.event, type: 'operator_requested', data } as never,
    })
  expect(checkers.turnsFinishExactlyOnce(evidence)).toEqual([])
  expect(owing(evidence.snapshot)).toEqual([])
})

test('[HO-23] what a person or program has started may be said after a takeover', () => {
  const evidence = goodEvidence()
  const said = eventAt(evidence, 10)
  said.actor = eventAt(evidence, 3).actor
  if (said.type === 'message') said.data.cause = 'api'
  expect(checkers.theBotIsSilentAfterATakeover(evidence)).toEqual([])
  expect(checkers.turnsFinishExactlyOnce(evidence)).toEqual([])
})

test('[HO-31] the spread of loads after each pick', () => expect(spreadsAfterPicks(goodEvidence())).toEqual([1]))

function remove(log: Evidence['snapshot']['log'], seq: number): void {
  log.splice(
    log.findIndex(({ event }) => event.seq === seq),
    1,
  )
}

function say(evidence: Evidence, seq: number, text: string): void {
  const event = eventAt(evidence, seq)
  if (event.type === 'message') event.data.text = text
}

function show(evidence: Evidence, named: string, more: object): void {
  const { shown } = acknowledgementOf(operationOf(evidence, named))
  Object.assign(shown ?? {}, more)
}

/** The same call, answered once more and otherwise. */
function again(evidence: Evidence, key: string, more: object): void {
  const first = operationOf(evidence, key)
  addTo(evidence, { ...first, outcome: { ...acknowledgementOf(first), ...more } })
}

function addTo(evidence: Evidence, operation: Operation): void {
  Object.assign(evidence, { history: [...evidence.history, operation] })
}

function consideredIn(evidence: Evidence) {
  const { data } = eventAt(evidence, 9)
  if (!('decision' in data) || data.decision === undefined) throw new Error('nobody was picked')
  return data.decision.considered
}
