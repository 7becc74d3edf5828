/** [RO-30] How far this browser's clock goes ahead of the server's, as the dates of its answers tell; null: none has come yet. */
let ahead: number | null = null

/** The date of an answer has whole seconds: half of one is the best guess at the rest. */
const halfSecond = 500

export function noteDate(header: string | null, now: number): void {
  const at = Date.parse(header ?? '')
  if (!Number.isNaN(at)) ahead = now - at - halfSecond
}

/** In milliseconds; off by up to a second and by the way an answer took. */
export function aheadByDates(): number | null {
  return ahead
}
