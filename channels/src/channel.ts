import type { Capability } from '@baton/core/flow'

/** What a channel states about itself. What it cannot do is missing from `can`; nobody asks for it by name (HO-22). */
export type Channel = {
  type: string
  title: string
  /** One sentence for the set-up page. */
  help: string
  can: readonly Capability[]
}
