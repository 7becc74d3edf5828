// The parts that `check` and `test` are made of.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { makeRunFolder } from './memory.mjs'
import { root, tools } from './node.mjs'
import { run } from './run.mjs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */
/** @typedef {{ isGood: boolean, counts?: Counts }} Outcome */
/** @typedef {{ name: string, run: () => Promise<Outcome> }} Part */
/** @typedef {{ node: string, env: NodeJS.ProcessEnv }} Prepared */

/**
 * Runs every part, also after one failed, and ends with a table.
 *
 * @param {Part[]} parts
 */
export async function runParts(parts) {
  const results = []
  for (const part of parts) {
    console.log(`\n━━ ${part.name} ${'━'.repeat(Math.max(0, 60 - part.name.length))}`)
    const startedAt = Date.now()
    const outcome = await part.run()
    results.push({ name: part.name, seconds: (Date.now() - startedAt) / 1000, ...outcome })
  }
  console.log(`\n━━ summary ${'━'.repeat(53)}`)
  for (const { name, isGood, seconds } of results) {
    console.log(
      `${isGood ? '✓' : '✗'} ${name.padEnd(24)} ${isGood ? 'passed' : 'FAILED'} ${seconds.toFixed(1).padStart(8)} s`,
    )
  }
  return {
    isGood: results.every((result) => result.isGood),
    counts: addUp(results.flatMap(({ counts }) => counts ?? [])),
  }
}

/**
 * @param {Prepared} prepared
 * @param {string[]} [paths]
 * @returns {Part}
 */
export function lint({ node, env }, paths = []) {
  return program('format and lint', node, [tools.biome, 'ci', '--error-on-warnings', ...paths], env)
}

/**
 * @param {Prepared} prepared
 * @returns {Part}
 */
export function types({ node, env }) {
  return program('types', node, [join(root, 'scripts/types.mjs')], env)
}

/**
 * @param {Prepared} prepared
 * @returns {Part}
 */
export function rulesWithoutTests({ node, env }) {
  return program('rules without tests', node, [join(root, 'scripts/rules.mjs')], env)
}

/**
 * A run of some of vitest's projects. A skipped test is a failed part; a file that does not load is a failed test.
 *
 * @param {string} name
 * @param {Prepared} prepared
 * @param {string[]} projects
 * @param {string[]} [filters]
 * @returns {Part}
 */
export function tests(name, { node, env }, projects, filters = []) {
  const run = async () => {
    const folder = makeRunFolder()
    const report = join(folder, 'report.json')
    const args = projects.map((project) => `--project=${project}`)
    args.push('--reporter=default', '--reporter=json', `--outputFile.json=${report}`, '--allowOnly=false')
    if (filters.length > 0) args.push('--passWithNoTests')
    const quick = { NODE_COMPILE_CACHE: join(root, '.baton/compile-cache'), ...env, TMPDIR: folder }
    const { isGood } = await program(name, node, [tools.vitest, 'run', ...args, ...filters], quick).run()
    const counts = countTests(report)
    rmSync(folder, { recursive: true, force: true })
    if (counts.skipped > 0) console.error(`${counts.skipped} tests are skipped or todo.`)
    return { isGood: isGood && counts.failed === 0 && counts.skipped === 0, counts }
  }
  return { name, run }
}

/**
 * @param {string} name
 * @param {string} node
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Part}
 */
function program(name, node, args, env) {
  return { name, run: async () => ({ isGood: (await run(node, args, { cwd: root, env })).code === 0 }) }
}

/**
 * @param {string} report
 * @returns {Counts}
 */
function countTests(report) {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  )
  const unloaded = testResults.filter(isUnloaded)
  for (const { name } of unloaded) console.error(`${relative(root, name)} did not load.`)
  return {
    passed: numPassedTests,
    failed: numFailedTests + unloaded.length,
    skipped: numPendingTests + numTodoTests,
  }
}

/** @param {{ status: string, assertionResults: { status: string }[] }} file */
function isUnloaded({ status, assertionResults }) {
  return status === 'failed' && !assertionResults.some((result) => result.status === 'failed')
}

/**
 * @param {Counts[]} all
 * @returns {Counts}
 */
function addUp(all) {
  const sum = { passed: 0, failed: 0, skipped: 0 }
  for (const counts of all) {
    sum.passed += counts.passed
    sum.failed += counts.failed
    sum.skipped += counts.skipped
  }
  return sum
}
