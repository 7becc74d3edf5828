/** Lets everything else that waits in this process go first. The embedded database answers at once, so awaiting it does not. */
export function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
