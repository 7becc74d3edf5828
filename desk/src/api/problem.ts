export type FieldError = { path: string; code: string; message: string }

/** What the server says when it refuses: an RFC 9457 document. */
export class Problem extends Error {
  override name = 'Problem'
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly errors: FieldError[]
  readonly owner: { id: string; name: string } | null
  readonly code: string | null

  constructor(status: number, document: unknown) {
    const fields = fieldsOf(document)
    const title = textOf(fields.title) ?? `Status ${status}`
    super(textOf(fields.detail) ?? title)
    this.status = status
    this.title = title
    this.detail = this.message
    this.errors = Array.isArray(fields.errors) ? fields.errors.map(errorOf) : []
    const owner = fieldsOf(fields.owner)
    const [id, name] = [textOf(owner.id), textOf(owner.name)]
    this.owner = id !== null && name !== null ? { id, name } : null
    this.code = textOf(fields.code)
  }
}

/** The server could not be reached at all. */
export class Unreachable extends Error {
  override name = 'Unreachable'
}

export function problemOf(error: unknown): Problem | null {
  return error instanceof Problem ? error : null
}

function errorOf(value: unknown): FieldError {
  const fields = fieldsOf(value)
  const message = textOf(fields.message) ?? ''
  return { path: textOf(fields.path) ?? '', code: textOf(fields.code) ?? '', message }
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
