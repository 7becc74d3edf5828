import { setTimeout as wait } from 'node:timers/promises'
import { RedisClient } from '../redis-client.ts'
import type { Rig } from '../rig.ts'
import type { RedisServer } from '../servers.ts'
import { Probe } from '../traffic/probe.ts'
import { type Fault, Findings, openRig, type Stage } from './fault.ts'
import { tellSeen } from './hints.ts'

const seenWithinMs = 1_500

export const wrongRedis: Fault = {
  name: 'F8',
  title: 'Redis forgets, and says what is not so',
  injected:
    'FLUSHALL twenty times a second, and forged, stale, foreign, oversized and senseless messages on every channel there is',
  holds: 'hints are checked and believed in nothing: whoever hears one reads the log',
  rounds: 3,
  run: runForgery,
}

async function runForgery(stage: Stage) {
  const { redis } = stage
  const findings = new Findings()
  await using rig = await openRig(stage)
  await using probe = await Probe.open(rig, 0, rig.members.length - 1)
  rig.traffic.start()
  let forged = 0
  for (let left = stage.rounds; left > 0; left -= 1) {
    findings.round()
    const forging = new AbortController()
    const forgers = [forge(redis, rig, forging.signal), flushAgainAndAgain(redis, forging.signal)]
    await rig.answers(400)
    tellSeen(findings, 'seen by a peer meanwhile', await probe.several(10), seenWithinMs)
    forging.abort()
    forged += (await Promise.all(forgers)).reduce((sum, count) => sum + count, 0)
  }
  findings.note(`${forged.toLocaleString('en')} forgeries`)
  await findings.judge(rig)
  return findings.outcome()
}

async function flushAgainAndAgain(redis: RedisServer, signal: AbortSignal): Promise<number> {
  let count = 0
  for (; !signal.aborted; count += 1) {
    await redis.flush()
    await wait(50)
  }
  return count
}

/** On all channels of the nodes, as fast as they are taken. */
async function forge(redis: RedisServer, rig: Rig, signal: AbortSignal): Promise<number> {
  using client = await RedisClient.open(redis)
  let count = 0
  while (!signal.aborted) {
    const channels = await client.ask('PUBSUB', 'CHANNELS', 'baton:*')
    for (const channel of Array.isArray(channels) ? channels : []) {
      for (const text of forgeries(rig)) {
        await client.ask('PUBLISH', String(channel), text)
        count += 1
      }
    }
    await wait(10)
  }
  return count
}

function forgeries(rig: Rig): string[] {
  const conversations = rig.history.operations.flatMap(({ outcome }) =>
    outcome.kind === 'ok' && outcome.conversation !== null ? [outcome.conversation] : [],
  )
  const conversation = conversations[rig.chance.below(Math.max(1, conversations.length))] ?? 'conv_none'
  const from = (hints: unknown[]) => JSON.stringify({ node: 'forger', hints })
  const bot = { kind: 'chatbot' }
  const typing = { kind: 'typing', conversation, actor: bot, isTyping: true, isForContact: true, asOf: 1, from: null }
  return [
    from([{ kind: 'moved', conversation, lastSeq: Number.MAX_SAFE_INTEGER }]),
    from([{ kind: 'moved', conversation, lastSeq: 0 }]),
    from([{ kind: 'moved', conversation: 'conv_of_nobody', lastSeq: 5 }]),
    from([typing, { ...typing, actor: { kind: 'operator', name: 'nobody' }, asOf: null }]),
    from([{ kind: 'presence' }, { kind: 'sessions' }]),
    from([{ kind: 'settings', workspace: null }]),
    from([{ kind: 'gap', workspace: rig.places[1]?.id }]),
    '1',
    '{"node":"forger"',
    `{"node":"${'x'.repeat(300_000)}"}`,
    '[]',
    '',
  ]
}
