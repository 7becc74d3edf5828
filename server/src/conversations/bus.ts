import type { ConversationId, WorkspaceId } from '@baton/core/ids'

/** "This conversation has moved." Only a hint: whoever hears it reads on from its own position, and nothing is lost with a lost hint. */
export type Hint = { workspace: WorkspaceId; conversation: ConversationId; lastSeq: number }

export type Bus = {
  tell(hint: Hint): void
  /** Answers how to stop listening. */
  listen(listener: (hint: Hint) => void): () => void
}

export function memoryBus(): Bus {
  const listeners = new Set<(hint: Hint) => void>()
  return {
    tell(hint) {
      for (const listener of listeners) listener(hint)
    },
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
