/**
 * Work that must not run twice at once: asked for while it runs, it runs once more afterwards, however often it was
 * asked for. What is answered settles when a run has ended that began after the asking.
 */
export function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  let next: Promise<void> | null = null
  const run = (): Promise<void> => {
    if (running === null) {
      running = work().finally(() => {
        running = null
      })
      return running
    }
    next ??= running
      .catch(() => {})
      .then(() => {
        next = null
        return run()
      })
    return next
  }
  return run
}

/** Does something with each of many, with at most so many under way at once. Rejects with the first failure, then begins no more. */
export async function eachAtMost<Item>(
  count: number,
  items: Iterable<Item>,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items[Symbol.iterator]()
  let hasFailed = false
  const worker = async () => {
    for (let step = left.next(); !step.done && !hasFailed; step = left.next()) await work(step.value)
  }
  const workers = Array.from({ length: count }, () =>
    worker().catch((error: unknown) => {
      hasFailed = true
      throw error
    }),
  )
  const [failed] = (await Promise.allSettled(workers)).filter(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
}
