import { randomBytes } from 'node:crypto'
import type { WorkspaceId } from '@baton/core/ids'
import type { Uploads } from '../../uploads.ts'
import { savedFilters } from '../filters.ts'
import type { Store, StoreOptions } from '../store.ts'
import { cannedReplies } from '../writing.ts'
import { PostgresAccess } from './access.ts'
import { PostgresAudit } from './audit.ts'
import { PostgresBots } from './bots.ts'
import { Connections, everybody } from './connections.ts'
import { PostgresContacts } from './contacts.ts'
import { PostgresConversations } from './conversations.ts'
import { PostgresFiles, storedUploads } from './files.ts'
import { PostgresIdentitySecrets } from './identity-secrets.ts'
import { Lanes } from './lanes.ts'
import { PostgresMentions } from './mentions.ts'
import { migratePostgres } from './migrate.ts'
import { PostgresNotifications } from './notifications.ts'
import { PostgresOutbox, PostgresWorks } from './outbox.ts'
import { PostgresReadMarks } from './read-marks.ts'
import { PostgresReplyDrafts } from './reply-drafts.ts'
import { PostgresReports } from './reports.ts'
import { PostgresRoutings } from './routing.ts'
import { PostgresSearch } from './search.ts'
import { SettingsWatch } from './settings.ts'
import { PostgresGroups, PostgresOperators } from './team.ts'
import { PostgresTeamAndOwn } from './team-and-own.ts'
import { PostgresVisits } from './visits.ts'
import { PostgresWidgetSettings } from './widget-settings.ts'
import { PostgresWorkspaces } from './workspaces.ts'

export type PostgresOptions = StoreOptions & {
  /** `postgres://user:password@host:port/database`; the user may own the database, or just be allowed the role. */
  url: string
  /** Most connections for commits and single reads, 10 when left out; lists have a third as many of their own. */
  poolSize?: number
}

/** What only a store that nodes share has. */
export type SharedStore = Store & {
  uploads: Uploads
  /** The secret that all nodes sign with; the first one to ask makes it. */
  secret(): Promise<Uint8Array>
  /** What the clock of the database says, milliseconds UTC. */
  time(): Promise<number>
  /** Connections now: working, and calls that wait for one. */
  figures(): { inUse: number; waiting: number }
}

/** The store for many nodes: PostgreSQL 15 or newer, brought up to date first. Durable as the server is set up to be. */
export async function openPostgres(options: PostgresOptions): Promise<SharedStore> {
  const { url, poolSize = 10, newId, now, onCommitted, onChanged } = options
  await migratePostgres(url)
  const connections = new Connections({ url, size: poolSize })
  // Lists and searches have connections of their own: however many there are, no commit waits for one.
  const listing = new Connections({ url, size: Math.max(2, Math.ceil(poolSize / 3)), plansEachTime: true })
  const settings = new SettingsWatch(connections, (workspace) => {
    for (const forget of forgetting) forget(workspace)
    onChanged?.(workspace)
  })
  const search = new PostgresSearch(listing)
  const lanes = new Lanes({
    connections,
    newId,
    now,
    onCommitted: (committed) => {
      search.note(committed.workspace)
      onCommitted(committed)
    },
    onSettings: (workspace, revision) => settings.seen(workspace, revision),
  })
  const parts = { connections, lanes, now }
  const workspaces = new PostgresWorkspaces(parts)
  const bots = new PostgresBots(parts)
  const access = new PostgresAccess(parts)
  const forgetting: ((workspace: WorkspaceId) => void)[] = [
    () => workspaces.forget(),
    (workspace) => bots.forget(workspace),
    () => access.forget(),
  ]
  await settings.look()
  return {
    workspaces,
    operators: new PostgresOperators(parts),
    groups: new PostgresGroups(parts),
    routings: new PostgresRoutings(parts),
    bots,
    widgetSettings: new PostgresWidgetSettings(parts),
    identitySecrets: new PostgresIdentitySecrets(parts),
    visits: new PostgresVisits(parts),
    cannedReplies: new PostgresTeamAndOwn(cannedReplies, parts),
    replyDrafts: new PostgresReplyDrafts(parts),
    savedFilters: new PostgresTeamAndOwn(savedFilters, parts),
    mentions: new PostgresMentions(parts),
    readMarks: new PostgresReadMarks(parts),
    conversations: new PostgresConversations({ ...parts, listing, search }),
    contacts: new PostgresContacts(parts),
    access,
    files: new PostgresFiles(connections),
    audit: new PostgresAudit(connections, listing, lanes),
    reports: new PostgresReports(listing),
    outbox: new PostgresOutbox(connections, now),
    works: new PostgresWorks(connections, now),
    notifications: new PostgresNotifications(parts),
    uploads: storedUploads(connections),
    async ping() {
      await connections.rows(everybody, { name: 'ping', text: 'select 1' })
    },
    refresh: () => settings.look(),
    alone: (name, work) => connections.alone(name, work),
    async secret() {
      const made = randomBytes(32).toString('base64')
      const [row] = await connections.rows<{ value: string }>(everybody, keepingSecret, [made])
      return Buffer.from(row?.value ?? made, 'base64')
    },
    async time() {
      const [row] = await connections.rows<{ at: number }>(everybody, readingTime)
      return row?.at ?? 0
    },
    figures: () => ({
      inUse: connections.inUse + listing.inUse,
      waiting: connections.waiting + listing.waiting,
    }),
    async close() {
      await lanes.drain()
      await Promise.all([connections.close(), listing.close()])
    },
  }
}

const keepingSecret = {
  name: 'keep_secret',
  text: `insert into secrets as s (name, value) values ('signing', $1) on conflict (name) do update set value = s.value returning value`,
}
const readingTime = {
  name: 'read_time',
  text: 'select (extract(epoch from clock_timestamp()) * 1000)::bigint as at',
}
