/** What the checks of this folder share. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const leftOut = new Set(['node_modules', '.git', '.baton', 'data', 'dist', 'coverage'])

/** The text of a file of the repository, by its path from the root. */
export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

/** The paths of the repository's files under a folder, from the root. */
export function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (!entry.isDirectory()) return [path]
    return leftOut.has(entry.name) ? [] : filesUnder(path)
  })
}

/** A text with one part exchanged; a part that is not there (once) means that the test has lost its subject. */
export function exchange(text: string, part: string, other: string): string {
  const pieces = text.split(part)
  if (pieces.length !== 2) throw new Error(`"${part}" stands ${pieces.length - 1} times in the text`)
  return pieces.join(other)
}
