import type { Considered, Decision } from '@baton/core/protocol'
import { describe, expect, test } from 'vitest'
import { event, holder, minute, requested, takenOver } from '../../live/testing.ts'
import { holdersOf, lengthMs } from '../holders.ts'
import { entriesOf } from '../log/entries.ts'
import { facesOf, reasonWords, settingsOf, wordIn } from './decision.ts'

const row = (name: string, verdict: Considered['verdict'], load: number) =>
  ({ operator: { id: name, name }, verdict, load }) as Considered

describe('decisions', () => {
  test('[HO-36] the picked one stands first, then by how close they came', () => {
    const considered = [
      row('Far', 'offline', 0),
      row('Busy', 'busier', 4),
      row('Ana', 'picked', 1),
      row('Full', 'full', 5),
    ]
    expect(facesOf({ considered }).map(({ name }) => name)).toEqual(['Ana', 'Busy', 'Full', 'Far'])
  })

  test('[HO-36] loads are shares of the greatest', () => {
    const faces = facesOf({ considered: [row('Ana', 'picked', 1), row('Jon', 'busier', 4)] })
    expect(faces.map(({ share }) => share)).toEqual([0.25, 1])
  })

  test('settings are told in a fixed order, absent ones not at all', () => {
    const settings: Decision['settings'] = { onlyOnlineOperators: true, mode: 'operator_takeover', operator: null }
    expect(settingsOf({ settings })).toEqual([
      ['mode', 'operator_takeover'],
      ['onlyOnlineOperators', 'true'],
    ])
  })

  test('a word that is not known is none', () => {
    expect([wordIn(reasonWords, 'none_online'), wordIn(reasonWords, 'moon')]).toEqual(['none_online', null])
  })
})

describe('the log as it is drawn', () => {
  const options = { isQuietShown: false, readUpTo: null, me: 'op_ana', dayOf: (at: string) => at.slice(0, 10) }

  test('[U-11] the line of new messages stands before the first that was not read', () => {
    const kinds = entriesOf([event(1), event(2), event(3)], { ...options, readUpTo: 2 }).map(({ kind }) => kind)
    expect(kinds).toEqual(['day', 'message', 'message', 'fresh', 'message'])
  })

  test('[U-10] a note is never drawn as a bubble', () => {
    const note = event(1, { data: { text: 'x', parts: [], note: true } })
    expect(entriesOf([note], options).map(({ kind }) => kind)).toEqual(['day', 'note'])
  })

  test('[RO-30] who is asked, and that the conversation ends soon, is shown to everybody', () => {
    const system = { actor: { kind: 'system' } }
    const offered = event(1, { type: 'operator_offered', ...system, data: { operator: { id: 'o', name: 'Jon' } } })
    const warning = event(2, { type: 'diagnostic', ...system, data: { code: 'idle_soon', message: 'y' } })
    expect(entriesOf([offered, warning], options).map(({ kind }) => kind)).toEqual(['day', 'quiet', 'quiet'])
  })

  test('diagnostics show only on demand', () => {
    const quiet = event(1, { type: 'diagnostic', actor: { kind: 'system' }, data: { code: 'x', message: 'y' } })
    expect(entriesOf([quiet], options)).toEqual([])
    expect(entriesOf([quiet], { ...options, isQuietShown: true }).map(({ kind }) => kind)).toEqual(['day', 'quiet'])
  })
})

describe('holders', () => {
  test('[HO-1] each stretch has one holder, and the last one lasts', () => {
    const stretches = holdersOf([event(1), requested(3), takenOver(5)])
    expect(stretches.map(({ chatState, to }) => [chatState, to])).toEqual([
      ['chatbot_controlled', minute(3)],
      ['operator_requested', minute(5)],
      ['taken_over', null],
    ])
  })

  test('closing ends the last stretch', () => {
    const closed = event(9, { type: 'closed', data: { from: holder(), to: holder(), reason: null, cause: 'desk' } })
    const stretches = holdersOf([event(1), takenOver(5), closed])
    expect(stretches.at(-1)).toMatchObject({ chatState: 'taken_over', to: minute(9) })
    expect(stretches.map((one) => lengthMs(one, 0))).toEqual([4 * 60_000, 4 * 60_000])
  })
})
