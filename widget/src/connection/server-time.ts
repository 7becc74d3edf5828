/** How far this browser's clock goes ahead of the server's, as the dates of its answers tell, in milliseconds. */
let ahead = 0

/** The date of an answer has whole seconds: half of one is the best guess at the rest. */
const halfSecondMs = 500

export function noteDate(header: string | null, now: number): void {
  const at = Date.parse(header ?? '')
  if (!Number.isNaN(at)) ahead = now - at - halfSecondMs
}

/** In milliseconds since 1970; off by up to a second and by the way an answer took. */
export function serverNow(): number {
  return Date.now() - ahead
}
