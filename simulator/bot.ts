/** The bot of the simulator: that of the lab, with more ways to ask for people, and a mark of its version. */
import { group, type Word as LabWord, botOf as labBotOf, script as labScript, markOf } from '../lab/script.ts'

/** What the bot says, in order, to a word of the contact's, unless somebody takes over or moves the conversation on. */
export const script = {
  ...labScript,
  ask: ['echo'],
  anybody: ['echo'],
  named: ['echo'],
  slow: ['begun', 'done'],
} as const satisfies Record<string, readonly string[]>

export type Word = LabWord | 'ask' | 'anybody' | 'named' | 'slow'
export const words = ['say', 'work', 'person', 'ask', 'anybody', 'named', 'slow'] as const satisfies readonly Word[]

/** Where the bot goes to for what it asks other systems. */
export const otherSystem = 'https://other.example/'
/** How long `slow` waits, in milliseconds. */
export const slowDelay = 3_000
/** Where each conversation keeps the version of the bot that opened it. */
export const versionVariable = 'bot_version'

type Interaction = { name: string; actions: unknown[]; start?: boolean; keywords?: string[] }

/** The document of a workspace's bot; `version` goes into each conversation that it opens. */
export function botOf(workspace: string, version: number): Record<string, unknown> & { name: string } {
  const lab = labBotOf(workspace, otherSystem)
  const [behavior] = lab.behaviors as [{ interactions: Interaction[] }]
  const said = (text: string) => ({ type: 'text', text: `${text} ${markOf(workspace, 'bot')}` })
  const asks = (settings: Record<string, unknown>) => ({ type: 'set_chat_operator_state', ...settings })
  const [begun, done] = script.slow
  const marked = behavior.interactions.map((interaction) =>
    interaction.start === true
      ? { ...interaction, actions: [setting(versionVariable, version), ...interaction.actions] }
      : interaction,
  )
  const more: Interaction[] = [
    {
      name: 'ask',
      keywords: ['ask'],
      actions: [
        asks({ mode: 'request_operator', operatorsGroup: group, assignOperator: 'less_busy' }),
        said(script.ask[0]),
      ],
    },
    {
      name: 'anybody',
      keywords: ['anybody'],
      actions: [
        asks({ mode: 'operator_takeover', assignOperator: 'random', onlyOnlineOperators: true }),
        said(script.anybody[0]),
      ],
    },
    {
      name: 'named',
      keywords: ['named'],
      actions: [
        asks({ mode: 'operator_takeover', assignOperator: 'specific', operator: emailOf(workspace, 0) }),
        said(script.named[0]),
      ],
    },
    {
      name: 'slow',
      keywords: ['slow'],
      actions: [said(begun), { type: 'delay', seconds: slowDelay / 1_000 }, said(done)],
    },
  ]
  return {
    ...lab,
    name: `bot of ${workspace}`,
    behaviors: [{ ...behavior, interactions: [...more, ...marked] }],
  }
}

export function emailOf(workspace: string, number: number): string {
  return `o${number}@${workspace}.example`
}

function setting(variable: string, value: number) {
  return { type: 'set_variable', variable, value }
}
