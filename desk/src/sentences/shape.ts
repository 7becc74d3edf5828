import type { Finding } from './findings.ts'
import type { Refusal } from './refusals.ts'

/** What the server says, in one language. English is the server's own. */
export type SentenceTexts = {
  /** What it finds in a draft, and what happens in a bot that runs. */
  readonly findings: Readonly<Record<Finding, string>>
  readonly refusals: Readonly<Record<Refusal, string>>
  /** What JSON Schema calls the kinds of values. */
  readonly types: Readonly<Record<ValueType, string>>
}

export type ValueType = 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object' | 'null'
