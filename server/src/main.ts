/** The command line: `baton start`, `migrate`, `import`, `workspace add`, `backup`, `restore`, `copy`, `verify`, `doctor`, `simulate`. */

import { mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { catalogue } from '@baton/actions/catalogue'
import { type BotDocument, validateBot, withPayloads } from '@baton/core/flow'
import { Command } from 'commander'
import pino from 'pino'
import { parse } from 'yaml'
import { newId, newSecret } from './chance.ts'
import { systemClock } from './clock.ts'
import { addDoctor } from './commands/doctor.ts'
import { lockDirectory } from './commands/lock.ts'
import { addMovingCommands } from './commands/moving.ts'
import { Refused } from './commands/refused.ts'
import { registerSimulate } from './commands/simulate.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { validationWorld } from './http/bots.ts'
import { addWorkspace, startBaton, type Welcome } from './process.ts'
import { hashOfSecret } from './secrets.ts'
import { openStore } from './store/open.ts'
import { DatabaseRefused } from './store/postgres/connections.ts'
import { type Store, StoreUnavailable } from './store/store.ts'
import { startTracing } from './tracing.ts'

const deadline = 9_000
const shortKey = 20
const secondOne = 'Set BATON_DATA_DIR (and PORT) to start a second one.'
const by = { actor: 'command line', request: null }

const program = new Command('baton').description('Pass the conversation between chatbot and human without dropping it.')
program.command('start', { isDefault: true }).description('run the server').action(start)
program
  .command('migrate')
  .description('bring the database up to date, then end')
  .action(() => withStore(async () => console.log('The database is up to date.')))
program
  .command('import')
  .argument('<file>', 'a bot, YAML or JSON')
  .option('--publish', 'make it live when nothing stops it')
  .option('--workspace <name>', 'which workspace; default: the first')
  .description('load a bot as a draft; one of the same name is replaced')
  .action(importBot)
const workspace = program.command('workspace').description('manage workspaces')
workspace
  .command('add')
  .argument('<name>')
  .description('add a workspace and print its administrator’s key')
  .action(addOne)
const surroundings = { environment: process.env, clock: systemClock, print: console.log, screen: process.stderr }
addMovingCommands(program, surroundings)
addDoctor(program, surroundings)
registerSimulate(program)

try {
  await program.parseAsync()
} catch (error) {
  const isExpected = error instanceof Refused || error instanceof ConfigError || error instanceof DatabaseRefused
  if (!isExpected && !(error instanceof StoreUnavailable)) throw error
  console.error(isExpected ? error.message : `The database cannot be reached: ${causeOf(error)}.`)
  process.exitCode = 1
}

function causeOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : error.message
}

async function start(): Promise<void> {
  const config = readConfig(process.env)
  const log = pino({ level: process.env.LOG_LEVEL ?? 'info', base: null }, pino.destination({ dest: 2, sync: true }))
  const { tracing: wish, version } = config
  const tracing = wish === null ? null : await startTracing(wish, { version, log })
  // With several nodes the directory holds nothing.
  const unlock = config.databaseUrl === null ? lockDirectory(config.dataDir, secondOne) : () => {}
  let running: Awaited<ReturnType<typeof startBaton>> | null = null
  let isStopping = false
  const stop = async (code: number) => {
    if (isStopping) return
    isStopping = true
    setTimeout(() => process.exit(1), deadline).unref()
    await running?.stop()
    await tracing?.stop()
    unlock()
    process.exit(code)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop(0))
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled_rejection'))
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught_exception')
    void stop(1)
  })
  try {
    running = await startBaton({ config, log })
  } catch (error) {
    unlock()
    throw explained(error, config)
  }
  print(running.welcome, config)
}

function print({ desk, signInLink, apiKey, demo }: Welcome, config: Config): void {
  const lines = ['', 'Baton is ready.', '', `  Desk      ${desk}`]
  if (signInLink !== null)
    lines.push(`  Sign in   ${signInLink}`, '            (works once; set a password under Profile afterwards)')
  if (demo !== null) lines.push(`  Demo      ${demo}`)
  if (apiKey !== null) lines.push(`  API key   ${apiKey}`, '            (an administrator’s, shown this once)')
  const isPlain =
    config.publicUrl.protocol === 'http:' && !['127.0.0.1', 'localhost', '[::1]'].includes(config.publicUrl.hostname)
  if (isPlain)
    lines.push(
      '',
      '  Warning: plain HTTP beyond this machine. Set BATON_PUBLIC_URL=https://… behind a proxy that does TLS.',
    )
  if (config.apiKey !== null && config.apiKey.length < shortKey)
    lines.push('', `  Warning: BATON_API_KEY is short. Use at least ${shortKey} random characters beyond this machine.`)
  console.log(`${lines.join('\n')}\n`)
}

function explained(error: unknown, config: Config): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'EADDRINUSE')
    return new Refused(`Port ${config.port} on ${config.host} is taken. Set PORT to another one.`)
  if (code === 'EACCES')
    return new Refused(`Port ${config.port} or the directory ${config.dataDir} may not be used by this user.`)
  return error
}

async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const config = readConfig(process.env)
  if (config.databaseUrl === null) mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const { store } = await openStore(config, { newId, now: systemClock.now, onCommitted: () => {} })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

async function importBot(file: string, options: { publish?: boolean; workspace?: string }): Promise<void> {
  const draft = await readBot(file)
  await withStore(async (store) => {
    const [first] = await store.workspaces.all()
    const found = options.workspace === undefined ? first : await store.workspaces.findByName(options.workspace)
    if (!found)
      throw new Refused(
        options.workspace === undefined
          ? 'There is no workspace yet: start Baton once first.'
          : `There is no workspace "${options.workspace}".`,
      )
    const name = String(draft.name)
    const known = await store.bots.find(found.id, name)
    const saved =
      known === null
        ? await store.bots.add(found.id, { id: newId('bot'), name, draft }, by)
        : await store.bots.saveDraft(found.id, known.id, name, draft, by)
    if (!saved.ok) throw new Refused(`The name "${name}" is taken.`)
    const here = { store, extraChannels: [], config: readConfig(process.env) }
    const { errors, warnings } = validateBot(draft, await validationWorld(here, found))
    for (const { path, message } of errors) console.log(`error    ${path}: ${message}`)
    for (const { path, message } of warnings) console.log(`warning  ${path}: ${message}`)
    console.log(
      `"${name}" is stored as draft ${saved.value.version}${known === null ? '' : ' (it replaces the draft there was)'}.`,
    )
    if (options.publish !== true) return
    if (errors.length > 0) throw new Refused('It was not published: see the errors above.')
    // The draft has just been checked against the skeleton.
    await store.bots.publish(
      found.id,
      saved.value.id,
      saved.value.version,
      withPayloads(draft as BotDocument, catalogue),
      by,
    )
    console.log(`Version ${saved.value.version} is live. A running server shows it within seconds.`)
  })
}

async function readBot(file: string): Promise<Record<string, unknown>> {
  try {
    const document: unknown = parse(await readFile(file, 'utf8'))
    if (
      document !== null &&
      typeof document === 'object' &&
      !Array.isArray(document) &&
      typeof (document as { name?: unknown }).name === 'string'
    )
      return document as Record<string, unknown>
  } catch (error) {
    throw new Refused(`${file}: ${error instanceof Error ? error.message : 'cannot be read'}`)
  }
  throw new Refused(`${file}: a bot is an object with a name.`)
}

async function addOne(name: string): Promise<void> {
  if (name.trim() === '' || name.length > 200) throw new Refused('A workspace has a name of 1 to 200 characters.')
  await withStore(async (store) => {
    if ((await store.workspaces.findByName(name)) !== null) throw new Refused(`There is a workspace "${name}" already.`)
    const added = await addWorkspace(store, newId, name)
    const secret = `bk_${newSecret()}`
    const key = {
      id: newId('key'),
      workspace: added.id,
      name: 'first key',
      role: 'admin' as const,
      createdAt: systemClock.now(),
      lastUsedAt: null,
    }
    await store.access.addKey(hashOfSecret(secret), key, by)
    console.log(`Workspace "${name}" (${added.id}). Its administrator’s key, shown this once:\n${secret}`)
  })
}
