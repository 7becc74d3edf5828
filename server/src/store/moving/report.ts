import type { Fault } from './checks.ts'
import type { OnPassed } from './stream.ts'

/** What is checked, in words, by which rules, and what is counted. */
const checked = {
  databaseIsWhole: ['the database is whole: its files, and what it keeps twice [F2]', 'databases'],
  everythingCanBeRead: ['records and events can be read', 'events'],
  logHasNoGaps: ['logs are numbered without gaps, in the order of their positions [D-04] [I-28]', 'events'],
  recordIsTheFold: ['records are the fold of their logs [HO-3]', 'conversations'],
  epochCountsChanges: ['the epoch goes up by one with every change of control, and only then [I-36]', 'conversations'],
  changesFollowOneAnother: ['every change of control begins where the last one ended [I-37]', 'conversations'],
  transitionsAreAudited: ['every transition has its one audit record [I-32]', 'conversations'],
  ownerIsThere: ['owners are operators of the workspace, and enabled [I-16] [I-23]', 'conversations'],
  closedIsAtRest: ['closed conversations have no owner and wait for nothing [I-24]', 'conversations'],
  logIsOfItsWorkspace: ['events belong to the workspace of their conversation [I-38]', 'events'],
  nothingIsLeftOver: ['no events and no works without their conversation [I-46]', 'conversations'],
  openOnce: ['one open conversation per contact, bot and channel [I-25]', 'open conversations'],
  keysOnce: ['keys against repetition are there once [I-27]', 'keys'],
  loadsEqualARecount: ['loads equal a recount [I-15]', 'operators'],
  seatsEqualARecount: ['seats taken beside the load equal a recount [RO-10]', 'operators'],
  chainHolds: ['the audit chain holds to its end [I-33]', 'audit records'],
  staysInItsWorkspace: ['nothing refers to another workspace [I-38]', 'references'],
  filesAreWhole: ['files have their contents [S-26]', 'files'],
} as const

export type CheckName = keyof typeof checked

/** What a check counts. */
export function unitOf(check: CheckName): string {
  return checked[check][1]
}

export type Verdict = { check: CheckName; title: string; unit: string; looked: number; faults: number }

/** Counts what is looked at and hands on what is found. */
export class Report {
  readonly passed: OnPassed
  readonly #onFault: (fault: Fault, title: string) => void
  readonly #counts = new Map<CheckName, { looked: number; faults: number }>()

  constructor(onFault: (fault: Fault, title: string) => void = () => {}, passed: OnPassed = () => {}) {
    this.#onFault = onFault
    this.passed = passed
  }

  add(check: CheckName, looked: number, faults: readonly Fault[]): void {
    const before = this.#counts.get(check) ?? { looked: 0, faults: 0 }
    this.#counts.set(check, { looked: before.looked + looked, faults: before.faults + faults.length })
    for (const fault of faults) this.#onFault(fault, checked[check][0])
  }

  verdicts(): Verdict[] {
    return Object.entries(checked).map(([name, [title, unit]]) => {
      const check = name as CheckName
      return { check, title, unit, ...(this.#counts.get(check) ?? { looked: 0, faults: 0 }) }
    })
  }
}
