// Finds the addresses written in a text. A link shows exactly where it leads, or it is no link.
import { safeUrl } from './safe-url.ts'

const candidate = /(?<![\p{L}\p{N}])(?:https?:\/\/|mailto:)[^\s\p{C}\p{Z}<>"`\\|^{}]+/giu
const closers: Record<string, string> = { ')': '(', ']': '[' }
const longestLink = 2_000

/** Where each link starts, with its end. */
export function findLinks(text: string): Map<number, number> {
  const links = new Map<number, number>()
  for (const { 0: written, index } of text.matchAll(candidate)) {
    const link = withoutTail(written)
    if (isHonest(link)) links.set(index, index + link.length)
  }
  return links
}

/** Punctuation after an address belongs to the sentence, and a bracket to whoever opened it. */
function withoutTail(written: string): string {
  let end = written.length
  let open = balances(written)
  while (end > 0) {
    const last = written[end - 1] ?? ''
    const opener = closers[last]
    if (opener !== undefined && (open[opener] ?? 0) >= 0) break
    if (opener === undefined && !/[.,;:!?'’”»*_~]/.test(last)) break
    if (opener !== undefined) open = { ...open, [opener]: (open[opener] ?? 0) + 1 }
    end -= 1
  }
  return written.slice(0, end)
}

/** For each opener: how many more were opened than closed. */
function balances(written: string): Record<string, number> {
  const count = (sign: string) => written.split(sign).length - 1
  return { '(': count('(') - count(')'), '[': count('[') - count(']') }
}

function isHonest(link: string): boolean {
  if (link.length > longestLink || safeUrl(link) === null) return false
  if (/^mailto:/i.test(link)) return /^mailto:[^@/]+@[^@/]+$/i.test(link)
  const authority = /^https?:\/\/([^/?#]*)/i.exec(link)?.[1] ?? ''
  // `https://bank.example@elsewhere.example` shows one host and leads to another.
  return authority !== '' && !/[@%]/.test(authority) && isReadableHost(authority)
}

/** Letters of different alphabets that look alike make one host look like another. */
function isReadableHost(host: string): boolean {
  if (/^[a-z0-9.:[\]-]+$/i.test(host)) return true
  if (!/^[\p{L}\p{M}\p{N}.:-]+$/u.test(host)) return false
  const hasPlainLatin = /[a-z\u00c0-\u024f]/i.test(host)
  const hasOtherLatin = /(?![a-z\u00c0-\u024f])\p{Script=Latin}/iu.test(host)
  const alike = [/\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u, /\p{Script=Cherokee}/u]
  const found = alike.filter((script) => script.test(host)).length
  return !hasOtherLatin && found + (hasPlainLatin ? 1 : 0) <= 1
}
