/**
 * A backup file is a zstd file that any zstd program can unpack. Its contents lie in blocks that are packed one by one;
 * before each stands a frame that such programs skip: how long the block is, and the SHA-256 of everything in the file
 * up to the block's end. A byte that is changed, moved, lost or added anywhere is found, and where.
 */
import { createHash, type Hash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { promisify } from 'node:util'
import { constants, zstdCompress, zstdDecompress } from 'node:zlib'
import { MovingRefused } from './stream.ts'

/** Goes up when releases before could not read what this one writes. */
export const formatVersion = 1

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)
/** Level 1 packs rows as small as the next levels do, in half the time. */
const packing = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }
/** Bytes of one block, unpacked; far more than any row has. */
const largestBlock = 512 * 1024 * 1024

/** The first of the marks that zstd keeps for frames to be skipped. */
const skipMark = 0x184d2a50
const sizeOfLead = 8
const sizeOfLength = 4
const sizeOfDigest = 32
const sizeOfHead = sizeOfLead + sizeOfLength + sizeOfDigest
const title = 'Baton backup '

/** Writes blocks one after another. */
export class BlockWriter {
  readonly #file: FileHandle
  readonly #hash = createHash('sha256')
  #last: Promise<void>

  constructor(file: FileHandle) {
    this.#file = file
    const lead = leadOf(formatVersion)
    this.#hash.update(lead)
    this.#last = this.#write(lead)
  }

  /** Packs it while the block before is written, and settles when that is; then the next one may come. */
  async add(content: Uint8Array): Promise<void> {
    const packed = compress(content, packing)
    // Until somebody waits for it.
    packed.catch(() => {})
    await this.#last
    this.#last = packed.then((bytes) => this.#write(this.#sealed(bytes)))
    this.#last.catch(() => {})
  }

  /** Settles when everything is written. */
  async end(): Promise<void> {
    await this.#last
  }

  #sealed(packed: Buffer): Buffer {
    const head = headOf(packed.length)
    return Buffer.concat([head, seal(this.#hash, head, packed), packed])
  }

  async #write(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length; ) at += (await this.#file.write(bytes, at)).bytesWritten
  }
}

/** `number` counts from 1; `ofAll` are the bytes of the whole file. */
export type Block = { number: number; packed: Buffer; ofAll: number }

/** Reads a file from its beginning; each block is as it was written, or it is refused with a sentence that says where. */
export async function* readBlocks(file: FileHandle, name: string): AsyncGenerator<Block> {
  const hash = createHash('sha256')
  const { size } = await file.stat()
  const lead = await readAt(file, 0, leadOf(formatVersion).length)
  expectLead(lead, name)
  hash.update(lead)
  for (let at = lead.length, number = 1; ; number += 1) {
    const head = await readAt(file, at, sizeOfHead)
    if (head.length === 0) return
    const length = head.length === sizeOfHead ? head.readUInt32LE(sizeOfLead) : 0
    const packed = await readAt(file, at + sizeOfHead, Math.min(length, size))
    const end = at + sizeOfHead + length
    const isMarked = headOf(0).subarray(0, Math.min(sizeOfLead, head.length)).equals(head.subarray(0, sizeOfLead))
    if (isMarked && (head.length < sizeOfHead || packed.length < length))
      throw new MovingRefused(`${name} is cut short: it ends within block ${number}, which begins at byte ${at}.`)
    const [open, digest] = [head.subarray(0, sizeOfLead + sizeOfLength), head.subarray(sizeOfLead + sizeOfLength)]
    if (!isMarked || !seal(hash, open, packed).equals(digest))
      throw new MovingRefused(`${name} has been damaged or changed in block ${number}, between bytes ${at} and ${end}.`)
    yield { number, packed, ofAll: size }
    at = end
  }
}

export async function unpack({ packed }: Block): Promise<Buffer> {
  return decompress(packed, { maxOutputLength: largestBlock })
}

/** What every backup file begins with; any editor shows it. */
function leadOf(version: number): Buffer {
  const text = Buffer.from(`${title}${version}\n`)
  return Buffer.concat([skipped(text.length), text])
}

function headOf(length: number): Buffer {
  const head = Buffer.alloc(sizeOfLead + sizeOfLength)
  skipped(sizeOfLength + sizeOfDigest).copy(head)
  head.writeUInt32LE(length, sizeOfLead)
  return head
}

function skipped(length: number): Buffer {
  const bytes = Buffer.alloc(sizeOfLead)
  bytes.writeUInt32LE(skipMark, 0)
  bytes.writeUInt32LE(length, 4)
  return bytes
}

/** The digest of everything up to here, which what follows then covers as well. */
function seal(hash: Hash, head: Buffer, packed: Buffer): Buffer {
  hash.update(head).update(packed)
  const digest = hash.copy().digest()
  hash.update(digest)
  return digest
}

function expectLead(lead: Buffer, name: string): void {
  if (lead.equals(leadOf(formatVersion))) return
  const text = lead.subarray(sizeOfLead).toString('latin1')
  const version = text.startsWith(title) ? Number.parseInt(text.slice(title.length), 10) : Number.NaN
  throw new MovingRefused(
    version > formatVersion
      ? `${name} was written by a newer release (format ${version}; this release reads format ${formatVersion}).`
      : `${name} is not a Baton backup.`,
  )
}

/** As many bytes as there are, at most `length`. */
async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length)
  let read = 0
  while (read < length) {
    const { bytesRead } = await file.read(bytes, read, length - read, position + read)
    if (bytesRead === 0) break
    read += bytesRead
  }
  return bytes.subarray(0, read)
}
