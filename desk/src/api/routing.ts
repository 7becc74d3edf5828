import type { CalendarSettings } from '@baton/core/calendar'
import type { GroupPick, RoutingSettings } from '@baton/core/routing'
import { request, segment } from './request.ts'
import {
  boolean,
  both,
  fallback,
  listOf,
  nullable,
  number,
  object,
  oneOf,
  partial,
  record,
  type Shape,
  type Shaped,
  text,
} from './shape.ts'

const abilities = partial({ skills: listOf(text), languages: listOf(text) })
const periods = listOf(object({ from: text, to: text }))
const pick: Shape<GroupPick> = oneOf('random', 'less_busy', 'longest_idle', 'round_robin', 'two_choices', 'sticky')

const byChannel: Shape<Record<string, number>> = (value, path) =>
  Object.fromEntries(
    Object.entries(record(value, path)).map(([channel, weight]) => [channel, number(weight, `${path}.${channel}`)]),
  )

const calendar: Shape<CalendarSettings> = object({
  name: text,
  timeZone: text,
  weekly: partial({
    monday: periods,
    tuesday: periods,
    wednesday: periods,
    thursday: periods,
    friday: periods,
    saturday: periods,
    sunday: periods,
  }),
  exceptions: listOf(both(object({ from: text, periods }), partial({ until: text, name: text }))),
  holidays: listOf(both(object({ date: text, periods }), partial({ name: text }))),
})

const routingShape: Shape<RoutingSettings> = partial({
  automatic: boolean,
  pick,
  limit: nullable(number),
  channelWeights: byChannel,
  holdIsFree: boolean,
  offer: nullable(partial({ seconds: number, coolDownSeconds: number, rounds: number })),
  ramp: nullable(both(object({ everySeconds: number }), partial({ lastsSeconds: number }))),
  required: abilities,
  preferred: abilities,
  fallbacks: listOf(object({ group: text, afterSeconds: number })),
  deadlines: partial({
    unanswered: both(
      object({ afterSeconds: number, outcome: oneOf('withdraw', 'interaction', 'group') }),
      partial({ interaction: text, group: text }),
    ),
    waiting: object({ afterSeconds: number, interaction: text }),
    firstAnswer: object({ afterSeconds: number }),
    unreachable: object({ afterSeconds: number, outcome: oneOf('requeue', 'hand_back') }),
    idle: both(
      object({ afterSeconds: number, outcome: oneOf('hand_back', 'close') }),
      partial({ warnSeconds: number }),
    ),
    wrapUp: object({ afterSeconds: number }),
    away: object({ afterSeconds: number }),
  }),
  calendar: nullable(calendar),
})

const abilitiesFields = {
  skills: listOf(text),
  languages: listOf(text),
  weight: fallback(number, 1),
  /** [RO-40] Null: whenever they are online. */
  calendar: nullable(calendar),
}
const abilitiesShape = object(abilitiesFields)
export type OperatorAbilities = Shaped<typeof abilitiesShape>

/** Whose settings: a group by its id; null: the workspace's. */
export type RoutingScope = string | null

export const routing = {
  read: (scope: RoutingScope) => request('GET', pathOf(scope), routingShape),
  save: (scope: RoutingScope, settings: RoutingSettings) =>
    request('PUT', pathOf(scope), routingShape, { body: settings }),
  /** Of everybody of whom anything was said. */
  allAbilities: async () =>
    (await request('GET', '/abilities', object({ items: listOf(object(abilitiesFields)) }))).items,
  abilities: (operator: string) => request('GET', `/operators/${segment(operator)}/abilities`, abilitiesShape),
  saveAbilities: (operator: string, change: OperatorAbilities) =>
    request('PUT', `/operators/${segment(operator)}/abilities`, abilitiesShape, { body: change }),
}

function pathOf(scope: RoutingScope): string {
  return scope === null ? '/workspace/routing' : `/groups/${segment(scope)}/routing`
}
