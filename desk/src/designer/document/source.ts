import { stringify } from 'yaml'
import type { BotDraft } from './bot.ts'

export type Form = 'yaml' | 'json'

/** A bot as text; reading it gives exactly the same document. */
export function writeSource(draft: BotDraft, form: Form): string {
  return form === 'json'
    ? `${JSON.stringify(draft, null, 2)}\n`
    : stringify(draft, { aliasDuplicateObjects: false, lineWidth: 0 })
}

export function fileNameOf(name: string, form: Form): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
  return `${plain || 'bot'}.${form}`
}
