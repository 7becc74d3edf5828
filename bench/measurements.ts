import type { Measurement } from './figures.ts'
import { turns } from './turns.ts'

/** Every measurement, in the order they run. */
export const measurements: (Measurement & { isOnRequest?: true })[] = [turns]
