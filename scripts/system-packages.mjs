// Programs of the machine: looked for on the path, installed from Debian's packages where that is possible.
import { accessSync, constants, mkdirSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { withLock } from './lock.mjs'
import { root } from './node.mjs'
import { run } from './run.mjs'

/** @typedef {{ path: string, text: string, mode?: number }} TextFile */

const noService = { path: '/usr/sbin/policy-rc.d', text: '#!/bin/sh\nexit 101\n', mode: 0o755 }
const lockWaitSeconds = 600

export function canInstallPackages() {
  return process.getuid?.() === 0 && onPath('apt-get') !== null
}

/**
 * Installs packages unless `isDone`; one process of this clone at a time, and no service of theirs is started. The
 * package lists are only brought up to date when the install fails without. Says so when it fails, and throws nothing.
 *
 * @param {string[]} names
 * @param {() => boolean} isDone
 * @param {TextFile[]} [filesMeanwhile] What has to stand on the machine during the install, and only then
 */
export async function installPackages(names, isDone, filesMeanwhile = []) {
  const onWait = () => console.error('baton: waiting for another baton to finish installing')
  const waiting = { waitMs: 1_000 * lockWaitSeconds, pollMs: 200, onWait }
  await withLock(join(root, '.baton/packages.lock'), waiting, async () => {
    if (isDone()) return
    console.error(`baton: installing ${names.join(', ')}`)
    await withFiles([noService, ...filesMeanwhile], async () => {
      const install = ['install', '-y', '--no-install-recommends', ...names]
      if ((await aptGet(install)).code === 0) return
      await aptGet(['update'])
      const { code, output } = await aptGet(install)
      if (code !== 0) console.error(output)
    })
  })
}

/** @param {string[]} args */
function aptGet(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return run('apt-get', ['-o', `DPkg::Lock::Timeout=${lockWaitSeconds}`, ...args], { env, capture: true })
}

/**
 * Runs `work` while these files are there. One that was there before stays as it is; folders made for the rest go too.
 *
 * @param {TextFile[]} files
 * @param {() => Promise<void>} work
 */
export async function withFiles(files, work) {
  /** @type {(() => void)[]} */
  const undo = []
  try {
    for (const file of files) undo.unshift(addFile(file))
    await work()
  } finally {
    for (const step of undo) step()
  }
}

/**
 * @param {TextFile} file
 * @returns {() => void} Takes it away again
 */
function addFile({ path, text, mode }) {
  const firstFolder = mkdirSync(dirname(path), { recursive: true })
  try {
    writeFileSync(path, text, { mode, flag: 'wx' })
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return () => {}
    throw error
  }
  return () => {
    rmSync(path, { force: true })
    if (firstFolder !== undefined) removeEmptyFolders(dirname(path), firstFolder)
  }
}

/**
 * @param {string} folder
 * @param {string} last The outermost one to go
 */
function removeEmptyFolders(folder, last) {
  try {
    for (let at = folder; at.startsWith(last); at = dirname(at)) rmdirSync(at)
  } catch {
    // Somebody else has put something there: it stays.
  }
}

/** @param {string} name */
export function onPath(name) {
  return (
    pathFolders()
      .map((folder) => join(folder, name))
      .find(isProgram) ?? null
  )
}

export function pathFolders() {
  return (process.env.PATH ?? '').split(delimiter).filter(Boolean)
}

/** @param {string} path */
export function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
