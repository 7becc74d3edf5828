import { join } from 'node:path'
import { root } from './node.mjs'
import { prepare } from './prepare.mjs'
import { run } from './run.mjs'
import { ensureServers } from './servers.mjs'

const { node, env } = await prepare()
// Without them the measurements of several nodes fail, and say so; the others run.
await ensureServers()
const { code } = await run(node, [join(root, 'bench/main.ts'), ...process.argv.slice(2)], { env })
process.exitCode = code
