import { join } from 'node:path'
import { root } from './node.mjs'
import { prepare } from './prepare.mjs'
import { run } from './run.mjs'

// A server that waits for people keeps little: a small young generation costs it nothing.
const lean = ['--max-semi-space-size=8']

const { node, env } = await prepare()
const args = [...lean, join(root, 'server/src/main.ts'), 'start', ...process.argv.slice(2)]
const { code } = await run(node, args, { env: { NODE_COMPILE_CACHE: join(root, '.baton/compile-cache'), ...env } })
process.exitCode = code
