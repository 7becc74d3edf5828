import { setTimeout as wait } from 'node:timers/promises'
import type { Failpoint } from '../../server/src/failpoint.ts'
import { turnTimes } from '../checkers/bot.ts'
import type { Order } from '../nodes/orders.ts'
import type { Rig } from '../rig.ts'
import { type EmbeddedStage, type Fault, Findings, type Outcome, openRig, type Stage } from './fault.ts'

const everywhere: readonly Failpoint[] = [
  'before begin',
  'after begin',
  'before commit',
  'after commit',
  'before ack',
  'after outbox claim',
  'before outbox done',
  'after work claim',
  'before work done',
  'before socket write',
]
/** The relay of a node comes by about once a second, and has something to do now and then. */
const seldom: readonly Failpoint[] = ['after outbox claim', 'before outbox done']
/** Between two faults there are so many answers, at most and at least. */
const answers = { least: 60, most: 200 }
const reachedWithinMs = 8_000
const longestFuseMs = 15
/** What a killed node had begun is taken over by another when its claim ends. */
const claimsEndWithinMs = 120_000
const targets = { ready: 5_000, back: 10_000 }
export const readyAgain = 'ready again'
export const callsWithoutAnswer = 'calls without an answer'

export const kill: Fault = {
  name: 'F1',
  title: '`kill -9` of a node',
  injected:
    'SIGKILL by its own hand at each failpoint in turn (before and after begin, commit, outbox and work claim; before acknowledgement and socket write), shortly after one, and from outside at random moments; then started again',
  holds: 'what was acknowledged is stored, retries make no second one',
  unshown: 'the kernel and the disk live on: see F2',
  rounds: 50,
  run: killNodes,
}

export const killEmbedded: Fault = {
  ...kill,
  name: 'F1-embedded',
  title: '`kill -9` of the only node on the embedded database',
  rounds: 15,
  run: ({ postgres: _, redis: __, ...stage }) => killNodes(stage),
}

/** Also for one node without any server beside it. */
export async function killNodes(stage: Stage | EmbeddedStage): Promise<Outcome> {
  const findings = new Findings()
  await using rig = await openRig(stage)
  rig.traffic.start()
  const missed = new Set<string>()
  for (let round = findings.round(); round <= stage.rounds; round = findings.round()) {
    await rig.answers(answers.least + rig.chance.below(answers.most - answers.least))
    const hasFired = await killOne(rig, findings, round)
    if (!hasFired.isReached) missed.add(hasFired.at)
    if (round % 10 === 0) stage.say(`round ${round}: ${rig.history.answered} answers`)
  }
  const unanswered = rig.history.operations.filter(({ outcome }) => outcome.kind === 'unknown').length
  findings.measured(callsWithoutAnswer, unanswered, '', null)
  if (missed.size > 0) findings.note(`not reached in time, so killed from outside: ${[...missed].join(', ')}`)
  const { snapshots } = await findings.judge(rig, [], claimsEndWithinMs)
  for (const snapshot of snapshots.values())
    findings.measured('the slowest turn', Math.max(0, ...turnTimes(snapshot)), 'ms', null)
  return { ...findings.outcome(), rounds: stage.rounds }
}

async function killOne(rig: Rig, findings: Findings, round: number): Promise<{ isReached: boolean; at: string }> {
  const { node } = rig.someMember()
  const order = orderFor(rig, round)
  let isReached = true
  if (order === null) await wait(rig.chance.below(longestFuseMs))
  else {
    node.order(order)
    isReached = await node.hasEnded(reachedWithinMs)
  }
  const killedAt = performance.now()
  await node.kill()
  const started = node.start()
  const served = rig.everybodyServed(killedAt)
  findings.measured('clients served again', await served, 'ms', targets.back)
  findings.measured(readyAgain, await started, 'ms', targets.ready)
  return { isReached, at: order?.at ?? '' }
}

/** Each failpoint in turn, and in between a moment that nothing but chance decides. */
function orderFor({ chance }: Rig, round: number): Extract<Order, { do: 'kill' }> | null {
  const turn = round % (everywhere.length + 2)
  const at = everywhere[turn]
  const time = at !== undefined && seldom.includes(at) ? 1 : chance.below(8) + 1
  if (at !== undefined) return { do: 'kill', at, time }
  return turn === everywhere.length ? { do: 'kill', at: 'before commit', time, afterMs: chance.below(6) } : null
}
