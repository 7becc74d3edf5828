/** A mistake that somebody could make, as an exact replacement of text in the product, and what must notice it. */
import type { Climate, StoreName } from '../plan.ts'

export type Planted = {
  /** What the product does wrong with it. */
  bug: string
  /** The rule that it breaks. */
  rule: string
  changes: readonly Change[]
  caughtBy: Catcher
}

export type Change = {
  /** From the root of the tree. `before` stands in it exactly once. */
  file: string
  before: string
  after: string
}

/** Runs of the simulator, one seed after another, or some tests by file and title. */
export type Catcher =
  | { kind: 'runs'; climate: Climate; store?: StoreName }
  | { kind: 'tests'; project: 'rules' | 'server' | 'journey'; path: string; title?: string }

export const runs = (climate: Climate, store: StoreName = 'postgres'): Catcher => ({ kind: 'runs', climate, store })
