import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const waitBeforeRepeatMs = 3_000

/**
 * Runs a program to its end and passes on the signals we get meanwhile.
 * `code` is its exit code, or 128 + n when signal n ended it; `output` is empty unless `capture` is set.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, capture?: boolean, shell?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string, interrupted: boolean }>}
 */
export function run(command, args, { capture = false, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: capture ? ['ignore', 'pipe', 'pipe'] : 'inherit' })
    const signals = passSignals(child)
    let output = ''
    /** @param {Buffer} chunk */
    const keep = (chunk) => {
      output += chunk
    }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    child.on('error', (error) => {
      signals.stop()
      reject(error)
    })
    child.on('close', (code, signal) => {
      signals.stop()
      resolve({ code: exitCode(code, signal), output, interrupted: signals.passed.size > 0 })
    })
  })
}

/**
 * Each kind of signal is passed on once. A terminal sends Ctrl-C and hang-up to the whole group, so the child has it
 * already; only if it is still there some seconds later do we ask again, for the case that just we were signalled.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
function passSignals(child) {
  /** @type {Set<NodeJS.Signals>} */
  const passed = new Set()
  /** @type {NodeJS.Timeout | undefined} */
  let repeat
  /** @param {NodeJS.Signals} signal */
  const pass = (signal) => {
    if (passed.has(signal)) return
    passed.add(signal)
    if (signal === 'SIGTERM' || !process.stdin.isTTY) child.kill(signal)
    else repeat ??= setTimeout(() => child.kill('SIGTERM'), waitBeforeRepeatMs)
  }
  /** @type {NodeJS.Signals[]} */
  const kinds = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const kind of kinds) process.on(kind, pass)
  const stop = () => {
    clearTimeout(repeat)
    for (const kind of kinds) process.off(kind, pass)
  }
  return { passed, stop }
}

/**
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
function exitCode(code, signal) {
  return signal ? 128 + constants.signals[signal] : (code ?? 1)
}
