/** What the bot says: its script, once, in order, at the epoch it began at, and nothing while somebody else speaks. */
import type { ConversationEvent } from '@baton/core/conversation'
import { unmarked } from '../lab/script.ts'
import { script, type Word, words } from './bot.ts'
import type { Commit, Entry } from './ledger.ts'

type Talk = {
  /** What is still to be said, by turn; the first has begun. */
  owed: string[][]
  isOwned: boolean
  epoch: number
  /** Since when each turn speaks, as the number of changes of control that others made. */
  turns: Map<string, number>
  foreignMoves: number
  /** Turns that gave the conversation to somebody. */
  assigned: Set<string>
}

/** [I-03] [I-04] [I-05] [I-06] [I-07] [I-09] [I-42] [I-45] */
export class Talking {
  readonly #talks = new Map<string, Talk>()
  /** The epoch at which each turn last began to wait. */
  readonly #waiting = new Map<string, number>()

  look({ entries, begun }: Commit): string[] {
    const broken = entries.flatMap((entry) =>
      this.#lookAt(entry).map((said) => `${entry.conversation} at ${entry.event.seq}: ${said}`),
    )
    for (const { turn, epoch } of begun) this.#waiting.set(turn, epoch)
    return broken
  }

  /** What the bot still has to say, when nothing is under way any more. */
  owed(isForgotten: (conversation: string) => boolean): string[] {
    return [...this.#talks].flatMap(([conversation, { owed }]) =>
      owed.length === 0 || isForgotten(conversation)
        ? []
        : [`${conversation}: the bot still owes "${owed.flat().join('", "')}"`],
    )
  }

  #lookAt({ conversation, event, turn }: Entry): string[] {
    const talk = this.#talks.get(conversation) ?? newTalk()
    this.#talks.set(conversation, talk)
    if (turn !== null && !talk.turns.has(turn)) talk.turns.set(turn, talk.foreignMoves)
    if ('to' in event.data) return this.#move(talk, event, turn)
    if (event.type !== 'message') return []
    if (event.actor.kind === 'contact') return hear(talk, event)
    return event.actor.kind === 'chatbot' ? this.#speaks(talk, event, turn) : []
  }

  #move(talk: Talk, event: ConversationEvent, turn: string | null): string[] {
    if (!('to' in event.data)) return []
    const isOwned = event.data.to.chatState === 'taken_over'
    const hasMoved = event.epoch !== talk.epoch
    talk.isOwned = isOwned
    talk.epoch = event.epoch
    if (isOwned || event.type === 'closed') talk.owed = []
    if (turn !== null) {
      if (isOwned) talk.assigned.add(turn)
      return []
    }
    if (!hasMoved) return []
    // [HO-5] Whoever was in the middle of a turn drops it; what waited behind it goes on.
    talk.foreignMoves += 1
    talk.owed.shift()
    return []
  }

  #speaks(talk: Talk, event: ConversationEvent & { type: 'message' }, turn: string | null): string[] {
    if (event.data.note === true) return []
    const isAsked = event.data.cause !== undefined
    const broken = [
      ...(talk.isOwned && !isAsked ? ['[I-03] the bot speaks after a takeover'] : []),
      ...(turn !== null && talk.assigned.has(turn)
        ? ['[I-07] the bot goes on after it gave the conversation away']
        : []),
      ...this.#lateness(talk, event, turn),
    ]
    return isAsked ? broken : [...broken, ...this.#saysItsScript(talk, event)]
  }

  /** [I-04] */
  #lateness(talk: Talk, { epoch }: ConversationEvent, turn: string | null): string[] {
    if (turn === null) return []
    const waitedAt = this.#waiting.get(turn)
    const isLate = waitedAt !== undefined && waitedAt !== epoch
    const wasMoved = talk.turns.get(turn) !== talk.foreignMoves
    this.#waiting.delete(turn)
    return isLate || wasMoved ? ['[I-04] a turn speaks that began before control changed'] : []
  }

  #saysItsScript({ owed }: Talk, event: ConversationEvent & { type: 'message' }): string[] {
    const said = unmarked(event.data.text ?? '')
    const [first] = owed
    const expected = first?.shift()
    if (first?.length === 0) owed.shift()
    return expected === said ? [] : [`[I-45] the bot says "${said}" instead of "${expected}"`]
  }
}

function newTalk(): Talk {
  return {
    owed: [[...script.opening]],
    isOwned: false,
    epoch: 0,
    turns: new Map(),
    foreignMoves: 0,
    assigned: new Set(),
  }
}

/** [I-05] What is said to an operator starts no turn, also not later. */
function hear(talk: Talk, event: ConversationEvent & { type: 'message' }): string[] {
  if (talk.isOwned) return []
  const word = wordOf(event.data.text ?? '')
  // [FL-3] Number 2 is the message that opened the conversation: the start interaction has answered it.
  if (!(word === 'say' && event.seq === 2)) talk.owed.push([...script[word]])
  return []
}

function wordOf(text: string): Word {
  return words.find((word) => text.startsWith(word)) ?? 'say'
}
