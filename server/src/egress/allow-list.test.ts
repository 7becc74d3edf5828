import { describe, expect, it } from 'vitest'
import { parseAddress } from './address.ts'
import { isListedAddress, isListedHost, parseAllowList } from './allow-list.ts'

function lists(text: string, address: string): boolean {
  const parsed = parseAddress(address)
  if (parsed === null) throw new Error(`not an address: ${address}`)
  return isListedAddress(parseAllowList(text), parsed)
}

describe('parseAllowList', () => {
  it('[S-25] an empty list lists nothing', () => {
    for (const text of ['', '  ', ',', ' , ,']) {
      expect(parseAllowList(text)).toEqual({ hosts: new Set(), blocks: [] })
    }
  })

  it('[S-25] a host is listed exactly, whatever its case, trailing dot or script', () => {
    const allow = parseAllowList('CRM.Intern., localhost ,my_service,bücher.example')
    expect(
      ['crm.intern', 'CRM.INTERN.', 'localhost', 'my_service', 'xn--bcher-kva.example'].map((host) =>
        isListedHost(allow, host),
      ),
    ).toEqual(Array(5).fill(true))
    expect(
      ['intern', 'a.crm.intern', 'crm.intern.evil', 'crm-intern', ''].map((host) => isListedHost(allow, host)),
    ).toEqual(Array(5).fill(false))
  })

  it('[S-25] an address is listed alone', () => {
    expect(lists('10.1.2.3', '10.1.2.3')).toBe(true)
    expect(lists('10.1.2.3', '10.1.2.4')).toBe(false)
    expect(lists('fd00::1,[fd00::2]', 'fd00::1')).toBe(true)
    expect(lists('fd00::1,[fd00::2]', 'fd00::2')).toBe(true)
    expect(lists('fd00::1,[fd00::2]', 'fd00::3')).toBe(false)
  })

  it('[S-25] a block lists its addresses and no others', () => {
    expect(lists('10.0.0.0/8', '10.255.0.1')).toBe(true)
    expect(lists('10.0.0.0/8', '11.0.0.1')).toBe(false)
    expect(lists('192.168.1.77/24', '192.168.1.1')).toBe(true)
    expect(lists('fd00::/8', 'fdff::1')).toBe(true)
    expect(lists('fd00::/8', 'fe80::1')).toBe(false)
    expect(lists('::/0', '10.0.0.1')).toBe(false)
    expect(lists('0.0.0.0/0', 'fd00::1')).toBe(false)
  })

  it('[S-25] mapped addresses and blocks count as IPv4, NAT64 does not', () => {
    expect(lists('10.0.0.0/8', '::ffff:10.0.0.1')).toBe(true)
    expect(lists('::ffff:10.0.0.0/104', '10.9.9.9')).toBe(true)
    expect(lists('::ffff:10.0.0.0/104', '11.0.0.1')).toBe(false)
    expect(lists('10.0.0.0/8', '64:ff9b::10.0.0.1')).toBe(false)
  })

  const bad = [
    'http://crm.intern',
    'crm.intern:8080',
    'crm.intern/path',
    '*.intern',
    'a b',
    '10.0.0.0/33',
    'fd00::/129',
  ]
  bad.push('10.0.0.0/', '10.0.0.0/-1', '10.0.0.0/8/8', '10.0.0.256', '127.1', '0x7f000001', '2130706433', 'a..b', '-a')
  bad.push('::ffff:10.0.0.0/90', 'fe80::1%eth0', 'user@host', 'crm.intern/24', `${'a'.repeat(64)}.example`)
  for (const entry of bad) {
    it(`[S-25] the entry ${entry} is refused by name`, () => {
      expect(() => parseAllowList(`localhost,${entry}`)).toThrow(`address or a CIDR block: ${JSON.stringify(entry)}.`)
    })
  }
})
