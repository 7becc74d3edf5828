/** What watches over requests in a running node: it gives them away, knows where they stand, and whether anybody is there. */
import type { Logger } from 'pino'
import type { Clock } from './clock.ts'
import type { ConversationLine } from './conversations/conversations.ts'
import { CoverageWatch } from './conversations/coverage.ts'
import { RequestQueue } from './conversations/queue.ts'
import { QueuePlaces } from './conversations/queue-places.ts'
import type { LiveHub } from './live/hub.ts'
import type { Committed } from './store/store.ts'

export type RoutingWatch = {
  queue: RequestQueue
  places: QueuePlaces
  coverage: CoverageWatch
  /** The store tells of every commit of this process here. */
  committed(committed: Committed): void
  /** What happened while no node was there is found. */
  start(): void
  stop(): Promise<void>
}

type Parts = { line: ConversationLine; hub: LiveHub; clock: Clock; log: Logger }

export function watchRouting({ line, hub, clock, log }: Parts): RoutingWatch {
  const queue = new RequestQueue({ line, clock, log })
  const places = new QueuePlaces({
    line,
    clock,
    log,
    onlookers: {
      has: (conversation) => hub.hasContact(conversation),
      tell: (conversation, place) => hub.tellContact(conversation, { type: 'place', conversation, place }),
    },
  })
  hub.onContact((workspace, conversation) => places.follows(workspace, conversation))
  line.askForPlaces((workspace, conversation, group) => places.seen(workspace, conversation, group))
  const coverage = new CoverageWatch({
    line,
    clock,
    log,
    onChange: (workspace, team, group, isCovered) =>
      hub.tellMembers(workspace, 'supervisor', {
        type: 'coverage',
        group: group === null ? null : team.groupRef(group),
        isCovered,
      }),
  })
  return {
    queue,
    places,
    coverage,
    committed(committed) {
      const { loads, seats } = committed.change
      if (loads.size + seats.size > 0) hub.presenceMoved(committed.workspace)
      places.committed(committed)
    },
    start() {
      void queue.sweep()
      void coverage.lookAtAll()
    },
    async stop() {
      await queue.stop()
      await places.stop()
      await coverage.stop()
    },
  }
}
