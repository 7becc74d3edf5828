import { next, step } from '@baton/core/flow'
import { expect, test } from 'vitest'
import { around, diagnosticsOf, problemsOf, resumed } from '../testing.ts'
import { sendEmail } from './action.ts'

const mail = { to: 'ana@example.com', subject: 'Hello', text: 'A line\nand another' }
const fired = (trigger: 'on_success' | 'on_failure') => ({ kind: 'fire', trigger })

test('[FL-5] the mail is work outside the turn', () => {
  const to = ' ana@example.com, bea@example.com ,'
  const work = { ...mail, kind: 'mail' as const, to: 'ana@example.com,bea@example.com', replyTo: 'carl@example.com' }
  expect(sendEmail.run({ ...mail, to, replyTo: ' carl@example.com ' }, around())).toEqual(step({ kind: 'wait', work }))
})

test('[FL-11] what came of it decides which operations run', () => {
  expect(resumed(sendEmail, mail, { kind: 'mail', ok: true })).toEqual(step({ kind: 'fire', trigger: 'on_success' }))
  const failed = resumed(sendEmail, mail, { kind: 'mail', ok: false, reason: 'nobody took it' })
  expect(failed.then).toEqual(fired('on_failure'))
  expect(failed.effects).toEqual([
    { kind: 'diagnostic', code: 'mail_failed', message: 'the e-mail was not sent: nobody took it' },
  ])
  expect(resumed(sendEmail, mail, { kind: 'due' })).toEqual(step(next))
})

test.each([
  'Hello\r\nBcc: evil@example.com',
  'Hello\nBcc: evil@example.com',
  'Hello\u2028Bcc: evil@example.com',
  'Hello\u0000\u0085Bcc: evil@example.com',
])('[FL-9] a subject that a template broke over lines stays one: %j', (subject) => {
  expect(sendEmail.run({ ...mail, subject }, around()).then).toMatchObject({
    work: { subject: 'Hello Bcc: evil@example.com' },
  })
})

test.each([
  'ana@example.com\r\nBcc: evil@example.com',
  'Ana <ana@example.com>',
  'ana@example.com; bea@example.com',
  '"ana,bea"@example.com',
  'ana@example.com>',
  'ana',
  ' ',
  Array.from({ length: 11 }, (_, index) => `ana${index}@example.com`).join(','),
])('[FL-9] nothing is sent to %j', (to) => {
  const failed = sendEmail.run({ ...mail, to }, around())
  expect(failed.then).toEqual(fired('on_failure'))
  expect(diagnosticsOf(failed)).toEqual(['mail_failed'])
})

test('[FL-9] an address to reply to that is none fails; one that renders empty is left out', () => {
  expect(diagnosticsOf(sendEmail.run({ ...mail, replyTo: 'x\r\nBcc: y@example.com' }, around()))).toEqual([
    'mail_failed',
  ])
  expect(sendEmail.run({ ...mail, replyTo: ' ' }, around()).then).toMatchObject({ work: { replyTo: null } })
})

test.each([
  [{ ...mail, to: 'ana' }, 'to invalid'],
  [{ ...mail, to: ',' }, 'to invalid'],
  [{ ...mail, to: 'a@b.example, Ana <c@d.example>' }, 'to invalid'],
  [{ ...mail, replyTo: 'nobody' }, 'replyTo invalid'],
  [{ ...mail, subject: '' }, 'subject invalid'],
  [{ to: mail.to, subject: 'a' }, 'text required'],
])('[FL-2] %j is not published', (settings, problem) => {
  expect(problemsOf(sendEmail, settings)).toEqual([problem])
})

test('[FL-2] addresses with templates are published', () => {
  expect(problemsOf(sendEmail, { ...mail, to: '{{ user_email }}', replyTo: '{{ user_email }}' })).toEqual([])
})
