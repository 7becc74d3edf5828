import { next, step } from '@baton/core/flow'
import { expect, test } from 'vitest'
import { around, diagnosticsOf, problemsOf, resumed, setBy } from '../testing.ts'
import { script } from './action.ts'

const code = 'return { total: variables.price * 2 }'
const variables = { price: 21, user_name: '', basket: ['a'] }

test('[FL-5] it is work outside the turn, and sees the variables as they are now', () => {
  expect(script.run({ code }, around({ variables }))).toEqual(
    step({ kind: 'wait', work: { kind: 'script', code, variables, timeoutMs: 200 } }),
  )
  expect(script.run({ code, timeoutMilliseconds: 1_000 }, around()).then).toMatchObject({ work: { timeoutMs: 1_000 } })
})

test('[FL-11] what it returns is set; what it gives back as it was is not', () => {
  const answer = { kind: 'script' as const, ok: true as const, variables: { ...variables, total: 42, basket: [] } }
  const done = resumed(script, { code }, answer, 0, around({ variables }))
  expect(setBy(done)).toEqual({ total: 42, basket: [] })
  expect(done.then).toEqual({ kind: 'fire', trigger: 'on_success' })
})

test('[FL-11] a script that fails, or changes too much, sets nothing', () => {
  const failed = resumed(script, { code }, { kind: 'script', ok: false, reason: 'it took longer than 200 ms' })
  expect(failed).toEqual(
    step({ kind: 'fire', trigger: 'on_failure' }, [
      { kind: 'diagnostic', code: 'script_failed', message: 'the script failed: it took longer than 200 ms' },
    ]),
  )
  const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`v${index}`, index]))
  const busy = resumed(script, { code }, { kind: 'script', ok: true, variables: many })
  expect([setBy(busy), diagnosticsOf(busy)]).toEqual([{}, ['script_failed']])
})

test('[FL-11] more variables than it may see are not given to it', () => {
  const full = around({ variables: { a: 'a'.repeat(512 * 1024) } })
  expect(script.run({ code }, full).then).toEqual({ kind: 'fire', trigger: 'on_failure' })
  expect(resumed(script, { code }, { kind: 'due' })).toEqual(step(next))
})

test.each([
  [{ code: '' }, 'code invalid'],
  [{ code, timeoutMilliseconds: 1_001 }, 'timeoutMilliseconds invalid'],
  [{ code, timeoutMilliseconds: 10.5 }, 'timeoutMilliseconds wrong_type'],
  [{ code, memory: 64 }, 'memory unknown_setting'],
])('[FL-2] %j is not published', (settings, problem) => {
  expect(problemsOf(script, settings)).toEqual([problem])
})
