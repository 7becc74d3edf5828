/** The structure of a HAProxy configuration, and what must be true of the balancer's. */

type Line = { words: string[]; line: number }
export type Section = Line & { lines: Line[] }

export type HaproxySurroundings = {
  /** Names of the services that are nodes; each listens on port 3000. */
  nodes: readonly string[]
  /** Ports as the compose file publishes them, `outside:inside`. */
  published: readonly string[]
}

type Look = (sections: Section[], surroundings: HaproxySurroundings) => string[]

const keywords: Record<string, string> = {
  global: 'log maxconn hard-stop-after ssl-default-bind-options',
  defaults: 'mode log timeout retries retry-on option',
  resolvers: 'nameserver hold',
  frontend: 'bind http-request default_backend monitor-uri',
  backend: 'balance option http-check default-server server',
}

/** Seconds: a long poll, `GET …/events?wait=25`; two of a live connection's heartbeats. */
const longestAnswer = 25
const longestSilence = 30

const looks: Look[] = [known, backends, checks, retries, patience, inside, origin, entrances]

/** One sentence for each fault, none for a good file. */
export function haproxyProblems(text: string, surroundings: HaproxySurroundings): string[] {
  const sections = readHaproxy(text)
  return looks.flatMap((look) => look(sections, surroundings))
}

/** A line that is not indented opens a section. */
export function readHaproxy(text: string): Section[] {
  const sections: Section[] = []
  for (const [index, content] of text.split('\n').entries()) {
    const words = wordsOf(content)
    if (words.length === 0) continue
    const line = { words, line: index + 1 }
    if (/^\s/.test(content)) sections.at(-1)?.lines.push(line)
    else sections.push({ ...line, lines: [] })
  }
  return sections
}

function wordsOf(content: string): string[] {
  const tokens = content.matchAll(/"([^"]*)"|(#.*)|[^\s"#]+/g)
  return [...tokens].flatMap(([word, quoted, comment]) => (comment === undefined ? [quoted ?? word] : []))
}

function known(sections: Section[]): string[] {
  return sections.flatMap(({ words: [kind = ''], line, lines }) => {
    const allowed = keywords[kind]?.split(' ')
    if (allowed === undefined) return [`line ${line}: "${kind}" opens no section`]
    return lines.flatMap(({ words: [word = ''], line }) =>
      allowed.includes(word) ? [] : [`line ${line}: "${word}" is not known in ${kind}`],
    )
  })
}

function backends(sections: Section[], { nodes }: HaproxySurroundings): string[] {
  const names = sections.flatMap(({ words: [kind, name] }) => (kind === 'backend' ? [name] : []))
  const used = linesOf(sections, 'frontend', 'default_backend').map(([, name]) => name)
  const servers = linesOf(sections, 'backend', 'server').map(([, name, address]) => `${name} ${address}`)
  const isRight = servers.join() === nodes.map((name) => `${name} ${name}:3000`).join()
  return [
    ...used.filter((name) => !names.includes(name)).map((name) => `there is no backend ${name}`),
    ...(isRight ? [] : [`the nodes it knows are not ${nodes.join(', ')}, each on port 3000`]),
  ]
}

function checks(sections: Section[]): string[] {
  const question = linesOf(sections, 'backend', 'option', 'httpchk')[0]?.slice(2).join(' ')
  const answer = linesOf(sections, 'backend', 'http-check', 'expect')[0]?.slice(2).join(' ')
  const server = linesOf(sections, 'backend', 'default-server')[0] ?? []
  return [
    ...(question === 'GET /readyz' ? [] : ['it does not ask the nodes for /readyz']),
    ...(answer === 'status 200' ? [] : ['any answer to the question would do']),
    ...(server.includes('check') && server.includes('inter') ? [] : ['it does not ask the nodes at all']),
    ...(server.includes('observe') ? [] : ['it does not watch the answers']),
  ]
}

/** What may have reached a node is never sent again: it may have been done. */
function retries(sections: Section[]): string[] {
  const when = linesOf(sections, 'defaults', 'retry-on')[0]?.slice(1).join(' ')
  return [
    ...(when === 'conn-failure' ? [] : ['it would send a request twice']),
    ...(linesOf(sections, 'defaults', 'option', 'redispatch').length > 0
      ? []
      : ['a request stays with the node that cannot be reached']),
  ]
}

function patience(sections: Section[]): string[] {
  const seconds = (name: string) => {
    const [, , value = ''] = linesOf(sections, 'defaults', 'timeout', name)[0] ?? []
    return /^\d+s$/.test(value) ? Number.parseInt(value, 10) : 0
  }
  return [
    ...(seconds('server') > longestAnswer ? [] : ['an answer may take longer than it waits']),
    ...(seconds('tunnel') > longestSilence ? [] : ['a live connection may be silent for longer than it waits']),
  ]
}

function inside(sections: Section[]): string[] {
  const closed = linesOf(sections, 'frontend', 'http-request', 'return').find((words) => words.includes('404')) ?? []
  return ['/livez', '/readyz', '/startupz', '/metrics']
    .filter((path) => !closed.includes(path))
    .map((path) => `${path} is open to everybody`)
}

function origin(sections: Section[]): string[] {
  const removed = linesOf(sections, 'frontend', 'http-request', 'del-header').map(([, , name]) => name)
  const set = linesOf(sections, 'frontend', 'http-request', 'set-header').map(([, , name]) => name)
  const redirect = linesOf(sections, 'frontend', 'http-request', 'redirect')[0]?.join(' ') ?? ''
  return [
    ...['X-Forwarded-For', 'X-Forwarded-Host']
      .filter((name) => !removed.includes(name))
      .map((name) => `a stranger may say where a request comes from: ${name}`),
    ...(set.includes('X-Forwarded-Proto') ? [] : ['the nodes are not told that it was https']),
    ...(/scheme https .*unless \{ ssl_fc \}/.test(redirect) ? [] : ['http is not led to https']),
  ]
}

function entrances(sections: Section[], { published }: HaproxySurroundings): string[] {
  const bound = linesOf(sections, 'frontend', 'bind').map(([, address = '']) => address)
  return published
    .map((port) => port.split(':').at(-1) ?? '')
    .filter((port) => !bound.includes(`:${port}`))
    .map((port) => `it does not listen on ${port}, which is published`)
}

/** The words of the lines that begin so, in sections of that kind. */
function linesOf(sections: Section[], kind: string, ...beginning: string[]): string[][] {
  return sections
    .filter(({ words }) => words[0] === kind)
    .flatMap(({ lines }) => lines.map(({ words }) => words))
    .filter((words) => beginning.every((word, index) => words[index] === word))
}
