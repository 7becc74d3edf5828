/** Who or what an entry is about, by the best name it carries. */
export function nameIn(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return ''
  const fields = new Map<string, unknown>(Object.entries(value))
  for (const field of ['name', 'email', 'id', 'kind']) {
    const found = fields.get(field)
    if (typeof found === 'string' && found !== '') return found
  }
  return JSON.stringify(value)
}
