import { findBrowser, findShell } from './browser.mjs'
import { lint, rulesWithoutTests, runParts, tests, types } from './parts.mjs'
import { prepare } from './prepare.mjs'
import { ensureServers } from './servers.mjs'

const prepared = await prepare()
const filters = process.argv.slice(2)

/** @type {import('./parts.mjs').Part} */
const browserJourneys = {
  name: 'browser journeys',
  run: async () => {
    const CHROMIUM_PATH = await findBrowser()
    if (!CHROMIUM_PATH) return { isGood: false }
    const env = { ...prepared.env, CHROMIUM_PATH, CHROMIUM_SHELL_PATH: (await findShell()) ?? CHROMIUM_PATH }
    return tests('browser journeys', { ...prepared, env }, ['browser'], filters).run()
  },
}

const { isGood, counts } = await runParts([
  types(prepared),
  lint(prepared),
  rulesWithoutTests(prepared),
  { name: 'PostgreSQL and Redis', run: async () => ({ isGood: await ensureServers() }) },
  tests('tests', prepared, ['rules', 'screens', 'server', 'journey', 'journey-postgres', 'lab', 'simulator'], filters),
  browserJourneys,
])
console.log(`tests: ${counts.passed} passed, ${counts.failed} failed`)
process.exitCode = isGood ? 0 : 1
