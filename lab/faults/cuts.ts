import { setTimeout as wait } from 'node:timers/promises'
import type { Member } from '../nodes/cluster.ts'
import type { Rig } from '../rig.ts'
import { type Fault, Findings, openRig, type Stage } from './fault.ts'
import { knock, untilAnswered } from './knock.ts'

const answersBefore = 150
const cutMs = 8_000
const targets = { away: 10_000, heal: 10_000, refusal: 6_000 }

export const cutFromDatabase: Fault = {
  name: 'F10',
  title: 'A node cut from PostgreSQL: rejected, and in the dark, in turn',
  injected: 'its link resets and refuses, or swallows everything, for 8 s',
  holds: 'it says that it is not ready, refuses instead of showing what may be old, and its clients go elsewhere',
  unshown: 'a proxy on one machine: the kernel acknowledges what the dark link swallows',
  rounds: 4,
  run: runCuts,
}

async function runCuts(stage: Stage) {
  const findings = new Findings()
  await using rig = await openRig(stage)
  rig.traffic.start()
  for (let left = stage.rounds; left > 0; left -= 1) {
    await rig.answers(answersBefore)
    const kind = findings.round() % 2 === 1 ? 'rejected' : 'dark'
    const member = rig.someMember()
    const { node, database } = member
    const cutAt = performance.now()
    if (kind === 'rejected') await database?.cut()
    else await database?.blackHole()
    const served = rig.everybodyServed(cutAt)
    const unready = await untilAnswered(`${node.url}/readyz`, (status) => status === 503, 20_000, { timeoutMs: 8_000 })
    findings.measured(`unready, ${kind}`, unready, 'ms', targets.away)
    await expectNothingOld(rig, findings, member, kind)
    findings.measured(`clients served elsewhere, ${kind}`, await served, 'ms', targets.away)
    await wait(Math.max(0, cutMs - (performance.now() - cutAt)))
    findings.measured(`live clients still with it, ${kind}`, rig.liveClientsOf(member), '', 0)
    await database?.heal()
    const ready = await untilAnswered(`${node.url}/readyz`, (status) => status === 200, 60_000, { timeoutMs: 8_000 })
    findings.measured(`ready after healing, ${kind}`, ready, 'ms', targets.heal)
  }
  await findings.judge(rig)
  return findings.outcome()
}

/** [F10] Who holds a conversation is asked of the database, or not answered. */
async function expectNothingOld(rig: Rig, findings: Findings, { node }: Member, kind: string): Promise<void> {
  const [place] = rig.places
  const known = rig.history.operations.findLast(
    ({ workspace, outcome }) => workspace === place?.name && outcome.kind === 'ok' && outcome.conversation !== null,
  )
  const conversation = known?.outcome.kind === 'ok' ? known.outcome.conversation : ''
  const read = await knock(`${node.url}/api/v1/conversations/${conversation}`, {
    key: place?.key ?? '',
    timeoutMs: 10_000,
  })
  findings.expect(read.status !== 200, `${node.name}: showed a conversation while it was cut off (${kind})`)
  findings.expect(
    read.status !== null,
    `${node.name}: did not answer at all within 10 s while it was cut off (${kind})`,
  )
  if (read.status !== null) findings.measured(`a read refused within, ${kind}`, read.tookMs, 'ms', targets.refusal)
}
