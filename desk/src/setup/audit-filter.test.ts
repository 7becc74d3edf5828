import { expect, test } from 'vitest'
import { isFiltering, noFilter, queryOf } from './audit-filter.ts'

test('[I-32] what is typed becomes a filter: both days included, blanks around left out', () => {
  const typed = { actor: ' Ana ', action: ' Taken over', object: '', first: '2026-02-27', last: '2026-02-28' }
  expect(queryOf(typed)).toEqual({
    actor: 'Ana',
    action: 'taken_over',
    object: '',
    from: '2026-02-27',
    until: '2026-03-01',
  })
  expect([noFilter, { ...noFilter, actor: '  ' }, typed].map(isFiltering)).toEqual([false, false, true])
})
