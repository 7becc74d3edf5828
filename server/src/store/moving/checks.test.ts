import type { Conversation, ConversationEvent, EventBody, HolderView } from '@baton/core/conversation'
import { fold } from '@baton/core/conversation'
import { asId } from '@baton/core/ids'
import { instant } from '@baton/core/time'
import { describe, expect, test } from 'vitest'
import { emptyChain, nextRecord } from '../audit-chain.ts'
import {
  type ConversationFacts,
  chainGoesOn,
  chainIsComplete,
  conversationChecks,
  filesAreWhole,
  findingDoubles,
  type Logged,
  loadsEqualARecount,
  staysInItsWorkspace,
} from './checks.ts'

const id = asId<'conversation'>('conv_1')
const bot: HolderView = { chatState: 'chatbot_controlled', operator: null, group: null, requestedAt: null }
const asked: HolderView = { ...bot, chatState: 'operator_requested', requestedAt: '2026-01-01T00:00:00.000Z' }
const held: HolderView = { ...bot, chatState: 'taken_over', operator: { id: asId('op_ana'), name: 'Ana' } }

function change(
  type: 'operator_requested' | 'taken_over' | 'handed_over' | 'closed',
  from: HolderView,
  to: HolderView,
) {
  return { type, data: { from, to, reason: null, cause: 'desk' as const } } satisfies EventBody
}

const opening: EventBody = {
  type: 'conversation_opened',
  data: { bot: asId('bot_1'), channel: 'custom', contact: asId('carl'), previous: null, variables: {} },
}
const message: EventBody = { type: 'message', data: { text: 'hi', parts: [] } }

/** Numbered and dated as the store does it; the epoch is given. */
function logOf(...entries: [EventBody, number][]): Logged[] {
  return entries.map(([body, epoch], index) => {
    const base = { seq: index + 1, id: asId<'event'>(`evt_${index}`), at: instant(index), epoch }
    const event = { ...body, ...base, actor: { kind: 'contact', id: asId('carl') } } as ConversationEvent
    return { workspace: 'ws_1', position: index * 3 + 1, event }
  })
}

/** A conversation about which nothing is wrong, unless something is changed. */
function facts(changes: Partial<ConversationFacts> = {}): ConversationFacts {
  const { log = wholeLog } = changes
  const folded = fold(
    id,
    log.map(({ event }) => event),
  )
  if (folded === null) throw new Error('no log')
  return {
    workspace: 'ws_1',
    conversation: folded,
    log,
    transitions: log.flatMap(({ event }) =>
      'from' in event.data && 'to' in event.data
        ? [{ workspace: 'ws_1', action: event.type, epoch: event.epoch, before: event.data.from, after: event.data.to }]
        : [],
    ),
    works: 0,
    owner: { isEnabled: true },
    ...changes,
  }
}

const wholeLog = logOf(
  [opening, 0],
  [message, 0],
  [change('operator_requested', bot, asked), 1],
  [change('operator_requested', asked, { ...asked, group: { id: asId('grp_1'), name: 'x' } }), 1],
  [change('taken_over', asked, held), 2],
  [message, 2],
)
const closedLog = [...wholeLog, ...logOf([opening, 0], [change('closed', held, bot), 3]).slice(1)].map(
  (one, index) => ({
    ...one,
    position: index,
    event: { ...one.event, seq: index + 1 },
  }),
)

const [first, second, ...others] = wholeLog as [Logged, Logged, ...Logged[]]
const whole = facts()
const conversation = (changes: Partial<Conversation>) => facts({ conversation: { ...whole.conversation, ...changes } })
const epochAt = (index: number, epoch: number) =>
  wholeLog.map((one, place) => (place === index ? { ...one, event: { ...one.event, epoch } } : one))
const [asking, askingMore, ...taking] = whole.transitions

type Check = keyof typeof conversationChecks

describe('about one conversation', () => {
  test('[F32] nothing is wrong with a whole one, open or closed', () => {
    for (const check of Object.values(conversationChecks)) {
      expect(check(whole)).toEqual([])
      expect(check(facts({ log: closedLog, owner: null }))).toEqual([])
    }
  })

  test.each<[Check, string, ConversationFacts]>([
    ['logHasNoGaps', 'event 3 stands where 2 should', { ...whole, log: [first, ...others] }],
    ['logHasNoGaps', 'event 2 stands where 3 should', { ...whole, log: [first, second, second, ...others.slice(1)] }],
    [
      'logHasNoGaps',
      'event 2 stands before event 1 in the log',
      { ...whole, log: [{ ...first, position: 5 }, second, ...others] },
    ],
    ['logHasNoGaps', 'the record ends at event 6, the log at 5', { ...whole, log: wholeLog.slice(0, -1) }],
    ['logHasNoGaps', 'the record ends at event 6, the log at 0', { ...whole, log: [] }],
    ['recordIsTheFold', 'not the fold of its log: tags', conversation({ tags: ['x'] })],
    [
      'recordIsTheFold',
      'not the fold of its log: holder, epoch',
      conversation({ holder: { state: 'chatbot_controlled' }, epoch: 9 }),
    ],
    ['recordIsTheFold', 'the log cannot be folded: conv_1: event 3 follows 1', { ...whole, log: [first, ...others] }],
    ['recordIsTheFold', 'there is a record and no log', { ...whole, log: [] }],
    ['epochCountsChanges', 'event 2 has epoch 1 instead of 0', { ...whole, log: epochAt(1, 1) }],
    ['epochCountsChanges', 'event 3 has epoch 0 instead of 1', { ...whole, log: epochAt(2, 0) }],
    ['epochCountsChanges', 'event 5 has epoch 3 instead of 2', { ...whole, log: epochAt(4, 3) }],
    [
      'changesFollowOneAnother',
      'event 2 changes what was not so before it',
      { ...whole, log: logOf([opening, 0], [change('taken_over', asked, held), 1]) },
    ],
    [
      'changesFollowOneAnother',
      'event 3 changes what was not so before it',
      {
        ...whole,
        log: logOf(
          [opening, 0],
          [change('taken_over', bot, held), 1],
          [change('handed_over', { ...held, operator: { id: asId('op_ben'), name: 'Ben' } }, bot), 2],
        ),
      },
    ],
    [
      'transitionsAreAudited',
      'event 3 (operator_requested) and the audit log do not say the same',
      facts({ transitions: [] }),
    ],
    [
      'transitionsAreAudited',
      'event 3 (operator_requested) and the audit log',
      facts({ transitions: [askingMore, asking, ...taking].flatMap((one) => one ?? []) }),
    ],
    [
      'transitionsAreAudited',
      'event 5 (taken_over) and the audit log',
      facts({ transitions: whole.transitions.map((one) => ({ ...one, epoch: 1 })) }),
    ],
    [
      'transitionsAreAudited',
      'event 3 (operator_requested) and the audit log',
      facts({ transitions: whole.transitions.map((one) => ({ ...one, workspace: 'ws_2' })) }),
    ],
    [
      'transitionsAreAudited',
      'the audit log has 1 transitions more than the log',
      facts({ transitions: [...whole.transitions, ...taking] }),
    ],
    ['ownerIsThere', 'its owner op_ana is no operator of its workspace', facts({ owner: null })],
    ['ownerIsThere', 'its owner op_ana is disabled', facts({ owner: { isEnabled: false } })],
    ['closedIsAtRest', 'it is closed and taken_over', conversation({ status: 'closed' })],
    ['closedIsAtRest', 'it is closed and waits for 2 works', facts({ log: closedLog, works: 2 })],
    [
      'logIsOfItsWorkspace',
      'event 2 belongs to the workspace ws_2',
      { ...whole, log: [first, { ...second, workspace: 'ws_2' }, ...others] },
    ],
  ])('[F32] %s finds: %s', (name, says, wrong) => {
    const faults = conversationChecks[name](wrong)
    expect(faults.map((fault) => fault.place)).toEqual(faults.map(() => id))
    expect(faults.map((fault) => fault.says).join('; ')).toContain(says)
  })
})

describe('about many', () => {
  test('[I-15] a load that is no recount', () => {
    const operators = [
      { operator: 'op_ana', load: 2, owned: 2 },
      { operator: 'op_ben', load: 1, owned: 0 },
    ]
    expect(loadsEqualARecount(operators)).toEqual([
      { place: 'op_ben', says: 'the load is 1, and 0 open conversations are theirs' },
    ])
  })

  test('[I-25] [I-27] what stands twice, also on two pages', () => {
    const find = findingDoubles<[string, string]>(
      ([key]) => key,
      ([, place]) => place,
    )
    expect(
      find([
        ['a', '1'],
        ['b', '2'],
        ['b', '3'],
      ]),
    ).toEqual([{ place: '3', says: 'stands twice: 2 is the same' }])
    expect(
      find([
        ['b', '4'],
        ['c', '5'],
      ]),
    ).toEqual([{ place: '4', says: 'stands twice: 3 is the same' }])
    expect(find([['d', '6']])).toEqual([])
  })

  test('[I-33] an edit, a gap and a cut in the audit log, also on a later page', () => {
    const entry = { actor: 'test', request: null, action: 'x', object: 'y' }
    const one = nextRecord(emptyChain, 'ws_1', 1, entry)
    const two = nextRecord(one, 'ws_1', 2, entry)
    const three = nextRecord(two, 'ws_1', 3, entry)
    const page = chainGoesOn('ws_1', emptyChain, [one, two])
    expect(page).toEqual({ head: { seq: 2, hash: two.hash }, faults: [] })
    expect(chainGoesOn('ws_1', page.head, [three])).toMatchObject({ head: { seq: 3 }, faults: [] })
    const breaks = (records: (typeof one)[]) => chainGoesOn('ws_1', page.head, records).faults.map(({ says }) => says)
    expect(breaks([{ ...three, actor: 'nobody' }])).toEqual(['audit record 3 does not follow from the one before it'])
    expect(breaks([{ ...three, seq: 4 }])).toEqual(['audit record 3 does not follow from the one before it'])
    expect(chainIsComplete('ws_1', page.head, page.head)).toEqual([])
    expect(chainIsComplete('ws_1', page.head, { seq: 3, hash: three.hash })).toEqual([
      { place: 'ws_1', says: 'the audit log ends at record 2, and should end at 3' },
    ])
  })

  test('[I-38] what refers to another workspace, and not what refers to nothing any more', () => {
    const references = [
      { place: 'a', workspace: 'ws_1', other: 'ws_1' },
      { place: 'b', workspace: 'ws_1', other: null },
      { place: 'c', workspace: 'ws_1', other: 'ws_2' },
    ]
    expect(staysInItsWorkspace(references)).toEqual([
      { place: 'c', says: 'belongs to the workspace ws_1 and refers to something of ws_2' },
    ])
  })

  test('[S-26] files without contents, or with others', () => {
    const files = [
      { id: 'file_1', size: 5, found: 5 },
      { id: 'file_2', size: 5, found: null },
      { id: 'file_3', size: 5, found: 4 },
    ]
    expect(filesAreWhole(files).map(({ says }) => says)).toEqual([
      'its contents are not there',
      'it has 4 bytes instead of 5',
    ])
  })
})
