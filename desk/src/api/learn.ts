import { request, segment } from './request.ts'
import { boolean, fallback, listOf, number, object, type Shaped, text } from './shape.ts'

const itemShape = object({ text, count: number, lastAt: text, conversation: text })
/** What contacts wrote and a bot had no answer to. */
export type NotUnderstood = Shaped<typeof itemShape>

const foundShape = object({ items: listOf(itemShape), isCut: fallback(boolean, false) })

export function notUnderstood(bot: string, days: number) {
  return request('GET', `/bots/${segment(bot)}/not-understood`, foundShape, { query: { days: String(days) } })
}
