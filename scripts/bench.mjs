import { join } from 'node:path'
import { root } from './node.mjs'
import { prepare } from './prepare.mjs'
import { run } from './run.mjs'

const { node, env } = await prepare()
const { code } = await run(node, [join(root, 'bench/main.ts'), ...process.argv.slice(2)], { env })
process.exitCode = code
