// Lists the numbered rules of docs/spec/ that no test proves, and the tests that name a rule which does not exist.
// A test proves the rules that its title starts with: `[HO-7] …`, `[HO-1][HO-2] …` or `[HO-10, HO-11] …`.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './node.mjs'

const requiredPrefixes = ['HO', 'FL']
/** Rules of other prefixes that the handoff stands on. */
const requiredToo = ['RO-1', 'RO-2', 'RO-10', 'RO-11']

const searched = ['core', 'actions', 'channels', 'server', 'desk', 'widget', 'scripts', 'lab']
const testFile = /(?:\.test\.tsx?|\.browser\.ts|contract\.ts)$/
const ruleLine = /^(?:- |\| )([A-Z]+-\d+)\b/gm
const title = /(\.(?:skip|todo)\b.*)?\(\s*(['"`])((?:\[[A-Z]+-\d+(?:, ?[A-Z]+-\d+)*\])+)/g

const rules = new Set(
  filesIn('docs/spec', /\.md$/).flatMap((path) => [...read(path).matchAll(ruleLine)].map(([, rule]) => rule ?? '')),
)
const proofs = filesIn('.', testFile).flatMap(proofsIn)
const proven = new Set(proofs.map(({ rule }) => rule))

const unproven = [...rules].filter((rule) => isRequired(rule) && !proven.has(rule))
const unknown = proofs.filter(({ rule }) => !rules.has(rule))

for (const rule of unproven) console.log(`${rule} has no test`)
for (const { rule, at } of unknown) console.log(`${at} names ${rule}, which is not in docs/spec`)
console.log(
  `rules: ${rules.size} known, ${proven.size} with tests, ${unproven.length} required without, ${unknown.length} unknown`,
)
process.exitCode = unproven.length + unknown.length > 0 ? 1 : 0

/** @param {string} rule */
function isRequired(rule) {
  return requiredToo.includes(rule) || requiredPrefixes.some((prefix) => rule.startsWith(`${prefix}-`))
}

/** @param {string} path */
function proofsIn(path) {
  const code = read(path).replace(/^[ \t]*(?:\/\/|\/?\*).*$/gm, '')
  return [...code.matchAll(title)].flatMap(({ 0: start, 1: skipped, 3: names = '', index }) => {
    if (skipped) return []
    const line = code.slice(0, index + start.length).split('\n').length
    return (names.match(/[A-Z]+-\d+/g) ?? []).map((rule) => ({ rule, at: `${path}:${line}` }))
  })
}

/**
 * @param {string} folder
 * @param {RegExp} name
 * @returns {string[]}
 */
function filesIn(folder, name) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '.' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory())
      return (folder === '.' && !searched.includes(entry.name)) || entry.name === 'node_modules'
        ? []
        : filesIn(path, name)
    return name.test(entry.name) ? [path] : []
  })
}

/** @param {string} path */
function read(path) {
  return readFileSync(join(root, path), 'utf8')
}
