import { Temporal } from 'temporal-polyfill'
import type { Instant } from '../time.ts'
import { lastUpTo } from './ranges.ts'

/** A span of time in which the clocks of a zone do not change: they show UTC plus `offset` (all milliseconds). */
export type Piece = { from: number; until: number; offset: number }

const knownPieces = new Map<string, Piece[]>()

/** The piece around a moment. Throws when nobody knows the zone: `checkCalendar` says so before. */
export function pieceAt(timeZone: string, at: Instant): Piece {
  const pieces = knownPieces.get(timeZone) ?? []
  const known = lastUpTo(pieces, at)
  if (known !== undefined && at < known.until) return known
  const found = findPiece(timeZone, at)
  // A search begins where it was asked, so a later piece may be the same one, seen from further on.
  knownPieces.set(
    timeZone,
    [...pieces.filter(({ until }) => until !== found.until), found].sort((one, other) => one.from - other.from),
  )
  return found
}

/** Looks only ahead: going back to the last change of a zone that has had none for long is slow. */
function findPiece(timeZone: string, at: Instant): Piece {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone)
  const until = zoned.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY
  return { from: at, until, offset: zoned.offsetNanoseconds / 1_000_000 }
}
