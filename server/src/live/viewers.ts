import type { ConversationId } from '@baton/core/ids'
import type { ViewingHint } from '../conversations/bus.ts'
import { limits } from './limits.ts'
import type { LiveSocket } from './socket.ts'

type Shown = { conversation: ConversationId; isActive: boolean; writingUntil: number; isLost: boolean }

/** [U-07] What the connections of this process show: one conversation each. The others hear of it through `tell`. */
export class Viewers {
  readonly #tell: (hint: ViewingHint) => void
  readonly #shown = new Map<LiveSocket, Shown>()

  constructor(tell: (hint: ViewingHint) => void) {
    this.#tell = tell
  }

  show(socket: LiveSocket, conversation: ConversationId, isActive: boolean, now: number): void {
    const before = this.#shown.get(socket)
    const writingUntil = before?.conversation === conversation ? before.writingUntil : 0
    this.#shown.set(socket, { conversation, isActive, writingUntil, isLost: false })
    if (socket.mayTellViewing(now)) this.#say(socket, now)
  }

  writes(socket: LiveSocket, conversation: ConversationId, isTyping: boolean, now: number): void {
    const shown = this.#shown.get(socket)
    if (shown?.conversation !== conversation) return
    const wasWriting = shown.writingUntil > now
    shown.writingUntil = isTyping ? now + limits.writingLasts : 0
    if (wasWriting !== isTyping && socket.mayTellViewing(now)) this.#say(socket, now)
  }

  /** `conversation`: only if it is this one that is shown. */
  leave(socket: LiveSocket, conversation?: ConversationId): void {
    const shown = this.#shown.get(socket)
    if (shown === undefined || (conversation !== undefined && shown.conversation !== conversation)) return
    this.#shown.delete(socket)
    this.#say(socket, 0, { ...shown, isLost: true })
  }

  /** To be called every few seconds: says it all again, and finds who does not answer any more. */
  beat(now: number): void {
    for (const [socket, shown] of this.#shown) {
      const wasLost = shown.isLost
      shown.isLost = socket.unanswered >= limits.viewingPings
      if (!shown.isLost || !wasLost) this.#say(socket, now)
      socket.ping()
    }
  }

  #say(socket: LiveSocket, now: number, shown = this.#shown.get(socket)): void {
    const { asker, device } = socket
    if (asker.kind !== 'operator' || shown === undefined) return
    const { conversation, isActive, writingUntil, isLost } = shown
    const state = isLost ? 'gone' : writingUntil > now ? 'writing' : isActive ? 'viewing' : 'away'
    const operator = { id: asker.operator, name: asker.name }
    this.#tell({ kind: 'viewing', workspace: asker.workspace.id, conversation, operator, device, state })
  }
}
