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

/** Ids in a text, told by the names of what they stand for. */
export function withNames(text: string, named: readonly { id: string; name: string }[]): string {
  const names = new Map(named.map(({ id, name }) => [id, name]))
  const isPerson = /^(?:operator|chatbot|contact|key) /
  const told = text.replace(/[a-z]+_[a-z0-9]{8,}/g, (id) => names.get(id) ?? id)
  return told === text ? text : told.replace(isPerson, '')
}
