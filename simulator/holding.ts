/** Who holds a conversation: step by step, one owner at most, by the published transitions only. */
import type { ConversationEvent, HolderView, StateChange } from '@baton/core/conversation'
import type { Commit, Entry } from './ledger.ts'

type Held = {
  contact: string
  isOpen: boolean
  seq: number
  epoch: number
  holder: Pick<HolderView, 'chatState'> & { owner: string | null }
}

const byBot = { chatState: 'chatbot_controlled', owner: null } as const

/** [I-37] From where to where each event leads. */
const transitions: Readonly<Record<string, { from: readonly string[]; to: readonly string[] }>> = {
  operator_requested: { from: ['chatbot_controlled', 'operator_requested'], to: ['operator_requested'] },
  taken_over: { from: ['chatbot_controlled', 'operator_requested'], to: ['taken_over'] },
  transferred: { from: ['taken_over'], to: ['taken_over', 'operator_requested'] },
  handed_over: { from: ['operator_requested', 'taken_over'], to: ['chatbot_controlled'] },
  closed: { from: ['chatbot_controlled', 'operator_requested', 'taken_over'], to: ['chatbot_controlled'] },
}

/** [I-01] [I-02] [I-18] [I-24] [I-25] [I-28] [I-36] [I-37] [I-46] */
export class Holding {
  readonly #held = new Map<string, Held>()
  readonly #open = new Map<string, string>()
  readonly #erasing = new Set<string>()
  readonly #forgotten = new Set<string>()

  /** Conversations whose contact was forgotten. */
  get forgotten(): ReadonlySet<string> {
    return this.#forgotten
  }

  look(commit: Commit): string[] {
    const broken = commit.entries.flatMap((entry) =>
      this.#lookAt(commit.workspace, entry).map((said) => `${entry.conversation} at ${entry.event.seq}: ${said}`),
    )
    for (const contact of commit.erasing) this.#erasing.add(contact)
    for (const contact of commit.erased) this.#forget(contact)
    return broken
  }

  #lookAt(workspace: string, { conversation, event }: Entry): string[] {
    if (this.#forgotten.has(conversation)) return ['[I-46] something happens in a conversation that was forgotten']
    if (event.type === 'conversation_opened') return this.#opens(workspace, conversation, event)
    const held = this.#held.get(conversation)
    if (held === undefined) return ['[I-28] the log does not begin with an opening']
    const broken = [
      ...(event.seq === held.seq + 1 ? [] : [`[I-28] follows ${held.seq}`]),
      ...(held.isOpen || isNote(event) ? [] : [`[I-24] ${event.type} after the end`]),
      ...(this.#erasing.has(held.contact) && event.actor.kind === 'contact' && event.type === 'message'
        ? ['[I-46] taken from a contact who is being forgotten']
        : []),
    ]
    held.seq = event.seq
    return 'to' in event.data
      ? [...broken, ...this.#moves(held, event, event.data)]
      : [...broken, ...stays(held, event)]
  }

  #opens(workspace: string, conversation: string, event: ConversationEvent & { type: 'conversation_opened' }) {
    const { bot, channel, contact } = event.data
    const mark = `${workspace} ${bot} ${channel} ${contact}`
    const other = this.#open.get(mark)
    this.#open.set(mark, conversation)
    this.#held.set(conversation, { contact, isOpen: true, seq: event.seq, epoch: event.epoch, holder: byBot })
    return [
      ...(event.seq === 1 ? [] : ['[I-28] an opening that is not the first']),
      ...(other !== undefined && this.#held.get(other)?.isOpen === true ? [`[I-25] ${other} is open already`] : []),
      ...(this.#erasing.has(contact) ? ['[I-46] opened by a contact who is being forgotten'] : []),
    ]
  }

  #moves(held: Held, event: ConversationEvent, { from, to }: StateChange): string[] {
    const before = held.holder
    const after = { chatState: to.chatState, owner: ownerOf(to) }
    const hasMoved = before.chatState !== after.chatState || before.owner !== after.owner
    const epoch = held.epoch + (hasMoved ? 1 : 0)
    const known = transitions[event.type]
    held.holder = after
    held.epoch = event.epoch
    if (event.type === 'closed') held.isOpen = false
    return [
      ...(from.chatState === before.chatState && ownerOf(from) === before.owner
        ? []
        : [`[I-18] begins with ${from.chatState} of ${ownerOf(from)}, it was ${before.chatState} of ${before.owner}`]),
      ...(event.epoch === epoch ? [] : [`[I-36] epoch ${event.epoch}, not ${epoch}`]),
      ...((to.chatState === 'taken_over') === (after.owner !== null) ? [] : ['[I-02] taken over by nobody']),
      ...(known?.from.includes(from.chatState) === true && known.to.includes(to.chatState)
        ? []
        : [`[I-37] ${event.type} from ${from.chatState} to ${to.chatState}`]),
      ...takenFromAnother(event, before.owner),
    ]
  }

  #forget(contact: string): void {
    this.#erasing.delete(contact)
    for (const [id, held] of this.#held) if (held.contact === contact) this.#drop(id)
  }

  #drop(conversation: string): void {
    this.#held.delete(conversation)
    this.#forgotten.add(conversation)
    for (const [mark, id] of this.#open) if (id === conversation) this.#open.delete(mark)
  }
}

/** [HO-40] [HO-41] Nobody here has the rights of a supervisor: what somebody else owns is theirs to give. */
function takenFromAnother({ actor, type }: ConversationEvent, owner: string | null): string[] {
  const isTheirs = actor.kind !== 'operator' || owner === null || actor.id === owner
  return isTheirs ? [] : [`[I-37] ${type} by ${actor.id}, it was ${owner}'s`]
}

function stays(held: Held, event: ConversationEvent): string[] {
  return event.epoch === held.epoch ? [] : [`[I-36] epoch ${event.epoch} without a change of control`]
}

function isNote(event: ConversationEvent): boolean {
  return event.type === 'message' && event.data.note === true
}

function ownerOf({ chatState, operator }: HolderView): string | null {
  return chatState === 'taken_over' ? (operator?.id ?? null) : null
}
