import { setTimeout as wait } from 'node:timers/promises'
import { withClient } from '../databases.ts'
import type { Rig } from '../rig.ts'
import { Caller, openAgent } from '../traffic/caller.ts'
import { LiveLine } from '../traffic/live-line.ts'
import { Probe, percentile } from '../traffic/probe.ts'
import { ticketFor, tokenOf } from '../traffic/widget-contact.ts'
import { type Fault, Findings, openRig, type Stage } from './fault.ts'

const sockets = 2_000
/** As many at first come in at once. */
const atOnce = 100
const patienceMs = 20_000

/** What a node opens by default, and as many for lists. */
const poolSize = 20
const backWithinMs = 60_000

export const reconnectStorm: Fault = {
  name: 'F17',
  title: 'A storm of reconnects: 2,000 live connections cut at once',
  injected:
    'the links before all nodes reset everything; clients come back with full jitter up to 30 s; one desk on a way of its own stays',
  holds: 'the live one notices nothing, the pools hold',
  unshown: 'clients and nodes share the processor, so the times are those of both',
  rounds: 1,
  run: runStorm,
}

async function runStorm(stage: Stage) {
  const findings = new Findings()
  await using rig = await openRig(stage, { crowds: [{ contacts: 2, widgets: 0, desks: 0, programs: 0 }], pauseMs: 200 })
  rig.traffic.start()
  const agent = openAgent(patienceMs)
  const lines: LiveLine[] = []
  try {
    const areOpen = (share: number) => lines.filter(({ isOpen }) => isOpen).length >= share * sockets
    while (lines.length < sockets) {
      for (let index = 0; index < atOnce; index += 1) lines.push(openLine(rig, agent, lines.length))
      const areIn = await until(() => lines.every(({ isOpen }) => isOpen), 60_000)
      findings.expect(areIn !== null, `of ${lines.length} not all were let in`)
    }
    for (let left = stage.rounds; left > 0; left -= 1) {
      findings.round()
      await cutAll(rig, findings, areOpen)
    }
  } finally {
    await Promise.all(lines.map((line) => line.close()))
    await agent.destroy()
  }
  await findings.judge(rig)
  return findings.outcome()
}

async function cutAll(rig: Rig, findings: Findings, areOpen: (share: number) => boolean): Promise<void> {
  await using probe = await Probe.open(rig, 0, rig.members.length - 1, true)
  const cutAt = performance.now()
  await Promise.all(rig.members.map(({ front }) => front.cut()))
  await Promise.all(rig.members.map(({ front }) => front.heal()))
  const live: number[] = []
  let mostConnections = 0
  let backMs: number | null = null
  while (backMs === null && performance.now() - cutAt < 2 * backWithinMs) {
    const probed = await probe.once()
    findings.expect(probed?.seenMs != null, 'the live one was refused, or shown nothing')
    live.push(probed?.seenMs ?? 0)
    mostConnections = Math.max(mostConnections, await connectionsTo(rig))
    if (areOpen(0.95)) backMs = performance.now() - cutAt
  }
  findings.measured('95 % back', backMs, 'ms', backWithinMs)
  findings.measured('the live one meanwhile (p90)', percentile(live, 0.9), 'ms', null)
  findings.measured('connections to PostgreSQL, all nodes', mostConnections, '', rig.members.length * poolSize)
}

async function connectionsTo(rig: Rig): Promise<number> {
  return withClient(rig.databaseUrl ?? '', async (client) => {
    const { rows } = await client.query(
      "select count(*) from pg_stat_activity where application_name = 'baton' and datname = current_database()",
    )
    return Number(rows[0]?.count ?? 0)
  })
}

/** A contact's live connection that only listens. */
function openLine(rig: Rig, agent: ReturnType<typeof openAgent>, index: number): LiveLine {
  const [place] = rig.places
  const caller = new Caller({
    client: `alpha-s${index}`,
    workspace: 'alpha',
    fronts: rig.fronts,
    headers: { 'x-forwarded-for': `10.${index >> 8}.${index & 255}.7` },
    history: rig.history,
    agent,
    chance: rig.chance,
    mayHear: () => false,
    patienceMs,
  })
  const token = tokenOf(caller, place?.bot ?? '')
  const line = new LiveLine({
    caller,
    silenceMs: 45_000,
    pingEveryMs: 15_000,
    // As the widget does it, and as patient as a browser.
    firstPauseMs: 500,
    longestPauseMs: 30_000,
    openWithinMs: patienceMs,
    random: (below) => rig.chance.below(below),
    onFrame: () => {},
    async admission() {
      const headers = await token()
      return headers === null ? null : ticketFor(caller, headers)
    },
  })
  line.start()
  return line
}

async function until(isTrue: () => boolean, withinMs: number): Promise<number | null> {
  const startedAt = performance.now()
  while (performance.now() - startedAt < withinMs) {
    if (isTrue()) return performance.now() - startedAt
    await wait(50)
  }
  return null
}
