import type { Rig } from '../rig.ts'
import { lost } from '../traffic/live-line.ts'
import { type Fault, Findings, openRig, type Stage } from './fault.ts'

const answersBefore = 150
const targets = { away: 10_000, drain: 10_000, back: 5_000, unavailable: 5_000 }

export const exceptions: Fault = {
  name: 'F35',
  title: 'An exception and a rejection in a handler',
  injected: 'thrown to who waits, thrown to nobody, and rejected with nobody waiting, in turn, just before an answer',
  holds: 'one request fails; what nobody catches ends the process in order, and it is started again',
  rounds: 6,
  run: runExceptions,
}

export const drain: Fault = {
  name: 'drain',
  title: 'Graceful end under load (D-18)',
  injected: 'SIGTERM to one node, then started again',
  holds: 'exit code 0, no answer of 500, calls that had begun are answered; live connections are told to come back',
  rounds: 4,
  run: runDrains,
}

export const rolling: Fault = {
  name: 'rolling',
  title: 'Rolling restart of all nodes under load (D-19)',
  injected: 'each node in turn: SIGTERM, started again, the next when it is ready',
  holds: 'nothing acknowledged is lost, somebody always takes writes',
  unshown: 'both versions are the same one',
  rounds: 2,
  run: runRolling,
}

async function runExceptions(stage: Stage) {
  const findings = new Findings()
  await using rig = await openRig(stage)
  rig.traffic.start()
  const ways = ['there', 'uncaught', 'unhandled'] as const
  for (let left = stage.rounds; left > 0; left -= 1) {
    await rig.answers(answersBefore)
    const how = ways[findings.round() % ways.length] ?? 'there'
    const { node } = rig.someMember()
    const before = count500(rig)
    node.order({ do: 'throw', at: 'before ack', time: 1 + rig.chance.below(5), how })
    await rig.answers(60)
    if (how === 'uncaught') {
      const served = rig.everybodyServed(performance.now())
      findings.expect(await node.hasEnded(15_000), 'an exception that nobody caught did not end the process')
      await node.start()
      findings.measured('served after an uncaught one', await served, 'ms', targets.back)
    } else findings.expect(node.isUp, `the process ended by ${how}`)
    const failed = count500(rig) - before
    findings.expect(failed <= (how === 'there' ? 1 : 0), `${failed} requests failed by one exception (${how})`)
  }
  await findings.judge(rig, ['nobodyWasAnswered500'])
  return findings.outcome()
}

function count500(rig: Rig): number {
  return rig.history.operations.filter(({ outcome }) => outcome.kind === 'unknown' && outcome.status === 500).length
}

async function runDrains(stage: Stage) {
  const findings = new Findings()
  await using rig = await openRig(stage)
  rig.traffic.start()
  for (let left = stage.rounds; left > 0; left -= 1) {
    findings.round()
    await rig.answers(answersBefore)
    await drainOne(rig, findings, rig.someMember())
  }
  await findings.judge(rig)
  return findings.outcome()
}

async function drainOne(rig: Rig, findings: Findings, { node }: Rig['members'][number]): Promise<void> {
  const toldAt = performance.now()
  const served = rig.everybodyServed(toldAt)
  const { code, signal, tookMs } = await node.stop()
  findings.expect(code === 0, `${node.name} ended with ${code ?? signal}`)
  findings.measured('drained', tookMs, 'ms', targets.drain)
  const cut = rig.history.operations.filter(
    ({ node: at, invokedAt, endedAt, outcome }) =>
      at === node.name && invokedAt < toldAt && endedAt > toldAt && outcome.kind === 'unknown' && outcome.why !== lost,
  )
  findings.measured('calls under way that were not answered', cut.length, '', 0)
  for (const { client, wish, outcome } of cut.slice(0, 3))
    findings.note(`${client} ${wish.type}: ${outcome.kind === 'unknown' ? outcome.why : ''}`)
  await node.start()
  findings.measured('clients served', await served, 'ms', targets.away)
}

async function runRolling(stage: Stage) {
  const findings = new Findings()
  await using rig = await openRig(stage)
  rig.traffic.start()
  await rig.answers(answersBefore)
  for (let left = stage.rounds; left > 0; left -= 1) {
    findings.round()
    const from = performance.now()
    for (const member of rig.members) await drainOne(rig, findings, member)
    findings.measured('longest time without a write taken', longestSilence(rig, from), 'ms', targets.unavailable)
  }
  await findings.judge(rig)
  return findings.outcome()
}

function longestSilence(rig: Rig, from: number): number {
  const times = rig.history.operations
    .filter(({ wish, outcome, endedAt }) => wish.type === 'send' && outcome.kind === 'ok' && endedAt >= from)
    .map(({ endedAt }) => endedAt)
    .toSorted((one, other) => one - other)
  return [...times, performance.now()].reduce(
    ({ last, longest }, time) => ({ last: time, longest: Math.max(longest, time - last) }),
    { last: from, longest: 0 },
  ).longest
}
