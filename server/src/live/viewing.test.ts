import { asId } from '@baton/core/ids'
import { describe, expect, test } from 'vitest'
import type { ViewingHint } from '../conversations/bus.ts'
import { limits } from './limits.ts'
import { ViewingBoard } from './viewing.ts'

const workspace = asId<'workspace'>('ws_a')
const ana = { id: 'op_ana', name: 'Ana' }

function hint(state: ViewingHint['state'], change: Partial<ViewingHint> = {}): ViewingHint {
  return { kind: 'viewing', workspace, conversation: asId('conv_a'), operator: ana, device: 'one', state, ...change }
}

const told = (viewed: ReturnType<ViewingBoard['hear']>) =>
  viewed.map(({ frame }) => `${frame.operator.name} ${frame.state} ${frame.conversation}`)

describe('who looks at what', () => {
  test('[U-07] only what changes is told; who moves on is gone from where they were', () => {
    const board = new ViewingBoard()
    expect(told(board.hear(hint('viewing'), 0))).toEqual(['Ana viewing conv_a'])
    expect(told(board.hear(hint('viewing'), 3_000))).toEqual([])
    expect(told(board.hear(hint('writing'), 4_000))).toEqual(['Ana writing conv_a'])
    expect(told(board.hear(hint('away', { conversation: asId('conv_b') }), 5_000))).toEqual([
      'Ana gone conv_a',
      'Ana away conv_b',
    ])
    expect(told(board.hear(hint('gone'), 6_000))).toEqual([])
    expect(told(board.hear(hint('gone', { conversation: asId('conv_b') }), 6_000))).toEqual(['Ana gone conv_b'])
  })

  test('[U-07] of several devices of one operator the strongest counts', () => {
    const board = new ViewingBoard()
    board.hear(hint('away'), 0)
    expect(told(board.hear(hint('viewing', { device: 'two' }), 0))).toEqual(['Ana viewing conv_a'])
    expect(told(board.shownIn(workspace))).toEqual(['Ana viewing conv_a'])
    expect(told(board.hear(hint('gone', { device: 'two' }), 0))).toEqual(['Ana away conv_a'])
    expect(told(board.hear(hint('gone'), 0))).toEqual(['Ana gone conv_a'])
  })

  test('[U-07] what is not said again is over within 10 s, and a forged flood ends at the bound', () => {
    const board = new ViewingBoard()
    board.hear(hint('viewing'), 1_000)
    expect(told(board.lapse(1_000 + limits.viewingLasts))).toEqual([])
    expect(told(board.lapse(1_001 + limits.viewingLasts))).toEqual(['Ana gone conv_a'])
    expect(limits.viewingLasts + limits.viewingSweep).toBeLessThan(10_000)
    // A connection that answers nothing is found at the beat after its last two.
    expect((limits.viewingPings + 1) * limits.viewingBeat).toBeLessThan(10_000)
    expect(limits.writingLasts + limits.viewingBeat).toBeLessThan(10_000)
    for (let device = 0; device < limits.viewers + 10; device += 1)
      board.hear(hint('viewing', { device: `device ${device}`, operator: { id: `op_${device}`, name: 'X' } }), 0)
    expect(board.shownIn(workspace).length).toBe(limits.viewers)
  })
})
