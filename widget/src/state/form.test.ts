import type { FormField } from '@baton/core/protocol'
import { expect, test } from 'vitest'
import { autocompleteOf, unanswered, variablesOf, wrongIn } from './form.ts'

const field = (variable: string, change: Partial<FormField> = {}): FormField => ({
  variable,
  label: variable,
  kind: 'text',
  isRequired: true,
  ...change,
})
const name = field('user_name')
const email = field('user_email', { kind: 'email' })
const phone = field('user_phone_number', { kind: 'phone', isRequired: false })
const consent = field('terms', { kind: 'consent' })

test('[A-14] each field that is wrong says what is wrong with it, in their order', () => {
  const values = { user_email: 'mira@shop', user_phone_number: 'call me', user_name: '  ' }
  expect([...wrongIn([email, name, phone, consent], values)]).toEqual([
    ['user_email', 'email'],
    ['user_name', 'missing'],
    ['user_phone_number', 'phone'],
    ['terms', 'consent'],
  ])
  expect([...wrongIn([name], { user_name: 'x'.repeat(1_001) })]).toEqual([['user_name', 'too_long']])
})

test.each(['mira@shop.example', ' mira+chat@shop.co.uk ', 'ünï@cödé.example'])('[A-14] %j is an address', (value) => {
  expect(wrongIn([email], { user_email: value }).size).toBe(0)
})

test('[A-14] what need not be answered may be left empty, and is not set', () => {
  expect(wrongIn([phone], {}).size).toBe(0)
  expect(variablesOf([name, phone, consent], { user_name: ' Mira ', terms: 'yes' })).toEqual({
    user_name: 'Mira',
    terms: true,
  })
  expect(variablesOf([field('terms', { kind: 'consent', isRequired: false })], {})).toEqual({ terms: false })
})

test('[A-14] what the site has said is not asked for', () => {
  expect(unanswered([name, email, consent], { user_email: 'mira@shop.example', user_name: '', terms: false })).toEqual([
    name,
  ])
})

test('[A-08] browsers fill in what they know', () => {
  const fields = [name, email, phone, field('work_mail', { kind: 'email' }), field('order')]
  expect(fields.map(autocompleteOf)).toEqual(['name', 'email', 'tel', 'email', 'off'])
})
