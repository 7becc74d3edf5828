import type { Order } from '../nodes/orders.ts'
import { type Fault, Findings, openRig, type Stage } from './fault.ts'

const answersBefore = 150
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

export const skewedClocks: Fault = {
  name: 'F27',
  title: 'Clocks of nodes wrong from the start',
  injected: 'the wall clocks of the nodes are 1 h behind, 1 day ahead, 1 day behind, and so on in turn',
  holds: 'order by number, no delay too early, dates of events from the database',
  unshown: 'the clock of PostgreSQL itself, which all nodes go by, stays right',
  rounds: 1,
  run: (stage) => runClocks(stage, true),
}

export const jumpingClocks: Fault = {
  ...skewedClocks,
  name: 'F26',
  title: 'Clocks of nodes jump',
  injected: 'again and again one wall clock jumps by an hour or a day, to and fro, or back by 5 s',
  rounds: 10,
  run: (stage) => runClocks(stage, false),
}

async function runClocks(stage: Stage, isFromTheStart: boolean) {
  const findings = new Findings()
  const shifts = [-hour, day, -day, hour, 5 * minute]
  const orders = (index: number): Order[] => [{ do: 'shift_clock', byMs: shifts[index % shifts.length] ?? 0 }]
  await using rig = await openRig(stage, isFromTheStart ? { orders } : {})
  const startedAt = Date.now()
  rig.traffic.start()
  for (let left = stage.rounds; left > 0; left -= 1) {
    findings.round()
    if (isFromTheStart) await rig.answers(1_000, 120_000)
    else {
      const byMs = rig.chance.below(3) === 0 ? -5_000 : (shifts[rig.chance.below(shifts.length)] ?? 0)
      rig.someMember().node.order({ do: 'shift_clock', byMs })
      await rig.answers(answersBefore)
    }
  }
  const { violations, snapshots, operations } = await rig.judgeCalm()
  findings.violations.push(...violations)
  findings.counted(operations)
  for (const { log } of snapshots.values())
    for (const { conversation, event } of log)
      findings.expect(
        event.at >= startedAt - minute && event.at <= Date.now() + minute,
        `${conversation}: ${event.seq} is dated ${new Date(event.at).toISOString()}`,
      )
  return findings.outcome()
}
