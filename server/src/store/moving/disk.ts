import { open, stat } from 'node:fs/promises'

/** Makes what was written into a file durable. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Makes names that were added, changed or removed in a directory durable, where the system lets a program do so. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path).catch(() => null)
  try {
    await directory?.sync()
  } catch {
    // Some systems do that by themselves and refuse to be asked.
  } finally {
    await directory?.close()
  }
}

/** Whether anything has this name. */
export async function isThere(path: string): Promise<boolean> {
  return (await unlessMissing(stat(path))) !== null
}

/** Null when there is no such file. */
export async function unlessMissing<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
