import { standingInWords, verdictWords as verdictsOfRules } from '@baton/core/handoff'
import { expect, test } from 'vitest'
import { event } from '../../live/testing.ts'
import { verdictWords } from '../why/decision.ts'
import { decisionAt, nowTextOf, nowWords } from './why-now.ts'

test('[RO-50] every way it can stand with somebody has words in the desk', () => {
  for (const kind of nowWords) {
    const standing = { kind, by: { id: 'op_jon', name: 'Jon' } } as Parameters<typeof standingInWords>[1]
    expect(nowTextOf({ kind, text: standingInWords('Ana', standing), by: { id: 'op_jon', name: 'Jon' } })).toEqual({
      kind: 'sentence',
      word: kind,
      by: 'Jon',
    })
  }
  expect([...verdictWords].sort()).toEqual(Object.keys(verdictsOfRules).sort())
})

test('[RO-50] a full operator is told with the numbers, and what the desk does not know as the server says it', () => {
  const verdict = { kind: 'verdict', text: 'Ana has no room.', load: 4 } as const
  expect(nowTextOf({ ...verdict, verdict: 'full', limit: 4 })).toEqual({ kind: 'full', load: 4, limit: 4 })
  expect(nowTextOf({ ...verdict, verdict: 'full', limit: null })).toEqual({ kind: 'verdict', verdict: 'full' })
  expect(nowTextOf({ kind: 'on_the_moon', text: 'Ana is on the moon.' })).toEqual({
    kind: 'plain',
    text: 'Ana is on the moon.',
  })
})

test('[RO-50] the faces of a decision are shown where its event is loaded', () => {
  const decision = { settings: {}, considered: [], picked: null, rule: 'none' }
  const skipped = event(3, { type: 'assignment_skipped', data: { reason: 'all_full', cause: 'action', decision } })
  expect(decisionAt([event(2), skipped], 3)).toEqual({ decision, reason: 'all_full' })
  expect(decisionAt([event(2), skipped], 2)).toBeNull()
  expect(decisionAt([], 3)).toBeNull()
})
