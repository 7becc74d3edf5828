/** The crash journey for longer: `npm run bench -- crash --rounds 50 --seed 7`. */
import { join } from 'node:path'
import { runCrashes } from '../server/journeys/crash-rig.ts'
import { type Context, type Figure, type Measurement, median } from './figures.ts'

export const crash: Measurement = { name: 'crash', title: '`kill -9` under traffic', run }

async function run({ directory, options, say }: Context): Promise<Figure[]> {
  const rounds = Number(options.get('rounds') ?? 20)
  const seed = Number(options.get('seed') ?? 1)
  say(`seed ${seed}, ${rounds} rounds`)
  const report = await runCrashes({
    directory: join(directory, 'crash'),
    rounds,
    seed,
    answers: { least: 50, most: 500 },
    onRound: (round, { answers, events, violations }) =>
      round % 5 === 0 && say(`round ${round}: ${answers} answers, ${events} events, ${violations} violations`),
  })
  for (const violation of report.violations.slice(0, 20)) say(violation)
  return [
    {
      name: 'violations',
      value: report.violations.length,
      unit: '',
      target: { most: 0 },
      note: `${report.history.length} messages, ${report.resent} sent again, ${report.interrupted} turns interrupted`,
    },
    { name: 'kill to ready, median', value: median(report.restartsMs) / 1_000, unit: 's', target: { most: 5 } },
  ]
}
