import type { Considered, Decision, Verdict } from '@baton/core/protocol'

/** A row of the "why?" picture: who was considered, with what verdict, and how much they had to do. */
export type Face = { id: string; name: string; verdict: Verdict; load: number; share: number; isPicked: boolean }

const order: Record<Verdict, number> = {
  picked: 0,
  owner: 1,
  tied: 2,
  busier: 3,
  assigned_later: 4,
  later_turn: 5,
  not_drawn: 6,
  not_last_owner: 7,
  suits_less: 8,
  newcomer: 9,
  cooling_down: 10,
  full: 11,
  offline: 12,
  closed: 13,
  lacks_ability: 14,
  not_in_group: 15,
  disabled: 16,
}

/** The picked one first, then by how close they came; loads as shares of the greatest. */
export function facesOf(decision: Pick<Decision, 'considered'>): Face[] {
  const most = Math.max(1, ...decision.considered.map(({ load }) => load))
  return decision.considered
    .map((one) => faceOf(one, most))
    .sort((a, b) => order[a.verdict] - order[b.verdict] || a.load - b.load || a.name.localeCompare(b.name))
}

function faceOf({ operator, verdict, load }: Considered, most: number): Face {
  return {
    id: operator.id,
    name: operator.name,
    verdict,
    load,
    share: load / most,
    isPicked: verdict === 'picked' || verdict === 'owner',
  }
}

/** The settings that were asked for, in the order people read them. */
export function settingsOf(decision: Pick<Decision, 'settings'>): [name: SettingName, value: string][] {
  return settingNames.flatMap((name) => {
    const value = decision.settings[name]
    return value === undefined || value === null ? [] : [[name, plain(value)]]
  })
}

const settingNames = ['mode', 'operatorsGroup', 'assignOperator', 'operator', 'onlyOnlineOperators'] as const
export type SettingName = (typeof settingNames)[number]

/** Values the texts have words for are said in words; names and ids as they are. */
export const settingWords = [
  'automatic',
  'request_operator',
  'operator_takeover',
  'chatbot_controlled',
  'random',
  'less_busy',
  'specific',
  'longest_idle',
  'round_robin',
  'two_choices',
  'sticky',
  'true',
  'false',
] as const

export const reasonWords = [
  'unknown_operator',
  'empty_group',
  'not_in_group',
  'none_online',
  'group_closed',
  'all_full',
  'already_taken_over',
] as const

export function wordIn<const W extends string>(words: readonly W[], value: string): W | null {
  return words.find((word) => word === value) ?? null
}

function plain(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

export const verdictWords: readonly Verdict[] = [
  'picked',
  'owner',
  'tied',
  'busier',
  'assigned_later',
  'later_turn',
  'not_drawn',
  'not_last_owner',
  'suits_less',
  'newcomer',
  'cooling_down',
  'full',
  'offline',
  'closed',
  'lacks_ability',
  'not_in_group',
  'disabled',
]
