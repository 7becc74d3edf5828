// Which addresses a bot may show. Names of schemes are listed, not forbidden: `javascript:` and `data:` never get through.
import { hasTemplate } from '@baton/core/flow'

const webAddress = /^https?:\/\/[^\s/\\]\S*$/i
const otherLink = /^(?:mailto|tel):\S+$/i
const ownPath = /^\/(?![/\\])\S*$/
const knownScheme = /^(?:https?|mailto|tel):/i
const anyScheme = /^\s*[a-z][a-z0-9+.-]*:/i

/** Whether a link may be opened: http, https, mailto or tel. */
export function isLink(address: string): boolean {
  return isWebAddress(address) || otherLink.test(address.trim())
}

export function isWebAddress(address: string): boolean {
  const text = address.trim()
  return webAddress.test(text) && URL.canParse(text)
}

/** Whether an image, a video or a file may be shown from here: the web, or a path of the site itself. */
export function isMediaAddress(address: string): boolean {
  return isWebAddress(address) || ownPath.test(address.trim())
}

/** Whether an address can be published: one with a template is only judged by the scheme written before it. */
export function canPublish(address: string, isAllowed: (address: string) => boolean): boolean {
  if (!hasTemplate(address)) return isAllowed(address)
  const [head = ''] = address.split(/\{[{%]/)
  return !anyScheme.test(head) || knownScheme.test(head.trim())
}

export function isPhone(text: string): boolean {
  return /^\+?\(?[0-9][0-9 ()./-]{1,30}$/.test(text.trim())
}

/** An e-mail address as people write it; one `@`, a dot in the domain, no space. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>()",;:]+@[^\s@<>()",;:]+\.[^\s@.<>()",;:]{2,}$/.test(text)
}
