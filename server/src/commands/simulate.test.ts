import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compiledBefore } from '../../../lab/processes.ts'
import { Refused } from './refused.ts'
import { registerSimulate } from './simulate.ts'
import { SimulationBar } from './simulation-bar.ts'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
let room: string

const example = `# as in the specification, but for less
seed: 7
chats: 3000
arrivals: { perHour: 48 }
length: { meanMinutes: 10, distribution: exponential }
patience: { meanMinutes: 20 }
operators: 10
limit: 1
mode: queue
pick: less_busy
compare: [ { pick: random }, { limit: 3, mode: assign } ]
`

beforeAll(async () => {
  room = await mkdtemp(join(tmpdir(), 'baton-simulate-'))
})
afterAll(() => rm(room, { recursive: true }))

type Ran = { code: number; out: string; err: string }

/** `baton simulate …` within this process; the file is written first. */
async function simulate(name: string, content: string, ...words: string[]): Promise<Ran> {
  await writeFile(join(room, name), content)
  const said = { out: '', err: '' }
  const program = new Command('baton')
  registerSimulate(program, {
    print: (text) => {
      said.out += `${text}\n`
    },
    screen: {
      write: (text) => {
        said.err += text
      },
    },
  })
  try {
    await program.parseAsync(['simulate', join(room, name), ...words], { from: 'user' })
    return { code: 0, ...said }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { code: 1, ...said, err: said.err + error.message }
  }
}

describe('figures', () => {
  test('[RO-51] --json prints one document, with the fields of the specification and no others', async () => {
    const { code, out, err } = await simulate('example.yaml', example, '--json')
    const { runs, ...more } = JSON.parse(out)
    expect([code, more]).toEqual([0, {}])
    expect(runs.map((run: { name: string }) => run.name)).toEqual(['less_busy', 'random', 'limit 3, mode assign'])
    const number = expect.any(Number)
    expect(runs[0]).toEqual({
      name: 'less_busy',
      waitProbability: number,
      meanWaitMinutes: number,
      wait: { p50: number, p90: number, p95: number },
      abandonment: number,
      load: { mean: number, variancePerOperator: number, meanMax: number, meanSpread: number },
      occupancy: number,
      serviceLevel: { seconds: 20, F4: number },
      perOperator: Array(10).fill({ assigned: number }),
      ties: { picked: number, byPosition: Array(10).fill(number) },
    })
    expect(runs[2].unchanged).toBe(0)
    expect(err).toBe('less_busy: 3,000 chats\nrandom: 3,000 chats\nlimit 3, mode assign: 3,000 chats\n')
  })

  test('[RO-51] JSON is read as well, and gives the same to the letter', async () => {
    const document = {
      seed: 7,
      chats: 3_000,
      arrivals: { perHour: 48 },
      length: { meanMinutes: 10 },
      patience: { meanMinutes: 20 },
      operators: 10,
      limit: 1,
      compare: [{ pick: 'random' }, { limit: 3, mode: 'assign' }],
    }
    const { out } = await simulate('example.json', JSON.stringify(document), '--json')
    expect(out).toBe((await simulate('example.yaml', example, '--json')).out)
  })

  test('[RO-51] without --json the runs stand side by side', async () => {
    const { out } = await simulate('example.yaml', example)
    const lines = out.split('\n')
    expect(lines[0]).toBe('3,000 chats, seed 7')
    expect(lines[2]?.trim().split(/ {2,}/)).toEqual(['less_busy', 'random', 'limit 3, mode assign'])
    for (const title of ['mean wait', '95 % waited at most', 'service level', 'occupancy', 'kept by the bot'])
      expect(lines.some((line) => line.startsWith(title))).toBe(true)
    expect(new Set(lines.slice(3, -1).map(({ length }) => length)).size).toBe(1)
  })

  test('[RO-51] a recorded day is looked for beside the file', async () => {
    await writeFile(join(room, 'day.csv'), 'at\n2026-01-05T09:00:00Z\n2026-01-05T09:10:00Z\n')
    const recorded =
      'arrivals: { file: day.csv }\nlength: { meanMinutes: 5 }\noperators: 2\nmode: assign\npick: round_robin\n'
    const { out } = await simulate('recorded.yaml', recorded, '--json')
    expect(JSON.parse(out).runs[0].perOperator).toEqual([{ assigned: 1 }, { assigned: 1 }])
  })
})

describe('what is wrong', () => {
  test('[RO-51] is said at once, a line each with its place, and nothing else', async () => {
    const bad = example.replace('chats: 3000', 'chats: many').replace('pick: random', 'pick: fair, colour: red')
    const { code, out, err } = await simulate('bad.yaml', bad)
    expect([code, out]).toEqual([1, ''])
    const file = join(room, 'bad.yaml')
    expect(err.split('\n')).toEqual([
      expect.stringContaining(`${file}: compare[0].colour: is unknown here`),
      expect.stringContaining(`${file}: compare[0].pick: must be one of \`random\``),
      `${file}: chats: must be a whole number from 1 to 10,000,000, not "many".`,
    ])
  })

  test('[RO-51] no YAML is said with the line', async () => {
    const { code, err } = await simulate('torn.yaml', 'chats: 5\noperators: [ 1, 2\nlimit: 3\nlimit: 4\n')
    expect(code).toBe(1)
    expect(err).toMatch(/torn\.yaml: .* at line \d+, column \d+/)
    expect(err.split('\n').every((line) => line.startsWith(join(room, 'torn.yaml')))).toBe(true)
  })

  test('[RO-51] files that are not there are named', async () => {
    const lost = 'chats: 1\narrivals: { file: lost.csv }\nlength: { meanMinutes: 5 }\noperators: 2\n'
    expect((await simulate('lost.yaml', lost)).err).toMatch(
      /arrivals\.file: lost\.csv cannot be read: there is no such file\.$/,
    )
    const nowhere = await simulate('example.yaml', example, '--plot', join(room, 'nowhere', 'a.svg'))
    expect([nowhere.code, nowhere.err]).toEqual([1, expect.stringContaining('there is no directory')])
  })
})

describe('the picture', () => {
  test('[RO-51] shows both, with units, the runs by name, and what is special in names', async () => {
    const file = join(room, 'picture.svg')
    const named = example.replace('{ pick: random }', '{ pick: random, name: "<a> & b" }')
    await simulate('named.yaml', named, '--plot', file)
    const svg = await readFile(file, 'utf8')
    for (const words of ['wait (minutes)', 'conversations of one operator', 'share of their time (%)', 'less_busy'])
      expect(svg).toContain(words)
    expect(svg).toContain('&lt;a&gt; &amp; b')
    expect(svg).not.toMatch(/NaN|Infinity|undefined/)
    expect(svg.match(/<path /g)).toHaveLength(3)
    const opened = svg.match(/<(?!\/|\?)[a-z]+[^>]*[^/]>/g) ?? []
    expect(svg.match(/<\/[a-z]+>/g)).toHaveLength(opened.length)
  })

  test('[RO-51] also when nobody waits, nobody comes twice, and loads are many', async () => {
    const cases = [
      'chats: 1\narrivals: { perHour: 1 }\nlength: { meanMinutes: 5 }\noperators: 1\n',
      'chats: 500\narrivals: { perHour: 900 }\nlength: { meanMinutes: 500 }\noperators: 2\nmode: assign\n',
      'chats: 20\narrivals: { perHour: 9 }\nlength: { meanMinutes: 5 }\noperators: [ { limit: 0 } ]\n',
    ]
    for (const [index, content] of cases.entries()) {
      const file = join(room, `case-${index}.svg`)
      await simulate(`case-${index}.yaml`, content, '--plot', file)
      expect(await readFile(file, 'utf8')).not.toMatch(/NaN|Infinity|undefined/)
    }
  })
})

test('[RO-51] on a terminal a bar goes on, elsewhere a line for each run', () => {
  const written: string[] = []
  const bar = new SimulationBar({ isTTY: true, write: (text) => written.push(text) }, 40_000)
  bar.begin('random').onProgress(20_000)
  bar.end()
  expect(written[1]).toContain('random ███████████████░░░░░░░░░░░░░░░ 50 %')
  expect(written.at(-1)).toMatch(/random: 40,000 chats\n$/)
})

test('[RO-51] as a program: standard output holds the document alone, problems end it with 1, no file is left', async () => {
  await writeFile(join(room, 'example.yaml'), example)
  const before = await readdir(room)
  const ran = await baton('simulate', join(room, 'example.yaml'), '--json')
  expect(ran.code).toBe(0)
  expect(JSON.parse(ran.out).runs).toHaveLength(3)
  expect(ran.err).toBe('less_busy: 3,000 chats\nrandom: 3,000 chats\nlimit 3, mode assign: 3,000 chats\n')
  const failed = await baton('simulate', join(room, 'none.yaml'))
  expect(failed).toEqual({
    code: 1,
    out: '',
    err: `${join(room, 'none.yaml')} cannot be read: there is no such file.\n`,
  })
  expect(await readdir(room)).toEqual(before)
})

function baton(...words: string[]): Promise<Ran> {
  return new Promise((settle, fail) => {
    const said = { out: '', err: '' }
    const env = { PATH: process.env.PATH ?? '', ...compiledBefore }
    const child = spawn(process.execPath, [main, ...words], { env, cwd: room })
    child.stdout.on('data', (data) => {
      said.out += data
    })
    child.stderr.on('data', (data) => {
      said.err += data
    })
    child.on('error', fail)
    child.on('close', (code) => settle({ code: code ?? -1, ...said }))
  })
}
