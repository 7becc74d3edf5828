import { join } from 'node:path'
import { root } from './node.mjs'
import { prepare } from './prepare.mjs'
import { run } from './run.mjs'

const { node, env } = await prepare()
const args = [join(root, 'server/src/main.ts'), 'start', ...process.argv.slice(2)]
const { code } = await run(node, args, { env })
process.exitCode = code
