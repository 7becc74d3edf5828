import type { ConversationSummary, EventView, HolderView } from '@baton/core/protocol'

/** A stretch of time with one holder; `to` is null while it lasts. */
export type Stretch = {
  /** Of the event it began with, as far as that is loaded. */
  seq: number
  chatState: ConversationSummary['chatState']
  operator: string | null
  group: string | null
  from: string
  to: string | null
}

/** Who held the conversation when, as far as the loaded log tells. */
export function holdersOf(events: readonly EventView[]): Stretch[] {
  const first = events[0]
  if (first === undefined) return []
  const stretches: Stretch[] = []
  let open: Stretch | null = null
  for (const event of events) {
    if (!isState(event)) continue
    open ??= stretchOf(event.data.from, first)
    stretches.push({ ...open, to: event.at })
    if (event.type === 'closed') return stretches.filter(isLong)
    open = stretchOf(event.data.to, event)
  }
  const last = open ?? stretchOf(bot, first)
  return [...stretches, last].filter(isLong)
}

export function lengthMs(stretch: Stretch, now: number): number {
  return Math.max(0, (stretch.to === null ? now : Date.parse(stretch.to)) - Date.parse(stretch.from))
}

type Changing = Extract<EventView, { data: { to: HolderView } }>

function isState(event: EventView): event is Changing {
  return (
    event.type === 'operator_requested' ||
    event.type === 'taken_over' ||
    event.type === 'transferred' ||
    event.type === 'handed_over' ||
    event.type === 'closed'
  )
}

const bot: HolderView = { chatState: 'chatbot_controlled', operator: null, group: null, requestedAt: null }

function stretchOf(holder: HolderView, { seq, at }: EventView): Stretch {
  const { chatState, operator, group } = holder
  return { seq, chatState, operator: operator?.name ?? null, group: group?.name ?? null, from: at, to: null }
}

function isLong(stretch: Stretch): boolean {
  return stretch.to !== stretch.from
}
