import { type Curves, type Figures, rounded } from './figures.ts'
import { minute, type RunPlan, type Simulation } from './plan.ts'
import { Run, type Watcher } from './run.ts'

/** What came out of a simulation. */
export type Simulated = { runs: { figures: Figures; curves: Curves }[] }

/**
 * [RO-51] Plays every run of a simulation on a virtual clock, with the rules that pick in production. The same simulation
 * gives the same answer everywhere.
 */
export function simulate(simulation: Simulation, watch: (run: RunPlan) => Watcher = () => ({})): Simulated {
  return {
    runs: simulation.runs.map((plan) => {
      const run = new Run(simulation, plan, watch(plan))
      run.play()
      return { figures: figuresOf(run, plan, simulation), curves: curvesOf(run, plan) }
    }),
  }
}

function figuresOf(run: Run, plan: RunPlan, { serviceLevelSeconds }: Simulation): Figures {
  const { waits, loads, arrived } = run
  const { mean, variancePerOperator, meanMax, meanSpread, occupancy } = loads.figures()
  const minutesAt = (share: number) => rounded(waits.percentileMs(share) / minute)
  return {
    name: plan.name,
    waitProbability: rounded(run.withoutSeat / arrived),
    meanWaitMinutes: rounded(waits.meanMs / minute),
    wait: { p50: minutesAt(0.5), p90: minutesAt(0.9), p95: minutesAt(0.95) },
    abandonment: rounded(run.left / arrived),
    load: {
      mean: rounded(mean),
      variancePerOperator: rounded(variancePerOperator),
      meanMax: rounded(meanMax),
      meanSpread: rounded(meanSpread),
    },
    occupancy: rounded(occupancy),
    serviceLevel: { seconds: serviceLevelSeconds, F4: rounded(serviceLevel(run)) },
    perOperator: [...run.assigned].map((assigned, number) => {
      const name = plan.operators[number]?.name
      return plan.isListed && name !== undefined ? { name, assigned } : { assigned }
    }),
    ties: { picked: run.ties.picked, byPosition: run.ties.byPosition },
    ...(plan.mode === 'assign' ? { unchanged: rounded(run.unchanged / arrived) } : {}),
    ...(run.waiting > 0 ? { unanswered: rounded(run.waiting / arrived) } : {}),
  }
}

/** F4: answered in time, of all who were answered or left later than that; 0 when there is none of either. */
function serviceLevel({ answeredInTime, waits, leftLate }: Run): number {
  const counted = waits.answered + leftLate
  return counted === 0 ? 0 : answeredInTime / counted
}

const pointsOfCurve = 200

function curvesOf({ waits, loads }: Run, { name }: RunPlan): Curves {
  const longestMs = waits.percentileMs(0.999)
  const points = longestMs === 0 ? 0 : pointsOfCurve
  const total = loads.timeAt.reduce((sum, time) => sum + (time ?? 0), 0)
  return {
    name,
    waits: Array.from({ length: points + 1 }, (_, index) => {
      const waitMs = points === 0 ? 0 : (longestMs * index) / points
      return { minutes: waitMs / minute, share: waits.shareBeyond(waitMs) }
    }),
    loads: Array.from(loads.timeAt, (time) => (total === 0 ? 0 : (time ?? 0) / total)),
  }
}
