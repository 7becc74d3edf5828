/** [U-04] Asked of the browser once, and the same list each time: it has hundreds, and a field reads all of a new one. */
const known = new Map<string | null, readonly string[]>()

/** All time zones to choose from, with the one that is chosen, whatever it is called. */
export function timeZonesWith(chosen: string | null): readonly string[] {
  const zones = known.get(chosen) ?? [
    ...new Set([...(chosen === null ? [] : [chosen]), 'UTC', ...Intl.supportedValuesOf('timeZone')]),
  ]
  known.set(chosen, zones)
  return zones
}
