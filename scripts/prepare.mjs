// Makes a fresh or changed clone ready to run: packages installed, desk and widget built. Runs on any Node from 18 on.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { withLock } from './lock.mjs'
import { findNode, nodeIsMissing, root, tools } from './node.mjs'
import { run } from './run.mjs'

const lockfile = join(root, 'package-lock.json')
const stampFile = join(root, 'node_modules/.baton-stamp')
const buildFolder = join(root, '.baton/build')
const buildAttempts = 3

const ofEvery = ['tsconfig.json', 'package-lock.json', 'scripts/classic-script.mjs', 'scripts/compress.mjs']

/** What goes into the bundle of each room. */
const bundles = {
  desk: ['desk', 'core/src', 'actions/src', ...ofEvery],
  widget: ['widget', 'core/src', ...ofEvery],
}

/** @typedef {keyof typeof bundles} Room */

/**
 * Does what is missing or stale and nothing else; several processes may call it at once. Ends the process with one
 * plain sentence where it cannot help. A folder is null while its room has nothing to build.
 *
 * @param {{ build?: boolean }} [options] `build: false` leaves the bundles alone
 * @returns {Promise<{ node: string, deskDir: string | null, widgetDir: string | null, env: NodeJS.ProcessEnv }>}
 */
export async function prepare({ build = true } = {}) {
  if (!findNode({ beforeInstall: true })) stop(nodeIsMissing)
  /** @type {Room[]} */
  const rooms = build ? ['desk', 'widget'] : []
  if (!isInstalled() || rooms.some((room) => !isBuilt(room))) await catchUp(rooms)
  const deskDir = build ? bundleDir('desk') : null
  const widgetDir = build ? bundleDir('widget') : null
  const env = {
    ...process.env,
    ...(deskDir && { BATON_DESK_DIR: deskDir }),
    ...(widgetDir && { BATON_WIDGET_DIR: widgetDir }),
  }
  return { node: findNode() ?? stop(nodeIsMissing), deskDir, widgetDir, env }
}

/** @param {Room[]} rooms */
async function catchUp(rooms) {
  const onWait = () => say('waiting for another baton to finish installing')
  const lock = join(root, '.baton/prepare.lock')
  try {
    await withLock(lock, { waitMs: 600_000, pollMs: 200, onWait }, async () => {
      if (!isInstalled()) await install()
      for (const room of rooms) if (!isBuilt(room)) await buildBundle(room)
    })
  } catch (error) {
    stop(error instanceof Error ? error.message : String(error))
  }
}

function isInstalled() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lockfileHash()
}

function lockfileHash() {
  return createHash('sha256').update(readFileSync(lockfile)).digest('hex')
}

/**
 * Not `npm ci`: it empties node_modules under whoever runs from it, and it refuses a lockfile made where the registry
 * lacked an optional package of another platform. What an interrupted first install left behind is removed, because
 * npm takes half a package for a whole one; nobody runs from that.
 */
async function install() {
  const modules = join(root, 'node_modules')
  const isFresh = !existsSync(join(modules, '.package-lock.json'))
  say(isFresh ? 'installing packages' : 'bringing packages up to date')
  if (isFresh) rmSync(modules, { recursive: true, force: true })
  // npm leaves out what builds and tests need when NODE_ENV is production, unless told.
  const args = ['install', '--no-save', '--include=dev', '--include=optional', '--loglevel=error']
  await runQuietly('npm', args, { cwd: root, shell: process.platform === 'win32' })
  writeFileSync(stampFile, lockfileHash())
}

/** @param {Room} room */
function isBuilt(room) {
  const dir = bundleDir(room)
  return dir === null || existsSync(dir)
}

/** @param {Room} room */
function bundleDir(room) {
  if (!existsSync(join(root, room, 'vite.config.ts'))) return null
  return join(buildFolder, `${room}-${inputHash(bundles[room])}`)
}

/**
 * An existing folder is never touched, because a running server may serve it; a file saved while vite was at work
 * means that the output is not what its name says, so it is built again.
 *
 * @param {Room} room
 */
async function buildBundle(room) {
  say(`building ${room}`)
  mkdirSync(buildFolder, { recursive: true })
  for (let attempt = 1; attempt <= buildAttempts; attempt++) {
    const dir = bundleDir(room)
    if (dir === null || existsSync(dir)) return
    const draft = join(buildFolder, `.${room}-${process.pid}`)
    try {
      await runVite(room, draft)
      if (bundleDir(room) === dir) return renameSync(draft, dir)
    } finally {
      rmSync(draft, { recursive: true, force: true })
    }
  }
  throw new Error(`The files of ${room}/ changed during each of ${buildAttempts} builds: please start again.`)
}

/**
 * @param {Room} room
 * @param {string} outDir
 */
async function runVite(room, outDir) {
  const node = findNode() ?? stop(nodeIsMissing)
  const args = [tools.vite, 'build', '--outDir', outDir, '--emptyOutDir']
  await runQuietly(node, args, { cwd: join(root, room), env: { ...process.env, NODE_ENV: 'production' } })
}

/** @param {string[]} inputs */
function inputHash(inputs) {
  const hash = createHash('sha256')
  for (const path of inputs.flatMap((input) => filesIn(join(root, input)))) {
    const content = readFileSync(path)
    hash.update(`${relative(root, path)}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex').slice(0, 16)
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesIn(path) {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesIn(join(path, entry.name))
      return /\.(test|browser)\.\w+$/.test(entry.name) ? [] : [join(path, entry.name)]
    })
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, shell?: boolean }} options
 */
async function runQuietly(command, args, options) {
  const { code, output, interrupted } = await run(command, args, { ...options, capture: true }).catch((error) => {
    throw error.code === 'ENOENT' ? new Error(`Baton needs ${command}, which is not installed.`) : error
  })
  if (interrupted) process.exit(code)
  if (code === 0) return
  process.stderr.write(output)
  throw new Error(
    `${[command === 'npm' ? 'npm' : 'vite', ...args.filter((arg) => !arg.includes('/'))].join(' ')} failed.`,
  )
}

/** @param {string} what */
function say(what) {
  process.stderr.write(`baton: ${what}\n`)
}

/**
 * @param {string} sentence
 * @returns {never}
 */
function stop(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}
