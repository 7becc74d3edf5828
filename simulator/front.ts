/** One client's way to the nodes over HTTP, with everything it asked for and was told kept in the history. */
import type { Chance } from '@baton/core/chance'
import { type History, nothingSaid, type Outcome, type Shown, type Wish } from '../lab/history.ts'
import { marks } from '../lab/script.ts'
import type { Member, Request, Response } from './member.ts'
import { newOwner, type Owner, type Scheduler } from './scheduler.ts'

export type FrontParts = {
  scheduler: Scheduler
  members: readonly Member[]
  history: History
  chance: Chance
  client: string
  workspace: string
  headers: Record<string, string>
  /** Whether this client may see what carries the mark of somebody. */
  mayHear(workspace: string, who: string): boolean
}

export type Call = Omit<Request, 'headers'> & { headers?: Record<string, string> }
export type Answer = { outcome: Outcome; body: Record<string, unknown> }

/** A call without an answer is given up after this. Milliseconds. */
const patience = 12_000
const longestPause = 400
/** Statuses that leave open whether it was done, or ask to come back. */
const isOpenEnded = (status: number) => status >= 500 || status === 429 || status === 425

export class Front {
  readonly owner: Owner
  readonly parts: FrontParts
  /** Calls without an answer yet. */
  underWay = 0

  constructor(parts: FrontParts) {
    this.parts = parts
    this.owner = newOwner(parts.client)
  }

  /** Some node that is up; any, when none is. */
  someMember(): Member {
    const { members, chance } = this.parts
    const up = members.filter(({ isUp }) => isUp)
    const all = up.length > 0 ? up : members
    const member = all[chance.below(all.length)]
    if (member === undefined) throw new Error('there is no node')
    return member
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => void this.parts.scheduler.after(this.owner, milliseconds, 'waits', resolve))
  }

  /** Again and again until it is answered. Every attempt stands in the history. */
  async until(wish: Wish, call: Call): Promise<Answer> {
    for (;;) {
      const answer = await this.attempt(wish, call)
      if (answer.outcome.kind !== 'unknown') return answer
      await this.sleep(this.parts.chance.below(longestPause) + 1)
    }
  }

  async attempt(wish: Wish, { headers, ...call }: Call, member: Member = this.someMember()): Promise<Answer> {
    const invokedAt = this.parts.scheduler.steps
    this.underWay += 1
    const asked = member.call(this.owner, { ...call, headers: { ...this.parts.headers, ...headers } })
    const response = await Promise.race([asked, this.sleep(patience).then(() => null)])
    this.underWay -= 1
    const outcome = outcomeOf(response)
    this.note(wish, member.name, invokedAt, outcome)
    if (response !== null) this.listen(JSON.stringify(response.body))
    return { outcome, body: response?.body ?? {} }
  }

  /** For what is said over another way than this one. */
  note(wish: Wish, node: string, invokedAt: number, outcome: Outcome): void {
    const { client, workspace, history, scheduler } = this.parts
    history.add({ client, workspace, node, wish, invokedAt, endedAt: scheduler.steps, outcome })
  }

  /** Notes what this client ought not to have seen. */
  listen(text: string): void {
    const { client, history, mayHear } = this.parts
    for (const [mark, workspace = '', who = ''] of text.matchAll(marks))
      if (!mayHear(workspace, who)) history.leaks.push(`${client} was shown ${mark}`)
  }
}

/** The code of what may have been answered without being taken. */
export const ignored = 'ignored'

type ConversationBody = {
  id: string
  locked: boolean
  epoch: number
  lastSeq: number
  chatState: Shown['chatState']
  status: Shown['status']
  operator: { id: string } | null
}

type Body = {
  id?: string
  seq?: number
  code?: string
  owner?: { id: string }
  outcome?: string
  decision?: { picked: string | null }
  conversation?: ConversationBody
  messages?: { id: string }[]
}

function outcomeOf(response: Response | null): Outcome {
  if (response === null) return { kind: 'unknown', why: 'no answer', status: null }
  const { status } = response
  const body = response.body as Body
  const { code = '', owner } = body
  if (isOpenEnded(status)) return { kind: 'unknown', why: code, status }
  if (status >= 400) return { kind: 'refused', status, code, owner: owner?.id ?? null }
  const conversation = body.conversation ?? (isConversation(body) ? body : null)
  // What a contact says to a locked conversation is answered and not taken: this may be such an answer.
  if (conversation?.locked === true && body.messages !== undefined)
    return { kind: 'refused', status, code: ignored, owner: null }
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
