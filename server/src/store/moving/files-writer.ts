import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { syncDirectory } from './disk.ts'
import { MovingRefused } from './stream.ts'
import type { Row } from './tables.ts'

/** Names that the server makes for files; anything else could lead out of the directory. */
const safeName = /^[A-Za-z0-9_-]{1,100}$/

/** Puts contents of files, which come in parts, onto the disk. */
export class FilesWriter {
  readonly #directory: string
  #current: { id: string; file: FileHandle } | null = null

  constructor(directory: string) {
    this.#directory = directory
  }

  /** Parts of one file follow one another. */
  async add(parts: readonly Row[]): Promise<void> {
    for (const [id, , content] of parts) {
      const file =
        this.#current !== null && this.#current.id === id ? this.#current.file : await this.#begin(String(id))
      await file.writeFile(String(content), 'base64')
    }
  }

  /** Everything is on the disk. */
  async end(): Promise<void> {
    if (this.#current === null) return
    await this.#endFile()
    await syncDirectory(this.#directory)
  }

  /** Gives up. */
  async close(): Promise<void> {
    await this.#current?.file.close()
    this.#current = null
  }

  async #begin(id: string): Promise<FileHandle> {
    if (!safeName.test(id)) throw new MovingRefused(`"${id}" is no name of a file.`)
    if (this.#current === null) await mkdir(this.#directory, { recursive: true })
    else await this.#endFile()
    const file = await open(this.#pathOf(id), 'wx', 0o600)
    this.#current = { id, file }
    return file
  }

  async #endFile(): Promise<void> {
    await this.#current?.file.sync()
    await this.close()
  }

  #pathOf(id: string): string {
    return join(this.#directory, id)
  }
}
