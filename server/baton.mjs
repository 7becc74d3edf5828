#!/usr/bin/env node
// Works on any Node: where this one is too old, it hands over to the Node that is installed as a package.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const bundled = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url))
const isNew = major > 22 || (major === 22 && minor >= 18)
const node = isNew ? process.execPath : bundled
if (!isNew && !existsSync(bundled)) {
  console.error(`Baton needs Node 22.18 or newer (this is ${process.versions.node}); "npm start" installs one.`)
  process.exit(1)
}
const main = fileURLToPath(new URL('./src/main.ts', import.meta.url))
const cache = fileURLToPath(new URL('../.baton/compile-cache', import.meta.url))
const child = spawn(node, ['--max-semi-space-size=8', main, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { NODE_COMPILE_CACHE: cache, ...process.env },
})
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
