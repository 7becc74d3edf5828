import { isMessage } from './lines.ts'
import { currentStanding, type View } from './view.ts'

export const maxLength = 4_000
const counterFrom = 3_600

export type ComposerState =
  | { can: 'write' }
  | { can: 'start_anew' }
  /** The chatbot asks to choose. */
  | { can: 'choose' }
  | { can: 'wait'; because: 'locked' }

/** A hint of the chatbot binds only while nobody else is asked for or answers. */
export function composerOf(view: View): ComposerState {
  const standing = currentStanding(view)
  if (standing.isClosed) return { can: 'start_anew' }
  if (standing.isLocked) return { can: 'wait', because: 'locked' }
  const last = view.threads.at(-1)?.events.findLast((event) => isMessage(event) && event.actor.kind === 'chatbot')
  const isHeld =
    standing.chatState === 'chatbot_controlled' && last?.type === 'message' && last.data.userMayType === false
  return isHeld ? { can: 'choose' } : { can: 'write' }
}

/** Signs left, told only near the end; negative when there are too many. */
export function signsLeft(text: string): number | null {
  return text.length < counterFrom ? null : maxLength - text.length
}

export function canSend(text: string): boolean {
  return text.trim() !== '' && text.length <= maxLength
}
