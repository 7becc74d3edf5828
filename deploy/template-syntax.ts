/**
 * Reads the part of Go's templates that the chart uses, and refuses the rest.
 * Text, comments, trimming, `if`, `with`, `range`, `define`, variables, pipelines, literals, fields and functions.
 */

export type Templates = Map<string, Node[]>

export type Node =
  | { kind: 'text'; text: string }
  | { kind: 'print'; value: Expression; line: number }
  | { kind: 'set'; name: string; value: Expression; line: number }
  | { kind: 'if' | 'with'; value: Expression; then: Node[]; otherwise: Node[]; line: number }
  | { kind: 'range'; names: string[]; value: Expression; then: Node[]; otherwise: Node[]; line: number }

export type Expression =
  | { kind: 'literal'; value: unknown }
  | { kind: 'path'; from: Expression | null; fields: string[] }
  | { kind: 'variable'; name: string }
  | { kind: 'call'; name: string; values: Expression[] }

type Token = { kind: 'text' | 'action'; text: string; line: number }

export class TemplateError extends Error {
  override name = 'TemplateError'
}

/** Reads a file of templates: what it defines is added to `templates`, and so is the file itself, by its name. */
export function readTemplates(templates: Templates, name: string, text: string): void {
  const reader = new Reader(name, tokensOf(name, text), templates)
  templates.set(name, reader.nodes([]))
}

function tokensOf(name: string, text: string): Token[] {
  const tokens: Token[] = []
  let line = 1
  let rest = text
  const take = (length: number) => {
    const taken = rest.slice(0, length)
    line += taken.split('\n').length - 1
    rest = rest.slice(length)
    return taken
  }
  while (rest !== '') {
    const start = rest.indexOf('{{')
    if (start !== 0) tokens.push({ kind: 'text', line, text: take(start < 0 ? rest.length : start) })
    if (rest === '') break
    const [action] = /^\{\{(?:"(?:[^"\\\n]|\\.)*"|`[^`]*`|\/\*[\s\S]*?\*\/|[^"`}]|\}(?!\}))*\}\}/.exec(rest) ?? []
    if (action === undefined) throw new TemplateError(`${name}:${line}: an action is not closed`)
    tokens.push({ kind: 'action', line, text: take(action.length).slice(2, -2) })
  }
  return trimmed(tokens)
}

/** `{{-` and `-}}` take the white space beside them away. */
function trimmed(tokens: Token[]): Token[] {
  return tokens.map((token, index) => {
    if (token.kind === 'action') return { ...token, text: token.text.replace(/^-\s/, '').replace(/\s-$/, '').trim() }
    const [before, after] = [tokens[index - 1]?.text ?? '', tokens[index + 1]?.text ?? '']
    const front = /\s-$/.test(before) ? token.text.trimStart() : token.text
    return { ...token, text: /^-\s/.test(after) ? front.trimEnd() : front }
  })
}

/** Actions into nodes. */
class Reader {
  readonly #name: string
  readonly #tokens: Token[]
  readonly #templates: Templates
  #at = 0

  constructor(name: string, tokens: Token[], templates: Templates) {
    this.#name = name
    this.#tokens = tokens
    this.#templates = templates
  }

  /** Up to one of the actions that end a block, which is left unread; with none, up to the end of the file. */
  nodes(ends: readonly string[]): Node[] {
    const nodes: Node[] = []
    for (;;) {
      const token = this.#tokens[this.#at]
      if (token === undefined) {
        if (ends.length > 0) throw new TemplateError(`${this.#name}: ${ends.at(-1)} is missing`)
        return nodes
      }
      const [word = ''] = /^\w+/.exec(token.text) ?? []
      if (token.kind === 'action' && ends.includes(word)) return nodes
      this.#at += 1
      nodes.push(...(token.kind === 'text' ? [{ kind: 'text' as const, text: token.text }] : this.#action(token, word)))
    }
  }

  #action({ text, line }: Token, word: string): Node[] {
    const rest = text.slice(word.length).trim()
    if (text.startsWith('/*')) return []
    switch (word) {
      case 'define':
        return this.#define(rest)
      case 'if':
      case 'with':
        return [this.#branch(word, rest, line)]
      case 'range':
        return [this.#range(rest, line)]
      case 'else':
      case 'end':
        throw new TemplateError(`${this.#name}:${line}: ${word} stands alone`)
    }
    const [assignment, name = ''] = /^(\$\w+)\s*:?=\s*/.exec(text) ?? []
    if (assignment !== undefined)
      return [{ kind: 'set', name, value: this.#expression(text.slice(assignment.length), line), line }]
    return [{ kind: 'print', value: this.#expression(text, line), line }]
  }

  #define(rest: string): Node[] {
    const [, name] = /^"([^"]+)"$/.exec(rest) ?? []
    if (name === undefined) throw new TemplateError(`${this.#name}: define has no name`)
    if (this.#templates.has(name)) throw new TemplateError(`${this.#name}: ${name} is defined twice`)
    this.#templates.set(name, this.nodes(['end']))
    this.#at += 1
    return []
  }

  #branch(kind: 'if' | 'with', condition: string, line: number): Node {
    const value = this.#expression(condition, line)
    const then = this.nodes(['else', 'end'])
    return { kind, value, then, otherwise: this.#otherwise(), line }
  }

  #range(rest: string, line: number): Node {
    const [declared = '', first, second] = /^(\$\w+)(?:\s*,\s*(\$\w+))?\s*:=\s*/.exec(rest) ?? []
    const value = this.#expression(rest.slice(declared.length), line)
    const names = [first, second].filter((name) => name !== undefined)
    const then = this.nodes(['else', 'end'])
    return { kind: 'range', names, value, then, otherwise: this.#otherwise(), line }
  }

  /** `else if` is an `if` in the other branch, with the same end. */
  #otherwise(): Node[] {
    const token = this.#tokens[this.#at]
    this.#at += 1
    if (token === undefined || token.text === 'end') return []
    const rest = token.text.slice('else'.length).trim()
    const [, kind, condition = ''] = /^(if|with)\s+(.*)$/s.exec(rest) ?? []
    if (kind === 'if' || kind === 'with') return [this.#branch(kind, condition, token.line)]
    if (rest !== '') throw new TemplateError(`${this.#name}:${token.line}: "${token.text}" is not understood`)
    const nodes = this.nodes(['end'])
    this.#at += 1
    return nodes
  }

  #expression(text: string, line: number): Expression {
    return readExpression(text, `${this.#name}:${line}`)
  }
}

const wordPattern = /^(?:"(?:[^"\\\n]|\\.)*"|`[^`]*`|-?\d+(?:\.\d+)?(?![\w.])|\$\w*|\.\w+|\.|\w+|[()|])/

function readExpression(text: string, place: string): Expression {
  const words: { text: string; isTight: boolean }[] = []
  for (let rest = text; rest.trim() !== ''; ) {
    const isTight = !/^\s/.test(rest) && words.length > 0
    rest = rest.trimStart()
    const [word] = wordPattern.exec(rest) ?? []
    if (word === undefined) throw new TemplateError(`${place}: "${rest}" is not understood`)
    words.push({ text: word, isTight })
    rest = rest.slice(word.length)
  }
  let at = 0

  const pipeline = (): Expression => {
    let value = command(null)
    while (words[at]?.text === '|') {
      at += 1
      value = command(value)
    }
    return value
  }

  const command = (piped: Expression | null): Expression => {
    const operands: Expression[] = []
    const name = /^[a-z]\w*$/i.test(words[at]?.text ?? '') && !isConstant(words[at]?.text) ? words[at]?.text : undefined
    if (name !== undefined) at += 1
    while (at < words.length && words[at]?.text !== '|' && words[at]?.text !== ')') operands.push(operand())
    if (piped !== null) operands.push(piped)
    if (name !== undefined) return { kind: 'call', name, values: operands }
    const [only, ...more] = operands
    if (only === undefined) throw new TemplateError(`${place}: "${text}" is not understood`)
    if (more.length === 0) return only
    // A field with values after it is a method: `.Files.Get "name"` is the function `Files.Get`.
    if (only.kind === 'path' && only.from === null) return { kind: 'call', name: only.fields.join('.'), values: more }
    throw new TemplateError(`${place}: "${text}" is not understood`)
  }

  const operand = (): Expression => {
    const word = words[at]?.text ?? ''
    at += 1
    if (word !== '(') return fieldsAfter(simple(word))
    const inner = pipeline()
    if (words[at]?.text !== ')') throw new TemplateError(`${place}: a bracket is not closed`)
    at += 1
    return fieldsAfter(inner)
  }

  const fieldsAfter = (from: Expression): Expression => {
    const fields: string[] = []
    while (words[at]?.isTight && words[at]?.text.startsWith('.')) {
      fields.push(words[at]?.text.slice(1) ?? '')
      at += 1
    }
    if (fields.length === 0) return from
    return from.kind === 'path' && from.from === null
      ? { ...from, fields: [...from.fields, ...fields] }
      : { kind: 'path', from, fields }
  }

  const simple = (word: string): Expression => {
    if (word === '.') return { kind: 'path', from: null, fields: [] }
    if (word.startsWith('.')) return { kind: 'path', from: null, fields: [word.slice(1)] }
    if (word.startsWith('$')) return { kind: 'variable', name: word }
    if (word.startsWith('"')) return { kind: 'literal', value: JSON.parse(word) }
    if (word.startsWith('`')) return { kind: 'literal', value: word.slice(1, -1) }
    if (isConstant(word)) return { kind: 'literal', value: word === 'nil' ? null : word === 'true' }
    if (/^-?\d/.test(word)) return { kind: 'literal', value: Number(word) }
    // A function without arguments, as an argument.
    if (/^\w+$/.test(word)) return { kind: 'call', name: word, values: [] }
    throw new TemplateError(`${place}: "${word}" is not understood`)
  }

  const value = pipeline()
  if (at < words.length) throw new TemplateError(`${place}: "${text}" is not understood`)
  return value
}

function isConstant(word: string | undefined): boolean {
  return word === 'true' || word === 'false' || word === 'nil'
}
