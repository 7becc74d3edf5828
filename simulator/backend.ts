/** What a run keeps its data in, and how nodes reach it. */
import type { Store, StoreOptions } from '../server/src/store/store.ts'
import type { Uploads } from '../server/src/uploads.ts'
import type { Link } from './network.ts'
import type { Owner, Scheduler } from './scheduler.ts'
import type { Witnessed } from './witness.ts'

export type BackendParts = {
  scheduler: Scheduler
  /** The link between a node and the data. */
  linkOf(node: Owner): Link
  told: Witnessed
}

export type Backend = {
  /** Whether it is made for several nodes: work is claimed, and each workspace has positions of its own, without gaps. */
  isForNodes: boolean
  /** Takes the place of the driver's pool. */
  Pool: unknown
  open(node: Owner, options: StoreOptions): Promise<Store & { uploads: Uploads }>
  /** Connections of a node break; null: of all nodes. */
  cut(node: Owner | null): void
  /** Looks at everything that is written in a workspace from now on. */
  follow(workspace: string): void
  /** Work and messages that nobody has finished yet, in words. */
  leftovers(): Promise<string[]>
  /** What must be so in the data itself, when all is quiet. `forgotten`: conversations, and words said in them. */
  check(forgotten: { conversations: ReadonlySet<string>; words: ReadonlySet<string> }): Promise<string[]>
  /** Calls of other systems that turns asked for. */
  callsAskedFor(): number
  /** What was asked of it. */
  statements(): number
}

export type OpenBackend = (parts: BackendParts) => Backend
