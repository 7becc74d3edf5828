/** What a measurement comes to, and how it is printed: each figure beside its limit from the same run. */
import { cpus, totalmem } from 'node:os'

export type Figure = {
  name: string
  value: number
  unit: string
  /** `least`: the value must reach it; `most`: it must not pass it. Null: told for information. */
  target: { least: number } | { most: number } | { between: [number, number] } | null
  /** What bounds it on this machine, measured in the same run. */
  limit?: { name: string; value: number; unit: string }
  note?: string
}

export type Measurement = { name: string; title: string; run(context: Context): Promise<Figure[]> }

export type Context = {
  /** A directory of its own, removed afterwards. */
  directory: string
  /** Kept between runs, in the system's directory for temporary files. */
  cache: string
  options: ReadonlyMap<string, string>
  say(text: string): void
}

export type Machine = { cpu: string; cores: number; memoryGb: number; node: string; platform: string; load: number[] }

export function machine(load: number[]): Machine {
  const [first] = cpus()
  return {
    cpu: first?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    load: load.map((value) => Math.round(value * 10) / 10),
  }
}

export function isReached({ value, target }: Figure): boolean | null {
  if (target === null) return null
  if ('least' in target) return value >= target.least
  if ('most' in target) return value <= target.most
  return value >= target.between[0] && value <= target.between[1]
}

export function lineOf(figure: Figure): string {
  const reached = isReached(figure)
  const mark = reached === null ? '  ' : reached ? 'ok' : '--'
  const target = figure.target === null ? '' : targetText(figure.target, figure.unit)
  const limit =
    figure.limit === undefined ? '' : `[${figure.limit.name}: ${text(figure.limit.value, figure.limit.unit)}]`
  const value = text(figure.value, figure.unit)
  return `  ${mark}  ${figure.name.padEnd(52)} ${value.padStart(14)}  ${target.padEnd(18)} ${limit}${figure.note ? ` ${figure.note}` : ''}`.trimEnd()
}

function targetText(target: NonNullable<Figure['target']>, unit: string): string {
  if ('least' in target) return `≥ ${text(target.least, unit)}`
  if ('most' in target) return `≤ ${text(target.most, unit)}`
  return `${target.between[0]} to ${target.between[1]}`
}

function text(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 0.1 ? 2 : 3
  return `${value.toLocaleString('en', { maximumFractionDigits: digits })} ${unit}`.trim()
}

/** The value below which this share (0 to 1) of the sample lies. */
export function percentile(sample: readonly number[], share: number): number {
  const sorted = Float64Array.from(sample).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

export function median(sample: readonly number[]): number {
  return percentile(sample, 0.5)
}
