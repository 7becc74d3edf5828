import { Readable } from 'node:stream'
import { asId, type FileId } from '@baton/core/ids'
import type { Uploads } from '../../uploads.ts'
import type { Files, StoredFile } from '../store.ts'
import { type Connections, everybody } from './connections.ts'

type FileRow = {
  id: string
  workspace: string
  conversation: string | null
  contact: string
  name: string
  content_type: string
  size: number
}

export class PostgresFiles implements Files {
  readonly #connections: Connections

  constructor(connections: Connections) {
    this.#connections = connections
  }

  async add({ id, workspace, conversation, contact, name, contentType, size }: StoredFile): Promise<void> {
    await this.#connections.rows(workspace, adding, [id, workspace, conversation, contact, name, contentType, size])
  }

  async find(id: FileId): Promise<StoredFile | null> {
    const [row] = await this.#connections.rows<FileRow>(everybody, finding, [id])
    if (row === undefined) return null
    return {
      id: asId(row.id),
      workspace: asId(row.workspace),
      conversation: row.conversation === null ? null : asId(row.conversation),
      contact: asId(row.contact),
      name: row.name,
      contentType: row.content_type,
      size: row.size,
    }
  }

  async remove(id: FileId): Promise<void> {
    await this.#connections.rows(everybody, removing, [id])
  }
}

/** Bytes of a part; only the last one is shorter. */
export const partSize = 512 * 1024

/** Contents of files in the database, because nodes share no disk; read part by part. */
export function storedUploads(connections: Connections): Uploads {
  return {
    save(id, content) {
      return connections.transaction(everybody, async (tx) => {
        await tx.rows(removingParts, [[id]])
        const count = Math.max(1, Math.ceil(content.length / partSize))
        for (let part = 0; part < count; part += 1)
          await tx.rows(addingPart, [id, part, content.subarray(part * partSize, (part + 1) * partSize)])
      })
    },
    async read(id) {
      const first = await readPart(connections, id, 0)
      if (first === null) return null
      const parts = async function* () {
        let content: Buffer | null = first
        for (let part = 1; content !== null; part += 1) {
          yield content
          content = content.length < partSize ? null : await readPart(connections, id, part)
        }
      }
      return Readable.from(parts(), { objectMode: false })
    },
    async remove(ids) {
      if (ids.length > 0) await connections.rows(everybody, removingParts, [ids])
    },
  }
}

async function readPart(connections: Connections, id: FileId, part: number): Promise<Buffer | null> {
  const [row] = await connections.rows<{ content: Buffer }>(everybody, readingPart, [id, part])
  return row?.content ?? null
}

const adding = {
  name: 'add_file',
  text: 'insert into files (id, workspace, conversation, contact, name, content_type, size) values ($1, $2, $3, $4, $5, $6, $7)',
}
const finding = {
  name: 'find_file',
  text: 'select id, workspace, conversation, contact, name, content_type, size from files where id = $1',
}
const removing = { name: 'remove_file', text: 'delete from files where id = $1' }
const addingPart = {
  name: 'add_part',
  text: 'insert into file_parts (file, part, content) values ($1, $2, $3)',
}
const readingPart = {
  name: 'read_part',
  text: 'select content from file_parts where file = $1 and part = $2',
}
const removingParts = { name: 'remove_parts', text: 'delete from file_parts where file = any($1)' }
