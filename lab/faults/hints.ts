import { setTimeout as wait } from 'node:timers/promises'
import { RedisClient } from '../redis-client.ts'
import type { Rig } from '../rig.ts'
import type { RedisServer } from '../servers.ts'
import { Probe, type Probed, percentile } from '../traffic/probe.ts'
import { type Fault, Findings, openRig, type Stage } from './fault.ts'

const answersBefore = 150
const targets = { back: 5_000, converge: 10_000, without: 1_500, slowTimes: 2 }

export const lostRedis: Fault = {
  name: 'F7',
  title: 'Redis killed, and started again empty',
  injected: '`kill -9` of Redis, some seconds without, then a new one on the same port that knows nothing',
  holds: 'everything but the speed of news between nodes',
  rounds: 4,
  run: runLoss,
}

export const slowRedis: Fault = {
  name: 'F9',
  title: 'Redis slow: 2 s for every command',
  injected: 'every link to Redis delayed by 1 s each way, in turn with none',
  holds: 'a send waits for no hint',
  unshown: 'the p99 of a few hundred sends on a shared machine is a rough figure',
  rounds: 3,
  run: runSlowness,
}

export const cutFromRedis: Fault = {
  name: 'F11',
  title: 'A node cut from Redis: rejected, and in the dark, in turn',
  injected: 'its link resets and refuses, or swallows everything, for 6 s',
  holds: 'all clients of all nodes show the same when it is over',
  rounds: 4,
  run: runCuts,
}

export const flappingLinks: Fault = {
  name: 'F12',
  title: 'Flapping links, 200 ms up and 200 ms cut',
  injected: 'the link of one node to Redis, and in the next round to PostgreSQL, for 10 s',
  holds: 'no storm of reassignments: nobody is assigned twice for it',
  rounds: 4,
  run: runFlapping,
}

async function runLoss(stage: Stage) {
  const { redis } = stage
  const findings = new Findings()
  await using rig = await openRig(stage)
  await using probe = await Probe.open(rig, 0, rig.members.length - 1)
  rig.traffic.start()
  tellSeen(findings, 'seen by a peer, usually', await probe.several(10), null)
  for (let left = stage.rounds; left > 0; left -= 1) {
    findings.round()
    await rig.answers(answersBefore)
    await redis.kill()
    const lostAt = performance.now()
    findings.measured('clients served', await rig.everybodyServed(lostAt), 'ms', targets.converge)
    tellSeen(findings, 'seen by a peer, without Redis', await probe.several(10), targets.without)
    await redis.start()
    findings.measured('all nodes on Redis again', await untilSubscribed(redis, rig, 20_000), 'ms', targets.back)
  }
  await findings.judge(rig)
  return findings.outcome()
}

async function runSlowness(stage: Stage) {
  const findings = new Findings()
  await using rig = await openRig(stage)
  rig.traffic.start()
  await rig.answers(answersBefore)
  const took = { usual: [] as number[], slow: [] as number[] }
  for (let left = stage.rounds; left > 0; left -= 1) {
    findings.round()
    took.usual.push(...(await sendsDuring(rig, 5_000)))
    for (const { redis } of rig.members) redis?.delay(1_000)
    took.slow.push(...(await sendsDuring(rig, 5_000)))
    for (const { redis } of rig.members) await redis?.heal()
  }
  const [usual, slow] = [percentile(took.usual, 0.99), percentile(took.slow, 0.99)]
  findings.measured('p99 of sends, usually', usual, 'ms', null)
  findings.measured('p99 of sends, meanwhile', slow, 'ms', null)
  findings.measured('that is', slow / usual, '×', targets.slowTimes)
  findings.note(`${took.usual.length} and ${took.slow.length} sends`)
  await findings.judge(rig)
  return findings.outcome()
}

async function runCuts(stage: Stage) {
  const findings = new Findings()
  await using rig = await openRig(stage)
  await using probe = await Probe.open(rig, 0, rig.members.length - 1)
  rig.traffic.start()
  for (let left = stage.rounds; left > 0; left -= 1) {
    await rig.answers(answersBefore)
    const isDark = findings.round() % 2 === 0
    const link = rig.members.at(-1)?.redis
    if (isDark) await link?.blackHole()
    else await link?.cut()
    const cutAt = performance.now()
    tellSeen(findings, `seen there, ${isDark ? 'dark' : 'rejected'}`, await probe.several(8), null)
    await wait(Math.max(0, 6_000 - (performance.now() - cutAt)))
    await link?.heal()
    findings.measured('on Redis again', await untilSubscribed(stage.redis, rig, 20_000), 'ms', targets.converge)
  }
  await findings.judge(rig, [], targets.converge)
  return findings.outcome()
}

async function runFlapping(stage: Stage) {
  const findings = new Findings()
  await using rig = await openRig(stage)
  rig.traffic.start()
  for (let left = stage.rounds; left > 0; left -= 1) {
    await rig.answers(answersBefore)
    const isRedis = findings.round() % 2 === 1
    const { redis, database } = rig.someMember()
    const link = isRedis ? redis : database
    const startedAt = performance.now()
    await link?.flap(200, 200)
    findings.measured(
      `clients served, ${isRedis ? 'Redis' : 'PostgreSQL'}`,
      await rig.everybodyServed(startedAt),
      'ms',
      null,
    )
    await wait(Math.max(0, 10_000 - (performance.now() - startedAt)))
    await link?.heal()
    findings.measured(
      'clients served after healing',
      await rig.everybodyServed(performance.now()),
      'ms',
      targets.converge,
    )
  }
  await findings.judge(rig)
  return findings.outcome()
}

/** How soon a peer has seen what was said, and that it has. */
export function tellSeen(findings: Findings, name: string, probed: readonly Probed[], most: number | null): void {
  const seen = probed.flatMap(({ seenMs }) => seenMs ?? [])
  findings.expect(seen.length === probed.length, `${name}: ${probed.length - seen.length} never came`)
  findings.expect(probed.length > 0, `${name}: nothing could be said at all`)
  if (seen.length > 0) findings.measured(`${name} (median)`, percentile(seen, 0.5), 'ms', most)
}

async function sendsDuring(rig: Rig, milliseconds: number): Promise<number[]> {
  const from = performance.now()
  await wait(milliseconds)
  return rig.history.operations.flatMap(({ wish, outcome, invokedAt, endedAt }) =>
    invokedAt >= from && wish.type === 'send' && outcome.kind === 'ok' ? [endedAt - invokedAt] : [],
  )
}

/** Until every node listens on its own channel. */
async function untilSubscribed(redis: RedisServer, rig: Rig, withinMs: number): Promise<number | null> {
  using client = await RedisClient.open(redis)
  const startedAt = performance.now()
  while (performance.now() - startedAt < withinMs) {
    const channels = await client.ask('PUBSUB', 'CHANNELS', 'baton:*:node:*')
    if (Array.isArray(channels) && channels.length >= rig.members.length) return performance.now() - startedAt
    await wait(20)
  }
  return null
}
