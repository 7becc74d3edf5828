import type { Channel } from '@baton/channels/catalogue'
import type { Chance } from '@baton/core/chance'
import type { NewId } from '@baton/core/ids'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { ConversationLine } from '../conversations/conversations.ts'
import type { CoverageWatch } from '../conversations/coverage.ts'
import type { RequestQueue } from '../conversations/queue.ts'
import type { QueuePlaces } from '../conversations/queue-places.ts'
import type { VisitCounter } from '../conversations/visits.ts'
import type { LiveHub } from '../live/hub.ts'
import type { Mailer } from '../mail.ts'
import type { Metrics } from '../metrics.ts'
import type { Pushes } from '../notifications/push.ts'
import type { Passwords } from '../passwords.ts'
import type { Store } from '../store/store.ts'
import type { Uploads } from '../uploads.ts'
import type { Limits } from './limits.ts'

export type Secrets = readonly [Uint8Array, ...Uint8Array[]]

/** The running process, as routes see it. */
export type Baton = {
  config: Config
  store: Store
  line: ConversationLine
  queue: RequestQueue
  places: QueuePlaces
  coverage: CoverageWatch
  visits: VisitCounter
  clock: Clock
  chance: Chance
  uploads: Uploads
  newId: NewId
  /** 32 bytes or more each. The first signs widget tokens and links to files; all verify, so that one can follow another. */
  secrets: Secrets
  passwords: Passwords
  limits: Limits
  mailer: Mailer | null
  pushes: Pushes
  hub: LiveHub
  metrics: Metrics
  log: Logger
  /** Channels beside the catalogue's; tests add one that cannot push (HO-22). */
  extraChannels: readonly Channel[]
  /** The first start is done: there are a workspace and its key. Whoever asks earlier waits for it. */
  hasStarted: Promise<void>
  /** Told to stop: still answers, but a balancer should send nobody here any more. */
  isStopping(): boolean
  /** The port the server listens on, once it does. */
  origin(): string
}
