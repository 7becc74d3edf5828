import { afterAll, describe, expect, test } from 'vitest'
import type { ScriptFailure } from './outcome.ts'
import { ScriptRunner } from './runner.ts'

const runner = new ScriptRunner()
afterAll(() => runner.close())

const timeoutMs = 100
const run = (code: string, variables: object = {}) =>
  runner.run({ code, variables: JSON.stringify(variables), timeoutMs })

describe('a script', () => {
  test.each<[string, string, object]>([
    ['reads variables and returns some', 'return { total: variables.price * 2 }', { total: 42 }],
    [
      'may give back all it was given',
      'variables.more = true; return variables',
      { price: 21, name: 'Ana', more: true },
    ],
    ['may return nothing', 'variables.price = 1', {}],
    [
      'has the language itself',
      'return { a: [3, 1, 2].toSorted().map((x) => x ** 2), b: /(?<y>\\d+)/.exec("a7").groups.y }',
      { a: [1, 4, 9], b: '7' },
    ],
    ['knows dates', 'return { year: new Date(0).getUTCFullYear() }', { year: 1970 }],
    ['leaves out what is no JSON', 'return { a: undefined, b: () => 1, c: Number.NaN, d: Symbol("x") }', { c: null }],
  ])('[S-35] %s', async (_, code, variables) => {
    expect(await run(code, { price: 21, name: 'Ana' })).toEqual({ ok: true, variables })
  })

  test('[S-35] sees no change that another one made, in the same thread or not', async () => {
    await run('Object.prototype.leaked = 1; Array.prototype.map = null; globalThis.leaked = 2; JSON.parse = null')
    for (let count = 0; count < 4; count += 1)
      expect(await run('return { a: typeof leaked, b: typeof {}.leaked, c: [1].map((x) => x) }')).toEqual({
        ok: true,
        variables: { a: 'undefined', b: 'undefined', c: [1] },
      })
  })

  test('[S-35] finds nothing of Node, of the browser or of this server', async () => {
    const names = [
      ...['process', 'require', 'module', 'Buffer', 'global', 'console', 'setTimeout', 'setInterval', 'setImmediate'],
      ...['queueMicrotask', 'fetch', 'XMLHttpRequest', 'WebSocket', 'Worker', 'WebAssembly', 'structuredClone'],
      ...['performance', 'crypto', 'navigator', 'document', 'window', 'self', 'postMessage', 'importScripts', 'Deno'],
      ...['Bun', 'std', 'os', 'print', 'load', 'read', 'gc', '__dirname', '__filename', 'Atomics.wait.call.process'],
    ]
    const looks = names.map((name) => `try { if (typeof ${name} !== 'undefined') found.push('${name}') } catch {}`)
    expect(await run(`const found = []; ${looks.join(';')}; return { found }`)).toEqual({
      ok: true,
      variables: { found: [] },
    })
  })
})

/** What scripts try that they must not: each ends as it says, and the next script runs as if nothing had been. */
const escapes: [string, ScriptFailure | ScriptFailure[]][] = [
  ['while (true) {}', 'timeout'],
  ['for (;;) variables.x = Math.random()', 'timeout'],
  ['const f = () => f2(); const f2 = () => f(); f()', ['error', 'memory']],
  ['function deep() { return deep() + 1 } return { a: deep() }', ['error', 'memory']],
  ['while (true) { try { while (true) {} } catch {} }', 'timeout'],
  ['while (true) { try { throw 1 } finally { continue } }', 'timeout'],
  ['try { for (;;) {} } finally { for (;;) {} }', 'timeout'],
  ['return { get a() { for (;;) {} } }', 'timeout'],
  ['return { toJSON() { for (;;) {} } }', 'timeout'],
  ['return { a: { toJSON() { for (;;) {} } } }', 'timeout'],
  ['return new Proxy({}, { ownKeys() { for (;;) {} } })', 'timeout'],
  ['return new Proxy({}, { get() { for (;;) {} } })', 'timeout'],
  ['throw { toString() { for (;;) {} } }', ['error', 'timeout']],
  ['throw { get message() { for (;;) {} } }', ['error', 'timeout']],
  ['throw new Proxy({}, { get() { for (;;) {} } })', ['error', 'timeout']],
  ['throw null', ['error', 'memory']],
  ['throw undefined', ['error', 'memory']],
  ['const all = []; while (true) all.push("x".repeat(1000))', ['memory', 'timeout']],
  ['let text = "x"; while (true) text += text', ['memory', 'error']],
  ['return { a: "x".repeat(2 ** 29) }', ['memory', 'error']],
  ['return { a: "x".padEnd(2 ** 30, "y") }', ['memory', 'error']],
  ['return { a: new Array(1e9).fill(0) }', ['memory', 'error', 'timeout']],
  ['new Uint8Array(1e9); return {}', ['memory', 'error']],
  ['new ArrayBuffer(2 ** 31); return {}', ['memory', 'error']],
  ['const map = new Map(); for (let i = 0; ; i++) map.set(i, {})', ['memory', 'timeout']],
  ['const all = []; while (true) all.push(new Promise(() => {}))', ['memory', 'timeout']],
  ['let list = []; while (true) list = [list, list, [list]]', ['memory', 'timeout']],
  ['return { a: "ab".repeat(5e6).split("") }', ['memory', 'timeout']],
  ['return { a: 2n ** 10000000n + "" }', ['error', 'memory', 'timeout']],
  ['let n = 3n; while (true) n = n * n', ['error', 'memory', 'timeout']],
  ['return { a: /^(a+)+$/.test("a".repeat(40) + "!") }', 'timeout'],
  ['return { a: /(x+x+)+y/.exec("x".repeat(50)) }', 'timeout'],
  [
    'return { a: JSON.stringify(Array(3e5).fill("\\u0000")).length, b: "\\u0000".repeat(6e5) }',
    ['memory', 'too_large', 'timeout'],
  ],
  ['return { a: "x".repeat(262145) }', 'too_large'],
  ['return Object.fromEntries(Array.from({ length: 50000 }, (_, i) => ["v" + i, i]))', ['too_large', 'timeout']],
  ['const a = []; a[0] = a; return { a }', 'error'],
  ['const a = {}; a.b = { a }; return a', 'error'],
  ['let a = {}; for (let i = 0; i < 1e5; i++) a = { a }; return a', ['error', 'memory', 'timeout']],
  ['return { a: 1n }', 'error'],
  ['return Function("return this")().process.exit()', 'error'],
  ['return this.constructor.constructor("return process")().env', 'error'],
  ['return variables.constructor.constructor("return process")()', 'error'],
  ['return (async () => {}).constructor("return process.exit()")()', 'wrong_result'],
  ['return import("node:fs")', ['wrong_result', 'error']],
  ['import fs from "node:fs"', 'error'],
  ['return require("child_process").execSync("id")', 'error'],
  ['return process.binding("fs")', 'error'],
  ['return new Promise(() => {})', 'wrong_result'],
  ['return (async () => { for (;;) await null })()', ['wrong_result', 'timeout']],
  ['return { then(resolve) { resolve({}) } }', 'wrong_result'],
  ['return { get then() { for (;;) {} } }', 'timeout'],
  ['return [1, 2]', 'wrong_result'],
  ['return "text"', 'wrong_result'],
  ['return 7', 'wrong_result'],
  ['return null', 'wrong_result'],
  ['return () => {}', 'wrong_result'],
  ['}) ; (() => { while (true) {} })(); (() => {', ['timeout', 'error']],
  ['}, 1)); while (true) {} ((', ['timeout', 'error']],
  ['return {', 'error'],
  ['yield 1', 'error'],
  ['return new (class extends Function {})("return process")()', 'error'],
  ['Error.prepareStackTrace = (_, frames) => frames; return new Error().stack[0].getThis()', 'error'],
  ['return Reflect.construct(Function, ["return process"])()', 'error'],
  ['return eval("process")', 'error'],
  ['return (0, eval)("this.process.mainModule.require")', 'error'],
  ['return new Function("return globalThis.process.env")()', 'error'],
  ['new SharedArrayBuffer(1e9); return {}', ['error', 'memory']],
  ['Atomics.wait(new Int32Array(new SharedArrayBuffer(8)), 0, 0)', ['error', 'timeout']],
  ['return { a: Array.from({ length: 1e9 }) }', ['memory', 'timeout']],
  ['const a = Array(1e6); a.sort(() => { for (;;) {} }); [2, 1].sort(() => { for (;;) {} })', ['timeout', 'memory']],
  ['Object.defineProperty(Object.prototype, "then", { get() { for (;;) {} } }); return {}', 'timeout'],
  ['for (const x of { [Symbol.iterator]: () => ({ next: () => ({ done: false }) }) });', 'timeout'],
]

describe('the escape corpus', () => {
  test.each(escapes)('[S-35] %j', async (code, expected) => {
    const outcome = await run(code)
    expect([expected].flat()).toContain(outcome.ok ? outcome : outcome.reason)
    expect(await run('return { a: [1].map(String).join(), b: typeof process }')).toEqual({
      ok: true,
      variables: { a: '1', b: 'undefined' },
    })
  })

  test('[S-35] a prototype that is poisoned reaches nobody: neither the result nor this process', async () => {
    const poison = 'const given = JSON.parse(\'{"__proto__": {"polluted": 1}, "constructor": {"a": 1}}\'); return given'
    const outcome = await run(poison)
    expect(outcome).toMatchObject({ ok: true })
    expect(outcome.ok && Object.getPrototypeOf(outcome.variables)).toBe(Object.prototype)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test('[S-35] what does not look at its time is ended with its thread', async () => {
    const hung = new ScriptRunner({
      now: () => 0 as never,
      after: (_, callback) => {
        // The first wait is for the thread to start, the second for the script.
        waits += 1
        if (waits === 2) queueMicrotask(callback)
        return { cancel() {} }
      },
    })
    let waits = 0
    const outcome = await hung.run({ code: 'for (;;) {}', variables: '{}', timeoutMs: 1_000 })
    expect(outcome).toMatchObject({ ok: false, reason: 'timeout' })
    expect(await hung.run({ code: 'return { a: 1 }', variables: '{}', timeoutMs })).toMatchObject({ ok: true })
    await hung.close()
  })
})

describe('the process', () => {
  test('[S-35] goes on while scripts run without an end', async () => {
    const scripts = Array.from({ length: 4 }, () => run('for (;;) {}'))
    let ended = false
    const all = Promise.all(scripts).then((outcomes) => {
      ended = true
      return outcomes
    })
    let turns = 0
    while (!ended) {
      await new Promise(setImmediate)
      turns += 1
    }
    expect((await all).map((outcome) => outcome.ok || outcome.reason)).toEqual(Array(4).fill('timeout'))
    expect(turns).toBeGreaterThan(100)
  })

  test('[S-35] that ends keeps no script running, and begins none', async () => {
    const ending = new ScriptRunner()
    const running = ending.run({ code: 'for (;;) {}', variables: '{}', timeoutMs: 1_000 })
    await ending.close()
    expect(await running).toMatchObject({ ok: false })
    expect(await ending.run({ code: '', variables: '{}', timeoutMs })).toMatchObject({ reason: 'stopped' })
  })
})
