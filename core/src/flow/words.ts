/** Text as people mean it: case, accents and punctuation do not count. */
export function plainWords(text: string): string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

/** The form in which two labels are compared. Labels without any letter (emoji) are compared as they are. */
export function plainText(text: string): string {
  const words = plainWords(text)
  return words.length === 0 ? text.trim() : words.join(' ')
}

/** [FL-3] Whether a keyword, one word or several, stands in the text as whole words. */
export function hasKeyword(plain: string, keyword: string): boolean {
  return keyword !== '' && ` ${plain} `.includes(` ${keyword} `)
}
