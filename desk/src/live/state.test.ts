import { describe, expect, test } from 'vitest'
import { openLog } from './log.ts'
import { nothingKnown, receive, withCoverage, withLog, withRows } from './state.ts'
import { event, takenOver, view } from './testing.ts'

const known = withLog({ ...nothingKnown, position: 10 }, openLog(view(), [event(1), event(2)]))

describe('the live state', () => {
  test('an event of the inbox brings its row and the position', () => {
    const frame = {
      type: 'inbox',
      position: 11,
      conversation: view({ lastSeq: 3, chatState: 'taken_over' }),
      event: takenOver(3),
    } as const
    const { state } = receive(known, frame, 0)
    expect(state.rows.conv_1?.chatState).toBe('taken_over')
    expect(state.position).toBe(11)
  })

  test('a row from an older event does not push out a newer one', () => {
    const newer = withRows(known, [view({ lastSeq: 9, tags: ['new'] })])
    const frame = { type: 'inbox', position: 4, conversation: view({ lastSeq: 3 }), event: event(3) } as const
    const { state } = receive(newer, frame, 0)
    expect(state.rows.conv_1?.tags).toEqual(['new'])
    expect(state.position).toBe(10)
  })

  test('[D-09] a row that lags behind its event is brought up to it', () => {
    const frame = { type: 'inbox', position: 11, conversation: view({ lastSeq: 2 }), event: takenOver(3) } as const
    expect(receive(known, frame, 0).state.rows.conv_1?.operator?.name).toBe('Ana')
  })

  test('[RO-30] the server’s time is known from the freshest news, not from what is replayed', () => {
    const news = (seq: number, agoMs: number, now: number) => ({
      frame: {
        type: 'inbox',
        position: 10 + seq,
        conversation: view({ lastSeq: seq }),
        event: event(seq, { at: new Date(now - agoMs).toISOString() }),
      } as const,
      now,
    })
    const told = [news(3, 60_000, 1_000_000), news(4, 5_020, 2_000_000), news(5, 9_000, 3_000_000)]
    const state = told.reduce((before, { frame, now }) => receive(before, frame, now).state, nothingKnown)
    expect(state.clockAhead).toBe(5_020)
  })

  test('[RO-3] which groups nobody covers is known from a list and from what changes', () => {
    const sales = { id: 'grp_sales', name: 'Sales' }
    const listed = withCoverage(nothingKnown, [
      { group: null, isCovered: true, since: 'then' },
      { group: sales, isCovered: true, since: 'then' },
    ])
    const lost = receive(listed, { type: 'coverage', group: sales, isCovered: false }, Date.UTC(2026, 0, 1)).state
    expect(lost.coverage).toEqual({
      '': { group: null, isCovered: true, since: 'then' },
      grp_sales: { group: sales, isCovered: false, since: '2026-01-01T00:00:00.000Z' },
    })
  })

  test('a gap in a followed conversation asks for it afresh and changes nothing', () => {
    const answer = receive(known, { type: 'events', conversation: 'conv_1', events: [event(5)], lastSeq: 5 }, 0)
    expect(answer.errands).toEqual([{ kind: 'reload_conversation', conversation: 'conv_1' }])
    expect(answer.state).toBe(known)
  })

  test('resync_required loads the inbox, or the one conversation', () => {
    const inbox = receive(known, { type: 'resync_required', conversation: null, reason: 'too_old' }, 0)
    expect(inbox.errands).toEqual([{ kind: 'reload_inbox' }])
    expect(inbox.state.position).toBeNull()
    const one = receive(known, { type: 'resync_required', conversation: 'conv_1', reason: 'too_slow' }, 0)
    expect(one.errands).toEqual([{ kind: 'reload_conversation', conversation: 'conv_1' }])
  })

  test('the first position loads the lists once more, a resumed one does not', () => {
    expect(receive(nothingKnown, { type: 'inbox_caught_up', position: 5 }, 0).errands).toHaveLength(1)
    expect(receive(known, { type: 'inbox_caught_up', position: 12 }, 0).errands).toHaveLength(0)
  })

  test('[U-14] typing ends with a message, and after 10 s by itself', () => {
    const actor = { kind: 'contact', name: 'Elena' } as const
    const typing = receive(known, { type: 'typing', conversation: 'conv_1', actor, isTyping: true }, 1000).state
    expect(typing.typing).toHaveLength(1)
    const said = receive(typing, { type: 'events', conversation: 'conv_1', events: [event(3)], lastSeq: 3 }, 2000).state
    expect(said.typing).toHaveLength(0)
    const later = receive(typing, { type: 'typing', conversation: 'other', actor, isTyping: true }, 11_001).state
    expect(later.typing.map(({ conversation }) => conversation)).toEqual(['other'])
  })
})
