// What the contact wants to say and the server has not yet shown in the log. Pure: whoever sends asks `nextToSend`,
// does it, and reports. An entry goes waiting → sending → sent → (seen in the log, gone), back to waiting when the
// network failed, or to failed when it was refused.
export type Entry = {
  /** The `clientMessageId`: the same on every try, so that it counts once. */
  id: string
  text?: string
  payload?: string
  variables?: Record<string, string | number | boolean>
  at: string
  status: 'waiting' | 'sending' | 'sent' | 'failed'
  reason?: FailedReason
}

export type FailedReason = 'refused' | 'too_long' | 'locked' | 'too_large' | 'type_refused' | 'not_reached'

export type Outbox = Entry[]

export function enqueue(outbox: Outbox, entry: Omit<Entry, 'status'>): Outbox {
  if (outbox.some(({ id }) => id === entry.id)) return outbox
  return [...outbox, { ...entry, status: 'waiting' }]
}

/** One at a time and in order; a refused one holds nobody up. */
export function nextToSend(outbox: Outbox): Entry | null {
  if (outbox.some(({ status }) => status === 'sending')) return null
  return outbox.find(({ status }) => status === 'waiting') ?? null
}

export function sending(outbox: Outbox, id: string): Outbox {
  return change(outbox, id, (entry) => ({ ...entry, status: 'sending' }))
}

/** It reached the log; it stays in sight until the log shows it. */
export function acknowledged(outbox: Outbox, id: string): Outbox {
  return change(outbox, id, (entry) => ({ ...entry, status: 'sent' }))
}

/** Whether it arrived is not known: it will be sent again under the same id. */
export function postponed(outbox: Outbox, id: string): Outbox {
  return change(outbox, id, (entry) => ({ ...entry, status: 'waiting' }))
}

export function refused(outbox: Outbox, id: string, reason: FailedReason): Outbox {
  return change(outbox, id, (entry) => ({ ...entry, status: 'failed', reason }))
}

/** To the end of the queue: what was written since has been sent meanwhile. */
export function retried(outbox: Outbox, id: string): Outbox {
  const entry = outbox.find((one) => one.id === id)
  if (entry?.status !== 'failed') return outbox
  const { reason: _, ...rest } = entry
  return [...outbox.filter((one) => one.id !== id), { ...rest, status: 'waiting' }]
}

export function discarded(outbox: Outbox, id: string): Outbox {
  return outbox.filter((entry) => entry.id !== id || entry.status !== 'failed')
}

/** Drops what the log shows. */
export function withoutSeen(outbox: Outbox, seen: ReadonlySet<string>): Outbox {
  return outbox.some(({ id }) => seen.has(id)) ? outbox.filter(({ id }) => !seen.has(id)) : outbox
}

/** Whoever was sending is gone (a reload, a closed tab): whether it arrived is not known. */
export function restored(outbox: Outbox): Outbox {
  return outbox.map((entry) => (entry.status === 'sending' ? { ...entry, status: 'waiting' } : entry))
}

function change(outbox: Outbox, id: string, how: (entry: Entry) => Entry): Outbox {
  return outbox.map((entry) => (entry.id === id ? how(entry) : entry))
}
