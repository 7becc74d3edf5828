/** Crashes of one node on the embedded database: `npm run bench -- crash --rounds 50 --seed 7`. */
import { killNodes, readyAgain } from '../lab/faults/kill.ts'
import { type Context, type Figure, type Measurement, median } from './figures.ts'

export const crash: Measurement = { name: 'crash', title: '`kill -9` under traffic', run }

async function run({ options, say }: Context): Promise<Figure[]> {
  const rounds = Number(options.get('rounds') ?? 20)
  const seed = Number(options.get('seed') ?? 1)
  say(`seed ${seed}, ${rounds} rounds`)
  const { violations, operations, figures } = await killNodes({ seed, rounds, nodes: 1, say, onEnd: () => {} })
  for (const violation of violations.slice(0, 20)) say(violation)
  const startsMs = figures.find(({ name }) => name === readyAgain)?.values ?? []
  return [
    {
      name: 'violations',
      value: violations.length,
      unit: '',
      target: { most: 0 },
      note: `${operations.toLocaleString('en')} calls`,
    },
    { name: 'kill to ready, median', value: median(startsMs) / 1_000, unit: 's', target: { most: 5 } },
  ]
}
