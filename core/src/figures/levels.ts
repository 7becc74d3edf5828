/** The five service levels. T is given by whoever counts; a level of nothing is null. */

export type Share = { part: number; whole: number; value: number | null }

/** How the requests of a period ended. `InTime`: within T. */
export type Ends = {
  answered: number
  answeredInTime: number
  abandoned: number
  abandonedInTime: number
  shortAbandoned: number
}

export const defaultServiceLevelMs = 20_000
/** Under this an abandoned request is short. */
export const shortAbandonMs = 5_000
/** The one that is shown where only one is. */
export const defaultServiceLevel = 'service_level_f4'

export function serviceLevels(ends: Ends) {
  const { answered, answeredInTime, abandoned, abandonedInTime, shortAbandoned } = ends
  const all = answered + abandoned
  return {
    service_level_f1: share(answeredInTime + abandonedInTime, all),
    service_level_f2: share(answeredInTime, answered),
    service_level_f3: share(answeredInTime, all),
    service_level_f4: share(answeredInTime, answered + abandoned - abandonedInTime),
    service_level_f5: share(answeredInTime + shortAbandoned, all),
  }
}

export function share(part: number, whole: number): Share {
  return { part, whole, value: whole === 0 ? null : part / whole }
}
