import { RE2JS } from 're2js'

/** Patterns of bot authors, matched in linear time whatever the contact types (a backtracking engine could be stalled). */
export type Pattern = { matches(text: string): boolean }

const kept = new Map<string, Pattern | null>()
const limitOfKept = 500

/** Compiles a pattern; null when it is not a valid one. Looks anywhere in the text unless anchored. */
export function compilePattern(source: string): Pattern | null {
  const known = kept.get(source)
  if (known !== undefined) return known
  if (kept.size >= limitOfKept) kept.clear()
  const pattern = compile(source)
  kept.set(source, pattern)
  return pattern
}

function compile(source: string): Pattern | null {
  try {
    const compiled = RE2JS.compile(source)
    return { matches: (text) => compiled.matcher(text).find() }
  } catch {
    return null
  }
}
