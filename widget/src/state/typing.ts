import { type ContactEvent, longestPreview } from '@baton/core/protocol'
import { currentStanding, type View } from './view.ts'

export const typingLastsMs = 10_000
export const typingEveryMs = 3_000
/** What operators see of it follows the writing. */
export const previewEveryMs = 1_000

export type TypingSign = { conversation: string; by: 'chatbot' | 'operator'; name: string | null; until: number }

/** Writing is over when the writer's message is there. */
export function afterEvents(sign: TypingSign | null, conversation: string, events: ContactEvent[]): TypingSign | null {
  if (sign === null || sign.conversation !== conversation) return sign
  const isOver = events.some(({ type, actor }) => type !== 'message' || actor.kind === sign.by)
  return isOver ? null : sign
}

/** How long to wait before writing may be told again; 0: now. */
export function waitToTell(lastToldAt: number, now: number, isPreviewed: boolean): number {
  return Math.max(0, lastToldAt + (isPreviewed ? previewEveryMs : typingEveryMs) - now)
}

/** [U-14] Whether operators see what is written before it is sent: then the contact must be told. */
export function isPreviewOn({ isPreviewed, view }: { isPreviewed: boolean; view: View }): boolean {
  return isPreviewed && currentStanding(view).chatState === 'taken_over'
}

/** The end of it: that is where somebody writes. */
export function previewOf(written: string): string {
  return [...written.slice(-longestPreview)].filter((sign) => !/[\ud800-\udfff]/u.test(sign)).join('')
}
