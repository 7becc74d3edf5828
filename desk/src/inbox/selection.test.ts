import { expect, test } from 'vitest'
import { allOf, extendedTo, nothingSelected, stillShown, toggled } from './selection.ts'

const shown = ['a', 'b', 'c', 'd']
const idsOf = ({ ids }: typeof nothingSelected) => [...ids]

test('[U-02] one is selected, and let go again', () => {
  const one = toggled(nothingSelected, 'b')
  expect(idsOf(one)).toEqual(['b'])
  expect(toggled(one, 'b')).toBe(nothingSelected)
})

test('[U-02] a selection reaches from where it began, down and up', () => {
  const begun = toggled(nothingSelected, 'b')
  const down = extendedTo(extendedTo(begun, shown, 'c'), shown, 'd')
  expect(idsOf(down)).toEqual(['b', 'c', 'd'])
  expect(idsOf(extendedTo(down, shown, 'c'))).toEqual(['b', 'c'])
  expect(idsOf(extendedTo(down, shown, 'a'))).toEqual(['a', 'b'])
})

test('[U-02] what leaves the list leaves the selection', () => {
  expect(idsOf(stillShown(allOf(shown), ['b', 'd', 'e']))).toEqual(['b', 'd'])
  expect(stillShown(allOf(shown), [])).toBe(nothingSelected)
  const all = allOf(shown)
  expect(stillShown(all, shown)).toBe(all)
})
