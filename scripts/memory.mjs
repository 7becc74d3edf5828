// Where files that nobody needs after a run are kept: in memory nothing waits for a disk.
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const memoryFolder = '/dev/shm'
/** Bytes that have to be free there: a whole run takes a small part of it. */
const roomInMemory = 2 * 2 ** 30
const runPrefix = 'baton-test-'
/** No run lasts that long: what is older was left by one that was ended. Milliseconds. */
const leftAfter = 24 * 3_600_000

/** A folder in memory where there is room, else the one for temporary files. A container may have it with hardly any. */
export function fastFolder() {
  if (!existsSync(memoryFolder)) return tmpdir()
  const { bavail, bsize } = statfsSync(memoryFolder)
  return bavail * bsize >= roomInMemory ? memoryFolder : tmpdir()
}

/** A folder of its own for a run of tests, which others may look through: a database server may run as somebody else. */
export function makeRunFolder(parent = fastFolder()) {
  const ofRuns = readdirSync(parent).filter((name) => name.startsWith(runPrefix))
  for (const name of ofRuns) removeIfLeft(join(parent, name))
  const folder = mkdtempSync(join(parent, runPrefix))
  chmodSync(folder, 0o711)
  return folder
}

/**
 * Another run may remove its own at the same time, and what is somebody else's stays: neither is a reason not to run.
 *
 * @param {string} path
 */
function removeIfLeft(path) {
  try {
    if (Date.now() - statSync(path).mtimeMs > leftAfter) rmSync(path, { recursive: true, force: true })
  } catch {
    // It is gone already, or not ours.
  }
}
