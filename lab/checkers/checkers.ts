import { noDelayEndsEarly, theBotIsSilentAfterATakeover, turnsFinishExactlyOnce } from './bot.ts'
import { nobodyPassesTheirLimit, picksFollowFromTheLoads } from './capacity.ts'
import type { Checker, Evidence } from './evidence.ts'
import {
  everyAcknowledgedMessageIsStored,
  nobodyWasAnswered500,
  noMessageStandsTwice,
  nothingRefusedIsStored,
  positionsHaveNoGaps,
  retriesAreAnsweredAlike,
  sendersKeepTheirOrder,
} from './log.ts'
import { answersFitTheLog } from './ownership.ts'
import { desksShowWhatIsSo, nobodyIsShownWhatIsNotForThem, shownLogsAreTheLog } from './shown.ts'

/** Everything that must hold after any fault: pure functions over what was told and shown, and what the database says. */
export const checkers = {
  everyAcknowledgedMessageIsStored,
  noMessageStandsTwice,
  nothingRefusedIsStored,
  retriesAreAnsweredAlike,
  sendersKeepTheirOrder,
  positionsHaveNoGaps,
  nobodyWasAnswered500,
  answersFitTheLog,
  nobodyPassesTheirLimit,
  picksFollowFromTheLoads,
  theBotIsSilentAfterATakeover,
  turnsFinishExactlyOnce,
  noDelayEndsEarly,
  shownLogsAreTheLog,
  desksShowWhatIsSo,
  nobodyIsShownWhatIsNotForThem,
} as const satisfies Record<string, Checker>

export type CheckerName = keyof typeof checkers

/** All violations; `except` names what this fault is known to break by itself. */
export function checkAll(evidence: Evidence, except: readonly CheckerName[] = []): string[] {
  return Object.entries(checkers).flatMap(([name, check]) =>
    except.includes(name as CheckerName) ? [] : check(evidence).map((said) => `${name}: ${said}`),
  )
}
