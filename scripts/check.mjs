// The fast part of the tests. Arguments narrow it: `npm run check -- core` lints and tests what is in core.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './node.mjs'
import { lint, rulesWithoutTests, runParts, tests, types } from './parts.mjs'
import { prepare } from './prepare.mjs'

const prepared = await prepare({ build: false })
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
