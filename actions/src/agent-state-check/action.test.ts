import type { PeopleView, Person } from '@baton/core/flow'
import { describe, expect, test } from 'vitest'
import { around, diagnosticsOf, problemsOf } from '../testing.ts'
import { agentStateCheck } from './action.ts'

const person = (fields: Partial<Person> = {}): Person => ({
  status: 'online',
  conversations: 0,
  hasRoom: true,
  ...fields,
})

function fired(settings: object, people: Partial<PeopleView> = {}) {
  const all: PeopleView = { members: () => [], operator: () => null, isOpen: () => true, ...people }
  const step = agentStateCheck.run(settings, around({ people: all }))
  return { trigger: step.then.kind === 'fire' ? step.then.trigger : step.then.kind, diagnostics: diagnosticsOf(step) }
}

const of = (...members: Person[]) => ({ members: () => members })

describe('a status', () => {
  test('[FL-11] in a group one of them is enough, and "is not" needs all of them', () => {
    const away = person({ status: 'away' })
    const check = { check: 'status', group: 'support' }
    expect(fired(check, of(away, person())).trigger).toBe('on_condition_met')
    expect(fired(check, of(away)).trigger).toBe('on_else')
    expect(fired({ ...check, is: 'is_not' }, of(away, person())).trigger).toBe('on_else')
    expect(fired({ ...check, is: 'is_not' }, of(away)).trigger).toBe('on_condition_met')
    expect(fired({ ...check, status: 'away' }, of(away)).trigger).toBe('on_condition_met')
    expect(fired({ ...check, is: 'is_not' }, of()).trigger).toBe('on_condition_met')
  })

  test('[FL-11] of one operator', () => {
    const people = { operator: (one: string) => (one === 'ana' ? person({ status: 'busy' }) : null) }
    expect(fired({ check: 'status', operator: 'ana', status: 'busy' }, people).trigger).toBe('on_condition_met')
    expect(fired({ check: 'status', operator: 'ana' }, people).trigger).toBe('on_else')
  })
})

describe('a number of conversations', () => {
  test('[FL-11] in a group those online count: fewer needs one of them, more all of them', () => {
    const many = person({ conversations: 5 })
    const gone = person({ conversations: 0, status: 'offline' })
    const below = { check: 'conversations', count: 3 }
    expect(fired(below, of(many, gone)).trigger).toBe('on_else')
    expect(fired(below, of(many, person())).trigger).toBe('on_condition_met')
    const above = { ...below, than: 'above' }
    expect(fired(above, of(many, gone)).trigger).toBe('on_condition_met')
    expect(fired(above, of(many, person())).trigger).toBe('on_else')
    expect(fired(above, of(gone)).trigger).toBe('on_else')
  })

  test('[FL-11] of one operator, online or not', () => {
    const people = { operator: () => person({ conversations: 2, status: 'offline' }) }
    expect(fired({ check: 'conversations', operator: 'ana', count: 3 }, people).trigger).toBe('on_condition_met')
    expect(fired({ check: 'conversations', operator: 'ana', count: 2 }, people).trigger).toBe('on_else')
  })
})

test('[FL-8] a group or an operator that has gone is nobody, with a diagnostic', () => {
  expect(fired({ check: 'status', group: 'gone', is: 'is_not' }, { members: () => null })).toEqual({
    trigger: 'on_else',
    diagnostics: ['unknown_group'],
  })
  expect(fired({ check: 'status', operator: 'gone' })).toEqual({
    trigger: 'on_else',
    diagnostics: ['unknown_operator'],
  })
})

test.each([
  [{ check: 'status', group: 'a', operator: 'b' }, ['operator not_allowed']],
  [{ check: 'conversations' }, ['count required']],
  [{ check: 'conversations', count: 1, status: 'away' }, ['status not_allowed']],
  [{ check: 'status', count: 1, than: 'above' }, ['count not_allowed', 'than not_allowed']],
  [{ check: 'status', is: 'is_not', status: 'online' }, []],
])('[FL-2] of %j it says %j', (settings, problems) => {
  expect(problemsOf(agentStateCheck, settings)).toEqual(problems)
})
