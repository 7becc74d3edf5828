import type { ConversationEvent, StateChange } from '@baton/core/conversation'
import type { ConversationFacts, Handling } from '@baton/core/figures'
import type { GroupId, OperatorId } from '@baton/core/ids'

/** Of whom figures are wanted. */
export type Whom = { group?: GroupId; operator?: OperatorId }

type Named = { groups: Set<string>; operators: Set<string> }

/**
 * What of a conversation was a group's or an operator's: the whole handlings in which they were asked for or took part, and
 * their offers in these. Null: nothing was.
 */
export function narrowed(
  log: readonly ConversationEvent[],
  facts: ConversationFacts,
  { group, operator }: Whom,
): ConversationFacts | null {
  const named = namedIn(log)
  const handlings = facts.handlings.filter((_, index) => {
    const who = named[index]
    if (who === undefined) return false
    return (group === undefined || who.groups.has(group)) && (operator === undefined || who.operators.has(operator))
  })
  if (handlings.length === 0) return null
  const offers = facts.offers.filter(
    (offer) => (operator ?? offer.operator) === offer.operator && handlings.some((one) => isIn(one, offer.offeredAt)),
  )
  return { ...facts, handlings, offers }
}

function isIn({ startedAt, endedAt }: Handling, at: number): boolean {
  return startedAt <= at && (endedAt === null || at <= endedAt)
}

/** Who had each handling, or was asked for in it: in the order in which `factsOf` answers them. */
function namedIn(log: readonly ConversationEvent[]): Named[] {
  const all: Named[] = []
  let current: Named | null = null
  for (const event of log) {
    if (event.type === 'operator_offered') current?.operators.add(event.data.operator.id)
    const change = changeIn(event)
    if (change === null) continue
    const isOver = change.to.chatState === 'chatbot_controlled'
    if (current === null && isOver) continue
    if (current === null) {
      current = { groups: new Set(), operators: new Set() }
      all.push(current)
    }
    if (change.to.group !== null) current.groups.add(change.to.group.id)
    if (change.to.operator !== null) current.operators.add(change.to.operator.id)
    if (isOver) current = null
  }
  return all
}

function changeIn({ data }: ConversationEvent): StateChange | null {
  return 'from' in data && 'to' in data ? (data as StateChange) : null
}
