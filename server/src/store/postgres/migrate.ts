import { reached } from '../../failpoint.ts'
import { applicationRole, Connections, codeOf, DatabaseRefused, everybody, type Queryable } from './connections.ts'
import { foundation, tablesOfAll, tablesOfWorkspaces } from './migrations/0001-foundation.ts'
import { offers, tablesOfOffers } from './migrations/0002-offers.ts'
import { tablesOfVisits, visits } from './migrations/0003-visits.ts'
import { editors, tablesOfEditors } from './migrations/0004-editors.ts'
import { snooze } from './migrations/0005-snooze.ts'
import { tablesOfWriting, writing } from './migrations/0006-writing.ts'
import { identity, tablesOfIdentity } from './migrations/0007-identity.ts'
import { tablesOfWidgetSettings, widgetSettings } from './migrations/0008-widget-settings.ts'
import { notifications, tablesOfNotifications } from './migrations/0009-notifications.ts'
import { typingPreview } from './migrations/0010-typing-preview.ts'
import { filters, tablesOfFilters } from './migrations/0011-filters.ts'
import { readMarks, tablesOfReadMarks } from './migrations/0012-read-marks.ts'
import { tagWords } from './migrations/0013-tag-words.ts'

/** One step of the schema. A released step is never edited. */
export type Migration = {
  sql: string
  /** Tables that come with it: the column that names the workspace, or null for tables of the whole process. */
  tables: Readonly<Record<string, string | null>>
  /**
   * The schema that a release must know to work on the database after this step. As long as it stays, the release before
   * goes on while the new one starts (D-19).
   */
  oldest: number
}

const migrations: readonly Migration[] = [
  {
    sql: foundation,
    tables: { ...tablesOfWorkspaces, ...Object.fromEntries(tablesOfAll.map((table) => [table, null])) },
    oldest: 1,
  },
  // A release that knows nothing of offers would write them away.
  { sql: offers, tables: tablesOfOffers, oldest: 2 },
  { sql: visits, tables: tablesOfVisits, oldest: 2 },
  { sql: editors, tables: tablesOfEditors, oldest: 2 },
  // A release that knows nothing of snoozing would write it away, and cannot read such a log.
  { sql: snooze, tables: {}, oldest: 5 },
  { sql: writing, tables: tablesOfWriting, oldest: 5 },
  // A release that knows nothing of ratings and of contacts that sites vouch for cannot read such a log.
  { sql: identity, tables: tablesOfIdentity, oldest: 7 },
  { sql: widgetSettings, tables: tablesOfWidgetSettings, oldest: 7 },
  { sql: notifications, tables: tablesOfNotifications, oldest: 7 },
  { sql: typingPreview, tables: {}, oldest: 7 },
  { sql: filters, tables: tablesOfFilters, oldest: 7 },
  { sql: readMarks, tables: tablesOfReadMarks, oldest: 7 },
  { sql: tagWords, tables: {}, oldest: 7 },
]

/**
 * Brings the schema up to date as the user of the URL, and makes the role that everything else runs as. Safe when several
 * nodes start together (one works, the others wait) and when one dies half-way (each step is one transaction).
 * Throws `DatabaseRefused` with a sentence for whoever runs the server.
 */
export async function migratePostgres(url: string, steps: readonly Migration[] = migrations): Promise<void> {
  const owner = new Connections({ url, size: 2, asOwner: true })
  try {
    if ((await versionOf(owner.for(everybody)))?.version === steps.length && (await mayTakeRole(owner))) return
    await owner.alone('migration', async () => {
      const found = await versionOf(owner.for(everybody))
      const current = found?.version ?? 0
      if (found !== null && found.oldest > steps.length)
        throw new DatabaseRefused(
          `The database is of a newer release (it needs schema ${found.oldest}, this release knows ${steps.length}).`,
        )
      await makeRole(owner)
      for (const [index, step] of steps.entries()) if (index >= current) await take(owner, step, index + 1)
    })
  } catch (error) {
    if (codeOf(error) !== '42501') throw error
    throw new DatabaseRefused(await whatToRun(owner))
  } finally {
    await owner.close()
  }
}

/** The newest schema this release knows. */
export const newestSchema: number = migrations.length

async function versionOf(db: Queryable): Promise<{ version: number; oldest: number } | null> {
  const [known] = await db.rows<{ is: boolean }>({ text: "select to_regclass('baton_schema') is not null as is" }, [])
  if (known?.is !== true) return null
  const [row] = await db.rows<{ version: number; oldest: number }>(
    { text: 'select version, oldest from baton_schema' },
    [],
  )
  return row ?? null
}

async function mayTakeRole(owner: Connections): Promise<boolean> {
  const [row] = await owner.rows<{ may: boolean }>(everybody, {
    text: `select coalesce((select pg_has_role(current_user, oid, 'member') from pg_roles where rolname = '${applicationRole}'), false) as may`,
  })
  return row?.may === true
}

/** Roles belong to the whole server, so another database may be making the same one just now. */
async function makeRole(owner: Connections): Promise<void> {
  const makings = [
    `do $$ begin
       if not exists (select from pg_roles where rolname = '${applicationRole}') then
         create role ${applicationRole} nologin nobypassrls nosuperuser;
       end if;
     exception when duplicate_object or unique_violation then null; end $$`,
    `do $$ begin
       if not pg_has_role(current_user, '${applicationRole}', 'member') then
         execute format('grant ${applicationRole} to %I', current_user);
       end if;
     end $$`,
  ]
  for (const text of makings) await untilNobodyIsInTheWay(() => owner.rows(everybody, { text }))
}

async function untilNobodyIsInTheWay(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await work()
      return
    } catch (error) {
      // "tuple concurrently updated" has no code of its own.
      if (codeOf(error) !== 'XX000' || tries === mostTries) throw error
    }
  }
}

const mostTries = 20

async function take(owner: Connections, { sql, tables, oldest }: Migration, version: number): Promise<void> {
  await owner.transaction(everybody, async (tx) => {
    await tx.rows({ text: madeBefore }, [])
    await tx.rows({ text: sql }, [])
    reached('in migration')
    for (const [table, column] of Object.entries(tables)) await secure(tx, table, column)
    await tx.rows({ text: securingAll }, [])
    await tx.rows({ text: `update baton_schema set version = ${version}, oldest = ${oldest}` }, [])
  })
}

const madeBefore = `create table if not exists baton_schema (
  id integer primary key default 1 check (id = 1), version integer not null, oldest integer not null
);
insert into baton_schema (version, oldest) values (0, 0) on conflict do nothing`

/** [I-38] Statements for one workspace see its rows and no others, even if they forget to ask for them. */
async function secure(tx: Queryable, table: string, column: string | null): Promise<void> {
  const scope = "current_setting('baton.workspace', true)"
  const mine = `${scope} = '${everybody}'${column === null ? '' : ` or "${column}" = ${scope}`}`
  // The audit log grows and is never edited, not even by us.
  const rights = table === 'audit' ? 'select, insert' : 'select, insert, update, delete'
  for (const text of [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `create policy baton_isolation on ${table} using (${mine}) with check (${mine})`,
    `grant ${rights} on ${table} to ${applicationRole}`,
  ])
    await tx.rows({ text }, [])
}

const securingAll = `do $$ begin
  execute format('grant usage on schema %I to ${applicationRole}', current_schema());
  execute format('grant usage on all sequences in schema %I to ${applicationRole}', current_schema());
  grant select on baton_schema to ${applicationRole};
end $$`

async function whatToRun(owner: Connections): Promise<string> {
  const [row] = await owner.rows<{ name: string; schema: string | null }>(everybody, {
    text: 'select current_user as name, current_schema() as schema',
  })
  const name = row?.name ?? 'the user of DATABASE_URL'
  return `The database user "${name}" may not prepare the database: run as its administrator \`create role ${applicationRole} nologin; grant ${applicationRole} to "${name}"; grant create, usage on schema ${row?.schema ?? 'public'} to "${name}";\` and start again.`
}
