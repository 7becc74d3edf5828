/** A fault of the matrix: how it is brought about, what must hold, and what came of it. */
import type { CheckerName } from '../checkers/checkers.ts'
import { type Finding, Rig, type RigPlan, type Trace } from '../rig.ts'
import type { PostgresServer, RedisServer } from '../servers.ts'

export type Fault = {
  /** As in the matrix, `F1`; of its own where the matrix has none. */
  name: string
  title: string
  injected: string
  /** Beside what every checker looks at. */
  holds: string
  /** What this machine, or this way of doing it, cannot show. */
  unshown?: string
  /** When nothing else is asked for. */
  rounds: number
  run(stage: Stage): Promise<Outcome>
}

export type Outcome = {
  rounds: number
  operations: number
  violations: string[]
  /** How quickly all was well again, and the like. */
  figures: Figure[]
  notes: string[]
}

export type Figure = {
  name: string
  /** One of each round; the worst is told. */
  values: number[]
  unit: 'ms' | '' | '×' | 'MB'
  /** What the worst may be; null: it is told for information. */
  most: number | null
}

export type Stage = {
  seed: number
  rounds: number
  nodes: number
  postgres: PostgresServer
  redis: RedisServer
  say(text: string): void
  /** Is told what a rig leaves to look into. */
  onEnd(trace: Trace): void
}

/** One node on the embedded database needs no servers. */
export type EmbeddedStage = Omit<Stage, 'postgres' | 'redis'>

/** Nodes with all they need, under traffic as soon as `traffic.start` is called. */
export function openRig(stage: Stage | EmbeddedStage, plan: Partial<RigPlan> = {}): Promise<Rig> {
  const { seed, nodes, onEnd } = stage
  const servers = 'postgres' in stage ? { postgres: stage.postgres, redis: stage.redis } : onlyOne
  return Rig.open({ seed, nodes, onEnd, ...servers, ...plan })
}

const onlyOne = { postgres: null, redis: null }

/** What comes of a fault is gathered here while it runs. */
export class Findings {
  readonly violations: string[] = []
  readonly notes: string[] = []
  readonly #figures = new Map<string, Figure>()
  #rounds = 0
  #operations = 0

  /** A value of a figure, of which the worst is told. A null is a violation: it never came. */
  measured(name: string, value: number | null, unit: Figure['unit'], most: number | null): void {
    if (value === null) {
      this.violations.push(`${name}: not within the time that was waited`)
      return
    }
    const figure = this.#figures.get(name) ?? { name, values: [], unit, most }
    this.#figures.set(name, figure)
    figure.values.push(value)
  }

  expect(isSo: boolean, otherwise: string): void {
    if (!isSo) this.violations.push(otherwise)
  }

  round(): number {
    this.#rounds += 1
    return this.#rounds
  }

  note(text: string): void {
    this.notes.push(text)
  }

  counted(operations: number): void {
    this.#operations += operations
  }

  /** Lets a rig come to rest and takes what the checkers say. */
  async judge(rig: Rig, except: readonly CheckerName[] = [], withinMs?: number): Promise<Finding> {
    const finding = await rig.judgeCalm(except, withinMs)
    this.violations.push(...finding.violations)
    this.counted(finding.operations)
    return finding
  }

  outcome(): Outcome {
    const figures = [...this.#figures.values()]
    const { violations, notes } = this
    return { rounds: this.#rounds, operations: this.#operations, violations, figures, notes }
  }
}
