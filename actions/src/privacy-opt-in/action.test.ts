import { step } from '@baton/core/flow'
import { expect, test } from 'vitest'
import { around, problemsOf, resumed, saidBy, setBy } from '../testing.ts'
import { privacyOptIn } from './action.ts'

const settings = { flag: 'newsletter', text: 'May we write to you?', accept: 'Yes', decline: 'No' }
const said = (text: string) => ({ kind: 'said' as const, text })
const at = '1970-01-01T00:00:00.000Z'
const having = (granted: boolean) => around({ variables: { privacy: { newsletter: { granted, at } } } })

test('[FL-3] it asks with two buttons, and waits', () => {
  const asked = privacyOptIn.run(settings, around())
  expect(asked.then).toEqual({ kind: 'hold', tries: 0 })
  expect(saidBy(asked)).toEqual([
    {
      text: 'May we write to you?',
      parts: [
        { type: 'text', text: 'May we write to you?' },
        {
          type: 'buttons',
          items: [
            { label: 'Yes', payload: 'newsletter_granted' },
            { label: 'No', payload: 'newsletter_refused' },
          ],
        },
      ],
    },
  ])
})

test.each([
  ['yes!', true, 'on_opt_in'],
  ['NO', false, 'on_opt_out'],
])('[FL-11] %j is kept as %s, with when it was said', (text, granted, trigger) => {
  const done = resumed(privacyOptIn, settings, said(text))
  expect(setBy(done)).toEqual({ 'privacy.newsletter': { granted, at } })
  expect(done.then).toEqual({ kind: 'fire', trigger })
})

test('[FL-11] nothing else is an answer, and silence never agrees', () => {
  for (const text of ['', 'maybe', 'yes and no', 'newsletter_granted']) {
    const wrong = resumed(privacyOptIn, settings, said(text))
    expect(wrong.then).toEqual({ kind: 'hold', tries: 1 })
    expect(setBy(wrong)).toEqual({ failed_inputs: 1 })
  }
  expect(resumed(privacyOptIn, { ...settings, maxTries: 1 }, said('maybe')).then).toEqual({
    kind: 'fire',
    trigger: 'on_give_up',
  })
})

test('[FL-11] labels that a template made the same are a refusal', () => {
  const same = { ...settings, accept: 'ok', decline: 'OK' }
  expect(setBy(resumed(privacyOptIn, same, said('ok')))).toEqual({ 'privacy.newsletter': { granted: false, at } })
})

test('[FL-11] who has agreed is not asked again unless that is wished; who has refused is', () => {
  expect(privacyOptIn.run(settings, having(true))).toEqual(step({ kind: 'fire', trigger: 'on_opt_in' }))
  expect(privacyOptIn.run({ ...settings, askAgain: true }, having(true)).then).toEqual({ kind: 'hold', tries: 0 })
  expect(privacyOptIn.run(settings, having(false)).then).toEqual({ kind: 'hold', tries: 0 })
})

test.each([
  [{ ...settings, flag: 'News letter' }, 'flag invalid'],
  [{ ...settings, flag: '{{ flag }}' }, 'flag invalid'],
  [{ ...settings, flag: 'constructor' }, 'flag invalid'],
  [{ ...settings, decline: 'yes' }, 'decline repeated'],
  [{ flag: 'a' }, 'text required'],
])('[FL-2] %j is not published', (wrong, problem) => {
  expect(problemsOf(privacyOptIn, wrong)).toEqual([problem])
})
