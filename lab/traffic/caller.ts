/** One client's way to the nodes over HTTP: it stays with one, and goes on to the next when that one does not answer. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Chance } from '@baton/core/chance'
import { Agent } from 'undici'
import { type History, nothingSaid, type Operation, type Outcome, type Shown, type Wish } from '../history.ts'
import { marks } from '../script.ts'

/** Where clients find a node. */
export type Front = { name: string; url: string }

export type CallerParts = {
  client: string
  workspace: string
  fronts: readonly Front[]
  headers: Record<string, string>
  history: History
  agent: Agent
  chance: Chance
  /** Whether this client may see what carries the mark of somebody. */
  mayHear(workspace: string, who: string): boolean
  /** A call without an answer is given up after this. */
  patienceMs?: number
}

export type Call = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  body?: unknown
  /** Beside those of the client. */
  headers?: Record<string, string>
}

/** What the lab reads of any answer of the API. */
export type Body = {
  id?: string
  seq?: number
  code?: string
  owner?: { id: string }
  token?: string
  ticket?: string
  outcome?: string
  decision?: { picked: string | null }
  conversation?: ConversationBody
  messages?: { id: string }[]
  items?: unknown[]
  lastSeq?: number
  nextCursor?: string | null
}

export type ConversationBody = {
  id: string
  epoch: number
  lastSeq: number
  chatState: Shown['chatState']
  status: Shown['status']
  operator: { id: string } | null
}

export type Answer = { outcome: Outcome; status: number | null; body: Body }

const usualPatienceMs = 5_000
const shortestPauseMs = 20
/** Of so many calls, one. */
const mingling = 20
const longestPauseMs = 1_000
/** Statuses that leave open whether it was done, or ask to come back. */
const isOpenEnded = (status: number) => status >= 500 || status === 429 || status === 425

export function openAgent(connectWithinMs = 2_000): Agent {
  return new Agent({ pipelining: 1, connect: { timeout: connectWithinMs } })
}

export class Caller {
  readonly #parts: CallerParts
  #at: number
  #failures = 0

  constructor(parts: CallerParts) {
    this.#parts = parts
    this.#at = parts.chance.below(parts.fronts.length)
  }

  get front(): Front {
    const { fronts } = this.#parts
    const front = fronts[this.#at % fronts.length]
    if (front === undefined) throw new Error('There is no node to call.')
    return front
  }

  /** The next call goes to another node, after a pause that grows while nothing answers. */
  async moveOn(): Promise<void> {
    this.#at += 1
    this.#failures += 1
    const most = Math.min(longestPauseMs, shortestPauseMs * 2 ** this.#failures)
    await wait(this.#parts.chance.below(most) + 1)
  }

  /** The node that it is with is a good one. */
  isServed(): void {
    this.#failures = 0
  }

  /** Again and again until it is answered, or until `isOver`. Every attempt stands in the history. */
  async call(wish: Wish, call: Call, isOver: () => boolean = () => false): Promise<Answer> {
    for (;;) {
      const answer = await this.attempt(wish, call)
      if (answer.outcome.kind !== 'unknown' || isOver()) return answer
      await this.moveOn()
    }
  }

  async attempt(wish: Wish, { method, path, body, headers: more }: Call): Promise<Answer> {
    const { client, workspace, history, agent, headers, patienceMs = usualPatienceMs } = this.#parts
    this.#mingle()
    const { name: node, url } = this.front
    const invokedAt = performance.now()
    const end = (outcome: Outcome, answer: Omit<Answer, 'outcome'>): Answer => {
      history.add({ client, workspace, node, wish, invokedAt, endedAt: performance.now(), outcome })
      return { outcome, ...answer }
    }
    try {
      const response = await agent.request({
        origin: url,
        path: `/api/v1${path}`,
        method,
        headers: { ...headers, ...more, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        signal: AbortSignal.timeout(patienceMs),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await response.body.text()
      this.listen(text)
      const answer = { status: response.statusCode, body: JSON.parse(text || '{}') as Body }
      if (!isOpenEnded(answer.status)) this.isServed()
      return end(outcomeOf(answer.status, answer.body), answer)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      return end({ kind: 'unknown', why, status: null }, { status: null, body: {} })
    }
  }

  /** Now and then a balancer has another node for the next call: so one that was away has clients again. */
  #mingle(): void {
    const { fronts, chance } = this.#parts
    if (fronts.length > 1 && chance.below(mingling) === 0) this.#at = chance.below(fronts.length)
  }

  /** Notes what this client ought not to have seen. */
  listen(text: string): void {
    const { client, history, mayHear } = this.#parts
    for (const [mark, workspace = '', who = ''] of text.matchAll(marks))
      if (!mayHear(workspace, who)) history.leaks.push(`${client} was shown ${mark}`)
  }

  /** For what is said over another way than this one. */
  note(operation: Pick<Operation, 'node' | 'wish' | 'invokedAt' | 'outcome'>): void {
    const { client, workspace, history } = this.#parts
    history.add({ client, workspace, endedAt: performance.now(), ...operation })
  }
}

function outcomeOf(status: number, body: Body): Outcome {
  const { code = '', owner } = body
  if (isOpenEnded(status)) return { kind: 'unknown', why: code, status }
  if (status >= 400) return { kind: 'refused', status, code, owner: owner?.id ?? null }
  const conversation = body.conversation ?? (isConversation(body) ? body : null)
  return {
    ...nothingSaid,
    kind: 'ok',
    conversation: conversation?.id ?? null,
    seq: body.seq ?? null,
    event: body.seq === undefined ? null : (body.id ?? null),
    bubbles: (body.messages ?? []).map(({ id }) => id),
    shown: conversation === null ? null : shownBy(conversation),
    assigned: body.outcome === 'assigned' ? (body.decision?.picked ?? null) : null,
  }
}

function isConversation(body: object): body is ConversationBody {
  return 'chatState' in body && 'lastSeq' in body
}

function shownBy({ lastSeq, epoch, chatState, operator, status }: ConversationBody): Shown {
  return { lastSeq, epoch, chatState, owner: chatState === 'taken_over' ? (operator?.id ?? null) : null, status }
}
