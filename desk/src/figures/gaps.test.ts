import { expect, test } from 'vitest'
import { minute, view } from '../live/testing.ts'
import { gapsIn } from './gaps.ts'

const [sales, support] = [
  { id: 'grp_sales', name: 'Sales' },
  { id: 'grp_support', name: 'Support' },
]
const waits = (group: typeof sales | null, change: Record<string, unknown> = {}) =>
  view({ chatState: 'operator_requested', requestedAt: minute(0), group, ...change })
const lost = (group: typeof sales | null, since: number) => ({ group, isCovered: false, since: minute(since) })

test('[RO-3] a gap is where requests wait and nobody has room, the longest lasting first', () => {
  const rows = [waits(sales), waits(sales), waits(null), waits(support), waits(sales, { status: 'closed' })]
  const coverage = [lost(sales, 5), lost(null, 3), { group: support, isCovered: true, since: minute(1) }]
  expect(gapsIn(coverage, rows)).toEqual([
    { group: null, since: minute(3), waiting: 1 },
    { group: sales, since: minute(5), waiting: 2 },
  ])
})

test('[RO-3] where nobody waits there is no gap to close', () => {
  expect(gapsIn([lost(sales, 5)], [waits(support), view({ group: sales })])).toEqual([])
})
