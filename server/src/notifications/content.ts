import type { Mail } from '../mail.ts'
import type { PushMessage } from './push.ts'
import { wordsIn } from './words.ts'

/** What is told, with all that may not be told to everybody. `said`: the words of a contact or a note. */
export type News = {
  kind: 'request' | 'mention'
  conversation: string
  contact: string
  group: string | null
  said: string
}

const longestSaid = 200

/** [U-13] `full`: the operator wishes it and the workspace allows it. Otherwise nothing in it is about the contact. */
export function pushOf(news: News, isFull: boolean, language: string | null): PushMessage {
  const { title, text } = linesOf(news, isFull, language)
  return { conversation: news.conversation, title, text }
}

export function testPush(language: string | null): PushMessage {
  const words = wordsIn(language)
  return { conversation: null, title: words.test, text: words.testText }
}

type Addressed = { to: string; workspace: string; conversation: string; settings: string; language: string | null }

/** Plain text and the same as HTML; mail programs offer `settings` as the way to end it. */
export function mailOf(news: News, isFull: boolean, around: Addressed): Mail {
  const { to, workspace, conversation, settings, language } = around
  const words = wordsIn(language)
  const { title, text } = linesOf(news, isFull, language)
  const why = words.why(workspace)
  const plain = [title, text, conversation, `${why}\n${words.change}: ${settings}`].filter((part) => part !== '')
  const html = `<div style="font: 15px/1.5 system-ui, sans-serif; max-width: 36em"><p><strong>${escaped(title)}</strong></p><p>${escaped(text)}</p><p><a href="${escaped(conversation)}">${escaped(words.open)}</a></p><p style="font-size: 13px">${escaped(why)} <a href="${escaped(settings)}">${escaped(words.change)}</a></p></div>`
  return { to, subject: title, text: `${plain.join('\n\n')}\n`, html, unsubscribe: settings }
}

function linesOf({ kind, contact, group, said }: News, isFull: boolean, language: string | null) {
  const words = wordsIn(language)
  const short = said.replace(/\s+/g, ' ').trim().slice(0, longestSaid)
  if (kind === 'mention')
    return {
      title: isFull ? words.mentionOf(contact) : words.mention,
      text: isFull && short !== '' ? short : words.mentionText,
    }
  return {
    title: isFull ? words.requestOf(contact, group) : words.request(group),
    text: isFull && short !== '' ? short : words.requestText,
  }
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character)
}
