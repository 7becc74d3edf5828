import { join } from 'node:path'
import { root } from './node.mjs'
import { prepare } from './prepare.mjs'
import { run } from './run.mjs'
import { ensureServers } from './servers.mjs'

const { node, env } = await prepare({ build: false })
const isReady = await ensureServers()
const { code } = isReady ? await run(node, [join(root, 'lab/main.ts'), ...process.argv.slice(2)], { env }) : { code: 1 }
process.exitCode = code
