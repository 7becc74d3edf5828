import { describe, expect, it } from 'vitest'
import { isPublic, parseAddress } from './address.ts'

const refused = {
  unspecified: ['0.0.0.0', '0.1.2.3', '::'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1'],
  private: ['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', '192.168.255.255'],
  'link-local': ['169.254.0.1', '169.254.169.254', 'fe80::1', 'febf::1'],
  'shared (CGNAT)': ['100.64.0.1', '100.100.100.200', '100.127.255.255'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1', 'ff0e::1'],
  broadcast: ['255.255.255.255'],
  reserved: ['192.0.0.1', '192.0.0.192', '192.88.99.1', '240.0.0.1', '254.255.255.255', '2001:1ff::1', '4000::1'],
  documentation: ['192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1'],
  benchmark: ['198.18.0.1', '198.19.255.255', '2001:2::1'],
  'cloud platform': ['168.63.129.16', 'fd00:ec2::254'],
  'IPv4-mapped': ['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '0:0:0:0:0:ffff:a9fe:a9fe'],
  'IPv4-compatible': ['::127.0.0.1', '::7f00:1', '::8.8.8.8'],
  'IPv4-translated': ['::ffff:0:127.0.0.1', '::ffff:0:8.8.8.8'],
  NAT64: ['64:ff9b::127.0.0.1', '64:ff9b::a00:1', '64:ff9b::169.254.169.254', '64:ff9b:1::8.8.8.8', '64:ff9b:1::a00:1'],
  '6to4': ['2002:7f00:1::', '2002:a00:1::1', '2002:808:808::1'],
  Teredo: ['2001::1', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  ISATAP: ['2606:4700::5efe:10.0.0.1', '2606:4700::200:5efe:192.168.0.1'],
  'unique local': ['fc00::1', 'fd12:3456:789a::1'],
  'site-local': ['fec0::1', 'feff::1'],
  'discard, identifiers, routing': ['100::1', '2001:10::1', '2001:20::1', '2001:30::1', '5f00::1'],
  'not an address': ['', 'localhost', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '8.8.8', 'fe80::1%eth0'],
}

describe('isPublic', () => {
  for (const [kind, addresses] of Object.entries(refused)) {
    it(`[S-25] ${kind}: no address is public`, () => {
      expect(addresses.filter(isPublic)).toEqual([])
    })
  }

  it('[S-25] global unicast is public, also inside a mapped or NAT64 address', () => {
    const addresses = ['8.8.8.8', '93.184.216.34', '172.15.255.255', '172.32.0.1', '100.128.0.1', '198.20.0.1']
    addresses.push('2606:4700:4700::1111', '2a00:1450::1', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8')
    expect(addresses.filter((address) => !isPublic(address))).toEqual([])
  })
})

describe('parseAddress', () => {
  it('[S-25] an IPv4-mapped address becomes the IPv4 address it means', () => {
    expect(parseAddress('::ffff:7f00:1')?.toString()).toBe('127.0.0.1')
  })

  it('[S-25] an IPv4-compatible address is not taken for a mapped one', () => {
    expect(parseAddress('::8.8.8.8')?.toString()).toBe('::808:808')
  })

  it('[S-25] only plain spellings are read', () => {
    expect(['0x7f.1', '127.1', '010.0.0.1', '1.2.3.4/8', '::1%lo', ' ::1'].map(parseAddress)).toEqual(
      Array(6).fill(null),
    )
  })
})
