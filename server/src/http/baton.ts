import type { Channel } from '@baton/channels/catalogue'
import type { Chance } from '@baton/core/chance'
import type { NewId } from '@baton/core/ids'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { ConversationLine } from '../conversations/conversations.ts'
import type { LiveHub } from '../live/hub.ts'
import type { Tickets } from '../live/tickets.ts'
import type { Mailer } from '../mail.ts'
import type { Metrics } from '../metrics.ts'
import type { Passwords } from '../passwords.ts'
import type { Store } from '../store/store.ts'
import type { Uploads } from '../uploads.ts'
import type { Limits } from './limits.ts'

/** The running process, as routes see it. */
export type Baton = {
  config: Config
  store: Store
  line: ConversationLine
  clock: Clock
  chance: Chance
  uploads: Uploads
  newId: NewId
  /** 32 bytes or more; signs widget tokens and links to files. */
  secret: Uint8Array
  passwords: Passwords
  limits: Limits
  mailer: Mailer | null
  tickets: Tickets
  hub: LiveHub
  metrics: Metrics
  log: Logger
  /** Channels beside the catalogue's; tests add one that cannot push (HO-22). */
  extraChannels: readonly Channel[]
  /** The port the server listens on, once it does. */
  origin(): string
}
