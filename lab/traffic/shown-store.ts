/** What a live client has been shown: the logs it follows, and for a desk the inbox, its open conversations and who is there. */
import {
  applyEvent,
  type ContactEvent,
  type ConversationSummary,
  type ConversationView,
  type EventView,
  type PresenceStatus,
  type ServerFrame,
} from '@baton/core/protocol'

export type ShownLog = { position: number; events: (EventView | ContactEvent)[] }
export type ShownSeat = { status: PresenceStatus; load: number }

/** A client's own copy, kept up by nothing but frames. */
export class ShownStore {
  readonly client: string
  readonly workspace: string
  readonly kind: 'contact' | 'desk'
  readonly logs = new Map<string, ShownLog>()
  readonly inbox = new Map<string, ConversationSummary>()
  /** Conversations opened from a snapshot and kept up by their events. */
  readonly views = new Map<string, ConversationView>()
  readonly presence = new Map<string, ShownSeat>()
  /** Up to where the inbox is known; null before the first time. */
  inboxPosition: number | null = null
  /** What no frame may do: events twice, backwards, or of nobody's following. */
  readonly faults: string[] = []

  constructor(client: string, workspace: string, kind: 'contact' | 'desk') {
    this.client = client
    this.workspace = workspace
    this.kind = kind
  }

  /** The log of a conversation from its beginning, empty so far. */
  follow(conversation: string): ShownLog {
    const log = this.logs.get(conversation) ?? { position: 0, events: [] }
    this.logs.set(conversation, log)
    return log
  }

  /** Answers whether the client has to load afresh. */
  take(frame: ServerFrame): 'inbox' | null {
    switch (frame.type) {
      case 'events':
        this.#takeEvents(frame)
        return null
      case 'inbox':
        this.#takeRow(frame)
        return null
      case 'inbox_caught_up':
        this.inboxPosition = Math.max(this.inboxPosition ?? 0, frame.position)
        return null
      case 'presence':
        this.presence.set(frame.operator.id, { status: frame.status, load: frame.load })
        return null
      case 'resync_required':
        if (frame.conversation === null) return 'inbox'
        this.logs.delete(frame.conversation)
        return null
      default:
        return null
    }
  }

  putRow(row: ConversationSummary): void {
    const known = this.inbox.get(row.id)
    if (known === undefined || known.lastSeq <= row.lastSeq) this.inbox.set(row.id, row)
  }

  #takeEvents({ conversation, events, lastSeq }: Extract<ServerFrame, { type: 'events' }>): void {
    const log = this.logs.get(conversation)
    if (log === undefined) return
    for (const event of events) {
      if (event.seq <= log.position || event.seq <= (log.events.at(-1)?.seq ?? 0))
        this.faults.push(`${conversation}: ${event.seq} was shown after ${log.position}`)
      log.events.push(event)
      const view = this.views.get(conversation)
      if (view !== undefined) this.views.set(conversation, applyEvent(view, event as EventView))
    }
    if (lastSeq < log.position) this.faults.push(`${conversation}: went back from ${log.position} to ${lastSeq}`)
    log.position = Math.max(log.position, lastSeq)
  }

  #takeRow({ position, conversation }: Extract<ServerFrame, { type: 'inbox' }>): void {
    if (this.inboxPosition !== null && position <= this.inboxPosition)
      this.faults.push(`inbox: ${position} was shown after ${this.inboxPosition}`)
    this.inboxPosition = position
    this.putRow(conversation)
  }
}
