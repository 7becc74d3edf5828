import { describe, expect, test } from 'vitest'
import { isVariableName, kindOf, readVariable, wayTo } from './variables.ts'

describe('variables of a contact', () => {
  test.each([
    ['12', 'text', { value: '12' }],
    [' 12.5 ', 'number', { value: 12.5 }],
    ['twelve', 'number', null],
    ['true', 'number', null],
    ['true', 'truth', { value: true }],
    ['yes', 'truth', null],
    ['{"a": 1}', 'json', { value: { a: 1 } }],
    ['{"a": 1', 'json', null],
    ['null', 'json', null],
  ] as const)('[FL-9] %j as %s', (text, kind, read) => {
    expect(readVariable(text, kind)).toEqual(read)
    if (read !== null) expect(kindOf(read.value)).toBe(kind)
  })

  test('[FL-9] names are those the rules take', () => {
    expect(['plan', 'order_2'].every(isVariableName)).toBe(true)
    expect(['', 'Plan', '2nd', 'a b', 'a.b', 'x'.repeat(65)].some(isVariableName)).toBe(false)
  })

  test.each([
    ['user_email', 'ana@team.example', 'mailto:ana@team.example'],
    ['user_email', 'ana@team.example?bcc=all@else.example', null],
    ['user_email', 'javascript:alert(1)', null],
    ['user_phone_number', '+49 (30) 123-45', 'tel:+493012345'],
    ['user_phone_number', '123;ext=javascript', null],
    ['user_name', 'ana@team.example', null],
  ] as const)('[FL-13] %s %j leads to %j', (name, text, way) => {
    expect(wayTo(name, text)).toBe(way)
  })
})
