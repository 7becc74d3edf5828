/** The store for several nodes, on a real PostgreSQL in this process. */

import { inspect } from '../server/src/store/moving/inspect.ts'
import { postgresSnapshot } from '../server/src/store/moving/postgres-snapshot.ts'
import { Report } from '../server/src/store/moving/report.ts'
import type { Queryable } from '../server/src/store/postgres/connections.ts'
import { tablesOfWorkspaces } from '../server/src/store/postgres/migrations/0001-foundation.ts'
import { tablesOfOffers } from '../server/src/store/postgres/migrations/0002-offers.ts'
import { tablesOfVisits } from '../server/src/store/postgres/migrations/0003-visits.ts'
import { openPostgres } from '../server/src/store/postgres/postgres.ts'
import type { OpenBackend } from './backend.ts'
import { SimulatedDatabase } from './postgres-pool.ts'
import { owningRole, type PostgresServer } from './postgres-server.ts'
import { newOwner } from './scheduler.ts'
import { Witness } from './witness.ts'

const poolSize = 4
const applicationRole = 'baton_app'
const ofWorkspaces = { ...tablesOfWorkspaces, ...tablesOfOffers, ...tablesOfVisits }
/** Traces of a conversation; the audit log keeps that there was one. */
const traces = [
  ['conversations', 'id'],
  ['events', 'conversation'],
  ['works', 'conversation'],
  ['idempotency_keys', 'conversation'],
  ['search', 'conversation'],
] as const

/** Everything that was in the server before is gone. */
export function postgresBackend(server: PostgresServer): OpenBackend {
  return ({ scheduler, linkOf, told }) => {
    server.empty()
    const witness = new Witness(server, owningRole, told)
    const database = new SimulatedDatabase({
      server,
      scheduler,
      owner: newOwner('database'),
      linkOf,
      onStatement: (seen) => {
        scheduler.note(JSON.stringify(seen.asked.values))
        witness.saw(seen)
      },
    })
    const workspaces: string[] = []
    return {
      isForNodes: true,
      Pool: database.Pool,
      open: (_, options) => openPostgres({ ...options, url: 'postgres://simulated/baton', poolSize }),
      cut: (node) => database.cut(node),
      follow(workspace) {
        workspaces.push(workspace)
        witness.follow(workspace)
      },
      leftovers: async () =>
        witness
          .ask(countingLeftovers, [])
          .flatMap(({ what, count }) => (count === 0 ? [] : [`${count} ${what} are left`])),
      check: async ({ conversations, words }) => [
        ...(await faultsIn(witness)),
        ...workspaces.flatMap((workspace) => seenElsewhere(witness, workspace)),
        ...found(witness, conversations),
        ...said(witness, words),
      ],
      callsAskedFor: () => witness.calls,
      statements: () => witness.statements,
    }
  }
}

/** What no store may keep, as `baton check` finds it. */
async function faultsIn(witness: Witness): Promise<string[]> {
  const faults: string[] = []
  const report = new Report(({ place, says }, title) => faults.push(`${title}: ${place}: ${says}`))
  const tx: Queryable = { rows: async ({ text }, values) => witness.ask(text, values) as never }
  witness.ask('begin', [])
  await inspect(postgresSnapshot(tx, 'simulated'), report)
  witness.ask('commit', [])
  return faults
}

/** [I-38] With the rights of one workspace, a statement that forgets to ask for it sees nothing of another. */
function seenElsewhere(witness: Witness, workspace: string): string[] {
  return Object.entries(ofWorkspaces).flatMap(([table, column]) => {
    const [row] = witness.ask(`select count(*) as count from ${table} where ${column} <> $1`, [workspace], {
      role: applicationRole,
      scope: workspace,
    })
    return row?.count === 0 ? [] : [`[I-38] ${table} shows rows of others to ${workspace}`]
  })
}

/** [I-46] */
function found(witness: Witness, conversations: ReadonlySet<string>): string[] {
  return traces.flatMap(([table, column]) => {
    const [row] = witness.ask(`select count(*) as count from ${table} where ${column} = any($1)`, [[...conversations]])
    return row?.count === 0 ? [] : [`[I-46] ${row?.count} rows of forgotten conversations are in ${table}`]
  })
}

/** [I-46] In no table and no column. */
function said(witness: Witness, words: ReadonlySet<string>): string[] {
  if (words.size === 0) return []
  const pattern = `(${[...words].join('|')})\\M`
  return Object.keys(ofWorkspaces).flatMap((table) => {
    const [row] = witness.ask(`select count(*) as count from ${table} t where t::text ~ $1`, [pattern])
    return row?.count === 0 ? [] : [`[I-46] words of a forgotten contact are in ${table}`]
  })
}

const countingLeftovers = `select 'works' as what, count(*) as count from works
  union all select 'messages' as what, count(*) as count from outbox where due_at is not null`
