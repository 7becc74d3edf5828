import { problemOf, Unreachable } from '../../api/problem.ts'
import { randomId } from '../../api/random-id.ts'
import { sendFile } from '../../api/writing.ts'
import { Store } from '../../live/store.ts'

/** [S-26] What the server takes, and the round number a little below it that is said. Bytes. */
const largestFile = 10 * 1024 * 1024
export const saidLargestFile = 10_000_000
/** In the tray of one text at once. */
export const mostFiles = 10

export type Fault =
  | { kind: 'too_large' | 'empty' | 'unreachable' | 'too_many' }
  | { kind: 'taken'; owner: string }
  | { kind: 'refused'; detail: string }

/** [U-17] A file in the tray of a conversation. [U-10] It belongs to the reply or to the note, as a text does. */
export type Attachment = {
  clientMessageId: string
  conversation: string
  note: boolean
  file: File
  /** An address of its picture in this page; null: it is none. */
  preview: string | null
  alt: string
  state: 'waiting' | 'sending' | 'failed' | 'refused'
  /** How much of it has gone, from 0 to 1. */
  share: number
  fault: Fault | null
}

type Change = Partial<Pick<Attachment, 'alt' | 'state' | 'share' | 'fault'>>

/** Pages cannot keep files: they are gone with the page, which is why it asks before it goes. */
export class Attachments {
  readonly store = new Store<readonly Attachment[]>([])
  readonly #underWay = new Map<string, AbortController>()

  of(conversation: string, note: boolean): Attachment[] {
    return this.store.get().filter((one) => one.conversation === conversation && one.note === note)
  }

  /** What cannot be sent says so at once, in its place. */
  add(conversation: string, note: boolean, files: readonly File[]): void {
    const room = mostFiles - this.of(conversation, note).filter(({ state }) => state !== 'refused').length
    const added = files.map((file, index): Attachment => {
      const fault = faultOf(file) ?? (index >= room ? { kind: 'too_many' as const } : null)
      return {
        clientMessageId: randomId(),
        ...{ conversation, note, file, alt: '', share: 0, fault },
        preview: fault === null && isPicture(file) ? URL.createObjectURL(file) : null,
        state: fault === null ? 'waiting' : 'refused',
      }
    })
    this.store.update((all) => [...all, ...added])
  }

  change(clientMessageId: string, change: Change): void {
    this.store.update((all) =>
      all.map((one) => (one.clientMessageId === clientMessageId ? { ...one, ...change } : one)),
    )
  }

  remove(clientMessageId: string): void {
    this.#underWay.get(clientMessageId)?.abort()
    const gone = this.store.get().find((one) => one.clientMessageId === clientMessageId)
    if (gone?.preview != null) URL.revokeObjectURL(gone.preview)
    this.store.update((all) => all.filter((one) => one.clientMessageId !== clientMessageId))
  }

  /** [U-08] What cannot be sent any more may still be noted. Never the other way round. */
  turnIntoNotes(conversation: string): void {
    this.store.update((all) => all.map((one) => (one.conversation === conversation ? { ...one, note: true } : one)))
  }

  /** Whether something would be lost with the page. */
  holdsFiles(): boolean {
    return this.store.get().some(({ state }) => state !== 'refused')
  }

  /** Back into the tray, as if it had not been sent. */
  cancel(clientMessageId: string): void {
    this.#underWay.get(clientMessageId)?.abort()
  }

  /** One after another, so that they stand in the log as they stand here. A failed one lets the others go on. */
  async sendAll(conversation: string, note: boolean, operator: string): Promise<void> {
    for (const { clientMessageId, state } of this.of(conversation, note))
      if (state === 'waiting' || state === 'failed') await this.send(clientMessageId, operator)
  }

  async send(clientMessageId: string, operator: string): Promise<void> {
    const found = this.store.get().find((one) => one.clientMessageId === clientMessageId)
    if (found === undefined || found.state === 'sending' || found.state === 'refused') return
    const underWay = new AbortController()
    this.#underWay.set(clientMessageId, underWay)
    this.change(clientMessageId, { state: 'sending', share: 0, fault: null })
    const { conversation, file, alt, note } = found
    try {
      const onShare = (share: number) => this.change(clientMessageId, { share })
      const outgoing = { file, alt, note, operator, clientMessageId }
      await sendFile(conversation, outgoing, { onShare, signal: underWay.signal })
      this.remove(clientMessageId)
    } catch (error) {
      if (underWay.signal.aborted) this.change(clientMessageId, { state: 'waiting', share: 0 })
      else this.change(clientMessageId, { state: 'failed', fault: faultIn(error) })
    } finally {
      this.#underWay.delete(clientMessageId)
    }
  }
}

export function isPicture({ type }: File): boolean {
  return ['image/png', 'image/jpeg', 'image/gif', 'image/webp'].includes(type)
}

function faultOf({ size }: File): Fault | null {
  if (size === 0) return { kind: 'empty' }
  return size > largestFile ? { kind: 'too_large' } : null
}

function faultIn(error: unknown): Fault {
  const problem = problemOf(error)
  if (problem === null)
    return error instanceof Unreachable ? { kind: 'unreachable' } : { kind: 'refused', detail: String(error) }
  if (problem.status === 413) return { kind: 'too_large' }
  if (problem.status === 409 && problem.owner !== null) return { kind: 'taken', owner: problem.owner.name }
  return { kind: 'refused', detail: problem.detail }
}

export const attachments = new Attachments()
