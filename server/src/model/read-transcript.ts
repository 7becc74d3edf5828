import { type ConversationEvent, type Spoken, transcriptOf } from '@baton/core/conversation'
import type { ModelWork } from '@baton/core/flow'
import type { ConversationId, WorkspaceId } from '@baton/core/ids'
import type { Store } from '../store/store.ts'

const pageSize = 200
/** A conversation may hold any number of events that nobody said. */
const mostPages = 25

/** [I-40] What the model may see of this conversation and no other; the log is read from its end. */
export async function readTranscript(
  conversations: Pick<Store['conversations'], 'events'>,
  { workspace, conversation, work }: { workspace: WorkspaceId; conversation: ConversationId; work: ModelWork },
): Promise<Spoken[]> {
  const { stretch, historyMessages } = work
  if (stretch === null) return []
  let events: ConversationEvent[] = []
  let from = stretch.upTo
  for (let page = 0; from > 0 && page < mostPages; page += 1) {
    const start = Math.max(0, from - pageSize)
    events = [...(await conversations.events(workspace, conversation, start, from - start)), ...events]
    from = start
    if (transcriptOf(events, stretch, historyMessages).length >= historyMessages) break
  }
  return transcriptOf(events, stretch, historyMessages)
}
