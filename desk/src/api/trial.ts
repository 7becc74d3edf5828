import type { Decision, EventView } from '@baton/core/protocol'
import { eventView } from './events.ts'
import { reference } from './people.ts'
import { request, segment } from './request.ts'
import { fallback, listOf, nullable, object, oneOf, record, type Shape, type Shaped, text } from './shape.ts'

/** The decision is the protocol's promise; its list is looked at. */
const decision: Shape<Decision> = (value, path) => {
  object({ considered: listOf(record) })(value, path)
  return value as Decision
}

const workShape = object({ id: text, kind: text, about: fallback(text, ''), tools: fallback(listOf(text), []) })
/** Work that a tried bot waits for; whoever tries it says how it went. */
export type TrialWork = Shaped<typeof workShape>

const events: Shape<EventView[]> = listOf(eventView)

const triedShape = object({
  record: text,
  events,
  /** The places of the actions that ran, in order. */
  path: listOf(text),
  status: oneOf('open', 'closed'),
  holder: object({
    chatState: oneOf('chatbot_controlled', 'operator_requested', 'taken_over'),
    operator: nullable(reference),
    group: nullable(reference),
  }),
  variables: record,
  tags: fallback(listOf(text), []),
  position: nullable(object({ behavior: text, interaction: text })),
  decision: nullable(decision),
  reason: nullable(text),
  works: fallback(listOf(workShape), []),
  undone: fallback(listOf(text), []),
})
export type Tried = Shaped<typeof triedShape>

export const pretences = ['as_it_is', 'everybody_online', 'nobody_online', 'all_full'] as const
export type Pretence = (typeof pretences)[number]

export type TrialOutcome = {
  work: string
  ok: boolean
  status?: number
  body?: string
  variables?: Record<string, unknown>
  call?: { name: string; arguments: string }
}

/** What happens next in a trial; nothing said: it begins. */
export type TrialStep = { say?: { text?: string; payload?: string }; outcome?: TrialOutcome; handOver?: boolean }

/** One step of a conversation with the draft, of which nothing is written. */
export function tryDraft(bot: string, record: string | null, pretend: Pretence, step: TrialStep): Promise<Tried> {
  return request('POST', `/bots/${segment(bot)}/draft/try`, triedShape, { body: { record, pretend, ...step } })
}
