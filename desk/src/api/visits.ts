import { request, segment } from './request.ts'
import { listOf, number, object, type Shaped, text } from './shape.ts'

const countsShape = object({ behavior: text, interaction: text, entered: number, toOperators: number, left: number })
/** What became of contacts in one interaction, by its name in the live version. */
export type InteractionVisits = Shaped<typeof countsShape>

const foundShape = object({ days: number, items: listOf(countsShape) })

export function visitsOf(bot: string, days: number) {
  return request('GET', `/bots/${segment(bot)}/visits`, foundShape, { query: { days: String(days) } })
}
