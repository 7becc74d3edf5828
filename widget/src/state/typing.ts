import type { ContactEvent } from '@baton/core/protocol'

export const typingLastsMs = 10_000
export const typingEveryMs = 3_000

export type TypingSign = { conversation: string; by: 'chatbot' | 'operator'; name: string | null; until: number }

/** Writing is over when the writer's message is there. */
export function afterEvents(sign: TypingSign | null, conversation: string, events: ContactEvent[]): TypingSign | null {
  if (sign === null || sign.conversation !== conversation) return sign
  const isOver = events.some(({ type, actor }) => type !== 'message' || actor.kind === sign.by)
  return isOver ? null : sign
}

export function mayTellTyping(lastToldAt: number, now: number): boolean {
  return now - lastToldAt >= typingEveryMs
}
