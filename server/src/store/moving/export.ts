import { instant } from '@baton/core/time'
import { allOf, type Snapshot } from './snapshot.ts'
import { type Batch, batchOf, type Moving } from './stream.ts'
import { placeOf, type Row, tableOf, tables } from './tables.ts'

export type ExportOptions = {
  release: string
  /** Milliseconds UTC. */
  now: number
}

/** Everything in a store as of the snapshot. */
export async function exportOf(snapshot: Snapshot, { release, now }: ExportOptions): Promise<Moving> {
  const positions = snapshot.kind === 'sqlite' ? 'store' : 'workspace'
  return {
    about: { release, store: snapshot.kind, takenAt: instant(now), positions },
    expected: await expectedRows(snapshot),
    batches: batchesOf(snapshot),
  }
}

/** The rows of a store, table by table. `shifts` says by how much the positions of a workspace had to be moved. */
export async function* batchesOf(
  snapshot: Snapshot,
  shifts: ReadonlyMap<string, number> = new Map(),
): AsyncGenerator<Batch> {
  const gone = new Set<string>()
  for (const table of tables) {
    if (table.name === 'file_parts') yield* partsOf(snapshot, gone)
    else
      for await (const rows of snapshot.rowsOf(table.name)) {
        if (table.name === 'events') yield batchOf(table, unshifted(rows, shifts))
        else if (table.name === 'files')
          yield batchOf(
            table,
            rows.filter((row) => !gone.has(String(row[idOfFile]))),
          )
        else yield batchOf(table, rows)
      }
  }
}

/** Files that have gone since the snapshot, as contacts are forgotten, are put down in `gone`. */
async function* partsOf(snapshot: Snapshot, gone: Set<string>): AsyncGenerator<Batch> {
  const table = tableOf('file_parts')
  for await (const files of snapshot.rowsOf('files'))
    for (const file of files) {
      const id = String(file[idOfFile])
      let part = 0
      for await (const content of snapshot.partsOf(id)) {
        yield batchOf(table, [[id, part, content.toString('base64')]])
        part += 1
      }
      if (part === 0) gone.add(id)
    }
}

function unshifted(rows: readonly Row[], shifts: ReadonlyMap<string, number>): readonly Row[] {
  if (shifts.size === 0) return rows
  return rows.map((row) => {
    const shift = shifts.get(String(row[workspaceOfEvent])) ?? 0
    return row.with(positionOfEvent, Number(row[positionOfEvent]) - shift)
  })
}

/** Of files their parts are not counted: most have one. */
async function expectedRows(snapshot: Snapshot): Promise<number> {
  let expected = 0
  for (const { name } of tables) {
    const from = name === 'file_parts' ? 'files' : name === 'heads' ? 'workspaces' : name
    if (name === 'secrets') continue
    const [row] = await allOf(snapshot.read(`select count(*) as count from ${from}`))
    expected += Number(row?.[0])
  }
  return expected
}

const idOfFile = placeOf('files', 'id')
const workspaceOfEvent = placeOf('events', 'workspace')
const positionOfEvent = placeOf('events', 'position')
