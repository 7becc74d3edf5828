/** A moment, in whole milliseconds since 1970 UTC. */
export type Instant = number & { readonly unit: 'milliseconds UTC' }

export function instant(milliseconds: number): Instant {
  return milliseconds as Instant
}

/** The moment `milliseconds` after (or, negative, before) another. */
export function after(moment: Instant, milliseconds: number): Instant {
  return instant(moment + milliseconds)
}

/** As the API writes times: RFC 3339 in UTC with milliseconds. */
export function toRfc3339(moment: Instant): string {
  return new Date(moment).toISOString()
}

/** Reads an RFC 3339 time; null when the text is none. */
export function fromRfc3339(text: string): Instant | null {
  const milliseconds = Date.parse(text)
  return Number.isNaN(milliseconds) ? null : instant(milliseconds)
}
