import { type TProperties, Type } from 'typebox'

/** Forms that several calls share. Objects are closed: unknown fields are refused. */
export function body<Properties extends TProperties>(properties: Properties) {
  return Type.Object(properties, { additionalProperties: false })
}

export const reference = Type.String({ minLength: 1, maxLength: 200 })
export const shortText = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' })
export const longText = Type.String({ minLength: 1, maxLength: 10_000, pattern: '\\S' })
export const email = Type.String({ maxLength: 254, pattern: '^[^\\s@<>"]+@[^\\s@<>"]+$' })
export const password = Type.String({ minLength: 8, maxLength: 200 })
export const role = Type.Enum(['operator', 'supervisor', 'admin'])
export const presenceStatus = Type.Enum(['online', 'busy', 'away', 'offline'])
export const clientMessageId = Type.String({ minLength: 1, maxLength: 64 })
export const tag = Type.String({ minLength: 1, maxLength: 64, pattern: '\\S' })
/** As BCP 47 has it, its first part small: `de`, or `pt-BR`. */
export const language = Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$', maxLength: 35 })
export const tags = Type.Array(tag, { maxItems: 100 })
export const variables = Type.Record(Type.String({ maxLength: 200 }), Type.Unknown(), { maxProperties: 512 })
export const capacity = Type.Union([Type.Integer({ minimum: 0, maximum: 1_000_000 }), Type.Null()])
export const limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 }))
export const cursor = Type.Optional(Type.String({ maxLength: 500 }))
export const seconds = (maximum: number) => Type.Optional(Type.Number({ minimum: 0, maximum }))

export function params<const Name extends string>(...names: Name[]) {
  return Type.Object(Object.fromEntries(names.map((name) => [name, reference])) as Record<Name, typeof reference>, {
    additionalProperties: false,
  })
}
