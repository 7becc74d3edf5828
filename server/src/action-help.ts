import { readFile } from 'node:fs/promises'
import { catalogue } from '@baton/actions/catalogue'

const folders = import.meta.resolve('@baton/actions/catalogue')

/** [FL-11] The help page of an action in Markdown, as its folder has it; null: there is no such action. */
export async function helpOf(type: string): Promise<string | null> {
  if (!catalogue.has(type)) return null
  return readFile(new URL(`./${type.replaceAll('_', '-')}/README.md`, folders), 'utf8')
}
