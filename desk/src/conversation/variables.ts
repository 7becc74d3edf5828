const longest = 120

export function variableText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

/** Variables without a value are known, but say nothing. */
export function isEmpty(value: unknown): boolean {
  return value === '' || value === null || value === undefined
}

export function isLong(text: string): boolean {
  return text.length > longest || text.split('\n').length > 3
}

/** One paragraph for the table; line breaks inside of JSON are only for reading. */
export function shortened(text: string): string {
  if (!isLong(text)) return text
  return `${text.replace(/\n\s*/g, ' ').slice(0, longest)} …`
}

/** A text stays a text; what was a number, a truth value or JSON stays so where the new text can be read as that. */
export function parseVariable(text: string, before: unknown): unknown {
  if (typeof before === 'string') return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
