/** `kill -9` of a real server under traffic, and proof that each checker sees what it is for. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ConversationEvent } from '@baton/core/conversation'
import { asId } from '@baton/core/ids'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  everyAcknowledgedMessageIsStored,
  type Logged,
  loadsEqualARecount,
  noMessageStandsTwice,
  nothingRefusedIsStored,
  numbersHaveNoGaps,
  recordsAreTheFoldOfTheirLogs,
  retriesAreAnsweredAlike,
  type Sent,
  type Snapshot,
  sendersKeepTheirOrder,
  theAuditHolds,
  theBotIsSilentAfterATakeover,
  turnsFinishExactlyOnce,
} from './crash-checkers.ts'
import { type CrashReport, runCrashes } from './crash-rig.ts'

const seed = 20_260_105
const rounds = 6

describe(`a server killed ${rounds} times under traffic (seed ${seed})`, () => {
  let directory = ''
  let report: CrashReport

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'baton-crash-'))
    report = await runCrashes({ directory, rounds, seed, answers: { least: 40, most: 160 } })
  }, 90_000)
  afterAll(() => rm(directory, { recursive: true, force: true }))

  test('[D-01] keeps every promise of the log after each crash', () => {
    expect(report.violations).toEqual([])
    expect(report.exitCode).toBe(0)
    expect(report.restartsMs).toHaveLength(rounds)
  })

  test('[D-01] was interrupted in the middle of things: calls without an answer, turns under way', () => {
    expect(report.resent).toBeGreaterThan(0)
    expect(report.interrupted).toBeGreaterThan(0)
    const kinds = new Set(report.snapshot.log.map(({ event }) => event.type))
    expect([...kinds]).toEqual(expect.arrayContaining(['taken_over', 'handed_over', 'transferred', 'closed']))
  })

  const planted = (spoil: (snapshot: Snapshot, history: Sent[]) => void) => {
    const snapshot = structuredClone(report.snapshot)
    const history = structuredClone(report.history)
    spoil(snapshot, history)
    return { snapshot, history }
  }

  const checks = [
    {
      title: '[D-01][I-26] an acknowledged message that is lost',
      check: everyAcknowledgedMessageIsStored,
      spoil: ({ log }: Snapshot) => void log.splice(log.indexOf(someMessageOf(log, 'contact')), 1),
    },
    {
      title: '[D-01] an acknowledged message with another text',
      check: everyAcknowledgedMessageIsStored,
      spoil: ({ log }: Snapshot) => say(someMessageOf(log, 'operator').event, 'something else'),
    },
    {
      title: '[D-02][I-27] a message that stands twice',
      check: noMessageStandsTwice,
      spoil: ({ log }: Snapshot) => void log.push(someMessageOf(log, 'contact')),
    },
    {
      title: '[I-47] a refused message that is stored',
      check: nothingRefusedIsStored,
      spoil: (_: Snapshot, history: Sent[]) => {
        for (const sent of history) sent.answers = [{ kind: 'refused', status: 409 }]
      },
    },
    {
      title: '[D-02] a retry that is answered with another event',
      check: retriesAreAnsweredAlike,
      spoil: (_: Snapshot, history: Sent[]) => {
        const first = acknowledged(history).answers.find(({ kind }) => kind === 'acknowledged')
        if (first?.kind === 'acknowledged') acknowledged(history).answers.push({ ...first, seq: 1_000_000 })
      },
    },
    {
      title: '[D-05] two messages of one sender that changed places',
      check: sendersKeepTheirOrder,
      spoil: ({ log }: Snapshot) => {
        const [one, other] = log.filter(
          ({ event }) => event.type === 'message' && event.data.clientMessageId?.startsWith('c0:'),
        )
        if (one === undefined || other === undefined) throw new Error('c0 said too little')
        ;[one.event, other.event] = [other.event, one.event]
      },
    },
    {
      title: '[D-04][I-28] a number that is missing',
      check: numbersHaveNoGaps,
      spoil: ({ log }: Snapshot) => void log.splice(log.indexOf(someMessageOf(log, 'chatbot')), 1),
    },
    {
      title: '[D-04] a record that lags behind its log',
      check: numbersHaveNoGaps,
      spoil: ({ conversations }: Snapshot) => {
        first(conversations).lastSeq -= 1
      },
    },
    {
      title: '[HO-34][I-15] a load that has drifted',
      check: loadsEqualARecount,
      spoil: ({ operators }: Snapshot) => {
        first(operators).load += 1
      },
    },
    {
      title: '[I-32] a record that is not what its log says',
      check: recordsAreTheFoldOfTheirLogs,
      spoil: ({ conversations }: Snapshot) => void first(conversations).tags.push('from nowhere'),
    },
    {
      title: '[HO-4][I-03] a word of the bot after a takeover',
      check: theBotIsSilentAfterATakeover,
      spoil: ({ log }: Snapshot) => {
        const at = log.findIndex(({ event }) => event.type === 'taken_over')
        const taken = log[at]
        const bubble = someMessageOf(log, 'chatbot').event
        if (taken !== undefined) log.splice(at + 1, 0, { ...taken, event: { ...bubble, seq: taken.event.seq + 1 } })
      },
    },
    {
      title: '[I-33] an audit that does not verify',
      check: theAuditHolds,
      spoil: (snapshot: Snapshot) => {
        snapshot.auditBrokenAt = 3
      },
    },
    {
      title: '[I-32] a takeover without its audit record',
      check: theAuditHolds,
      spoil: ({ audited }: Snapshot) => {
        audited.splice(
          audited.findIndex(({ action }) => action === 'taken_over'),
          1,
        )
      },
    },
  ]

  test.each(checks)('$title is seen', ({ check, spoil }) => {
    const { snapshot, history } = planted(spoil)
    expect(check(report.snapshot, report.history)).toEqual([])
    expect(check(snapshot, history)).not.toEqual([])
  })
})

describe('turns over a crash', () => {
  const check = turnsFinishExactlyOnce(true)
  const whole = [
    'contact work 1',
    'chatbot welcome',
    'chatbot begun',
    'chatbot waited',
    'chatbot called',
    'chatbot done',
  ]

  test('[FL-5] a turn that says its whole script once has finished', () => {
    expect(check(snapshotOf(whole), [])).toEqual([])
  })

  test('[FL-5] a turn that never went on, or said a word twice, is seen', () => {
    expect(check(snapshotOf(whole.slice(0, -1)), [])).toEqual(['conv: the bot still owes "done"'])
    expect(check(snapshotOf([...whole, 'chatbot done']), [])).not.toEqual([])
    expect(check(snapshotOf(whole.toSpliced(4, 0, 'chatbot waited')), [])).not.toEqual([])
  })

  test('[HO-6] a takeover ends the script; a word of it afterwards is seen', () => {
    const taken = [...whole.slice(0, 3), 'taken_over']
    expect(check(snapshotOf(taken), [])).toEqual([])
    expect(check(snapshotOf([...taken, 'handed_over', 'chatbot waited']), [])).not.toEqual([])
  })
})

/** A log of one conversation, from lines such as `contact work 1`. */
function snapshotOf(lines: readonly string[]): Snapshot {
  const event = (line: string, index: number) => {
    const [kind, ...words] = line.split(' ')
    const chatState = kind === 'taken_over' ? 'taken_over' : 'chatbot_controlled'
    const body =
      words.length === 0
        ? { type: kind, data: { to: { chatState } } }
        : { type: 'message', data: { text: words.join(' '), parts: [] } }
    return {
      seq: index + 2,
      id: `evt_${index}`,
      at: 0,
      epoch: 0,
      actor: { kind },
      ...body,
    } as unknown as ConversationEvent
  }
  const log = lines.map((line, index) => ({
    position: index,
    conversation: asId<'conversation'>('conv'),
    event: event(line, index),
  }))
  return { log, conversations: [], operators: [], auditBrokenAt: null, audited: [] }
}

function someMessageOf(log: Logged[], kind: 'contact' | 'chatbot' | 'operator'): Logged {
  const known = log.filter(({ event }) => event.type === 'message' && event.actor.kind === kind)
  const acknowledged =
    kind === 'chatbot' ? known : known.filter(({ event }) => event.type === 'message' && event.data.clientMessageId)
  return first(acknowledged)
}

function acknowledged(history: Sent[]): Sent {
  return first(history.filter(({ answers }) => answers.some(({ kind }) => kind === 'acknowledged')))
}

function say(event: ConversationEvent, text: string): void {
  if (event.type === 'message') event.data.text = text
}

function first<Item>(items: readonly Item[]): Item {
  const [item] = items
  if (item === undefined) throw new Error('the run had none of these')
  return item
}
