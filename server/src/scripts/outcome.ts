import type { Variables } from '@baton/core/conversation'

/**
 * What came of a script of a bot's author.
 * - `timeout` it used more time than it may
 * - `memory` it used more memory than it may
 * - `too_large` what it returned is too large
 * - `wrong_result` it returned something that is no object of variables
 * - `error` it threw, or is no JavaScript
 * - `stopped` this process ends, or could not run it
 */
export type ScriptFailure = 'timeout' | 'memory' | 'too_large' | 'wrong_result' | 'error' | 'stopped'

/** `detail` is for the author: at most a line. */
export type ScriptOutcome = { ok: true; variables: Variables } | { ok: false; reason: ScriptFailure; detail: string }

export type Script = {
  code: string
  /** All that it sees, as JSON. */
  variables: string
  /** Time of the processor, in milliseconds. */
  timeoutMs: number
}
