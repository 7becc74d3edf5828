import type { ConversationId, OperatorId, WorkspaceId } from '@baton/core/ids'
import type { ServerFrame, ViewingState } from '@baton/core/protocol'

/**
 * What nodes tell each other. Only hints: the store holds the truth, whoever hears one reads on from its own position,
 * and a lost, doubled, late or forged one harms nothing (I-50).
 */
export type Hint =
  /** The log of a conversation goes up to here. */
  | { kind: 'moved'; workspace: WorkspaceId; conversation: ConversationId; lastSeq: number }
  | TypingHint
  | ViewingHint
  /** [U-11] An operator has read on in a conversation, or wants it unread. */
  | { kind: 'read'; workspace: WorkspaceId; conversation: ConversationId; operator: OperatorId }
  /** Status or load of operators may have changed. */
  | { kind: 'presence'; workspace: WorkspaceId }
  /** Requests have come, gone or moved up. */
  | { kind: 'queue'; workspace: WorkspaceId }
  /** What is kept in memory of a workspace (bots, keys, names) may have changed; null: of all. */
  | { kind: 'settings'; workspace: WorkspaceId | null }
  /** Sessions or keys may have ended. */
  | { kind: 'sessions'; workspace: WorkspaceId }
  /** Never sent: hints may have been lost, so whoever follows something of the workspace reads on. */
  | { kind: 'gap'; workspace: WorkspaceId }

export type TypingHint = {
  kind: 'typing'
  workspace: WorkspaceId
  conversation: ConversationId
  actor: Extract<ServerFrame, { type: 'typing' }>['actor']
  isTyping: boolean
  /** Contacts see only whoever answers them writing. */
  isForContact: boolean
  /** The bot writes as of this event: over as soon as another follows it. Null for people. */
  asOf: number | null
  /** The connection it was heard on, which is not told. */
  from: string | null
  /** [U-14] What the contact has written so far. */
  text?: string
}

/** [U-07] What one connection of an operator has before it; said again every few seconds, else it is forgotten. */
export type ViewingHint = {
  kind: 'viewing'
  workspace: WorkspaceId
  conversation: ConversationId
  operator: { id: string; name: string }
  device: string
  state: ViewingState
}

/** `isOurs`: told by this node. */
export type Listener = (hint: Hint, isOurs: boolean) => void

export type Bus = {
  /** Tells this node at once, and the others as soon as can be. Never waits, never fails. */
  tell(hint: Hint): void
  /** What was found out about other nodes: told on this node only. */
  hear(hint: Hint): void
  /** Answers how to stop listening. */
  listen(listener: Listener): () => void
  /** Asks for the hints of a workspace, until what it answers is called. Those of `settings` come to everybody. */
  follow(workspace: WorkspaceId): () => void
  followed(): WorkspaceId[]
  /** Whether hints of other nodes arrive; where not, nodes look into the store. */
  isHealthy(): boolean
  close(): Promise<void>
}

/** The part that every bus has: who listens, and to what. */
export class Listeners {
  readonly #listeners = new Set<Listener>()
  readonly #followed = new Map<WorkspaceId, number>()

  hear(hint: Hint, isOurs: boolean): void {
    for (const listener of this.#listeners) listener(hint, isOurs)
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  follow(workspace: WorkspaceId): () => void {
    this.#followed.set(workspace, (this.#followed.get(workspace) ?? 0) + 1)
    let isFollowing = true
    return () => {
      if (!isFollowing) return
      isFollowing = false
      const left = (this.#followed.get(workspace) ?? 1) - 1
      if (left > 0) this.#followed.set(workspace, left)
      else this.#followed.delete(workspace)
    }
  }

  isFollowed(workspace: WorkspaceId): boolean {
    return this.#followed.has(workspace)
  }

  followed(): WorkspaceId[] {
    return [...this.#followed.keys()]
  }
}

/** The bus of a node that reaches no other; `isAlone`: there is none. */
export function memoryBus(isAlone = true): Bus {
  const listeners = new Listeners()
  return {
    tell: (hint) => listeners.hear(hint, true),
    hear: (hint) => listeners.hear(hint, false),
    listen: (listener) => listeners.listen(listener),
    follow: (workspace) => listeners.follow(workspace),
    followed: () => listeners.followed(),
    isHealthy: () => isAlone,
    close: async () => {},
  }
}
