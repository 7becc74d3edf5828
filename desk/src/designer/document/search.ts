import { type BotDraft, behaviorsOf, interactionsOf, nameOf } from './bot.ts'
import type { Description } from './catalogue.ts'
import { listOf, type Path } from './path.ts'

export type Match = { path: Path; behavior: string; interaction: string; text: string }

export const mostMatches = 50

/** Names, keywords and every text of the draft that contains what is looked for: names first, then in the order of the document. */
export function searched(draft: BotDraft, wanted: string): Match[] {
  const needle = plain(wanted.trim())
  const [names, texts]: [Match[], Match[]] = [[], []]
  if (needle === '') return []
  behaviorsOf(draft).forEach((behavior, b) => {
    interactionsOf(behavior).forEach((fields, i) => {
      const where = { behavior: nameOf(behavior), interaction: nameOf(fields) }
      const add = (path: Path, text: string) => {
        if (texts.length < mostMatches) texts.push({ path, ...where, text })
      }
      const base: Path = ['behaviors', b, 'interactions', i]
      if (plain(nameOf(fields)).includes(needle))
        names.push({ path: [...base, 'name'], ...where, text: nameOf(fields) })
      find(listOf(fields.keywords), [...base, 'keywords'], needle, add)
      find(listOf(fields.actions), [...base, 'actions'], needle, add)
    })
  })
  return [...names, ...texts].slice(0, mostMatches)
}

function find(value: unknown, path: Path, needle: string, add: (path: Path, text: string) => void): void {
  if (typeof value === 'string') {
    if (path.at(-1) !== 'type' && plain(value).includes(needle)) add(path, value)
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) find(item, [...path, index], needle, add)
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) find(inner, [...path, name], needle, add)
  }
}

/** Whether an action has these words in its title, its help or its type, in the reader's language or in English. */
export function fitsAction({ title, type, help, alsoFoundBy }: Description, wanted: string): boolean {
  const needle = plain(wanted.trim())
  return [title, type, help, ...alsoFoundBy].some((text) => plain(text).includes(needle))
}

/** As it is compared: without accents, in lower case, the Turkish ı as an i, wherever the reader is at home. */
function plain(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('ı', 'i')
}
