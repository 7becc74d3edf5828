/** What must be true of an image's recipe, as a function over its text. */
import { type Copy, DockerfileParser, type From, type Instruction, type JSONInstruction } from 'dockerfile-ast'
import { validate } from 'dockerfile-utils'

/** What `docker build` is given: the paths of the files, before and after `.dockerignore`. */
export type BuildContext = {
  files: readonly string[]
  ignore: string
  version: string
  /** Stage → the rooms that what it installs or builds is made of. */
  rooms: Record<string, readonly string[]>
  /** Stage → the single files, outside of its rooms, that are read while it builds. */
  sources: Record<string, readonly string[]>
}

type Look = (stages: Stage[], context: BuildContext) => string[]
type Stage = { name: string; from: From; instructions: Instruction[] }

const looks: Look[] = [bases, additions, copies, rooms, sources, user, commands, running, labels]

/** One sentence for each fault, none for a good recipe. */
export function dockerfileProblems(text: string, context: BuildContext): string[] {
  const unparsed = validate(text, {}).map(({ message, range }) => `line ${range.start.line + 1}: ${message}`)
  return [...unparsed, ...looks.flatMap((look) => look(stagesOf(text), context))]
}

function stagesOf(text: string): Stage[] {
  const stages: Stage[] = []
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    if (instruction.getKeyword() === 'FROM') {
      const from = instruction as From
      stages.push({ name: from.getBuildStage() ?? '', from, instructions: [] })
    } else stages.at(-1)?.instructions.push(instruction)
  }
  return stages
}

function bases(stages: Stage[]): string[] {
  const names = stages.map(({ name }) => name)
  return stages.flatMap(({ from }) => {
    const image = from.getImage() ?? ''
    const tag = from.getImageTag()
    return names.includes(image) || (tag !== null && tag !== 'latest') ? [] : [`${image} is not pinned`]
  })
}

function additions(stages: Stage[]): string[] {
  return all(stages, 'ADD').map((added) => `ADD ${words(added).join(' ')}: use COPY, and nothing from the network`)
}

function copies(stages: Stage[], context: BuildContext): string[] {
  const copied = all(stages, 'COPY') as Copy[]
  const kept = keptFiles(context)
  return copied.flatMap((copy) => {
    const stage = copy.getFromFlag()?.getValue() ?? null
    if (stage !== null)
      return stages.some(({ name }) => name === stage) ? [] : [`COPY --from=${stage}: there is no such stage`]
    const sources = words(copy).slice(0, -1)
    const isThere = (source: string) => kept.some((path) => path === source || path.startsWith(`${source}/`))
    return sources.filter((source) => !isThere(source)).map((source) => `COPY ${source}: it is not in the build`)
  })
}

function rooms(stages: Stage[], context: BuildContext): string[] {
  const manifests = all(stages, 'COPY').flatMap(words)
  return Object.entries(context.rooms).flatMap(([name, needed]) => {
    const copied = copiedInto(name, stages)
    return needed.flatMap((room) => [
      ...(copied.includes(room) ? [] : [`the stage ${name} lacks ${room}`]),
      ...(manifests.includes(`${room}/package.json`) ? [] : [`${room}/package.json is not there when npm installs`]),
    ])
  })
}

function sources(stages: Stage[], context: BuildContext): string[] {
  return Object.entries(context.sources).flatMap(([name, needed]) => {
    const copied = copiedInto(name, stages)
    return needed.filter((path) => !copied.includes(path)).map((path) => `the stage ${name} lacks ${path}`)
  })
}

function copiedInto(name: string, stages: Stage[]): string[] {
  const stage = stages.filter((one) => one.name === name)
  return all(stage, 'COPY').flatMap((copy) => words(copy).slice(0, -1))
}

function user(stages: Stage[]): string[] {
  const name = last(stages, 'USER')?.getArgumentsContent() ?? 'root'
  return /^[1-9]\d*(?::[1-9]\d*)?$/.test(name) ? [] : [`the image runs as ${name}: a number other than 0 is needed`]
}

/** A shell in between would swallow the signal that ends the server. */
function commands(stages: Stage[]): string[] {
  return ['ENTRYPOINT', 'CMD', 'HEALTHCHECK'].flatMap((keyword) => {
    const found = last(stages, keyword) as JSONInstruction | undefined
    if (found === undefined) return [`${keyword} is missing`]
    const form = found.getArgumentsContent()?.replace(/^(?:--\S+\s+)*CMD\s+/, '') ?? ''
    return isListOfTexts(form) ? [] : [`${keyword} is not in exec form`]
  })
}

function running(stages: Stage[]): string[] {
  const problems: string[] = []
  const health = last(stages, 'HEALTHCHECK')?.getArgumentsContent() ?? ''
  if (!health.includes('/livez')) problems.push('HEALTHCHECK does not ask /livez')
  if (last(stages, 'STOPSIGNAL')?.getArgumentsContent() !== 'SIGTERM') problems.push('STOPSIGNAL is not SIGTERM')
  const volumes = all(stages.slice(-1), 'VOLUME').flatMap(words)
  if (volumes.join() !== '/data') problems.push('the one volume is not /data')
  if (!/\bBATON_DATA_DIR=\/data\b/.test(last(stages, 'ENV')?.getArgumentsContent() ?? ''))
    problems.push('BATON_DATA_DIR is not the volume')
  return problems
}

function labels(stages: Stage[], { version }: BuildContext): string[] {
  const label = last(stages, 'LABEL')?.getArgumentsContent() ?? ''
  const said = /org\.opencontainers\.image\.version="([^"]*)"/.exec(label)?.[1]
  return said === version ? [] : [`the label says version ${said ?? 'nothing'}, package.json says ${version}`]
}

/** The last of its kind in the stage that becomes the image. */
function last(stages: Stage[], keyword: string): Instruction | undefined {
  return all(stages.slice(-1), keyword).at(-1)
}

function all(stages: Stage[], keyword: string): Instruction[] {
  return stages.flatMap(({ instructions }) => instructions.filter((one) => one.getKeyword() === keyword))
}

function words(instruction: Instruction): string[] {
  return instruction.getArguments().map((word) => word.getValue())
}

function isListOfTexts(form: string): boolean {
  try {
    const list: unknown = JSON.parse(form)
    return Array.isArray(list) && list.length > 0 && list.every((item) => typeof item === 'string')
  } catch {
    return false
  }
}

/** What `.dockerignore` leaves: the last line that matches a file, or a folder it is in, decides. */
function keptFiles({ files, ignore }: BuildContext): string[] {
  const rules = ignore
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ isKept: line.startsWith('!'), pattern: patternOf(line.replace(/^!/, '')) }))
  return files.filter((path) => rules.findLast(({ pattern }) => pattern.test(path))?.isKept ?? true)
}

function patternOf(line: string): RegExp {
  const parts = line.split(/(\*\*\/|\*)/).map((part) => {
    if (part === '**/') return '(?:.*/)?'
    return part === '*' ? '[^/]*' : part.replace(/[.+^${}()|[\]\\]/g, '\\$&')
  })
  return new RegExp(`^${parts.join('')}(?:/.*)?$`)
}
