// Plants mistakes in a copy of the tree and shows what catches each: docs/simulator.md.
import { join } from 'node:path'
import { root } from './node.mjs'
import { prepare } from './prepare.mjs'
import { run } from './run.mjs'

const { node, env } = await prepare({ build: false })
const { code } = await run(node, [join(root, 'simulator/planted-main.ts'), ...process.argv.slice(2)], { env })
process.exitCode = code
