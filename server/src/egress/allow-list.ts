import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import ipaddr from 'ipaddr.js'
import { type Address, parseAddress } from './address.ts'

/** What an administrator lets flows reach although it is private, on every port. Made by `parseAllowList`. */
export type AllowList = {
  hosts: ReadonlySet<string>
  blocks: readonly { base: Address; prefixBits: number }[]
}

/** Lists nothing: only public addresses on ports 80 and 443 are reachable. */
export const emptyAllowList: AllowList = { hosts: new Set(), blocks: [] }

/**
 * Reads `BATON_EGRESS_ALLOW`: comma-separated host names, IPv4 or IPv6 addresses, or CIDR blocks. Names are exact (no
 * wildcards), whatever their case or trailing dot. Empty entries are passed over.
 * @throws Error that names every entry it cannot read: the server must not start on half a list.
 */
export function parseAllowList(text: string): AllowList {
  const hosts = new Set<string>()
  const blocks: { base: Address; prefixBits: number }[] = []
  const bad: string[] = []
  for (const entry of text.split(',').map((part) => part.trim())) {
    if (entry === '') continue
    const block = parseBlock(entry)
    const host = block === null ? parseHost(entry) : null
    if (block !== null) blocks.push(block)
    else if (host !== null) hosts.add(host)
    else bad.push(JSON.stringify(entry))
  }
  if (bad.length > 0) {
    throw new Error(
      `BATON_EGRESS_ALLOW: not a host name, an address or a CIDR block: ${bad.join(', ')}. ` +
        'Write them without scheme, port, path or wildcard.',
    )
  }
  return { hosts, blocks }
}

/** Whether this host name, in any case and with or without a trailing dot, is listed. */
export function isListedHost(allow: AllowList, host: string): boolean {
  return allow.hosts.has(plainHost(host))
}

/** Whether this address lies in a listed address or block; IPv4-mapped IPv6 counts as the IPv4 address it means. */
export function isListedAddress(allow: AllowList, address: Address): boolean {
  return allow.blocks.some(({ base, prefixBits }) => base.kind() === address.kind() && address.match(base, prefixBits))
}

/** A host name as it is compared: lower case, without the trailing dot. */
export function plainHost(host: string): string {
  return host.toLowerCase().replace(/\.$/, '')
}

function parseBlock(entry: string): { base: Address; prefixBits: number } | null {
  const [text = '', prefix, ...rest] = entry.split('/')
  const bare = /^\[(.*)\]$/.exec(text)?.[1] ?? text
  const base = parseAddress(bare)
  if (base === null || rest.length > 0) return null
  const width = base.kind() === 'ipv4' ? 32 : 128
  if (prefix === undefined) return { base, prefixBits: width }
  if (!/^\d{1,3}$/.test(prefix)) return null
  // A mapped block is written with the bits of IPv6, but compared as IPv4.
  const mapped = base instanceof ipaddr.IPv4 && isIP(bare) === 6
  const prefixBits = mapped ? Number(prefix) - 96 : Number(prefix)
  return prefixBits < 0 || prefixBits > width ? null : { base, prefixBits }
}

function parseHost(entry: string): string | null {
  if (!/^[^\s/\\:@?#%*[\]]+$/.test(entry)) return null
  const host = plainHost(domainToASCII(entry))
  const labels = host.split('.')
  if (host.length > 253 || !labels.every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label))) return null
  // A last label that is a number would be read as an IPv4 address in an odd spelling: a typing error, not a name.
  return /^(\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '') ? null : host
}
