import type { ActionContext } from './action.ts'
import type { CompiledBot } from './compile.ts'

export type FlowWorld = {
  /** The live version, and any other that a conversation still stands in. */
  live: CompiledBot
  version(number: number): CompiledBot | null
  packages: ReadonlySet<string>
}

/** What a turn sees of its conversation. */
export type FlowView = ActionContext
