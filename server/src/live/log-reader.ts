import type { ConversationEvent } from '@baton/core/conversation'
import type { ConversationId, WorkspaceId } from '@baton/core/ids'
import type { Conversations } from '../store/store.ts'
import { limits } from './limits.ts'

/**
 * Reads logs for all connections of this process. Those that stand at the same position and are told at the same time
 * share one read; nobody joins a read that has begun, for it may miss what they were told of.
 */
export class LogReader {
  readonly #conversations: Conversations
  readonly #planned = new Map<string, Promise<ConversationEvent[]>>()

  constructor(conversations: Conversations) {
    this.#conversations = conversations
  }

  read(workspace: WorkspaceId, conversation: ConversationId, after: number): Promise<ConversationEvent[]> {
    const key = `${workspace} ${conversation} ${after}`
    const read = async () => {
      await null
      this.#planned.delete(key)
      return this.#conversations.events(workspace, conversation, after, limits.replayPage)
    }
    const planned = this.#planned.get(key) ?? read()
    this.#planned.set(key, planned)
    return planned
  }
}
