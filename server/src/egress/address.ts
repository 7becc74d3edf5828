import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** A parsed address; IPv4-mapped IPv6 has already become the IPv4 address it means. */
export type Address = ipaddr.IPv4 | ipaddr.IPv6

/**
 * Reads one IP address in its plain spelling; null for anything else: names, decimal, octal or hex spellings, zone
 * identifiers. Those spellings are made plain by URL parsing before they come here.
 */
export function parseAddress(text: string): Address | null {
  const family = isIP(text)
  if (family === 0 || text.includes('%')) return null
  // ipaddr.js reads `::8.8.8.8` as a mapped address; the URL parser's spelling, all hex, leaves it no such choice.
  return family === 4 ? ipaddr.IPv4.parse(text) : ipaddr.process(new URL(`http://[${text}]`).hostname.slice(1, -1))
}

/**
 * [S-25] Whether an address is global unicast, the only kind reachable without being listed. Everything else is not:
 * private, loopback, link-local, shared (CGNAT), multicast, broadcast, unspecified, reserved, documentation, benchmark,
 * unique local, site-local, 6to4, Teredo, and any text that is not an address. An IPv4 address carried in a mapped, NAT64
 * (64:ff9b::/96) or ISATAP address is judged by itself.
 */
export function isPublic(address: string): boolean {
  const parsed = parseAddress(address)
  return parsed !== null && isPublicAddress(parsed)
}

/** [S-25] As `isPublic`, for an address already parsed. */
export function isPublicAddress(address: Address): boolean {
  if (address instanceof ipaddr.IPv4) return address.range() === 'unicast' && !isPlatformAddress(address)
  if (address.match(nat64, 96)) return isPublicAddress(lastFourBytes(address))
  if (isIsatap(address) && !isPublicAddress(lastFourBytes(address))) return false
  return address.match(globalUnicast, 3) && address.range() === 'unicast'
}

const nat64 = ipaddr.IPv6.parse('64:ff9b::')
const globalUnicast = ipaddr.IPv6.parse('2000::')

/** Azure answers virtual machines with platform secrets here, in a range that otherwise looks public. */
function isPlatformAddress(address: ipaddr.IPv4): boolean {
  return address.toString() === '168.63.129.16'
}

/** RFC 5214: the interface identifier is 0000:5efe or 0200:5efe followed by an IPv4 address. */
function isIsatap(address: ipaddr.IPv6): boolean {
  const [, , , , flags, marker] = address.parts
  return (flags === 0 || flags === 0x0200) && marker === 0x5efe
}

function lastFourBytes(address: ipaddr.IPv6): ipaddr.IPv4 {
  return new ipaddr.IPv4(address.toByteArray().slice(12))
}
