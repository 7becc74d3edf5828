/** Contacts who have the page open and say nothing: what one of their sockets costs. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { greeter } from './delivery.ts'
import type { Context, Figure, Measurement } from './figures.ts'
import { residentBytes, startServer } from './processes.ts'
import { publish } from './turns.ts'

const holder = fileURLToPath(new URL('./hold-sockets.ts', import.meta.url))

export const sockets: Measurement = { name: 'sockets', title: 'Idle live connections', run }

async function run({ directory, options, say }: Context): Promise<Figure[]> {
  const count = Number(options.get('sockets') ?? 10_000)
  const server = await startServer(join(directory, 'sockets'))
  const child = spawn(process.execPath, [holder], { stdio: ['pipe', 'pipe', 'inherit'] })
  const told = lines(child.stdout)
  try {
    const bot = await publish(server.url, greeter)
    child.stdin.write(`${JSON.stringify({ url: server.url, bot, count })}\n`)
    say(await told('contacts'))
    await wait(3_000)
    const before = residentBytes(server.pid)
    child.stdin.write('connect\n')
    const opened = Number((await told('connected')).split(' ')[1])
    await wait(5_000)
    const after = residentBytes(server.pid)
    if (before === null || after === null) return []
    const each = (after - before) / opened / 1024
    return [
      { name: 'connections held', value: opened, unit: '', target: { least: count } },
      {
        name: 'resident memory of a connection',
        value: each,
        unit: 'KiB',
        target: { most: 16 },
        limit: { name: 'the process before', value: before / 2 ** 20, unit: 'MiB' },
        note: `${(after / 2 ** 20).toFixed(0)} MiB in all`,
      },
    ]
  } finally {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    await server.stop()
  }
}

/** Waits for a line that begins with a word. */
function lines(stream: NodeJS.ReadableStream) {
  let output = ''
  stream.on('data', (chunk) => {
    output += chunk
  })
  return async (word: string): Promise<string> => {
    for (let waited = 0; waited < 240_000; waited += 50) {
      const found = output.split('\n').find((line) => line.startsWith(word))
      if (found !== undefined) return found
      await wait(50)
    }
    throw new Error(`never said "${word}": ${output}`)
  }
}
