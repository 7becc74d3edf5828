import type { PeopleView, Person } from '@baton/core/flow'
import { expect, test } from 'vitest'
import { around, diagnosticsOf, problemsOf, setBy } from '../testing.ts'
import { calendarCheck } from './action.ts'

const there: Person = { status: 'online', conversations: 1, hasRoom: true }
const all = (fields: Partial<PeopleView>): PeopleView => ({
  members: () => [there, { ...there, hasRoom: false }, { ...there, status: 'away' }, there],
  operator: () => null,
  isOpen: () => true,
  ...fields,
})
const check = (fields: Partial<PeopleView>, settings: object = {}) =>
  calendarCheck.run(settings, around({ people: all(fields) }))

test('[RO-40] within opening hours one branch runs, and those who could take a conversation are counted', () => {
  const step = check({})
  expect(step.then).toEqual({ kind: 'fire', trigger: 'on_date_available' })
  expect(setBy(step)).toEqual({ available_operators_count: 2 })
})

test('[RO-40] outside of them the other one does, and nobody is available, whoever is online', () => {
  const step = check({ isOpen: () => false })
  expect(step.then).toEqual({ kind: 'fire', trigger: 'on_else' })
  expect(setBy(step)).toEqual({ available_operators_count: 0 })
})

test('[RO-40] the hours are those of the group that is named', () => {
  const asked: (string | undefined)[] = []
  const isOpen = (group?: string) => asked.push(group) > 0
  check({ isOpen }, { group: 'support' })
  check({ isOpen })
  expect(asked).toEqual(['support', undefined])
})

test('[FL-8] a group that has gone is closed, with a diagnostic', () => {
  const step = check({ members: () => null }, { group: 'gone' })
  expect(step.then).toEqual({ kind: 'fire', trigger: 'on_else' })
  expect(diagnosticsOf(step)).toEqual(['unknown_group'])
})

test('[FL-2] it needs no setting', () => {
  expect(problemsOf(calendarCheck, {})).toEqual([])
})
