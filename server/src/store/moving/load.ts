import { StoreUnavailable } from '../store.ts'
import { batchesOf } from './export.ts'
import type { Snapshot } from './snapshot.ts'
import {
  type Batch,
  differences,
  type Moving,
  MovingRefused,
  type OnPassed,
  type Tally,
  Tallying,
  tallied,
} from './stream.ts'

export type OnLoading = {
  /** Told of what has been written into the store. */
  onLoaded?: OnPassed
  /** Told of what has been read again and compared. */
  onCompared?: OnPassed
}

/** Where rows are put. What is put there counts only once they have been read again and found to be the same. */
export type Destination = {
  put(batch: Batch): Promise<void> | void
  /** Everything is there: the rest of the work, before it is read again. */
  finish(): Promise<void>
  /** What is there now. */
  snapshot(): Snapshot
  /** By how much the positions of each workspace were moved. */
  shifts: ReadonlyMap<string, number>
}

/** Puts everything into an empty store, reads it again, and refuses to go on unless it is what came. */
export async function loadInto(
  destination: Destination,
  { batches }: Moving,
  { onLoaded, onCompared }: OnLoading = {},
): Promise<Tally> {
  const [came, stands] = [new Tallying(), new Tallying()]
  for await (const batch of tallied(batches, came, onLoaded)) await destination.put(batch)
  await destination.finish()
  for await (const _ of tallied(batchesOf(destination.snapshot(), destination.shifts), stands, onCompared));
  // How far the logs go is each store's own to count.
  const [first] = differences(came.tally(), stands.tally(), ['heads'])
  if (first !== undefined) throw new MovingRefused(`What was written is not what is read again: ${first}.`)
  return came.tally()
}

/** What the caller is told when it could not be done; faults of our own stay what they are. */
export function failed(error: unknown, outcome: string): unknown {
  if (!(error instanceof Error)) return error
  const isExpected = error instanceof MovingRefused || error instanceof StoreUnavailable || 'code' in error
  if (!isExpected) return error
  const { message } = error instanceof StoreUnavailable && error.cause instanceof Error ? error.cause : error
  return new MovingRefused(`${message.replace(/\.?$/, '.')} ${outcome}`, { cause: error })
}

export const nothingKept = 'Nothing was kept: the store is as empty as before.'
