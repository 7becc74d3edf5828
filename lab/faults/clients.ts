import { setTimeout as wait } from 'node:timers/promises'
import type { Wish } from '../history.ts'
import type { Rig } from '../rig.ts'
import { markOf } from '../script.ts'
import { programHeaders } from '../traffic/actor.ts'
import { Caller, openAgent } from '../traffic/caller.ts'
import { type Fault, Findings, openRig, type Stage } from './fault.ts'
import { connectionsOf } from './knock.ts'

const noticedWithinMs = 45_000

export const darkSockets: Fault = {
  name: 'F16',
  title: 'Live connections in the dark: neither FIN nor RST',
  injected: 'the link before one node swallows both directions while its clients are connected',
  holds: 'the node lets them go, the clients come back elsewhere',
  rounds: 1,
  run: runDark,
}

export const sameMessage: Fault = {
  name: 'F20',
  title: 'Fifty copies of one message at once, on two nodes and more',
  injected: 'the same `clientMessageId` with the same body, all at the same time',
  holds: 'one message, one turn of the bot, the same answer to all',
  rounds: 10,
  run: runCopies,
}

async function runDark(stage: Stage) {
  const findings = new Findings()
  await using rig = await openRig(stage)
  rig.traffic.start()
  for (let left = stage.rounds; left > 0; left -= 1) {
    findings.round()
    await rig.answers(200)
    const member = await busiest(rig)
    const before = await connectionsOf(member)
    await member.front.blackHole()
    const darkAt = performance.now()
    findings.measured('clients served elsewhere', await rig.everybodyServed(darkAt), 'ms', 15_000)
    let noticedMs: number | null = null
    for (; noticedMs === null && performance.now() - darkAt < 90_000; await wait(250))
      if ((await connectionsOf(member)) === 0) noticedMs = performance.now() - darkAt
    findings.note(`${before} connections`)
    findings.measured('the node has let them go', noticedMs, 'ms', noticedWithinMs)
    await member.front.heal()
  }
  await findings.judge(rig)
  return findings.outcome()
}

async function busiest(rig: Rig): Promise<Rig['members'][number]> {
  const counted = await Promise.all(rig.members.map(async (member) => ({ member, open: await connectionsOf(member) })))
  const [first] = counted.toSorted((one, other) => other.open - one.open)
  return first?.member ?? rig.someMember()
}

const copies = 50

async function runCopies(stage: Stage) {
  const findings = new Findings()
  await using rig = await openRig(stage, { crowds: [{ contacts: 3, widgets: 0, desks: 0, programs: 0 }] })
  rig.traffic.start()
  const [place] = rig.places
  if (place === undefined) throw new Error('no place')
  const agent = openAgent()
  const callers = rig.fronts.map(
    (front) =>
      new Caller({
        client: 'alpha-copies',
        workspace: place.name,
        fronts: [front],
        headers: programHeaders(place),
        history: rig.history,
        agent,
        chance: rig.chance,
        mayHear: () => true,
      }),
  )
  for (let left = stage.rounds; left > 0; left -= 1) {
    const key = `alpha-copies:${findings.round()}`
    const text = `say ${markOf(place.name, 'copies')}`
    const path = `/bots/${place.bot}/contacts/copies/messages`
    const wish: Wish = { type: 'send', key, text }
    const call = { method: 'POST' as const, path, body: { text, clientMessageId: key, wait: 1 } }
    const answers = await Promise.all(
      Array.from({ length: copies }, (_, index) => callers[index % callers.length]?.call(wish, call)),
    )
    const conversations = new Set(answers.map((answer) => answer?.body.conversation?.id))
    const bubbles = new Set(answers.map((answer) => JSON.stringify(answer?.body.messages?.map(({ id }) => id))))
    findings.expect(conversations.size === 1, `${key} was answered with ${conversations.size} conversations`)
    findings.expect(bubbles.size === 1, `${key} was answered with ${bubbles.size} different turns`)
  }
  await agent.destroy()
  await findings.judge(rig)
  return findings.outcome()
}
