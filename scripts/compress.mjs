// Writes the files of a bundle beside themselves as they go over the wire, so that no server compresses what never changes.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join, resolve } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** What shrinks; pictures and sounds are compressed already. */
const shrinking = new Set(['.js', '.css', '.html', '.svg', '.json', '.webmanifest'])

/** Below it a file fits into the first packet either way. In bytes. */
const least = 1_000

/**
 * For vite: compresses what a build has written, when all other plugins have written theirs.
 *
 * @returns {import('vite').Plugin}
 */
export function compressed() {
  let outDir = ''
  return {
    name: 'baton-compressed',
    apply: 'build',
    configResolved({ root, build }) {
      outDir = resolve(root, build.outDir)
    },
    closeBundle: { order: 'post', sequential: true, handler: () => compressFiles(outDir) },
  }
}

/**
 * Every file under the folder that gains by it gets a `.br` and a `.gz` beside it, at the highest level of each.
 *
 * @param {string} folder
 */
export function compressFiles(folder) {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!shrinking.has(extname(name))) continue
    const path = join(folder, name)
    const content = readFileSync(path)
    if (content.length < least) continue
    writeFileSync(
      `${path}.br`,
      brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }),
    )
    writeFileSync(`${path}.gz`, gzipSync(content, { level: constants.Z_BEST_COMPRESSION }))
  }
}
