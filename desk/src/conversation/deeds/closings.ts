import type { ConversationSummary } from '@baton/core/protocol'
import { number, object, type Shaped, text } from '../../api/shape.ts'
import { undoMs } from './undo-slot.ts'

const closingShape = object({ conversation: text, epoch: number, seq: number, at: number })

/**
 * [U-21] A closing that is shown and not sent yet. `epoch` and `seq`: how things stood; `at`: when it was wished, in
 * milliseconds since 1970. It is written down until the server has answered: a browser that dies loses none.
 */
export type Closing = Shaped<typeof closingShape>
type Keep = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

export function keepClosing(keep: Keep, operator: string, closing: Closing): void {
  try {
    keep.setItem(placeOf(operator) + closing.conversation, JSON.stringify(closing))
  } catch {
    // A full or forbidden storage: then only a browser that dies within these seconds loses it.
  }
}

export function forgetClosing(keep: Keep, operator: string, conversation: string): void {
  keep.removeItem(placeOf(operator) + conversation)
}

export function keptClosings(keep: Keep, operator: string): Closing[] {
  const places = Array.from({ length: keep.length }, (_, index) => keep.key(index) ?? '')
  return places
    .filter((place) => place.startsWith(placeOf(operator)))
    .flatMap((place) => {
      try {
        return [closingShape(JSON.parse(keep.getItem(place) ?? ''), place)]
      } catch {
        keep.removeItem(place)
        return []
      }
    })
}

/** What has become of the conversation that was to be closed. */
export type Overtaken = { by: 'closed' } | { by: 'contact' } | { by: 'holder' }

type Now = Pick<ConversationSummary, 'status' | 'epoch' | 'lastSeq' | 'lastLine'>

/** Nobody's new words may vanish in a closed conversation, and nobody closes what somebody else has by now. */
export function overtakenBy(closing: Closing, now: Now): Overtaken | null {
  if (now.status === 'closed') return { by: 'closed' }
  if (now.epoch !== closing.epoch) return { by: 'holder' }
  return now.lastSeq > closing.seq && now.lastLine?.by === 'contact' ? { by: 'contact' } : null
}

/** Behind its time for so long, a closing is nobody's any more who would still send it. Milliseconds. */
const graceMs = 5_000

/** In how many milliseconds a closing that was found written down is to be looked after. */
export function lookAfterIn({ at }: Closing, now: number): number {
  return Math.max(0, at + undoMs + graceMs - now)
}

function placeOf(operator: string): string {
  return `baton.closing.${operator}.`
}
