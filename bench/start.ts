/** From the command to "ready" on an empty directory, and the memory of a server nobody talks to. */
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Context, type Figure, type Measurement, median } from './figures.ts'
import { residentBytes, startBare, startServer } from './processes.ts'

const starts = 5

export const start: Measurement = { name: 'start', title: 'Start on an empty directory', run }

async function run({ directory }: Context): Promise<Figure[]> {
  const ready: number[] = []
  const resident: number[] = []
  const bareReady: number[] = []
  for (let index = 0; index < starts; index += 1) {
    const bare = await startBare('echo', directory)
    bareReady.push(bare.readyMs)
    await bare.stop()
    const server = await startServer(join(directory, `start-${index}`))
    ready.push(server.readyMs / 1_000)
    await wait(1_000)
    resident.push((residentBytes(server.pid) ?? 0) / 2 ** 20)
    await server.stop()
  }
  return [
    {
      name: `ready, median of ${starts}`,
      value: median(ready),
      unit: 's',
      target: { most: 2 },
      limit: { name: 'bare Fastify', value: median(bareReady) / 1_000, unit: 's' },
      note: `worst ${Math.max(...ready).toFixed(2)} s`,
    },
    { name: 'resident memory', value: median(resident), unit: 'MiB', target: { most: 150 } },
  ]
}
