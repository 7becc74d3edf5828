// The fast part of the tests. Arguments narrow it: `npm run check -- core` lints and tests what is in core.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './node.mjs'
import { lint, rulesWithoutTests, runParts, tests, types } from './parts.mjs'
import { prepare } from './prepare.mjs'
import { ensureServers } from './servers.mjs'

const prepared = await prepare({ build: false })
// Where they cannot be had, only the tests that need them fail.
await ensureServers()
const filters = process.argv.slice(2)
const paths = filters.filter((filter) => existsSync(join(root, filter)))

const { isGood, counts } = await runParts([
  lint(prepared, paths),
  types(prepared),
  rulesWithoutTests(prepared),
  tests('rooms, rules, contracts', prepared, ['rules', 'server'], filters),
])
console.log(`tests: ${counts.passed} passed, ${counts.failed} failed`)
process.exitCode = isGood ? 0 : 1
