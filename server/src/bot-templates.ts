import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'

/** A bot to begin with: its document is copied, and belongs to whoever began with it from then on. */
export type BotTemplate = { id: string; title: string; help: string; document: Record<string, unknown> }

const templates = [
  {
    id: 'support-desk',
    title: 'Support desk',
    help: 'A menu, a way to a person, an e-mail address when nobody is there, and a rating afterwards.',
  },
  {
    id: 'after-hours',
    title: 'After hours',
    help: 'Within opening hours a person comes; outside of them the bot takes a message for the team.',
  },
  {
    id: 'lead-capture',
    title: 'Lead capture',
    help: 'Asks for name, size and e-mail address, and gives large companies to a person at once.',
  },
  {
    id: 'ai-first-line',
    title: 'AI first line',
    help: 'A language model answers first and may ask for a person; without a model people are asked at once.',
  },
] as const

const folder = new URL('../../bots/', import.meta.url)

/** Those of `bots/`; read once, because they come with the release. */
export function botTemplates(): Promise<BotTemplate[]> {
  kept ??= Promise.all(
    templates.map(async (one) => ({
      ...one,
      document: parse(await readFile(new URL(`${one.id}.yaml`, folder), 'utf8')) as Record<string, unknown>,
    })),
  )
  return kept
}

let kept: Promise<BotTemplate[]> | null = null
