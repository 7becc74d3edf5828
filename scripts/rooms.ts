// What each room may hold and import: docs/architecture.md says why. Every check is a function over the files.
import { dirname, join, normalize } from 'node:path/posix'
import { type Import, importsOf, type SourceFile, type Token, tokensOf } from './source.ts'

export type Violation = { path: string; line: number; says: string }

type Check = (files: SourceFile[]) => Violation[]

/** What each room may import from other rooms; `*` is everything in the target's `exports`. */
const mayImport: Record<string, string[]> = {
  core: [],
  actions: ['@baton/core/*'],
  channels: ['@baton/core/*'],
  server: ['@baton/core/*', '@baton/actions/*', '@baton/channels/*'],
  desk: ['@baton/core/*', '@baton/actions/forms'],
  widget: ['@baton/core/protocol', '@baton/core/text', '@baton/core/accent'],
}

const withoutNode = ['core', 'actions', 'desk', 'widget']
const everywhereInCore = ['typebox']
const forbiddenWords = ['utils', 'helpers', 'common', 'manager', 'service', 'data', 'v2', 'old', 'new', 'legacy']
const mayUseGlobals = ['server/baton.mjs', 'server/src/main.ts', 'server/src/config.ts', 'server/src/clock.ts']
/** Its tests bring up real servers and bad networks. */
const mayUseLab = ['server']
const mayNameActions = ['actions/src/catalogue.ts', 'actions/src/forms.ts']

export const roomImports: Check = (files) =>
  eachImport(files, (file, { target }) => {
    const room = roomOf(file.path)
    if (target.startsWith('.')) {
      const to = resolve(file, target)
      if (isUnder('lab', to) && mayUseLab.includes(room) && !isShipped(file.path)) return null
      return isUnder(room, to) ? null : `${target} leaves the room ${room}`
    }
    if (!target.startsWith('@baton/')) return null
    if (!mayImport[room]?.some((allowed) => matches(allowed, target))) return `${room} may not import ${target}`
    return exportedFile(files, target) ? null : `${target} is not in the exports of its room`
  })

export const packageImports: Check = (files) =>
  eachImport(files, (file, { target }) => {
    const room = roomOf(file.path)
    if (target.startsWith('.') || target.startsWith('@baton/') || !isShipped(file.path)) return null
    if (target.startsWith('node:')) return withoutNode.includes(room) ? `${room} may not import ${target}` : null
    return dependenciesOf(files, room).includes(packageOf(target)) ? null : `${target} is not a dependency of ${room}`
  })

/** A library of core stands behind one own file, so that it can be replaced there. */
export const coreLibraries: Check = (files) => {
  const homes = new Map<string, string>()
  return eachImport(files.toSorted(byPath), (file, { target }) => {
    if (roomOf(file.path) !== 'core' || target.startsWith('.') || !isShipped(file.path)) return null
    const name = packageOf(target)
    if (everywhereInCore.includes(name)) return null
    const home = homes.get(name) ?? file.path
    homes.set(name, home)
    return home === file.path ? null : `${name} is already behind ${home}`
  })
}

export const importCycles: Check = (files) => {
  const edges = new Map(sourcesIn(files).map((file) => [file.path, loadsOf(files, file)]))
  const found: Violation[] = []
  const finished = new Set<string>()

  const visit = (path: string, trail: string[]): void => {
    if (finished.has(path)) return
    for (const { to, line } of edges.get(path) ?? []) {
      const start = [...trail, path].indexOf(to)
      if (start < 0) visit(to, [...trail, path])
      else found.push({ path, line, says: `import cycle ${[...trail.slice(start), path, to].join(' → ')}` })
    }
    finished.add(path)
  }
  for (const path of edges.keys()) visit(path, [])
  return found
}

export const fileNames: Check = (files) =>
  files.filter(isInRoom).flatMap(({ path }) => {
    const segments = path.split('/').filter((segment) => segment !== 'fixtures')
    const bad = segments.flatMap(wordsOf).find((word) => forbiddenWords.includes(word))
    return bad ? [{ path, line: 1, says: `"${bad}" says nothing in a name` }] : []
  })

const sqlStart =
  /^\s*(?:select\s[\s\S]*\bfrom\s|select\s+\d|insert\s+(?:or\s+\w+\s+)?into\s|update\s+\S+\s+set\s|delete\s+from\s|create\s+(?:\w+\s+){0,2}(?:table|index|trigger|view)\s|alter\s+table\s|drop\s+(?:table|index)\s)/i
const sentenceStart = /^\s*[A-Z][a-z]/

export const sqlOutsideStore: Check = (files) =>
  eachToken(files, (file, { kind, text }) => {
    if (isUnder('server/src/store', file.path) || (kind !== 'string' && kind !== 'template')) return null
    return sqlStart.test(text) && !sentenceStart.test(text) ? 'SQL lives in server/src/store' : null
  })

export const bannedGlobals: Check = (files) =>
  eachToken(files, (file, _, tokens, index) => {
    if (!['core', 'actions', 'channels', 'server'].includes(roomOf(file.path))) return null
    if (!isShipped(file.path) || mayUseGlobals.includes(file.path)) return null
    const found = bannedGlobalAt(tokens, index)
    return found ? `${found} is banned here: take it as an argument` : null
  })

function bannedGlobalAt(tokens: Token[], index: number): string | null {
  const token = tokens[index]
  if (token?.kind !== 'name') return token?.kind === 'string' && /^node:timers/.test(token.text) ? token.text : null
  const next = tokens.slice(index + 1, index + 4)
  const before = tokens[index - 1]?.text
  const call = [token.text, ...next.map((one) => one.text)].join('')
  const member = /^(?:Date\.now|Math\.random|process\.env)/.exec(
    [token.text, ...next.slice(0, 2).map((one) => one.text)].join(''),
  )
  if (member) return member[0]
  if (token.text === 'randomUUID') return 'crypto.randomUUID'
  if (token.text === 'new' && next[0]?.text === 'Date' && !/^newDate\([^)]/.test(call)) return 'new Date()'
  if (token.text === 'Date' && next[0]?.text === '(' && before !== 'new') return 'Date()'
  const isTimer = token.text === 'setTimeout' || token.text === 'setInterval'
  const isOwnMember = (before === '.' || before === '?.') && tokens[index - 2]?.text !== 'globalThis'
  return isTimer && !isOwnMember ? token.text : null
}

/** Names of one word (`text`) are too common to look for. */
/** Also words of the core: kinds of message parts and of effects, whichever action they come from. */
const wordsOfTheCore = ['quick_replies', 'set_variable', 'set_tag', 'drop_tag']

export const actionNames: Check = (files) => {
  const folders = new Map(
    foldersIn(files, 'actions/src')
      .filter((folder) => folder.includes('-'))
      .map((folder) => [folder.replaceAll('-', '_'), `actions/src/${folder}`] as const)
      .filter(([name]) => !wordsOfTheCore.includes(name)),
  )
  return eachToken(files, (file, { kind, text }) => {
    const home = kind === 'string' || kind === 'template' ? folders.get(text) : undefined
    if (!home || isUnder(home, file.path) || mayNameActions.includes(file.path)) return null
    return isShipped(file.path) && !file.path.endsWith('/testing.ts') ? `'${text}' is named outside ${home}` : null
  })
}

export const actionFolders: Check = (files) => incompleteFolders(files, 'actions/src', 'action')

export const channelFolders: Check = (files) => incompleteFolders(files, 'channels/src', 'channel')

function incompleteFolders(files: SourceFile[], parent: string, noun: string): Violation[] {
  const paths = new Set(files.map((file) => file.path))
  const catalogue = files.find((file) => file.path === `${parent}/catalogue.ts`)
  const listed = new Set(catalogue ? importsOf(tokensIn(catalogue)).map(({ target }) => target) : [])
  return foldersIn(files, parent).flatMap((folder) => {
    const path = `${parent}/${folder}`
    const missing = [`${noun}.ts`, `${noun}.test.ts`, 'README.md'].filter((name) => !paths.has(`${path}/${name}`))
    const says = missing.map((name) => `${name} is missing`)
    if (!listed.has(`./${folder}/${noun}.ts`)) says.push(`no line in ${parent}/catalogue.ts`)
    return says.map((text) => ({ path, line: 1, says: text }))
  })
}

type LookAtImport = (file: SourceFile, found: Import) => string | null
type LookAtToken = (file: SourceFile, token: Token, tokens: Token[], index: number) => string | null

function eachImport(files: SourceFile[], look: LookAtImport): Violation[] {
  return sourcesIn(files).flatMap((file) =>
    importsOf(tokensIn(file)).flatMap((found) => violation(file, found.line, look(file, found))),
  )
}

function eachToken(files: SourceFile[], look: LookAtToken): Violation[] {
  return sourcesIn(files).flatMap((file) => {
    const tokens = tokensIn(file)
    return tokens.flatMap((token, index) => violation(file, token.line, look(file, token, tokens, index)))
  })
}

/** Every check reads every file: each is read once for all of them. */
const tokensRead = new WeakMap<SourceFile, Token[]>()

function tokensIn(file: SourceFile): Token[] {
  const tokens = tokensRead.get(file) ?? tokensOf(file.text)
  tokensRead.set(file, tokens)
  return tokens
}

function violation({ path }: SourceFile, line: number, says: string | null): Violation[] {
  return says === null ? [] : [{ path, line, says }]
}

function sourcesIn(files: SourceFile[]): SourceFile[] {
  return files.filter(
    (file) => isInRoom(file) && /\.(?:tsx?|mjs)$/.test(file.path) && !file.path.endsWith('.config.ts'),
  )
}

function isInRoom({ path }: SourceFile): boolean {
  return roomOf(path) in mayImport
}

function roomOf(path: string): string {
  return path.split('/', 1)[0] ?? ''
}

function isUnder(folder: string, path: string): boolean {
  return path.startsWith(`${folder}/`)
}

/** Tests and the suites they share are not part of the product. */
function isShipped(path: string): boolean {
  return !/\.(?:test|browser)\.tsx?$|[/-]contract\.ts$|^server\/journeys\/|\/testing\.ts$/.test(path)
}

function loadsOf(files: SourceFile[], file: SourceFile): { to: string; line: number }[] {
  return importsOf(tokensIn(file)).flatMap(({ kind, target, line }) => {
    if (kind !== 'value') return []
    const to = target.startsWith('.') ? resolve(file, target) : exportedFile(files, target)
    return to ? [{ to, line }] : []
  })
}

function resolve({ path }: SourceFile, target: string): string {
  return normalize(join(dirname(path), target))
}

/** The file that an import such as `@baton/core/ids` enters, if its room lets it in there. */
function exportedFile(files: SourceFile[], target: string): string | null {
  const [, room = '', ...rest] = target.split('/')
  const entry = manifestOf(files, room).exports?.[rest.length > 0 ? `./${rest.join('/')}` : '.']
  return target.startsWith('@baton/') && entry ? normalize(join(room, entry)) : null
}

function dependenciesOf(files: SourceFile[], room: string): string[] {
  return Object.keys(manifestOf(files, room).dependencies ?? {})
}

function manifestOf(files: SourceFile[], room: string): { exports?: Record<string, string>; dependencies?: object } {
  return JSON.parse(files.find((file) => file.path === `${room}/package.json`)?.text ?? '{}')
}

function packageOf(target: string): string {
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/')
}

function matches(allowed: string, target: string): boolean {
  return allowed.endsWith('/*') ? target.startsWith(allowed.slice(0, -1)) : target === allowed
}

function foldersIn(files: SourceFile[], parent: string): string[] {
  const inside = files.filter((file) => isUnder(parent, file.path)).map((file) => file.path.slice(parent.length + 1))
  return [...new Set(inside.filter((path) => path.includes('/')).map(roomOf))]
}

function wordsOf(segment: string): string[] {
  return segment
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[-._]/)
}

function byPath(one: SourceFile, other: SourceFile): number {
  return one.path < other.path ? -1 : 1
}
