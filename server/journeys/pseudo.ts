/** A language of longer words: whatever is not written like this was not translated; what does not fit was not made for it. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

export type Tree = { readonly [name: string]: string | Tree }

/** The texts of a language as they are shipped in such a directory under such a name, and the file they lie in. */
export async function shippedIn(
  directory: string,
  language: string,
  name = language,
): Promise<{ file: string; texts: Tree }> {
  const assets = join(directory, 'assets')
  for (const file of await readdir(assets)) {
    if (!file.startsWith(`${language}-`) || !file.endsWith('.js')) continue
    const texts: Tree | undefined = (await import(pathToFileURL(join(assets, file)).href))[name]
    if (texts !== undefined) return { file, texts }
  }
  throw new Error(`nothing is shipped in ${language}`)
}

/** `said(texts, 'says.closed')` */
export function said(texts: Tree, path: string): string {
  const found = path
    .split('.')
    .reduce<string | Tree>((at, name) => (typeof at === 'string' ? '' : (at[name] ?? '')), texts)
  if (typeof found !== 'string' || found === '') throw new Error(`there is no text ${path}`)
  return found
}

const accents: Record<string, string> = { a: 'å', e: 'é', i: 'ï', o: 'ø', u: 'ü', n: 'ñ', c: 'ç', s: 'š', y: 'ý' }
const share = 0.4

function inPseudo(text: string): string {
  const accented = text.replace(/\{+[^}]*\}+|[a-z]/g, (found) => accents[found] ?? found)
  const longer = ' løñgér'.repeat(text.length).slice(0, Math.ceil(text.length * share))
  return `[${accented}${longer}]`
}

export function pseudo(tree: Tree): Tree {
  return Object.fromEntries(
    Object.entries(tree).map(([name, value]) => [name, typeof value === 'string' ? inPseudo(value) : pseudo(value)]),
  )
}

const innermost = /\[[^[\]]*\]/s
const keys = /\b(?:Ctrl|Shift|Alt|Enter|Esc|Tab)\b/g

/** Only names of keys, numbers and signs may stand beside what is written like this. */
export function isPseudo(words: string): boolean {
  let rest = words
  while (innermost.test(rest)) rest = rest.replace(innermost, '')
  return !/\p{L}{3}/u.test(rest.replace(keys, '')) && !/\{\w+\}/.test(words)
}
