/** [U-15] Why somebody waits for an operator: told with the request, kept as long as it waits, as data that readers have words for. */
export type Asked = {
  way: AskedWay
  /** Who did it, or whose it was. */
  name?: string
  /** An AI agent's own reason. */
  text?: string
  /** What the contact had said before it. */
  said?: string
  /** Where the chatbot stood. */
  at?: { behavior: string; interaction: string }
}

/**
 * `action`: the bot's flow; `not_understood`: its answer to what it does not understand; `ai`: an AI agent; `operator` and
 * `program`: somebody by hand, or by a call; `transferred`: passed on by somebody; `released`: whoever had it is gone; the
 * others name the deadline that passed.
 */
export const askedWays = [
  'action',
  'not_understood',
  'ai',
  'operator',
  'program',
  'transferred',
  'released',
  'unanswered',
  'no_first_answer',
  'owner_unreachable',
] as const
export type AskedWay = (typeof askedWays)[number]

/** What only the chatbot knows of the step that asks. */
export type AskingStep = Pick<Asked, 'text' | 'said' | 'at'> & { isFallback?: true }
