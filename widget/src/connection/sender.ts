// Empties the outbox: one send at a time, one tab at a time, again and again until each is acknowledged or refused.
import { backoffMs } from '../state/backoff.ts'
import {
  acknowledged,
  type Entry,
  type FailedReason,
  nextToSend,
  postponed,
  refused,
  restored,
  sending,
} from '../state/outbox.ts'
import type { Api } from './api.ts'
import type { OutboxStore } from './outbox-store.ts'
import type { Answer } from './parse.ts'

export type Sender = { wake(): void }

export type SenderOptions = {
  api: Pick<Api, 'send'>
  outbox: OutboxStore
  onAnswer: (answer: Answer) => void
  /** The conversation takes no messages: what is acknowledged would never be seen. */
  isLocked: () => boolean
  /** Runs `work` while no other tab does. */
  alone: (work: () => Promise<void>) => Promise<void>
  wait: (ms: number, work: () => void) => () => void
  chance: () => number
}

export function createSender({ api, outbox, onAnswer, isLocked, alone, wait, chance }: SenderOptions): Sender {
  let isRunning = false
  let isAskedAgain = false
  let attempt = 0
  let cancelWait = () => {}

  async function run(): Promise<void> {
    isRunning = true
    do {
      isAskedAgain = false
      await alone(sendAll)
    } while (isAskedAgain)
    isRunning = false
  }

  /** Whoever holds the floor knows that nobody else is sending. */
  async function sendAll(): Promise<void> {
    outbox.change(restored)
    for (let entry = nextToSend(outbox.read()); entry !== null; entry = nextToSend(outbox.read())) {
      const { id } = entry
      if (isLocked()) {
        outbox.change((all) => refused(all, id, 'locked'))
        continue
      }
      outbox.change((all) => sending(all, id))
      const reply = await api.send(bodyOf(entry))
      if (reply.ok) {
        attempt = 0
        outbox.change((all) => acknowledged(all, id))
        onAnswer(reply.value)
      } else if (reply.trouble.kind === 'refused' && !isForLater(reply.trouble.status)) {
        const reason = reasonOf(reply.trouble.status)
        outbox.change((all) => refused(all, id, reason))
      } else {
        outbox.change((all) => postponed(all, id))
        const retryAfterMs = reply.trouble.kind === 'unreachable' ? reply.trouble.retryAfterMs : null
        cancelWait = wait(500 + backoffMs(attempt, chance(), retryAfterMs), wake)
        attempt += 1
        return
      }
    }
  }

  function wake(): void {
    cancelWait()
    if (isRunning) isAskedAgain = true
    else void run()
  }

  return { wake }
}

/** The conversation is busy; [V-13] or the site has to vouch for the contact anew. */
function isForLater(status: number): boolean {
  return status === 409 || status === 401
}

function bodyOf({ id, text, payload, variables }: Entry) {
  return {
    clientMessageId: id,
    ...(text === undefined ? {} : { text }),
    ...(payload === undefined ? {} : { payload }),
    ...(variables === undefined ? {} : { variables }),
  }
}

function reasonOf(status: number): FailedReason {
  return status === 413 ? 'too_long' : 'refused'
}
