import { expect, test } from 'vitest'
import { parseAbsence, parseLook, usualLook } from './parse-look.ts'

test('[A-09] what an older server does not tell is as usual', () => {
  expect(parseLook(undefined)).toEqual({ ...usualLook })
  expect(parseLook({ accent: '#ffcc00' })).toMatchObject({
    accent: '#ffcc00',
    radius: 16,
    scheme: 'system',
    preChat: null,
  })
})

test('[S-14] fields that cannot be read are left out, those beside them stay', () => {
  const email = { variable: 'user_email', label: 'E-mail', kind: 'email', isRequired: true }
  const preChat = { when: 'later', text: 3, fields: [email, { kind: 'text' }, null, { ...email, kind: 'puzzle' }] }
  expect(parseLook({ preChat }).preChat).toEqual({ when: 'always', text: '', fields: [email] })
  const choice = { variable: 'topic', label: 'Topic', kind: 'choice', isRequired: false, choices: ['A', 7, 'B'] }
  expect(parseLook({ offline: { text: 'Later', fields: [choice] } }).offline).toEqual({
    text: 'Later',
    fields: [{ ...choice, choices: ['A', 'B'] }],
  })
})

test.each([
  [null, null],
  [{ because: 'lunch' }, null],
  [{ because: 'nobody_online', until: 'x' }, { because: 'nobody_online' }],
  [
    { because: 'closed', until: '2026-11-23T09:00:00Z' },
    { because: 'closed', until: '2026-11-23T09:00:00Z' },
  ],
  [
    { because: 'closed', until: 7 },
    { because: 'closed', until: null },
  ],
])('[V-09] %j is the absence %j', (value, absence) => {
  expect(parseAbsence(value)).toEqual(absence)
})
