// A bundle of its own for what browsers load as a classic script, which cannot import: beside the bundle of a room.
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/**
 * For vite: builds one more file, without imports, once the room's own bundle is written.
 *
 * @param {{ entry: URL, fileName: string, name: string, target: string | string[] }} options `name`: of the one variable that it may have
 * @returns {import('vite').Plugin}
 */
export function classicScript({ entry, fileName, name, target }) {
  let outDir = ''
  return {
    name: `baton-${name}`,
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir)
    },
    async closeBundle() {
      await build({
        configFile: false,
        root: fileURLToPath(new URL('.', entry)),
        logLevel: 'warn',
        publicDir: false,
        build: {
          outDir,
          emptyOutDir: false,
          target,
          lib: { entry: fileURLToPath(entry), formats: ['iife'], name, fileName: () => fileName },
        },
      })
    },
  }
}
