/** [FL-11] The help pages of actions, as their folders have them. */
import { readFile } from 'node:fs/promises'
import { catalogue } from './catalogue.ts'

/** The page in Markdown; null: there is no such action. */
export async function helpOf(type: string): Promise<string | null> {
  if (!catalogue.has(type)) return null
  return readFile(new URL(`./${type.replaceAll('_', '-')}/README.md`, import.meta.url), 'utf8')
}
