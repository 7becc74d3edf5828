/** Waits and loads of a simulation as one SVG picture. */
import type { Simulated, Simulation } from '@baton/core/simulation'
import { count } from './progress.ts'
import { decimal, minutes, percent } from './simulation-table.ts'

type Curves = Simulated['runs'][number]['curves']
type Figures = Simulated['runs'][number]['figures']
type Place = { left: number; top: number; width: number; height: number }
type Axis = { title: string; most: number; ticks: readonly Tick[] }
type Tick = { at: number; label: string }
/** A rectangle of the picture with scales of its own, both from 0. */
type Panel = Place & { x: Axis; y: Axis }
type Point = readonly [x: number, y: number]

const width = 1_120
const margin = 64
const gap = 88
const top = 132
const height = 290
const lineHeight = 30
/** People who see few colours can tell them apart too. */
const colours = ['#2563eb', '#d9480f', '#0b8f63', '#9333ea', '#a16207', '#0891b2', '#be185d', '#475569']
/** Lines that lie on each other still show. */
const strokes = ['', ' stroke-dasharray="10 7"', ' stroke-dasharray="3 5"', ' stroke-dasharray="16 5 3 5"']
const ink = '#1f2937'
const pale = '#6b7280'
const rule = '#e5e7eb'
/** Loads that take less of the time than this are left out at the end. */
const hardlyEver = 0.001
/** More bars than this are drawn as stairs. */
const mostBars = 36

/** [RO-51] Each run in a colour of its own: how long contacts wait, how much operators have at once, and the figures. */
export function plotOf({ runs }: Simulated, { chats, seed }: Pick<Simulation, 'chats' | 'seed'>): string {
  const curves = runs.map((run) => run.curves)
  const inner = (width - 2 * margin - gap) / 2
  const topOfTable = top + height + 108
  const total = topOfTable + lineHeight * runs.length + 28
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${total}" viewBox="0 0 ${width} ${total}" font-family="system-ui, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif" font-size="13" fill="${ink}">`,
    `<title>Waits and loads of ${escaped(runs.map(({ figures }) => figures.name).join(', '))}</title>`,
    `<rect width="${width}" height="${total}" fill="#ffffff"/>`,
    text(margin, 44, 'Waits and loads', 'font-size="22" font-weight="600"'),
    text(margin, 68, `${count(chats)} chats, seed ${seed}`, `fill="${pale}"`),
    ...waitsIn({ left: margin, top, width: inner, height }, curves),
    ...loadsIn({ left: margin + inner + gap, top, width: inner, height }, curves),
    ...tableAt(
      topOfTable,
      runs.map((run) => run.figures),
    ),
    '</svg>',
    '',
  ].join('\n')
}

function waitsIn(place: Place, curves: readonly Curves[]): string[] {
  const longest = Math.max(...curves.map(({ waits }) => waits.at(-1)?.minutes ?? 0))
  const most = Math.max(...curves.map(({ waits }) => waits[0]?.share ?? 0))
  const x = axisTo(longest || 1, 'wait (minutes)', plain)
  const panel: Panel = { ...place, x, y: axisTo(most || 1, 'share of answered chats (%)', inPercent) }
  const lines = curves.map(({ waits }, index) =>
    lineOf(
      panel,
      waits.map(({ minutes, share }) => [minutes, share]),
      index,
    ),
  )
  const nobody = text(
    place.left + place.width / 2,
    place.top + place.height / 2,
    'Nobody waited.',
    `text-anchor="middle" font-size="15" fill="${pale}"`,
  )
  return [...frameOf(panel, 'Still waiting after'), ...(longest === 0 ? [nobody] : lines)]
}

function loadsIn(place: Place, curves: readonly Curves[]): string[] {
  const most = Math.max(1, ...curves.map(({ loads }) => loads.findLastIndex((share) => share > hardlyEver)))
  const shown = curves.map(({ loads }) => Array.from({ length: most + 1 }, (_, load) => loads[load] ?? 0))
  const ticks = ticksTo(most)
    .filter((load) => Number.isInteger(load) && load <= most)
    // A load is as wide as one on the axis, and its number stands in the middle of that.
    .map((load) => ({ at: load + 0.5, label: String(load) }))
  const x = { title: 'conversations of one operator', most: most + 1, ticks }
  const panel: Panel = { ...place, x, y: axisTo(Math.max(...shown.flat(), 0.01), 'share of their time (%)', inPercent) }
  const drawn =
    (most + 1) * curves.length <= mostBars
      ? shown.flatMap((loads, index) => barsOf(panel, loads, index, curves.length))
      : shown.map((loads, index) => lineOf(panel, stairsOf(loads), index))
  return [...frameOf(panel, 'How much an operator has at once'), ...drawn]
}

/** The title, the lines across, and both axes with their numbers and units. */
function frameOf(panel: Panel, title: string): string[] {
  const { left, top, width, height, x, y } = panel
  const bottom = top + height
  const middle = top + height / 2
  return [
    text(left, top - 20, title, 'font-size="15" font-weight="600"'),
    ...y.ticks.flatMap(({ at, label }) => {
      const [, level] = placed(panel, [0, at])
      return [
        `<line x1="${left}" x2="${left + width}" y1="${level}" y2="${level}" stroke="${rule}"/>`,
        text(left - 10, level + 4, label, `text-anchor="end" fill="${pale}"`),
      ]
    }),
    ...x.ticks.map(({ at, label }) =>
      text(placed(panel, [at, 0])[0], bottom + 20, label, `text-anchor="middle" fill="${pale}"`),
    ),
    `<line x1="${left}" x2="${left + width}" y1="${bottom}" y2="${bottom}" stroke="${ink}"/>`,
    text(left + width / 2, bottom + 44, x.title, `text-anchor="middle" fill="${pale}"`),
    text(
      left - 46,
      middle,
      y.title,
      `text-anchor="middle" fill="${pale}" transform="rotate(-90 ${left - 46} ${middle})"`,
    ),
  ]
}

function lineOf(panel: Panel, points: readonly Point[], index: number): string {
  const path = points.map((point, at) => `${at === 0 ? 'M' : 'L'}${placed(panel, point).join(' ')}`).join('')
  const dashes = strokes[index % strokes.length] ?? ''
  return `<path d="${path}" fill="none" stroke="${colourOf(index)}" stroke-width="2.5" stroke-linejoin="round"${dashes}/>`
}

/** The outline of loads that are as wide as one each. */
function stairsOf(loads: readonly number[]): Point[] {
  const outline = loads.flatMap((share, load): Point[] => [
    [load, share],
    [load + 1, share],
  ])
  return [[0, 0], ...outline, [loads.length, 0]]
}

/** Bars of all runs stand side by side within the width of their load. */
function barsOf(panel: Panel, loads: readonly number[], index: number, runs: number): string[] {
  const [one] = placed(panel, [1, 0])
  const broad = round(((one - panel.left) * 0.8) / runs)
  return loads.flatMap((share, load) => {
    const [start, level] = placed(panel, [load + 0.1 + (0.8 * index) / runs, share])
    const tall = round(panel.top + panel.height - level)
    if (tall === 0) return []
    return [`<rect x="${start}" y="${level}" width="${broad}" height="${tall}" rx="1.5" fill="${colourOf(index)}"/>`]
  })
}

const columns: readonly { title: string; of: (figures: Figures) => string }[] = [
  { title: 'no free seat', of: ({ waitProbability }) => percent(waitProbability) },
  { title: 'mean wait', of: ({ meanWaitMinutes }) => minutes(meanWaitMinutes) },
  { title: 'wait p50', of: ({ wait }) => minutes(wait.p50) },
  { title: 'wait p90', of: ({ wait }) => minutes(wait.p90) },
  { title: 'wait p95', of: ({ wait }) => minutes(wait.p95) },
  { title: 'left', of: ({ abandonment }) => percent(abandonment) },
  { title: 'service level', of: ({ serviceLevel }) => percent(serviceLevel.F4) },
  { title: 'occupancy', of: ({ occupancy }) => percent(occupancy) },
  { title: 'max load', of: ({ load }) => decimal(load.meanMax) },
  { title: 'max − min', of: ({ load }) => decimal(load.meanSpread) },
]
const widthOfNames = 200

/** The figures, and which colour is whose. */
function tableAt(top: number, figures: readonly Figures[]): string[] {
  const [first] = figures
  const widthOfColumn = (width - 2 * margin - widthOfNames) / columns.length
  const edgeOf = (column: number) => round(margin + widthOfNames + (column + 1) * widthOfColumn)
  const seconds = first?.serviceLevel.seconds ?? 0
  return [
    ...columns.map(({ title }, column) =>
      text(edgeOf(column), top - 10, title, `text-anchor="end" font-size="12" fill="${pale}"`),
    ),
    ...figures.flatMap((one, row) => {
      const line = top + row * lineHeight
      return [
        `<line x1="${margin}" x2="${width - margin}" y1="${line}" y2="${line}" stroke="${rule}"/>`,
        `<rect x="${margin}" y="${line + 10}" width="14" height="14" rx="3" fill="${colourOf(row)}"/>`,
        text(margin + 24, line + 21, shortened(one.name), 'font-weight="600"'),
        ...columns.map(({ of }, column) => text(edgeOf(column), line + 21, of(one), 'text-anchor="end"')),
      ]
    }),
    text(margin, top - 10, `service level: answered in ${seconds} s`, `font-size="12" fill="${pale}"`),
  ]
}

function placed({ left, top, width, height, x, y }: Panel, [across, up]: Point): Point {
  return [round(left + (across / x.most) * width), round(top + height - (up / y.most) * height)]
}

function axisTo(most: number, title: string, label: (number: number) => string): Axis {
  const ticks = ticksTo(most)
  return { title, most: ticks.at(-1) ?? most, ticks: ticks.map((at) => ({ at, label: label(at) })) }
}

/** Round numbers from 0 up to the first that reaches `most`, five or so. */
function ticksTo(most: number): number[] {
  const rough = most / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5, 10].find((one) => one * power >= rough) ?? 10) * power
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, index) => Number((index * step).toPrecision(12)))
}

function text(x: number, y: number, content: string, attributes: string): string {
  return `<text x="${round(x)}" y="${round(y)}" ${attributes}>${escaped(content)}</text>`
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function shortened(name: string): string {
  return name.length > 24 ? `${name.slice(0, 23)}…` : name
}

function colourOf(index: number): string {
  return colours[index % colours.length] ?? ink
}

function plain(number: number): string {
  return String(number)
}

function inPercent(share: number): string {
  return String(Number((share * 100).toPrecision(6)))
}

function round(number: number): number {
  return Math.round(number * 100) / 100
}
