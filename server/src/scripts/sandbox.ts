/**
 * [S-35] Runs a script in a JavaScript machine of its own, compiled to WebAssembly: it has its own heap, knows nothing of
 * Node and has no function of ours to call. Each run gets a new machine, which is thrown away as a whole.
 */
import imported from '@jitl/quickjs-wasmfile-release-sync'
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSSyncVariant,
} from 'quickjs-emscripten-core'
import type { Script, ScriptOutcome } from './outcome.ts'

/** The package describes its CommonJS form, in which this would stand one level deeper. */
const variant = imported as unknown as QuickJSSyncVariant

const megabyte = 1024 * 1024
/** What the script itself may use. */
const memoryLimit = 16 * megabyte
const stackLimit = 256 * 1024
const page = 64 * 1024
/** The machine needs some memory besides. */
const firstPages = (16 * megabyte) / page
const mostPages = (32 * megabyte) / page
/** As many characters as a result may have as JSON; a variable takes 64 KB. */
const limitOfResult = 256 * 1024
const lengthOfDetail = 300

/** Runs inside the machine, before the script can have changed anything there. */
const program = `(() => {
  const { parse, stringify } = JSON, { isArray } = Array, compile = Function, Wrong = TypeError
  return (code, variables) => {
    const result = compile('variables', code)(parse(variables))
    if (result === undefined) return '{}'
    if (typeof result !== 'object' || result === null || isArray(result)) throw new Wrong('wrong_result')
    if (typeof result.then === 'function') throw new Wrong('asynchronous')
    return stringify(result)
  }
})()`

export async function runInSandbox(
  machine: WebAssembly.Module,
  { code, variables, timeoutMs }: Script,
): Promise<ScriptOutcome> {
  const wasmMemory = new WebAssembly.Memory({ initial: firstPages, maximum: mostPages })
  const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmModule: machine, wasmMemory }))
  const runtime = quickjs.newRuntime({ memoryLimitBytes: memoryLimit, maxStackSizeBytes: stackLimit })
  const context = runtime.newContext()
  const run = context.unwrapResult(context.evalCode(program))
  const given = [context.newString(code), context.newString(variables)]
  const until = processorTime() + timeoutMs
  let isLate = false
  runtime.setInterruptHandler(() => {
    isLate ||= processorTime() > until
    return isLate
  })
  try {
    const returned = context.callFunction(run, context.undefined, ...given)
    if (isLate) return tooLong(timeoutMs)
    return 'error' in returned && returned.error !== undefined
      ? failureOf(context, returned.error)
      : resultOf(context, returned.value)
  } catch (error) {
    // The machine itself gave up: it had no memory or no stack left.
    return isLate ? tooLong(timeoutMs) : { ok: false, reason: 'memory', detail: lineOf(error) }
  }
}

function resultOf(context: QuickJSContext, returned: QuickJSHandle): ScriptOutcome {
  if (context.typeof(returned) !== 'string') return wrongResult
  if (context.getNumber(context.getProp(returned, 'length')) > limitOfResult)
    return { ok: false, reason: 'too_large', detail: `the result has more than ${limitOfResult} characters` }
  return { ok: true, variables: JSON.parse(context.getString(returned)) }
}

const wrongResult: ScriptOutcome = {
  ok: false,
  reason: 'wrong_result',
  detail: 'a script returns an object of variables, or nothing',
}

function failureOf(context: QuickJSContext, error: QuickJSHandle): ScriptOutcome {
  const dumped: unknown = context.dump(error)
  const { name, message } = Object(dumped) as { name?: unknown; message?: unknown }
  const detail = typeof message === 'string' ? `${String(name)}: ${message}` : lineOf(dumped)
  if (dumped === null || message === 'out of memory') return { ok: false, reason: 'memory', detail: 'out of memory' }
  if (message === 'wrong_result') return wrongResult
  if (message === 'asynchronous')
    return { ok: false, reason: 'wrong_result', detail: 'a script cannot wait: it returned a promise' }
  return { ok: false, reason: 'error', detail: detail.slice(0, lengthOfDetail) }
}

function tooLong(timeoutMs: number): ScriptOutcome {
  return { ok: false, reason: 'timeout', detail: `it took longer than ${timeoutMs} ms` }
}

function lineOf(error: unknown): string {
  return String(error).split('\n')[0]?.slice(0, lengthOfDetail) ?? ''
}

/** Of this thread, in milliseconds: a busy machine makes no script late. Where Node cannot tell, the time that passed. */
function processorTime(): number {
  const usage = process.threadCpuUsage?.()
  return usage === undefined ? performance.now() : (usage.user + usage.system) / 1_000
}
