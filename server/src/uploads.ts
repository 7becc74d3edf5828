import { createHash } from 'node:crypto'
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { FileId } from '@baton/core/ids'
import { fileTypeFromBuffer } from 'file-type'

/** Contents of files on the disk, under names the server makes (S-26). */
export type Uploads = {
  /** Durable when it settles. */
  save(id: FileId, content: Buffer): Promise<void>
  /** Null: it was removed meanwhile. */
  read(id: FileId): Promise<Readable | null>
  remove(ids: readonly FileId[]): Promise<void>
}

export function diskUploads(directory: string): Uploads {
  const pathOf = (id: FileId) => join(directory, id)
  return {
    async save(id, content) {
      await mkdir(directory, { recursive: true })
      const temporary = `${pathOf(id)}.part`
      await writeFile(temporary, content, { flush: true, mode: 0o600 })
      await rename(temporary, pathOf(id))
    },
    async read(id) {
      try {
        return (await open(pathOf(id))).createReadStream()
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
        throw error
      }
    },
    async remove(ids) {
      for (const id of ids) await rm(pathOf(id), { force: true })
    },
  }
}

/** What a file is by its content, whatever its sender says; what cannot be told is just bytes. */
export async function contentTypeOf(content: Buffer, named: string): Promise<string> {
  const found = await fileTypeFromBuffer(content)
  if (found !== undefined) return found.mime
  const isText = !content.subarray(0, 4_096).includes(0)
  return isText && /\.(txt|csv|md|log)$/i.test(named) ? 'text/plain' : 'application/octet-stream'
}

/** Only these are ever shown in place; everything else is handed over as a download. */
export const picturesShown: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

/** A name people can read and no system trips over. */
export function cleanName(name: string): string {
  const clean = name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\\/:*?"<>|]+/gu, '_')
    .replace(/^\.+/, '')
    .trim()
  return clean.slice(0, 120) || 'file'
}

export function hashOfContent(content: Buffer): string {
  return createHash('sha256').update(content).digest('base64url')
}
