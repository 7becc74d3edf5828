/** What came of each fault, as lines on a terminal and as a table in a document. */
import type { Fault, Figure, Outcome } from './faults/fault.ts'

type Result = { fault: Fault; outcome: Outcome; seconds: number }

export const header = line('fault', 'rounds', 'operations', 'violations', 'took', 'figures (the worst of all rounds)')

export function asLine({ name }: Fault, outcome: Outcome, seconds: number): string {
  const { rounds, operations, violations, figures, notes } = outcome
  const said = [...figures.map(textOf), ...notes].join('; ')
  return line(
    name,
    String(rounds),
    operations.toLocaleString('en'),
    String(violations.length),
    `${seconds.toFixed(0)} s`,
    said,
  )
}

export function asTable(results: readonly Result[]): string {
  const rows = results.map(({ fault, outcome }) => {
    const { rounds, operations, violations, figures, notes } = outcome
    const said = [...figures.map(textOf), ...notes].join('; ')
    return `| ${fault.name} | ${rounds} | ${operations.toLocaleString('en')} | ${violations.length} | ${said} |`
  })
  return [
    '| fault | rounds | operations | violations | figures |',
    '| --- | ---: | ---: | ---: | --- |',
    ...rows,
    '',
  ].join('\n')
}

function line(...[name = '', rounds = '', operations = '', violations = '', took = '', said = '']: string[]): string {
  return [
    name.padEnd(12),
    rounds.padStart(7),
    operations.padStart(11),
    violations.padStart(11),
    took.padStart(7),
    ` ${said}`,
  ]
    .join(' ')
    .trimEnd()
}

/** Marked where it is not what it should be. */
function textOf({ name, values, unit, most }: Figure): string {
  const value = Math.max(...values)
  const shown = `${value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : 0 })} ${unit}`.trim()
  if (most === null) return `${name} ${shown}`
  return `${name} ${shown} (${value <= most ? '≤' : 'LATE, ≤'} ${most.toLocaleString('en')})`
}
