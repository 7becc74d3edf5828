/**
 * Why nothing usable came back.
 * - `invalid_url` not a URL, with credentials in it, or over 8 KiB
 * - `invalid_request` a method or header that cannot be sent (line breaks included)
 * - `scheme_refused` neither http nor https
 * - `port_refused` neither 80 nor 443, and not listed
 * - `address_refused` the host is, or resolves to, an address that is neither public nor listed
 * - `name_not_found` the name does not resolve
 * - `connect_failed` no connection, or it broke before the answer was complete
 * - `tls_failed` no trusted encrypted connection
 * - `timeout` the whole call took too long: name, connection, redirects and body together
 * - `too_large` the request's body or the answer's, counted after decompression, passes its limit
 * - `invalid_answer` not HTTP, or compressed in a way that is not accepted
 * - `redirect_refused` too many redirects, one from https to http, or one to several addresses at once; where it
 *   leads is judged by the reasons above
 * - `aborted` the caller gave up, or the client is closed
 */
export type EgressReason =
  | 'invalid_url'
  | 'invalid_request'
  | 'scheme_refused'
  | 'port_refused'
  | 'address_refused'
  | 'name_not_found'
  | 'connect_failed'
  | 'tls_failed'
  | 'timeout'
  | 'too_large'
  | 'invalid_answer'
  | 'redirect_refused'
  | 'aborted'

/** A call that brought no answer. `detail` names the host at most: no path, no resolved address, nothing received. */
export type EgressFailure = { ok: false; reason: EgressReason; detail: string }

/** A complete answer, of any status. Header names are lower case; repeated headers are joined with a comma. */
export type EgressAnswer = {
  ok: true
  status: number
  headers: Readonly<Record<string, string>>
  body: string
  /** The media type alone, lower case; null where the answer names none. */
  contentType: string | null
  /** An answer over the limit is refused, never shortened. */
  truncated: false
}

export type EgressOutcome = EgressAnswer | EgressFailure

/** Makes an `EgressFailure`. */
export function fail(reason: EgressReason, detail: string): EgressFailure {
  return { ok: false, reason, detail }
}
