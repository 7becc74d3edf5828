import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safeUrl } from './safe-url.ts'

const seed = 20_261_122

test.each([
  'https://example.com',
  'http://example.com/a?b=c#d',
  'HTTPS://EXAMPLE.COM/',
  'mailto:ana@example.com',
  'tel:+41440000000',
])('[FL-13] %s may stand in a link', (url) => {
  expect(safeUrl(url)).toBe(url)
})

test('[FL-13] space and control characters around an address are dropped', () => {
  expect(safeUrl(' \u0000\thttps://example.com/\u200b\n')).toBe('https://example.com/')
})

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'java\u0000script:alert(1)',
  '\u0001javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'blob:https://example.com/1',
  'about:blank',
  '//example.com',
  '/relative',
  'example.com',
  'https:example.com',
  'https:///example.com',
  'https://',
  'https://exa mple.com',
  'https://example.com/\u202egpj.exe',
  'https://[broken',
  'http:javascript:alert(1)',
  'tel:',
  'mailto:',
  '',
])('[FL-13] %j may not', (url) => {
  expect(safeUrl(url)).toBeNull()
})

test('[FL-13] whatever is let through has one of four schemes', () => {
  const schemes = fc.constantFrom('http://', 'https:', 'javascript:', 'data:', 'mailto:', 'tel:', '', ' ', '\u0000')
  const urls = fc.tuple(fc.string({ unit: 'binary', maxLength: 3 }), schemes, fc.string({ unit: 'binary' }))
  fc.assert(
    fc.property(urls, (pieces) => {
      const url = safeUrl(pieces.join(''))
      if (url !== null) expect(url).toMatch(/^(?:https?:\/\/|mailto:|tel:)/i)
      if (url !== null && URL.canParse(url)) {
        expect(['http:', 'https:', 'mailto:', 'tel:']).toContain(new URL(url).protocol)
      }
    }),
    { seed, numRuns: 500 },
  )
})
