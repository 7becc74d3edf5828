import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** Where each tool starts; run with the Node that `findNode` names, whatever the machine's own is. */
export const tools = {
  biome: `${root}node_modules/@biomejs/biome/bin/biome`,
  tsc: `${root}node_modules/typescript/bin/tsc`,
  vite: `${root}node_modules/vite/bin/vite.js`,
  vitest: `${root}node_modules/vitest/vitest.mjs`,
}

const packagedNode = `${root}node_modules/.bin/node`

/**
 * The Node that runs TypeScript by itself: this one, or the one that comes as a package.
 * Null where neither will do, even after an install when `beforeInstall` is set.
 *
 * @param {{ beforeInstall?: boolean }} [options]
 */
export function findNode({ beforeInstall = false } = {}) {
  if (runsTypeScript(process.versions.node)) return process.execPath
  if (existsSync(packagedNode)) return packagedNode
  return beforeInstall && process.platform === 'linux' && process.arch === 'x64' ? packagedNode : null
}

export const nodeIsMissing = `Baton needs Node 22.18 or newer and this is ${process.versions.node}: please install Node 24 from https://nodejs.org and start again.`

/** @param {string} version */
function runsTypeScript(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)
}
