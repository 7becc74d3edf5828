import { setTimeout as wait } from 'node:timers/promises'
import { turnTimes } from '../checkers/bot.ts'
import { Probe, percentile } from '../traffic/probe.ts'
import { type Fault, Findings, openRig, type Stage } from './fault.ts'
import { knock, untilAnswered } from './knock.ts'

const answersBefore = 150
const [usualPauseMs, longestPauseMs] = [20_000, 60_000]
const blockMs = 10_000
const awayWithinMs = 10_000

export const paused: Fault = {
  name: 'F13',
  title: 'A node paused (SIGSTOP, then CONT)',
  injected: '20 s, in the last of several rounds 60 s, while it holds calls, turns, works and desks',
  holds: 'what it wakes up with is decided again on what is so by then; others have gone on',
  rounds: 3,
  run: runPauses,
}

export const blocked: Fault = {
  name: 'F14',
  title: 'A node whose event loop is blocked for 10 s',
  injected: 'a busy loop inside the process',
  holds: 'it does not answer that it is ready; the others notice nothing',
  rounds: 3,
  run: runBlocks,
}

async function runPauses(stage: Stage) {
  const findings = new Findings()
  await using rig = await openRig(stage)
  rig.traffic.start()
  for (let left = stage.rounds; left > 0; left -= 1) {
    findings.round()
    await rig.answers(answersBefore)
    const { node } = rig.someMember()
    const forMs = left === 1 && stage.rounds > 1 ? longestPauseMs : usualPauseMs
    await node.pause()
    const pausedAt = performance.now()
    findings.measured('clients served elsewhere', await rig.everybodyServed(pausedAt), 'ms', awayWithinMs)
    await wait(Math.max(0, forMs - (performance.now() - pausedAt)))
    node.resume()
    const ready = await untilAnswered(`${node.url}/readyz`, (status) => status === 200, 30_000)
    findings.measured('ready after waking', ready, 'ms', awayWithinMs)
  }
  const { snapshots } = await findings.judge(rig, [], 120_000)
  for (const snapshot of snapshots.values())
    findings.measured('the slowest turn', Math.max(0, ...turnTimes(snapshot)), 'ms', null)
  return findings.outcome()
}

async function runBlocks(stage: Stage) {
  const findings = new Findings()
  await using rig = await openRig(stage)
  await using probe = await Probe.open(rig, 1, rig.members.length - 1)
  rig.traffic.start()
  for (let left = stage.rounds; left > 0; left -= 1) {
    findings.round()
    await rig.answers(answersBefore)
    const [blockedOne] = rig.members
    blockedOne?.node.order({ do: 'block', forMs: blockMs })
    const blockedAt = performance.now()
    const served = rig.everybodyServed(blockedAt)
    await wait(300)
    const ready = await knock(`${blockedOne?.node.url}/readyz`, { timeoutMs: 1_000 })
    findings.expect(ready.status !== 200, 'the blocked node says that it is ready')
    const probed = await probe.several(10)
    findings.expect(probed.length === 10, 'the others did not take everything')
    findings.measured(
      'others take a send (p90)',
      percentile(
        probed.map(({ takenMs }) => takenMs),
        0.9,
      ),
      'ms',
      null,
    )
    findings.measured('clients served elsewhere', await served, 'ms', awayWithinMs)
    const again = await untilAnswered(`${blockedOne?.node.url}/readyz`, (status) => status === 200, 30_000)
    findings.expect(again !== null, 'the blocked node did not come back')
  }
  await findings.judge(rig)
  return findings.outcome()
}
