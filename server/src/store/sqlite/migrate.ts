import type { Database } from 'better-sqlite3'
import { foundation } from './migrations/0001-foundation.ts'
import { lists } from './migrations/0002-lists.ts'
import { tickets } from './migrations/0003-tickets.ts'
import { reports } from './migrations/0004-reports.ts'
import { routing } from './migrations/0005-routing.ts'
import { offers } from './migrations/0006-offers.ts'
import { visits } from './migrations/0007-visits.ts'
import { editors } from './migrations/0008-editors.ts'
import { snooze } from './migrations/0009-snooze.ts'
import { writing } from './migrations/0010-writing.ts'
import { identity } from './migrations/0011-identity.ts'
import { widgetSettings } from './migrations/0012-widget-settings.ts'
import { notifications } from './migrations/0013-notifications.ts'
import { typingPreview } from './migrations/0014-typing-preview.ts'
import { filters } from './migrations/0015-filters.ts'
import { readMarks } from './migrations/0016-read-marks.ts'
import { tagWords } from './migrations/0017-tag-words.ts'

/** Append-only: a released migration is never edited. */
const migrations: readonly string[] = [
  foundation,
  lists,
  tickets,
  reports,
  routing,
  offers,
  visits,
  editors,
  snooze,
  writing,
  identity,
  widgetSettings,
  notifications,
  typingPreview,
  filters,
  readMarks,
  tagWords,
]

/** The newest schema this release knows. */
export const newestSchema: number = migrations.length

/** Brings the schema up to date, each step in a transaction with its version. Throws on a database of a newer release. */
export function migrate(database: Database): void {
  const current = Number(database.pragma('user_version', { simple: true }))
  if (current > migrations.length)
    throw new Error(`the database is of a newer release (schema ${current}, this release knows ${migrations.length})`)
  migrations.slice(current).forEach((sql, index) => {
    const step = database.transaction(() => {
      if (Number(database.pragma('user_version', { simple: true })) !== current + index) return
      database.exec(sql)
      database.pragma(`user_version = ${current + index + 1}`)
    })
    step.immediate()
  })
}
