/** Several windows of one browser act as one: locks say which of them speaks, and what stands in front of the operator. */

const leading = 'baton.notifications'
const front = (conversation: string) => `baton.front ${conversation}`

/** Where the browser has no locks each window speaks for itself, and a notice takes the place of the same one. */
const locks: LockManager | undefined = navigator.locks

/** Calls once this window is the one that speaks; what it returns is called when it no longer is. */
export function whenLeading(lead: () => () => void): () => void {
  if (locks === undefined) return lead()
  const controller = new AbortController()
  const over = Promise.withResolvers<void>()
  let end = () => {}
  const hold = async () => {
    end = lead()
    await over.promise
  }
  locks.request(leading, { signal: controller.signal }, hold).catch(() => {
    // Given up before it was this window's turn.
  })
  return () => {
    end()
    over.resolve()
    controller.abort()
  }
}

/** Says to the other windows that a conversation stands in front of the operator here, until it is over. */
export function putInFront(conversation: string): () => void {
  const controller = new AbortController()
  const over = Promise.withResolvers<void>()
  const options = { mode: 'shared' as const, signal: controller.signal }
  locks
    ?.request(front(conversation), options, () => over.promise)
    .catch(() => {
      // It was over before it began.
    })
  return () => {
    over.resolve()
    controller.abort()
  }
}

/** Whether it stands in front of the operator in any window. A window that ends takes its locks along. */
export async function isInFront(conversation: string): Promise<boolean> {
  const { held = [] } = (await locks?.query()) ?? {}
  return held.some(({ name }) => name === front(conversation))
}
