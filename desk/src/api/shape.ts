/** Parsers for what comes in at the door: each reads an unknown value or throws, naming the path. */
export type Shape<T> = (value: unknown, path: string) => T
export type Shaped<S> = S extends Shape<infer T> ? T : never

export class UnexpectedShape extends Error {
  override name = 'UnexpectedShape'
  constructor(path: string, expected: string) {
    super(`${path === '' ? 'The answer' : path} is not ${expected}`)
  }
}

export const text: Shape<string> = (value, path) => {
  if (typeof value !== 'string') throw new UnexpectedShape(path, 'a text')
  return value
}

export const number: Shape<number> = (value, path) => {
  if (typeof value !== 'number') throw new UnexpectedShape(path, 'a number')
  return value
}

export const boolean: Shape<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw new UnexpectedShape(path, 'true or false')
  return value
}

export const anything: Shape<unknown> = (value) => value

export function oneOf<const T extends string>(...words: T[]): Shape<T> {
  return (value, path) => {
    const found = words.find((word) => word === value)
    if (found === undefined) throw new UnexpectedShape(path, `one of ${words.join(', ')}`)
    return found
  }
}

export function nullable<T>(inner: Shape<T>): Shape<T | null> {
  return (value, path) => (value === null || value === undefined ? null : inner(value, path))
}

/** What an older or newer server may leave out. */
export function fallback<T>(inner: Shape<T>, instead: T): Shape<T> {
  return (value, path) => (value === undefined || value === null ? instead : inner(value, path))
}

export function listOf<T>(inner: Shape<T>): Shape<T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw new UnexpectedShape(path, 'a list')
    return value.map((item, index) => inner(item, `${path}[${index}]`))
  }
}

/** Fields that are not named are left out. */
export function object<F extends Record<string, Shape<unknown>>>(fields: F): Shape<{ [K in keyof F]: Shaped<F[K]> }> {
  return (value, path) => {
    const source = record(value, path)
    const entries = Object.entries(fields).map(([name, shape]) => [
      name,
      shape(source[name], path ? `${path}.${name}` : name),
    ])
    return Object.fromEntries(entries) as { [K in keyof F]: Shaped<F[K]> }
  }
}

/** Fields that are not there stay out of it. */
export function partial<F extends Record<string, Shape<unknown>>>(fields: F): Shape<{ [K in keyof F]?: Shaped<F[K]> }> {
  return (value, path) => {
    const source = record(value, path)
    const present = Object.entries(fields).filter(([name]) => source[name] !== undefined)
    return object(Object.fromEntries(present))(source, path) as { [K in keyof F]?: Shaped<F[K]> }
  }
}

/** What fits both. */
export function both<A, B>(one: Shape<A>, other: Shape<B>): Shape<A & B> {
  return (value, path) => ({ ...one(value, path), ...other(value, path) })
}

export const record: Shape<Record<string, unknown>> = (value, path) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new UnexpectedShape(path, 'an object')
  return value as Record<string, unknown>
}

/** Any names, each with the same kind of value. */
export function dictionary<T>(inner: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return (value, path) =>
    Object.fromEntries(Object.entries(record(value, path)).map(([name, one]) => [name, inner(one, `${path}.${name}`)]))
}
