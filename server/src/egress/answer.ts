import { promisify, TextDecoder } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import type { Dispatcher } from 'undici'
import { type EgressAnswer, type EgressFailure, fail } from './outcome.ts'

/**
 * Reads an answer whole. `too_large` as soon as it is known to pass `maxBytes`, before and after decompression, so that
 * a small compressed answer cannot grow beyond it; `invalid_answer` for a compression that is unknown or broken.
 */
export async function readAnswer(
  response: Dispatcher.ResponseData,
  maxBytes: number,
  host: string,
): Promise<EgressAnswer | EgressFailure> {
  const tooLarge = fail('too_large', `The answer of ${host} is over ${maxBytes} bytes`)
  const headers = plainHeaders(response.headers)
  const raw = await readBody(response.body, maxBytes)
  if (raw === null) return tooLarge
  const expanded = await expand(raw, headers['content-encoding'] ?? '', maxBytes)
  if (expanded === 'too_large') return tooLarge
  if (expanded === 'unreadable') return fail('invalid_answer', `The answer of ${host} is compressed and cannot be read`)
  const type = headers['content-type'] ?? ''
  return {
    ok: true,
    status: response.statusCode,
    headers,
    body: decoderFor(type).decode(expanded),
    contentType: type.split(';')[0]?.trim().toLowerCase() || null,
    truncated: false,
  }
}

/** Copies into one buffer: a list of one-byte chunks would cost a hundred times the limit. */
async function readBody(chunks: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer | null> {
  let bytes = Buffer.alloc(Math.min(maxBytes, 16 * 1024))
  let size = 0
  for await (const chunk of chunks) {
    const needed = size + chunk.length
    if (needed > maxBytes) return null
    if (needed > bytes.length) {
      const grown = Buffer.alloc(Math.min(maxBytes, Math.max(needed, bytes.length * 2)))
      bytes.copy(grown, 0, 0, size)
      bytes = grown
    }
    chunk.copy(bytes, size)
    size = needed
  }
  return bytes.subarray(0, size)
}

/** We ask for `identity`; some servers compress all the same. Stacked compressions are not accepted. */
async function expand(bytes: Buffer, encoding: string, maxBytes: number): Promise<Buffer | 'too_large' | 'unreadable'> {
  const name = encoding.trim().toLowerCase()
  if (name === '' || name === 'identity' || bytes.length === 0) return bytes
  const decompress = decompressors.get(name)
  if (decompress === undefined) return 'unreadable'
  try {
    return await decompress(bytes, { maxOutputLength: maxBytes })
  } catch (error) {
    return errorCode(error) === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : 'unreadable'
  }
}

const decompressors: ReadonlyMap<string, (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>> =
  new Map([
    ['gzip', promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip)],
    ['x-gzip', promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip)],
    ['deflate', promisify<Buffer, { maxOutputLength: number }, Buffer>(inflate)],
    ['br', promisify<Buffer, { maxOutputLength: number }, Buffer>(brotliDecompress)],
  ])

/** The `code` of an error of Node or undici; empty for any other. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

function plainHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const pairs: [string, string][] = []
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || name === '__proto__') continue
    pairs.push([name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value])
  }
  return Object.fromEntries(pairs)
}

function decoderFor(contentType: string): TextDecoder {
  const label = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(label)
  } catch {
    return new TextDecoder('utf-8')
  }
}
