import { botNamesNobody, botUnreadable, nobodyBranchMissing, packageLapsed } from './bot-checks.ts'
import type { Check, Facts, Finding } from './finding.ts'
import * as records from './record-checks.ts'
import { administratorDisabled, groupEmpty, groupUncovered, limitZero } from './team-checks.ts'
import * as waiting from './waiting-checks.ts'

/** [RO-52] Everything a doctor looks for, in the order in which it is told. A further check is one more entry. */
export const checks: readonly Check[] = [
  records.databaseDamaged,
  records.logDamaged,
  records.recordUnreadable,
  records.ownerMissing,
  records.recordDiffers,
  records.ownerDisabled,
  records.ownerGone,
  records.closedNotAtRest,
  records.openTwice,
  waiting.requestForGoneGroup,
  waiting.requestForGoneOperator,
  waiting.requestWaitsLong,
  records.loadDiffers,
  records.seatsDiffer,
  waiting.turnLost,
  waiting.offerLost,
  waiting.workOfClosed,
  waiting.workOfGone,
  waiting.erasureUnfinished,
  waiting.messageGivenUp,
  waiting.messageOverdue,
  groupEmpty,
  groupUncovered,
  limitZero,
  administratorDisabled,
  nobodyBranchMissing,
  botNamesNobody,
  packageLapsed,
  botUnreadable,
  records.auditBroken,
  records.auditDiffers,
  records.leftOver,
  records.keyTwice,
  records.stranger,
  records.fileDamaged,
]

/** What is wrong in one workspace. */
export function findIn(facts: Facts): Finding[] {
  const workspace = facts.workspace === null ? null : { id: facts.workspace.id, name: facts.workspace.name }
  return checks.flatMap(({ id, means, find }) => find(facts).map((found) => ({ id, means, workspace, ...found })))
}
