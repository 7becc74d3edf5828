// Reads TypeScript just closely enough to check imports, names and literals: comments, strings, templates and regular
// expressions are told apart, nothing else is understood.

export type SourceFile = { path: string; text: string }

export type Token = {
  kind: 'name' | 'string' | 'template' | 'regex' | 'number' | 'sign'
  /** The text between the quotes for a string or template, the text itself for the rest. */
  text: string
  line: number
}

/** `value` is loaded with the file that imports it, `dynamic` later, `type` never. */
export type Import = { kind: 'value' | 'type' | 'dynamic'; target: string; line: number }

const kinds = {
  blank: /\s+|\/\/.*|\/\*[\s\S]*?\*\//,
  name: /[\p{ID_Start}$_#@][\p{ID_Continue}$]*/u,
  number: /\d[\w.]*/,
  string: /'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"/,
  regex: /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/\w*/,
  sign: /=>|\?\.|[\s\S]/,
}
const namesOfKinds = Object.keys(kinds) as (keyof typeof kinds)[]
/** A group for each kind, by its place: groups with names make an object of each of some hundred thousand pieces. */
const pieces = new RegExp(
  Object.values(kinds)
    .map((piece) => `(${piece.source})`)
    .join('|'),
  'yu',
)

const wordsBeforeRegex = new Set([
  'return',
  'typeof',
  'case',
  'in',
  'of',
  'do',
  'else',
  'await',
  'yield',
  'void',
  'throw',
])

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  let line = 1

  readUntil(() => false)
  return tokens

  function readUntil(isEnd: (sign: string) => boolean): void {
    while (at < text.length) {
      if (text[at] === '`') readTemplate()
      else if (isEnd(readPiece())) return
    }
  }

  /** Reads one token, or blank space as the empty word. */
  function readPiece(): string {
    pieces.lastIndex = at
    const found = pieces.exec(text)
    const kind = namesOfKinds.find((_, place) => found?.[place + 1] !== undefined)
    if (!found || !kind) throw new Error(`Line ${line} cannot be read.`)
    const [piece] = found
    if (kind === 'blank') return skip(piece)
    if (kind === 'regex' && !canStartRegex(tokens.at(-1))) return push('sign', '/')
    if (kind === 'string') return push('string', piece, piece.slice(1, -1))
    return push(kind, piece)
  }

  function push(kind: Token['kind'], piece: string, value = piece): string {
    tokens.push({ kind, text: value, line })
    skip(piece)
    return kind === 'sign' ? piece : ''
  }

  function skip(piece: string): '' {
    at += piece.length
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', end + 1)) line += 1
    return ''
  }

  /** A template is one token with its text as written, followed by the tokens of what stands in its holes. */
  function readTemplate(): void {
    const start = at
    const token: Token = { kind: 'template', text: '', line }
    tokens.push(token)
    skip('`')
    while (at < text.length && text[at] !== '`') {
      if (text[at] === '\\') skip(text.slice(at, at + 2))
      else if (text.startsWith('${', at)) readHole()
      else skip(text.slice(at, at + 1))
    }
    skip('`')
    token.text = text.slice(start + 1, at - 1)
  }

  function readHole(): void {
    skip('$')
    let depth = 0
    readUntil((sign) => {
      if (sign === '{') depth += 1
      if (sign === '}') depth -= 1
      return sign === '}' && depth === 0
    })
  }
}

/** After a value a slash divides; after `<` it closes an element. */
function canStartRegex(before: Token | undefined): boolean {
  if (!before) return true
  if (before.kind === 'name') return wordsBeforeRegex.has(before.text)
  return before.kind === 'sign' && ![')', ']', '}', '<'].includes(before.text)
}

export function importsOf(tokens: Token[]): Import[] {
  return tokens.flatMap((token, index) => {
    if (token.kind !== 'name' || tokens[index - 1]?.text === '.') return []
    if (token.text === 'import') return importAt(tokens, index)
    if (token.text === 'export') return reexportAt(tokens, index)
    return []
  })
}

function importAt(tokens: Token[], index: number): Import[] {
  const [first, second] = [tokens[index + 1], tokens[index + 2]]
  if (first?.kind === 'string') return [{ kind: 'value', target: first.text, line: first.line }]
  if (first?.text === '(') {
    return second?.kind === 'string' ? [{ kind: 'dynamic', target: second.text, line: second.line }] : []
  }
  const isType = first?.text === 'type' && (second?.text === '{' || second?.text === '*' || second?.kind === 'name')
  const isCalledType = second?.text === 'from' && tokens[index + 3]?.kind === 'string'
  return fromClause(tokens, index + 1, isType && !isCalledType)
}

function reexportAt(tokens: Token[], index: number): Import[] {
  const isType = tokens[index + 1]?.text === 'type'
  const start = tokens[isType ? index + 2 : index + 1]?.text
  return start === '{' || start === '*' ? fromClause(tokens, index + 1, isType) : []
}

/** Names, braces, stars and commas may stand before `from`; anything else means that there is none. */
function fromClause(tokens: Token[], start: number, isType: boolean): Import[] {
  for (let index = start; index < tokens.length; index++) {
    const [token, next] = [tokens[index], tokens[index + 1]]
    if (token?.text === 'from' && next?.kind === 'string') {
      return [{ kind: isType ? 'type' : 'value', target: next.text, line: next.line }]
    }
    const isOfClause = token?.kind === 'name' || token?.kind === 'string' || /^[{}*,]$/.test(token?.text ?? '')
    if (!isOfClause || (token?.text === '}' && next?.text !== 'from')) return []
  }
  return []
}
