/** The bot of the lab, and what it says to each kind of message. */

/** What the bot says, in order, to a word of the contact's, unless somebody takes over meanwhile. */
export const script = {
  opening: ['welcome'],
  work: ['begun', 'waited', 'called', 'done'],
  /** Who is online is picked; else whoever has room; else a request is left behind. */
  person: ['one moment', 'nobody online', 'nobody free'],
  say: ['echo'],
} as const

export type Word = Exclude<keyof typeof script, 'opening'>

/** How long the bot waits after "begun". */
export const delayMs = 100
/** Started by a program, whoever holds the conversation (HO-23). */
export const notice = 'notice'
export const group = 'support'

/**
 * Everything that anybody says in the lab carries a mark of who said it, by which it is recognised where it must not be:
 * `mark-<workspace>-<who>`.
 */
export function markOf(workspace: string, who: string): string {
  return `mark-${workspace}-${who}`
}

export const marks: RegExp = /mark-([a-z]+)-([a-z0-9]+)/g

/** What is said, without the mark. */
export function unmarked(text: string): string {
  return text.split(' mark-')[0] ?? ''
}

/** The document of the bot of a workspace, which calls a slow server of ours. */
export function botOf(workspace: string, slowUrl: string): Record<string, unknown> & { name: string } {
  const text = (said: string) => ({ type: 'text', text: `${said} ${markOf(workspace, 'bot')}` })
  const takeover = (more: Record<string, unknown>) => ({
    type: 'set_chat_operator_state',
    mode: 'operator_takeover',
    operatorsGroup: group,
    assignOperator: 'less_busy',
    ...more,
  })
  const [begun, waited, called, done] = script.work
  const [first, nobodyOnline, nobodyFree] = script.person
  return {
    name: 'lab',
    startBehavior: 'main',
    behaviors: [
      {
        name: 'main',
        interactions: [
          { name: 'welcome', start: true, actions: [text(script.opening[0])] },
          {
            name: 'work',
            keywords: ['work'],
            actions: [
              text(begun),
              { type: 'delay', seconds: delayMs / 1_000 },
              text(waited),
              { type: 'http_request', method: 'GET', url: slowUrl, on_success: [text(called)] },
              text(done),
            ],
          },
          {
            name: 'person',
            keywords: ['person'],
            actions: [
              text(first),
              takeover({ onlyOnlineOperators: true }),
              text(nobodyOnline),
              takeover({}),
              text(nobodyFree),
            ],
          },
          { name: notice, actions: [text(notice)] },
          { name: 'fallback', fallback: true, actions: [text(script.say[0])] },
        ],
      },
    ],
  }
}
