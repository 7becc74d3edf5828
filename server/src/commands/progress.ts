import type { OnPassed } from '../store/moving/stream.ts'

/** A terminal or a file; a terminal can write over its last line. */
export type Screen = { write(text: string): unknown; isTTY?: boolean }

type Step = { title: string; expected: number; unit: 'rows' | 'bytes'; began: number; rows: number; bytes: number }

const showEvery = 100
const widthOfBar = 30
const clearLine = '\r\u001b[K'

/** Shows how far long work has come: a bar on a terminal, elsewhere a line per table and one when a step is done. */
export class Progress {
  readonly #screen: Screen
  readonly #now: () => number
  #step: Step | null = null
  #table: { name: string; rows: number } | null = null
  #shown = 0

  /** `now`: milliseconds. */
  constructor(screen: Screen, now: () => number) {
    this.#screen = screen
    this.#now = now
  }

  /** Begins a step; the one before it is done. Tell what has passed. */
  begin(title: string, expected: number, unit: 'rows' | 'bytes'): OnPassed {
    this.end()
    const step: Step = { title, expected, unit, began: this.#now(), rows: 0, bytes: 0 }
    this.#step = step
    this.#show(step)
    return ({ table, rows, bytes }) => {
      step.rows += rows
      step.bytes += bytes
      if (this.#screen.isTTY === true) this.#showNow(step)
      else this.#count(table, rows)
    }
  }

  /** The last step is done. */
  end(): void {
    const step = this.#step
    if (step === null) return
    this.#endTable()
    this.#step = null
    const seconds = (this.#now() - step.began) / 1_000
    const rows = step.unit === 'rows' ? `${count(step.rows)} rows, ` : ''
    const size = step.bytes > 0 ? `${megabytes(step.bytes)}, ` : ''
    const start = this.#screen.isTTY === true ? clearLine : ''
    this.#screen.write(`${start}${step.title}: ${rows}${size}${seconds.toFixed(1)} s\n`)
  }

  /** Says something else in between. */
  over(say: () => void): void {
    if (this.#screen.isTTY === true) this.#screen.write(clearLine)
    say()
  }

  /** It has failed: what is shown stays. */
  stop(): void {
    if (this.#step !== null && this.#screen.isTTY === true) this.#screen.write('\n')
    this.#step = null
  }

  #showNow(step: Step): void {
    if (this.#now() - this.#shown < showEvery) return
    this.#shown = this.#now()
    this.#show(step)
  }

  #show({ title, expected, unit, rows, bytes }: Step): void {
    if (this.#screen.isTTY !== true) return
    const done = expected === 0 ? 1 : Math.min(1, (unit === 'rows' ? rows : bytes) / expected)
    const bar = '█'.repeat(Math.round(done * widthOfBar)).padEnd(widthOfBar, '░')
    const counted = unit === 'rows' ? `  ${count(rows)} rows` : ''
    this.#screen.write(`${clearLine}${title} ${bar} ${Math.floor(done * 100)} %${counted}  ${megabytes(bytes)}`)
  }

  #count(table: string | null, rows: number): void {
    if (table === null) return
    if (this.#table?.name !== table) this.#endTable()
    this.#table = { name: table, rows: (this.#table?.rows ?? 0) + rows }
  }

  #endTable(): void {
    if (this.#table !== null) this.#screen.write(`  ${this.#table.name}: ${count(this.#table.rows)}\n`)
    this.#table = null
  }
}

/** `1234567` as `1,234,567`. */
export function count(number: number): string {
  return number.toLocaleString('en-US')
}

/** Bytes as megabytes of a million. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
