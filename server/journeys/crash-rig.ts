/**
 * A real server process under traffic, killed without warning and started again on the same directory. The traffic goes
 * on over every crash: what got no answer is sent again under the same `clientMessageId`.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Chance, seededChance } from '@baton/core/chance'
import type { ConversationEvent } from '@baton/core/conversation'
import { idsFrom } from '@baton/core/ids'
import { instant } from '@baton/core/time'
import { Agent } from 'undici'
import { WebSocket } from 'ws'
import { openSqlite } from '../src/store/sqlite/sqlite.ts'
import { type Answer, checkAll, owing, type Sent, type Snapshot, script } from './crash-checkers.ts'

export type CrashPlan = {
  /** An empty directory of its own. */
  directory: string
  rounds: number
  seed: number
  /** How many answers there are between two crashes, at most and at least. */
  answers: { least: number; most: number }
  onRound?: (round: number, counts: { answers: number; events: number; violations: number }) => void
}

export type CrashReport = {
  history: Sent[]
  /** As the last round left it, after everything has ended. */
  snapshot: Snapshot
  /** Everything that any checker found after any crash. */
  violations: string[]
  /** Turns that were under way when the server was killed. */
  interrupted: number
  /** Messages that got their answer only at a later attempt. */
  resent: number
  /** From each kill to the server's next "ready", in milliseconds. */
  restartsMs: number[]
  exitCode: number | null
}

/** What the rig reads of any answer of the API. */
type Body = {
  id: string
  seq: number
  token: string
  lastSeq: number
  conversation: { id: string }
  messages: { id: string }[]
  problems: unknown[]
  items: (ConversationEvent & { id: string })[]
}

const key = 'crash-test-key'
/** Most milliseconds between the answer that ends a round and the kill. */
const longestFuse = 15
const contacts = 10
const widgets = 3
const operators = 4
const checkedAgain = 8
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

export async function runCrashes(plan: CrashPlan): Promise<CrashReport> {
  const slow = await slowServer(seededChance(plan.seed + 1))
  const run = new CrashRun(plan, slow.url)
  try {
    return await run.all()
  } finally {
    await run.end()
    await slow.close()
  }
}

class CrashRun {
  readonly #plan: CrashPlan
  readonly #slowUrl: string
  readonly #chance: Chance
  readonly #history = new Map<string, Sent>()
  readonly #resend = new Map<string, () => Promise<unknown>>()
  readonly #conversations: string[] = []
  readonly #restartsMs: number[] = []
  readonly #violations: string[] = []
  #agent = new Agent({ pipelining: 1 })
  #server: ChildProcess | null = null
  /** Settles when the server is up (again). */
  #up: Promise<string> = Promise.resolve('')
  #answered = 0
  #onAnswer = () => {}
  #isOver = false
  /** What the clients had been told when the server was killed last. */
  #historyAt: Sent[] = []
  #interrupted = 0
  #bot = ''

  constructor(plan: CrashPlan, slowUrl: string) {
    this.#plan = plan
    this.#slowUrl = slowUrl
    this.#chance = seededChance(plan.seed)
  }

  async all(): Promise<CrashReport> {
    this.#up = this.#start()
    const team = await this.#setUp()
    const traffic = Promise.all([
      ...Array.from({ length: contacts }, (_, index) => this.#contact(`c${index}`)),
      ...Array.from({ length: widgets }, (_, index) => this.#widget(`w${index}`)),
      ...team.map((operator) => this.#operator(operator, team)),
    ])
    // A failure of somebody is told at the end, or the failure of the server that caused it before that.
    traffic.catch(() => {})
    for (let round = 1; round <= this.#plan.rounds; round += 1) {
      await this.#trafficFor(this.#between(this.#plan.answers))
      await wait(this.#chance.below(longestFuse))
      const snapshot = await this.#crash(round)
      await this.#retryAnswered()
      this.#check(round, snapshot, false)
    }
    this.#isOver = true
    await traffic
    await this.#settle()
    const exitCode = await this.#stop()
    const snapshot = await readSnapshot(join(this.#plan.directory, 'data', 'baton.db'))
    this.#check(this.#plan.rounds + 1, snapshot, true)
    const history = [...this.#history.values()]
    return {
      history,
      snapshot,
      violations: this.#violations,
      interrupted: this.#interrupted,
      resent: history.filter(({ answers }) => answers[0]?.kind === 'unknown').length,
      restartsMs: this.#restartsMs,
      exitCode,
    }
  }

  async end(): Promise<void> {
    this.#isOver = true
    this.#server?.kill('SIGKILL')
    await this.#agent.destroy()
  }

  // --- the server

  async #start(): Promise<string> {
    const server = spawn(process.execPath, [main, 'start'], {
      env: {
        PATH: process.env.PATH,
        PORT: '0',
        BATON_DATA_DIR: join(this.#plan.directory, 'data'),
        BATON_API_KEY: key,
        BATON_DEMO: 'false',
        BATON_EGRESS_ALLOW: '127.0.0.1',
        LOG_LEVEL: 'error',
        // Starting is most of a round: what was compiled once is kept.
        NODE_COMPILE_CACHE: join(this.#plan.directory, 'compiled'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#server = server
    let output = ''
    return new Promise((resolve, reject) => {
      const hear = (chunk: Buffer) => {
        output += chunk
        const [, url] = /Desk\s+(http:\S+?)\/?\s/.exec(output) ?? []
        if (url !== undefined) resolve(url)
      }
      server.stdout.on('data', hear)
      server.stderr.on('data', hear)
      server.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${output}`)))
    })
  }

  async #crash(round: number): Promise<Snapshot> {
    const { directory } = this.#plan
    const server = this.#server
    const killedAt = performance.now()
    this.#historyAt = [...this.#history.values()].map((sent) => ({ ...sent, answers: [...sent.answers] }))
    server?.kill('SIGKILL')
    if (server !== null && server.exitCode === null && server.signalCode === null) await once(server, 'exit')
    const copy = join(directory, `crash-${round}`)
    await mkdir(copy, { recursive: true })
    for (const name of ['baton.db', 'baton.db-wal'])
      await copyFile(join(directory, 'data', name), join(copy, name)).catch(() => {})
    this.#up = this.#start()
    await this.#up
    this.#restartsMs.push(performance.now() - killedAt)
    const snapshot = await readSnapshot(join(copy, 'baton.db'))
    await rm(copy, { recursive: true })
    this.#interrupted += owing(snapshot).length
    return snapshot
  }

  async #stop(): Promise<number | null> {
    const server = this.#server
    if (server === null) return null
    server.kill('SIGTERM')
    if (server.exitCode === null) await once(server, 'exit')
    return server.exitCode
  }

  #check(round: number, snapshot: Snapshot, isQuiet: boolean): void {
    const events = snapshot.log.length
    // What was answered after the crash cannot be in its snapshot.
    const history = isQuiet ? [...this.#history.values()] : this.#historyAt
    const found = checkAll(snapshot, history, isQuiet).map((text) => `round ${round}: ${text}`)
    this.#violations.push(...found)
    this.#plan.onRound?.(round, { answers: this.#answered, events, violations: found.length })
  }

  async #trafficFor(answers: number): Promise<void> {
    const goal = this.#answered + answers
    await new Promise<void>((resolve) => {
      this.#onAnswer = () => {
        if (this.#answered < goal) return
        this.#onAnswer = () => {}
        resolve()
      }
    })
  }

  // --- calls

  /** One call, again and again until the server answers it. `onUnknown` hears of every attempt without an answer. */
  async #call(
    method: string,
    path: string,
    body: unknown,
    onUnknown = () => {},
  ): Promise<{ status: number; body: Body }> {
    for (;;) {
      const url = await this.#up
      try {
        const response = await this.#agent.request({
          origin: url,
          path: `/api/v1${path}`,
          method: method as 'POST',
          headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        })
        const text = await response.body.text()
        return { status: response.statusCode, body: JSON.parse(text || '{}') }
      } catch {
        onUnknown()
        await wait(20)
      }
    }
  }

  async #must(method: string, path: string, body?: unknown): Promise<Body> {
    const answer = await this.#call(method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  /** Sends a message under its key and keeps every answer. */
  async #send(sent: Sent, method: string, path: string, body: unknown, read: (body: Body) => Answer): Promise<Answer> {
    this.#history.set(sent.key, sent)
    const attempt = async (): Promise<Answer> => {
      const { status, body: answer } = await this.#call(method, path, body, () =>
        sent.answers.push({ kind: 'unknown' }),
      )
      const outcome: Answer = status < 300 ? read(answer) : { kind: 'refused', status }
      return this.#keep(sent, outcome)
    }
    this.#resend.set(sent.key, attempt)
    // Sometimes twice at once, as an impatient client does.
    const [outcome] = await Promise.all([attempt(), ...(this.#chance.below(12) === 0 ? [attempt()] : [])])
    return outcome
  }

  #keep(sent: Sent, answer: Answer): Answer {
    sent.answers.push(answer)
    if (answer.kind !== 'unknown') this.#answered += 1
    this.#onAnswer()
    return answer
  }

  async #retryAnswered(): Promise<void> {
    const known = this.#historyAt.filter(({ answers }) => answers.some(({ kind }) => kind === 'acknowledged'))
    const chosen = Array.from({ length: checkedAgain }, () => known[this.#chance.below(known.length)]?.key ?? '')
    await Promise.all(chosen.map((again) => this.#resend.get(again)?.()))
  }

  // --- who takes part

  async #setUp(): Promise<string[]> {
    const { id: group } = await this.#must('POST', '/groups', { name: 'support' })
    const team: string[] = []
    for (let index = 0; index < operators; index += 1) {
      const operator = { name: `Operator ${index}`, email: `o${index}@example.com`, groups: [group] }
      const { id } = await this.#must('POST', '/operators', operator)
      await this.#must('PUT', `/operators/${id}/status`, { status: 'online' })
      team.push(id)
    }
    const { id, problems } = await this.#must('POST', '/bots', botOf(this.#slowUrl))
    if (problems.length > 0) throw new Error(JSON.stringify(problems))
    await this.#must('POST', `/bots/${id}/publish`)
    this.#bot = id
    return team
  }

  async #contact(name: string): Promise<void> {
    for (let number = 0; !this.#isOver; number += 1) {
      const sent: Sent = { key: `${name}:${number}`, text: `${this.#kind()} ${number}`, answers: [] }
      const body = { text: sent.text, clientMessageId: sent.key, wait: this.#chance.below(2) }
      const path = `/bots/${this.#bot}/contacts/${name}/messages`
      const answer = await this.#send(sent, 'POST', path, body, ({ conversation, messages }) => ({
        kind: 'acknowledged',
        conversation: conversation.id,
        seq: null,
        event: null,
        bubbles: messages.map(({ id }) => id),
      }))
      if (answer.kind === 'acknowledged') this.#know(answer.conversation)
      await wait(this.#chance.below(20))
    }
  }

  /** A contact of the widget, on its socket, within the rate that contacts have. */
  async #widget(name: string): Promise<void> {
    const { token } = await this.#must('POST', '/widget/sessions', { bot: this.#bot })
    let socket = await this.#open(token)
    for (let number = 0; !this.#isOver; number += 1) {
      const sent: Sent = { key: `${name}:${number}`, text: `say ${number}`, answers: [] }
      this.#history.set(sent.key, sent)
      for (let answer: Answer = { kind: 'unknown' }; answer.kind === 'unknown'; ) {
        if (socket.readyState !== WebSocket.OPEN) socket = await this.#open(token)
        answer = this.#keep(sent, await saidOver(socket, sent))
        if (answer.kind === 'refused') throw new Error(`${sent.key} was refused over the socket: ${answer.status}`)
      }
      await wait(1_050)
    }
    socket.close()
  }

  async #open(token: string): Promise<WebSocket> {
    for (;;) {
      const url = await this.#up
      try {
        const response = await fetch(`${url}/api/v1/widget/tickets`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}` },
        })
        const { ticket } = (await response.json()) as { ticket: string }
        const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/live?ticket=${ticket}`)
        socket.on('error', () => {})
        await once(socket, 'open')
        return socket
      } catch {
        await wait(20)
      }
    }
  }

  /** Claims, replies, hands over, transfers and closes, as it comes. */
  async #operator(id: string, team: string[]): Promise<void> {
    for (let number = 0; !this.#isOver; number += 1) {
      await wait(this.#chance.below(30))
      const conversation = this.#conversations[this.#chance.below(this.#conversations.length)]
      if (conversation === undefined) continue
      const path = `/conversations/${conversation}`
      const luck = this.#chance.below(20)
      if (luck < 6) await this.#call('POST', `${path}/claim`, { operator: id })
      else if (luck < 9) await this.#call('POST', `${path}/handover`, {})
      else if (luck < 10) await this.#call('POST', `${path}/close`, {})
      else if (luck < 14)
        await this.#call('POST', `${path}/transfer`, { from: id, operator: team[this.#chance.below(team.length)] })
      else {
        const sent: Sent = { key: `${id}:${number}`, text: `reply ${number}`, answers: [] }
        const body = { operator: id, text: sent.text, clientMessageId: sent.key }
        await this.#send(sent, 'POST', `${path}/messages`, body, (event) => ({
          kind: 'acknowledged',
          conversation,
          seq: event.seq,
          event: event.id,
          bubbles: [],
        }))
      }
    }
  }

  #know(conversation: string): void {
    if (!this.#conversations.includes(conversation)) this.#conversations.push(conversation)
    if (this.#conversations.length > contacts) this.#conversations.shift()
  }

  /** Until no turn is outstanding any more. */
  async #settle(): Promise<void> {
    const { items } = await this.#must('GET', '/conversations?limit=500&status=open')
    for (const { id } of items) {
      const log: Snapshot['log'] = []
      for (let idle = 0; idle < 3; ) {
        const after = log.length
        const page = await this.#must('GET', `/conversations/${id}/events?after=${after}&limit=500&wait=2`)
        for (const event of page.items) log.push({ position: event.seq, conversation: id, event })
        if (page.items.length === 0) idle += 1
        if (log.length === page.lastSeq && owing({ log }).length === 0) break
      }
    }
  }

  #kind(): string {
    const luck = this.#chance.below(10)
    return luck < 6 ? 'say' : luck < 9 ? 'work' : 'person'
  }

  #between({ least, most }: { least: number; most: number }): number {
    return least + this.#chance.below(most - least + 1)
  }
}

/** Says it over a socket; unknown when the socket ends before the answer. */
async function saidOver(socket: WebSocket, { key: clientMessageId, text }: Sent): Promise<Answer> {
  return new Promise((resolve) => {
    const settle = (answer: Answer) => {
      socket.off('message', hear)
      socket.off('close', gone)
      resolve(answer)
    }
    const gone = () => settle({ kind: 'unknown' })
    const hear = (content: Buffer) => {
      const frame = JSON.parse(content.toString())
      if (frame.ref !== clientMessageId) return
      if (frame.type === 'refused') settle({ kind: 'refused', status: frame.problem.status })
      else settle({ kind: 'acknowledged', conversation: frame.conversation, seq: frame.seq, event: null, bubbles: [] })
    }
    socket.on('message', hear)
    socket.on('close', gone)
    socket.send(JSON.stringify({ type: 'say', ref: clientMessageId, text, clientMessageId }))
  })
}

/** What the database says, through the store itself. The file must not be in use. */
export async function readSnapshot(path: string): Promise<Snapshot> {
  const newId = idsFrom(() => {
    throw new Error('a snapshot is only read')
  })
  const store = openSqlite({ path, newId, now: () => instant(Date.now()), onCommitted: () => {} })
  try {
    const [workspace] = await store.workspaces.all()
    if (workspace === undefined) throw new Error('the database is empty')
    const { id } = workspace
    const log = await pages(
      (after: number) => store.conversations.inbox(id, after, 5_000),
      ({ position }) => position,
    )
    const ids = [...new Set(log.map(({ conversation }) => conversation))]
    const records = await Promise.all(ids.map((one) => store.conversations.find(id, one)))
    const operators = await store.operators.list(id)
    const audit = await store.audit.list(id, null, 1_000_000)
    return {
      log,
      conversations: records.flatMap((record) => record?.conversation ?? []),
      operators: operators.map((operator) => ({ id: operator.id, load: operator.load })),
      auditBrokenAt: await store.audit.verify(id),
      audited: audit.map(({ object, action, epoch }) => ({ object, action, epoch })),
    }
  } finally {
    await store.close()
  }
}

async function pages<Item>(
  read: (after: number) => Promise<Item[]>,
  positionOf: (item: Item) => number,
): Promise<Item[]> {
  const all: Item[] = []
  for (let last: Item | undefined; ; ) {
    const page = await read(last === undefined ? 0 : positionOf(last))
    last = page.at(-1)
    if (last === undefined) return all
    all.push(...page)
  }
}

/** Answers every call, but not at once: a kill often falls between the question and the answer. */
async function slowServer(chance: Chance): Promise<{ url: string; close(): Promise<void> }> {
  const server: Server = createServer((_, response) => {
    setTimeout(() => response.setHeader('content-type', 'application/json').end('{"ok":true}'), 50 + chance.below(250))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function botOf(slowUrl: string) {
  const text = (said: string) => ({ type: 'text', text: said })
  const [begun, waited, called, done] = script.work
  return {
    name: 'crash',
    startBehavior: 'main',
    behaviors: [
      {
        name: 'main',
        interactions: [
          { name: 'welcome', start: true, actions: [text(script.opening[0])] },
          {
            name: 'work',
            keywords: ['work'],
            actions: [
              text(begun),
              { type: 'delay', seconds: 0.1 },
              text(waited),
              { type: 'http_request', method: 'GET', url: slowUrl, on_success: [text(called)] },
              text(done),
            ],
          },
          {
            name: 'person',
            keywords: ['person'],
            actions: [
              text(script.person[0]),
              {
                type: 'set_chat_operator_state',
                mode: 'operator_takeover',
                operatorsGroup: 'support',
                assignOperator: 'less_busy',
              },
            ],
          },
          { name: 'fallback', fallback: true, actions: [text(script.say[0])] },
        ],
      },
    ],
  }
}
