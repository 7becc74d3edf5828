/** A run that broke a promise, told so that somebody can find out why. */
import type { Plan, StoreName } from './plan.ts'
import type { Report } from './run.ts'
import { shrink } from './shrink.ts'

export type Runner = (plan: Plan, onStep?: (line: string) => void) => Promise<Report>

const longestTrace = 60
const mostBroken = 5
/** Lines of a trace that tell nothing: values of statements, clients that wait, looks of the run itself. */
const isNoise = (line: string) => /^\[| waits$|nobody look$| timer$/.test(line)

/** Tells what broke, how to see it again, and how little it takes. */
export async function tell(
  report: Report,
  store: StoreName,
  size: number,
  run: Runner,
  mostRuns: number,
): Promise<string> {
  const { seed, climate } = report.plan
  const shortest = await shrink(report, run, mostRuns)
  const trace: string[] = []
  await run(shortest.plan, (line) => void (isNoise(line) || trace.push(line)))
  return [
    `seed ${seed} (${climate}, ${store}) breaks a promise at step ${report.steps} of ${report.plan.steps.length} planned:`,
    ...report.broken.slice(0, mostBroken).map((said) => `  ${said}`),
    `again: npm run lab:long -- --seed ${seed} --size ${size} --store ${store} --climate ${climate} --trace FILE`,
    `it takes ${shortest.plan.steps.length} steps (${shortest.runs} tries to shorten):`,
    ...shortest.plan.steps.map(({ at, who, what, dice }) => `  ${at} ms  ${who}: ${what}  ${dice.join(' ')}`),
    'and ends so:',
    ...shortest.report.broken.slice(0, mostBroken).map((said) => `  ${said}`),
    ...trace.slice(-longestTrace).map((line) => `  ${line.slice(0, 300)}`),
  ].join('\n')
}
