import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { endLeftovers } from './leftovers.ts'
import { childrenOf, signal, stateOf, until } from './processes.ts'

const script = `
  import { startPostgres } from '${new URL('postgres.ts', import.meta.url).href}'
  import { startRedis } from '${new URL('redis.ts', import.meta.url).href}'
  const postgres = await startPostgres({ isDurable: false })
  const redis = await startRedis()
  await postgres.pause()
  console.log(JSON.stringify({ pids: [postgres.pid, redis.pid], directory: postgres.directory }))
  setInterval(() => {}, 1_000)
`

type Started = { parent: ChildProcess; pids: number[]; directory: string }

test.each(['SIGKILL', 'SIGTERM'] as const)('servers end with the process that started them: %s', async (how) => {
  const { parent, pids, directory } = await startInProcess()
  parent.kill(how)
  await until('the servers to end', () => pids.every((pid) => stateOf(pid) === 'ended'))
  await until('the directory to go', () => !existsSync(directory))
})

test('when the watcher is ended too, the next who starts a server ends them', async () => {
  const { parent, pids, directory } = await startInProcess()
  const watchers = childrenOf(parent.pid ?? 0).filter((pid) => !pids.includes(pid))
  expect(watchers).toHaveLength(1)
  for (const watcher of watchers) signal(watcher, 'SIGKILL')
  parent.kill('SIGKILL')
  await once(parent, 'exit')
  expect(pids.map(stateOf)).not.toContain('ended')
  await endLeftovers()
  expect(pids.map(stateOf)).toEqual(['ended', 'ended'])
  expect(existsSync(directory)).toBe(false)
})

test('servers of a process that lives are left alone', async () => {
  const { parent, pids } = await startInProcess()
  await endLeftovers()
  expect(pids.map(stateOf)).not.toContain('ended')
  parent.kill('SIGKILL')
  await until('the servers to end', () => pids.every((pid) => stateOf(pid) === 'ended'))
})

async function startInProcess(): Promise<Started> {
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface(parent.stdout), 'line')
  return { parent, ...JSON.parse(line) }
}
