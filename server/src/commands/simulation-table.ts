import type { Figures, Simulation } from '@baton/core/simulation'
import { count } from './progress.ts'

type Row = { title: string; of: (figures: Figures) => string }

const rows: readonly Row[] = [
  { title: 'found no free seat', of: ({ waitProbability }) => percent(waitProbability) },
  { title: 'mean wait', of: ({ meanWaitMinutes }) => minutes(meanWaitMinutes) },
  { title: 'median wait', of: ({ wait }) => minutes(wait.p50) },
  { title: '90 % waited at most', of: ({ wait }) => minutes(wait.p90) },
  { title: '95 % waited at most', of: ({ wait }) => minutes(wait.p95) },
  { title: 'left before an answer', of: ({ abandonment }) => percent(abandonment) },
  { title: 'service level', of: ({ serviceLevel: { F4, seconds } }) => `${percent(F4)} in ${seconds} s` },
  { title: 'occupancy', of: ({ occupancy }) => percent(occupancy) },
  { title: 'open conversations', of: ({ load }) => decimal(load.mean) },
  { title: 'variance of an operator’s load', of: ({ load }) => decimal(load.variancePerOperator) },
  { title: 'greatest load, on average', of: ({ load }) => decimal(load.meanMax) },
  { title: 'greatest − smallest, on average', of: ({ load }) => decimal(load.meanSpread) },
  { title: 'chats per operator, fewest – most', of: ({ perOperator }) => rangeOf(perOperator) },
]
const ofAssign: Row = { title: 'kept by the bot: nobody had room', of: ({ unchanged = 0 }) => percent(unchanged) }
const ofUnanswered: Row = { title: 'never answered', of: ({ unanswered = 0 }) => percent(unanswered) }

/** [RO-51] The figures of all runs side by side, for people. */
export function tableOf(figures: readonly Figures[], { chats, seed }: Pick<Simulation, 'chats' | 'seed'>): string {
  const shown = [
    ...rows,
    ...(figures.some(({ unchanged }) => unchanged !== undefined) ? [ofAssign] : []),
    ...(figures.some(({ unanswered }) => unanswered !== undefined) ? [ofUnanswered] : []),
  ]
  const columns = [
    ['', ...shown.map(({ title }) => title)],
    ...figures.map((one) => [one.name, ...shown.map(({ of }) => of(one))]),
  ].map((cells, index) => {
    const width = Math.max(...cells.map(({ length }) => length))
    return cells.map((cell) => (index === 0 ? cell.padEnd(width) : cell.padStart(width)))
  })
  const [first = []] = columns
  const lines = first.map((_, row) =>
    columns
      .map((cells) => cells[row] ?? '')
      .join('   ')
      .trimEnd(),
  )
  return [`${count(chats)} chats, seed ${seed}`, '', ...lines].join('\n')
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

export function minutes(number: number): string {
  return `${decimal(number)} min`
}

export function decimal(number: number): string {
  return number >= 1_000 ? count(Math.round(number)) : number.toFixed(2)
}

function rangeOf(perOperator: Figures['perOperator']): string {
  let [fewest, most] = [Number.POSITIVE_INFINITY, 0]
  for (const { assigned } of perOperator) {
    fewest = Math.min(fewest, assigned)
    most = Math.max(most, assigned)
  }
  return `${count(fewest)} – ${count(most)}`
}
