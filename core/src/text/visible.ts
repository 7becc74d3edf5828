/**
 * Signs that nobody sees and a program reads: controls, soft hyphens, zero-width and direction-turning signs, tags and
 * the variation selectors beyond those of emoji. What joins letters and emoji (U+200C, U+200D, U+FE0F) stays.
 */
const unseen = /[\p{Cc}\u00ad\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu

/** [LLM01] A text as a person sees it: what is hidden in it reaches neither a model nor, out of a model, anybody else. */
export function visible(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(unseen, (sign) => (sign === '\n' || sign === '\t' ? sign : ''))
}
