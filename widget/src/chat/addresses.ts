import type { ButtonItem } from '@baton/core/protocol'
import { safeUrl } from '@baton/core/text'

/** An address of a picture or a file: Baton's own may start at the root. */
export function mediaUrl(url: string): string | null {
  return safeUrl(/^\/(?![/\\])/.test(url) ? location.origin + url : url)
}

/** Where a button leads; null for one that answers. */
export function addressOf({ url, phone, email }: ButtonItem): string | null {
  if (url !== undefined) return safeUrl(url)
  if (phone !== undefined) return safeUrl(`tel:${phone.replace(/[\s()/.-]/g, '')}`)
  return email === undefined ? null : safeUrl(`mailto:${email.trim()}`)
}
