import { isIP } from 'node:net'
import { isPublicAddress, parseAddress } from './address.ts'
import { type AllowList, isListedAddress, isListedHost } from './allow-list.ts'
import { type EgressFailure, fail } from './outcome.ts'

/** Resolves a host name to all its addresses; rejects, or gives none, where the name does not exist. */
export type Lookup = (host: string) => Promise<readonly string[]>

/** Addresses that were checked and may be connected to; nothing else may. */
export type Target = { ok: true; addresses: readonly { address: string; family: 4 | 6 }[] }

const maxUrlLength = 8 * 1024

/**
 * Parses a URL and refuses what no address check is needed for. The parser makes every spelling of an IP address plain,
 * and the connection is made from the same parsed URL, so both always mean the same host.
 */
export function parseUrl(text: string, base?: URL): { ok: true; url: URL } | EgressFailure {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the parser would silently drop line breaks and tabs.
  if (text.length > maxUrlLength || /[\u0000-\u001f\u007f]/.test(text)) return fail('invalid_url', 'Not a valid URL')
  const url = URL.parse(text, base?.href)
  if (url === null) return fail('invalid_url', 'Not a valid URL')
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return fail('scheme_refused', 'Only http and https are allowed')
  }
  if (url.username !== '' || url.password !== '') {
    return fail('invalid_url', `The URL for ${url.host} carries credentials: send them in a header`)
  }
  // With or without its final dot a name is one host, so it must be one origin and one name in certificates too.
  url.hostname = url.hostname.replace(/\.$/, '')
  if (/^\.*$/.test(url.hostname)) return fail('invalid_url', 'The URL names no host')
  return { ok: true, url }
}

/**
 * [S-25] Resolves the URL's host once and checks every address: one that is refused refuses them all. A listed host or
 * address may be private and on any port; others must be public and on port 80 or 443.
 * @throws the signal's reason when it aborts.
 */
export async function resolveTarget(
  url: URL,
  allow: AllowList,
  lookup: Lookup,
  signal: AbortSignal,
): Promise<Target | EgressFailure> {
  const found = await findAddresses(url, lookup, signal)
  if (found.length === 0) return fail('name_not_found', `${url.hostname} was not found`)
  const hostListed = isListedHost(allow, url.hostname)
  const addresses: { address: string; family: 4 | 6 }[] = []
  for (const text of found) {
    const address = parseAddress(text)
    if (address === null) return fail('address_refused', `${url.hostname} has no usable address`)
    if (!hostListed && !isListedAddress(allow, address)) {
      if (!isPublicAddress(address)) return fail('address_refused', `${url.hostname} is not a public address`)
      if (!isWebPort(url)) return fail('port_refused', `${url.host} is neither on port 80 nor 443`)
    }
    addresses.push({ address: address.toString(), family: address.kind() === 'ipv4' ? 4 : 6 })
  }
  return { ok: true, addresses }
}

async function findAddresses(url: URL, lookup: Lookup, signal: AbortSignal): Promise<readonly string[]> {
  const literal = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(literal) !== 0) return [literal]
  try {
    return await untilAborted(() => lookup(url.hostname), signal)
  } catch (error) {
    if (signal.aborted) throw error
    return []
  }
}

function isWebPort(url: URL): boolean {
  return url.port === '' || url.port === '80' || url.port === '443'
}

/** A name look-up cannot be stopped, only no longer waited for. */
async function untilAborted<Value>(work: () => Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted()
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const stop = () => reject(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([work(), aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
