/** Something in a file that is not as it must be. `path`: where, as `operators[2].limit`; empty: the whole. */
export type SimulationProblem = { path: string; message: string }

export type Fields = Record<string, unknown>

/**
 * Reads values of unknown shape. What does not fit is noted, and something that fits is answered in its place, so that
 * everything wrong is found in one go; whoever asks looks at the problems before using any answer.
 */
export class Reader {
  readonly problems: SimulationProblem[] = []

  note(path: string, message: string): void {
    this.problems.push({ path, message })
  }

  /** Notes what a value must be, with what it is. */
  must(path: string, what: string, value: unknown): void {
    this.note(path, value === undefined ? `is missing: it must be ${what}` : `must be ${what}, not ${shown(value)}`)
  }

  /** A mapping with no other fields than these; null: it is none. */
  fields(value: unknown, path: string, known: readonly string[]): Fields | null {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) {
      this.must(path, `a mapping with ${listOf(known)}`, value)
      return null
    }
    for (const name of Object.keys(value))
      if (!known.includes(name)) this.note(at(path, name), `is unknown here, where only ${listOf(known)} can be`)
    return Object.fromEntries(Object.entries(value))
  }

  /** A whole number within bounds, both included. */
  whole(value: unknown, path: string, least: number, most: number): number {
    if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value
    this.must(path, `a whole number from ${grouped(least)} to ${grouped(most)}`, value)
    return least
  }

  /** A number above 0. */
  positive(value: unknown, path: string): number {
    if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value
    this.must(path, 'a number above 0', value)
    return 1
  }

  /** A number of 0 or more. */
  amount(value: unknown, path: string): number {
    if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value
    this.must(path, 'a number of 0 or more', value)
    return 0
  }

  number(value: unknown, path: string): number {
    if (typeof value === 'number' && Number.isFinite(value)) return value
    this.must(path, 'a number', value)
    return 0
  }

  choice<const Choice extends string>(value: unknown, path: string, choices: readonly [Choice, ...Choice[]]): Choice {
    const found = choices.find((choice) => choice === value)
    if (found !== undefined) return found
    this.must(path, `one of ${listOf(choices)}`, value)
    return choices[0]
  }

  text(value: unknown, path: string): string {
    if (typeof value === 'string' && value.trim() !== '') return value
    this.must(path, 'a text', value)
    return '?'
  }

  /** One text or a list of them. */
  texts(value: unknown, path: string): string[] {
    if (value === undefined || value === null) return []
    if (!Array.isArray(value)) return [this.text(value, path)]
    return value.map((one, index) => this.text(one, `${path}[${index}]`))
  }

  /** A list with something in it; `what` says of what. */
  list(value: unknown, path: string, what: string): unknown[] {
    if (Array.isArray(value) && value.length > 0) return value
    this.must(path, `a list of ${what}`, value)
    return []
  }
}

/** The path of a field of what is at a path. */
export function at(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}

/** A value as a sentence can hold it. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

function listOf(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ')
}

function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',')
}
