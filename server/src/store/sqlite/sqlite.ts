import Database from 'better-sqlite3'
import { savedFilters } from '../filters.ts'
import type { Store, StoreOptions } from '../store.ts'
import { cannedReplies } from '../writing.ts'
import { SqliteAccess, SqliteFiles } from './access.ts'
import { inTurn } from './alone.ts'
import { SqliteAudit } from './audit.ts'
import { SqliteBots, SqliteWorkspaces } from './bots.ts'
import { Committer } from './committer.ts'
import { SqliteContacts } from './contacts.ts'
import { SqliteConversations } from './conversations.ts'
import { Directory } from './directory.ts'
import { SqliteIdentitySecrets } from './identity-secrets.ts'
import { SqliteMentions } from './mentions.ts'
import { migrate } from './migrate.ts'
import { SqliteNotifications } from './notifications.ts'
import { SqliteOutbox, SqliteWorks } from './outbox.ts'
import { SqliteReadMarks } from './read-marks.ts'
import { SqliteReplyDrafts } from './reply-drafts.ts'
import { SqliteReports } from './reports.ts'
import { SqliteRoutings } from './routing.ts'
import { SqliteGroups, SqliteOperators } from './team.ts'
import { SqliteTeamAndOwn } from './team-and-own.ts'
import { SqliteVisits } from './visits.ts'
import { SqliteWidgetSettings } from './widget-settings.ts'

/** `path`: a file, or `:memory:`. */
export type SqliteOptions = StoreOptions & { path: string }

/** The embedded store: one file, written by one process. Durable by default: an acknowledged write is on the disk. */
export function openSqlite({ path, newId, now, onCommitted, onChanged }: SqliteOptions): Store {
  const database = new Database(path, { timeout: 5_000 })
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('temp_store = MEMORY')
  database.pragma('cache_size = -32000')
  // As much as SQLite allows: rows of long lists lie far apart, and each would cost a call of the system.
  database.pragma('mmap_size = 2147418112')
  database.pragma('wal_autocheckpoint = 16000')
  migrate(database)
  const directory = new Directory(database, now)
  const reload: (() => void)[] = [() => directory.reload()]
  const committer = new Committer(database, () => {
    for (const again of reload) again()
  })
  const audit = new SqliteAudit(database, committer, now)
  const outbox = new SqliteOutbox(database, committer, now)
  const conversations = new SqliteConversations({
    database,
    committer,
    directory,
    audit,
    outbox,
    newId,
    now,
    onCommitted,
  })
  const workspaces = new SqliteWorkspaces({ database, committer, audit })
  const bots = new SqliteBots({ database, committer, audit })
  reload.push(
    () => workspaces.reload(),
    () => bots.reload(),
  )
  const versionOfData = () => Number(database.pragma('data_version', { simple: true }))
  let seenVersion = versionOfData()
  return {
    workspaces,
    operators: new SqliteOperators({ database, committer, directory, audit, now, onCommitted }, conversations),
    groups: new SqliteGroups({ database, committer, directory, audit, now, onCommitted }, conversations),
    routings: new SqliteRoutings({ database, committer, directory, audit, outbox, now }),
    bots,
    widgetSettings: new SqliteWidgetSettings({ database, committer, audit }),
    identitySecrets: new SqliteIdentitySecrets({ database, committer, audit, now }),
    visits: new SqliteVisits({ database, committer, now }),
    cannedReplies: new SqliteTeamAndOwn(cannedReplies, { database, committer, audit }),
    replyDrafts: new SqliteReplyDrafts({ database, committer }),
    savedFilters: new SqliteTeamAndOwn(savedFilters, { database, committer, audit }),
    mentions: new SqliteMentions({ database, committer }),
    readMarks: new SqliteReadMarks({ database, committer, now }),
    conversations,
    contacts: new SqliteContacts({ database, committer, audit, conversations, onCommitted }),
    access: new SqliteAccess({ database, committer, audit, now }),
    files: new SqliteFiles({ database, committer }),
    audit,
    reports: new SqliteReports(database),
    outbox,
    works: new SqliteWorks(database, now),
    notifications: new SqliteNotifications({ database, committer, audit, now }),
    async ping() {
      database.prepare('select 1').get()
    },
    async refresh() {
      const version = versionOfData()
      if (version === seenVersion) return
      seenVersion = version
      for (const again of reload) again()
      onChanged?.(null)
    },
    alone: inTurn(),
    async close() {
      await committer.drain()
      if (path !== ':memory:') database.pragma('wal_checkpoint(TRUNCATE)')
      database.close()
    },
  }
}
