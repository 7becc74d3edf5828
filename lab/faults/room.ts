import { execFileSync } from 'node:child_process'
import { appendFile, mkdir, mkdtemp, rm, statfs, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { publicOrigin } from '../nodes/cluster.ts'
import type { Rig } from '../rig.ts'
import { startPostgres } from '../servers.ts'
import { Probe } from '../traffic/probe.ts'
import { type Fault, Findings, type Outcome, openRig, type Stage } from './fault.ts'
import { knock, untilAnswered } from './knock.ts'

const answersBefore = 150
const targets = { back: 10_000, heapMb: 256 }

export const fullDisk: Fault = {
  name: 'F24',
  title: 'The disk of PostgreSQL is full',
  injected:
    'its data directory on a file system in memory of its own, filled to the last byte for 6 s, then given room again; PostgreSQL is started again if it has ended',
  holds: 'no loss; writes are refused with 503; the nodes stay up',
  unshown: 'needs the right to mount; without it this fault is left out',
  rounds: 2,
  run: runFullDisk,
}

export const littleMemory: Fault = {
  name: 'F28',
  title: 'A heap of 256 MB, readers that do not read, large files',
  injected: 'desks and contacts that stop reading while much is said, and files of 9 MB, eight at once, to every node',
  holds: 'no node ends, everybody else is served',
  rounds: 3,
  run: runLittleMemory,
}

export const fewFiles: Fault = {
  name: 'F29',
  title: 'Nodes with 256 file descriptors',
  injected: 'live connections are opened until no more are let in, and closed again',
  holds: 'who is in stays in, the process lives, and there is room again afterwards',
  rounds: 2,
  run: runFewFiles,
}

async function runFullDisk(stage: Stage): Promise<Outcome> {
  const findings = new Findings()
  const directory = await mkdtemp(join(tmpdir(), 'baton-lab-disk-'))
  if (!mount(directory)) {
    await rm(directory, { recursive: true })
    findings.note('left out: mounting is not permitted here')
    return findings.outcome()
  }
  try {
    const data = join(directory, 'cluster')
    await mkdir(data)
    const settings = { max_wal_size: '48MB', min_wal_size: '32MB' }
    await using postgres = await startPostgres({ directory: data, settings })
    await using rig = await openRig(stage, { postgres })
    rig.traffic.start()
    for (let left = stage.rounds; left > 0; left -= 1) {
      findings.round()
      await rig.answers(answersBefore)
      const filler = join(directory, 'filler')
      await fill(directory, filler)
      const fullAt = performance.now()
      await expectRefusals(rig, findings)
      await wait(Math.max(0, 6_000 - (performance.now() - fullAt)))
      await unlink(filler)
      if (postgres.pid === null) {
        findings.note('PostgreSQL ended itself and was started again')
        await postgres.start()
      }
      findings.measured('served when there is room', await rig.everybodyServed(performance.now()), 'ms', targets.back)
    }
    await findings.judge(rig)
  } finally {
    execFileSync('umount', ['--lazy', directory])
    await rm(directory, { recursive: true, force: true })
  }
  return findings.outcome()
}

function mount(directory: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=192m', 'tmpfs', directory], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** To the last block. */
async function fill(directory: string, filler: string): Promise<void> {
  for (let free = await statfs(directory); free.bavail > 0; free = await statfs(directory)) {
    const rest = Buffer.alloc(Math.min(free.bavail * free.bsize, 2 ** 20))
    // PostgreSQL may be faster.
    await appendFile(filler, rest).catch(() => {})
  }
}

/** Sooner or later a write needs another page: from then on it is refused, and nothing else happens. */
async function expectRefusals(rig: Rig, findings: Findings): Promise<void> {
  const [place] = rig.places
  const text = `say ${'x'.repeat(9_000)}`
  const reading = { key: place?.key ?? '' }
  for (const { node } of rig.members) {
    const path = `${node.url}/api/v1/bots/${place?.bot}/contacts/heavy/messages`
    const writing = { method: 'POST', key: place?.key ?? '', body: { text, wait: 0 }, timeoutMs: 10_000 }
    const refused = await untilAnswered(path, (status) => status === 503, 6_000, writing)
    findings.expect(refused !== null, `${node.name}: nothing was refused while the disk was full`)
    const [alive, read] = [
      await knock(`${node.url}/livez`),
      await knock(`${node.url}/api/v1/conversations?limit=10`, reading),
    ]
    findings.expect(alive.status === 200, `${node.name}: not alive on a full disk (${alive.status})`)
    findings.expect(read.status === 200, `${node.name}: nothing can be read on a full disk (${read.status})`)
  }
}

async function runLittleMemory(stage: Stage) {
  const findings = new Findings()
  await using rig = await openRig(stage, { heapMb: targets.heapMb })
  await using probe = await Probe.open(rig, 0, rig.members.length - 1)
  rig.traffic.start()
  const pids = rig.members.map(({ node }) => node.pid)
  for (let left = stage.rounds; left > 0; left -= 1) {
    findings.round()
    const stalled = await openStalled(rig, 20)
    const taken = await Promise.all(rig.members.map((member) => uploads(rig, member, 8)))
    for (const statuses of taken) {
      const good = statuses.filter((status) => status !== null && status < 300).length
      findings.expect(
        statuses.every((status) => status === null || status !== 500),
        'a file was answered 500',
      )
      findings.note(`${good} of ${statuses.length} files taken`)
    }
    await rig.answers(400)
    findings.expect((await probe.several(5)).length === 5, 'somebody else was not served')
    for (const { node } of rig.members) {
      const { heapBytes, residentBytes } = await node.tally()
      findings.measured('heap', heapBytes / 2 ** 20, 'MB', targets.heapMb)
      findings.measured('resident', residentBytes / 2 ** 20, 'MB', null)
    }
    for (const socket of stalled) socket.terminate()
  }
  findings.expect(
    rig.members.every(({ node }, index) => node.pid === pids[index]),
    'a node ended',
  )
  await findings.judge(rig)
  return findings.outcome()
}

/** Desks that follow everything and read nothing, over every node. */
async function openStalled(rig: Rig, count: number): Promise<WebSocket[]> {
  const sockets: WebSocket[] = []
  for (let index = 0; index < count; index += 1) {
    const { url } = rig.fronts[index % rig.fronts.length] ?? { url: '' }
    const [place] = rig.places
    const cookie = `baton=${place?.operators[index % place.operators.length]?.session}`
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/live`, {
      headers: { cookie, origin: publicOrigin },
    })
    socket.on('error', () => {})
    socket.on('open', () => {
      socket.send(JSON.stringify({ type: 'follow_inbox', after: 0 }))
      socket.pause()
    })
    sockets.push(socket)
  }
  await wait(500)
  return sockets
}

async function uploads(rig: Rig, { node }: Rig['members'][number], count: number): Promise<(number | null)[]> {
  const [place] = rig.places
  const url = `${node.url}/api/v1/bots/${place?.bot}/contacts/files-${node.name}/files`
  const one = async () => {
    const form = new FormData()
    form.set('file', new Blob([largeText()], { type: 'text/plain' }), 'large.txt')
    try {
      const headers = { authorization: `Bearer ${place?.key}` }
      const response = await fetch(url, { method: 'POST', headers, body: form, signal: AbortSignal.timeout(30_000) })
      await response.text()
      return response.status
    } catch {
      return null
    }
  }
  return Promise.all(Array.from({ length: count }, one))
}

function largeText(): string {
  return 'large '.repeat((9 * 2 ** 20) / 6)
}

async function runFewFiles(stage: Stage) {
  const findings = new Findings()
  await using rig = await openRig(stage, { files: 256, crowds: [{ contacts: 3, widgets: 1, desks: 1, programs: 0 }] })
  await using probe = await Probe.open(rig, 0, 0)
  rig.traffic.start()
  const [first] = rig.members
  const [place] = rig.places
  if (first === undefined || place === undefined) throw new Error('no node')
  for (let left = stage.rounds; left > 0; left -= 1) {
    findings.round()
    const open = await openUntilRefused(first.node.url, place.key, 400)
    findings.note(`${open.length} of 400 connections let in`)
    findings.expect(open.length < 400, 'the limit was not reached')
    findings.expect(first.node.isUp, 'the node ended')
    findings.expect(probe.isConnected, 'who was in was put out')
    for (const socket of open) socket.terminate()
    findings.measured(
      'room again',
      await untilAnswered(`${first.node.url}/readyz`, (status) => status === 200, 30_000),
      'ms',
      targets.back,
    )
    findings.expect((await probe.once())?.seenMs != null, 'who was in was shown nothing')
  }
  await findings.judge(rig)
  return findings.outcome()
}

async function openUntilRefused(url: string, key: string, most: number): Promise<WebSocket[]> {
  const open: WebSocket[] = []
  for (let index = 0; index < most; index += 1) {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const headers = { authorization: `Bearer ${key}` }
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/live`, { headers, handshakeTimeout: 3_000 })
    socket.on('error', () => resolve(false))
    socket.on('open', () => resolve(true))
    if (!(await promise)) return open
    open.push(socket)
  }
  return open
}
