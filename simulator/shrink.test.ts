import { expect, test } from 'vitest'
import { type Plan, planFor } from './plan.ts'
import type { Report } from './run.ts'
import { promiseOf, shrink } from './shrink.ts'

const whole = planFor(7, 120, 'busy')
const needed = [whole.steps[11], whole.steps[73]]

function reportOf(plan: Plan): Report {
  const isBroken = needed.every((step) => step !== undefined && plan.steps.includes(step))
  const broken = isBroken ? ['conv_1 at 3: [I-12] op_1 counted with 1, has 0'] : []
  return {
    plan,
    broken,
    fingerprint: '',
    steps: plan.steps.length,
    calls: 0,
    statements: 0,
    events: 0,
    milliseconds: 0,
  }
}

test('a plan is shortened to the steps that it takes', async () => {
  const { plan, runs } = await shrink(reportOf(whole), async (one) => reportOf(one), 500)
  expect(plan.steps).toEqual(needed)
  expect(runs).toBeLessThan(100)
})

test('it stops when it has tried often enough', async () => {
  const { runs, report } = await shrink(reportOf(whole), async (one) => reportOf(one), 5)
  expect(runs).toBeLessThanOrEqual(6)
  expect(report.broken.length).toBe(1)
})

test.each([
  ['conv_1 at 3: [I-12] op_1 counted with 1', '[I-12]'],
  ['desksShowWhatIsSo: desk shows another row', 'desksShowWhatIsSo'],
  ['never came: all is at rest', 'never came: all is at rest'],
])('%s is about %s', (broken, promise) => expect(promiseOf(broken)).toBe(promise))
