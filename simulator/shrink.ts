/** The shortest plan that still breaks the same promise, found by leaving steps out. */
import type { Plan, Step } from './plan.ts'
import type { Report } from './run.ts'

export type Shrunk = { plan: Plan; report: Report; runs: number }

/** Which promise it is: the rule in front, or what a checker is called. */
export function promiseOf(broken: string): string {
  const [rule = broken.slice(0, 40)] = /\[[A-Z]+-\d+\]|^[A-Za-z]+(?=: )/.exec(broken) ?? []
  return rule
}

/** Runs at most so many times. `report` is that of the whole plan. */
export async function shrink(report: Report, run: (plan: Plan) => Promise<Report>, mostRuns: number): Promise<Shrunk> {
  const promise = promiseOf(report.broken[0] ?? '')
  let best = { plan: report.plan, report }
  let runs = 0
  const isStillBroken = async (steps: readonly Step[]): Promise<boolean> => {
    runs += 1
    const plan = { ...best.plan, steps }
    const found = await run(plan)
    if (promiseOf(found.broken[0] ?? '') !== promise) return false
    best = { plan, report: found }
    return true
  }
  for (let size = Math.ceil(best.plan.steps.length / 2); size >= 1 && runs < mostRuns; size = Math.floor(size / 2)) {
    for (let at = 0; at < best.plan.steps.length && runs < mostRuns; ) {
      const { steps } = best.plan
      const isShorter = await isStillBroken([...steps.slice(0, at), ...steps.slice(at + size)])
      if (!isShorter) at += size
    }
  }
  return { ...best, runs }
}
