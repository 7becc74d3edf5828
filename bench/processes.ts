/** Starts what is measured, each in a process of its own, and ends it by its own id. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export type Started = { url: string; pid: number; readyMs: number; stop(): Promise<void> }

export const apiKey = 'bench-key-0123456789'
const here = fileURLToPath(new URL('.', import.meta.url))
const main = fileURLToPath(new URL('../server/src/main.ts', import.meta.url))

/** The real server on a data directory. `profile`: where its CPU profile is written when it ends. */
export function startServer(dataDir: string, profile?: string, more: Record<string, string> = {}): Promise<Started> {
  const args = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]
  const env = {
    PORT: '0',
    BATON_DATA_DIR: dataDir,
    BATON_API_KEY: apiKey,
    BATON_DEMO: 'false',
    LOG_LEVEL: 'error',
    NODE_COMPILE_CACHE: fileURLToPath(new URL('../.baton/compile-cache', import.meta.url)),
    BATON_TRUSTED_PROXIES: '127.0.0.1',
    ...more,
  }
  // As `npm start` runs it.
  return start([...args, '--max-semi-space-size=8', main, 'start'], env, /Desk\s+(http:\S+?)\/?\s/)
}

/** One of the bare servers of `bare.ts`. */
export function startBare(kind: 'echo' | 'commit' | 'sockets', dataDir: string): Promise<Started> {
  return start([join(here, 'bare.ts'), kind, dataDir], {}, /ready (\S+)/)
}

async function start(args: string[], env: Record<string, string>, ready: RegExp): Promise<Started> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    let output = ''
    const hear = (chunk: Buffer) => {
      output += chunk
      const [, found] = ready.exec(output) ?? []
      if (found !== undefined) resolve(found)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${output}`)))
  })
  return { url, pid: child.pid ?? 0, readyMs: performance.now() - startedAt, stop: () => stop(child) }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), 15_000)
  await once(child, 'exit')
  clearTimeout(late)
}

/** What `load.ts` is asked to do. `{n}` in path and body is the number of the request, `{c}` that of the client. */
export type Load = {
  url: string
  /** Instead of one: each client asks all of these in turn. */
  urls?: string[]
  /** Instead of the bench's: a client keeps one of these. */
  apiKeys?: string[]
  method: 'GET' | 'POST'
  path: string
  body?: string
  clients: number
  warmUpMs: number
  forMs: number
  /** Requests per second, spread evenly; absent: each client asks again as soon as it is answered. */
  rate?: number
  /** Part of every good answer. */
  expect: string
  /** A client takes another name (`{c}`) after so many requests. */
  renameAfter?: number
}

export type LoadResult = {
  perSecond: number
  p50: number
  p95: number
  p99: number
  worst: number
  count: number
  total: number
  failed: number
  firstFailure: string | null
  /** Of the load generator. */
  processorMs: number
}

/** Runs a load in a second process and reads what it measured. Latencies in milliseconds. */
export async function runLoad(load: Load): Promise<LoadResult> {
  const child = spawn(process.execPath, [join(here, 'load.ts'), JSON.stringify({ ...load, apiKey })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`the load ended with ${code}`)
  const result: LoadResult = JSON.parse(output)
  if (result.failed > result.count / 1_000)
    throw new Error(`${result.failed} of ${result.count} failed: ${result.firstFailure}`)
  return result
}

/** A call of the API; throws when it is refused. */
export async function call<Answer>(url: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return JSON.parse(text || 'null')
}

/** Resident memory in bytes; null where the system does not say. */
export function residentBytes(pid: number): number | null {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return kilobytes === undefined ? null : Number(kilobytes) * 1024
  } catch {
    return null
  }
}

/** Processor time a process has used so far, in milliseconds; null where the system does not say. It tells more than the clock on a busy machine. */
export function processorMs(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    const ticks = Number(fields[11]) + Number(fields[12])
    return Number.isNaN(ticks) ? null : ticks * 10
  } catch {
    return null
  }
}
