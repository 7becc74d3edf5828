// Control characters and every kind of space or invisible mark: browsers drop some of them, which hides a scheme.
const edges = /^[\p{Cc}\p{Cf}\p{Z}]+|[\p{Cc}\p{Cf}\p{Z}]+$/gu
const hidden = /[\p{Cc}\p{Cf}\p{Z}]/u
const webUrl = /^https?:\/\/[^/?#\\]/i
const otherUrl = /^(?:mailto|tel):[^/\\]/i

/** [FL-13] The address as it may stand in a link or an image: http, https, mailto or tel; null for everything else. */
export function safeUrl(url: string): string | null {
  const trimmed = url.replace(edges, '')
  if (hidden.test(trimmed)) return null
  if (webUrl.test(trimmed)) return URL.canParse(trimmed) ? trimmed : null
  return otherUrl.test(trimmed) ? trimmed : null
}
