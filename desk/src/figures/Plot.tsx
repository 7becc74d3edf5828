import { useElementSize } from '@mantine/hooks'
import { type ReactNode, useId } from 'react'
import styles from './plot.module.css'
import { ticksUpTo } from './scale.ts'

/** What is drawn: `taken` filled, `requested` an outline behind it, `plain` neutral; as a line, `requested` is dashed. */
export type Series = { name: string; look: 'taken' | 'requested' | 'plain'; values: (number | null)[] }

export type PlotProps = {
  title: string
  /** One for each value, short. */
  labels: string[]
  series: Series[]
  kind: 'bars' | 'lines'
  steps: readonly number[]
  /** At least so high, so that a few do not look like many. */
  atLeast?: number
  format: (value: number | null) => string
  /** As `format`, for the round values at the edge. */
  formatTick?: (value: number) => string
}

/** Before it is known how wide it is shown. Pixels, as everywhere here: texts keep their size in every window. */
const usualWidth = 520
const height = 168
const edge = { top: 12, right: 20, bottom: 24, left: 56 }
const innerHeight = height - edge.top - edge.bottom
const widthOfLabel = 60

/** A small plot of days. The same numbers stand in a table beside it for whoever does not see it. */
export function Plot({ title, labels, series, kind, steps, atLeast = 0, format, formatTick = format }: PlotProps) {
  const id = useId()
  const { ref, width: measured } = useElementSize<HTMLDivElement>()
  const width = measured > 0 ? measured : usualWidth
  const innerWidth = width - edge.left - edge.right
  const highest = Math.max(atLeast, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)))
  const ticks = ticksUpTo(highest, steps)
  const top = ticks.at(-1) ?? 1
  const slot = innerWidth / Math.max(1, labels.length)
  const xOf = (index: number) => edge.left + slot * (index + 0.5)
  const yOf = (value: number) => edge.top + innerHeight * (1 - value / top)
  const every = Math.ceil(labels.length / Math.max(2, Math.floor(innerWidth / widthOfLabel)))
  return (
    <figure className={styles.figure} aria-labelledby={id}>
      <figcaption className={styles.caption} id={id}>
        <span>{title}</span>
        {series.length > 1 && (
          <span className={styles.legend}>
            {series.map(({ name, look }) => (
              <span key={name}>
                <Key look={look} kind={kind} />
                {name}
              </span>
            ))}
          </span>
        )}
      </figcaption>
      <div className={styles.plot} ref={ref}>
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          {ticks.map((tick) => (
            <g key={tick}>
              <line className={styles.grid} x1={edge.left} x2={width - edge.right} y1={yOf(tick)} y2={yOf(tick)} />
              <text className={styles.tick} x={edge.left - 8} y={yOf(tick)} dy="0.32em" textAnchor="end">
                {formatTick(tick)}
              </text>
            </g>
          ))}
          {labels.map((label, index) =>
            (labels.length - 1 - index) % every === 0 ? (
              <text
                // Two days never have the same place.
                key={xOf(index)}
                className={styles.tick}
                x={xOf(index)}
                y={height - 6}
                textAnchor="middle"
              >
                {label}
              </text>
            ) : null,
          )}
          {series.map((one) =>
            kind === 'bars' ? (
              <Bars key={one.name} series={one} slot={slot} xOf={xOf} yOf={yOf} />
            ) : (
              <Line key={one.name} series={one} xOf={xOf} yOf={yOf} />
            ),
          )}
          {labels.map((label, index) => (
            <rect
              key={xOf(index)}
              className={styles.hit}
              x={xOf(index) - slot / 2}
              y={edge.top}
              width={slot}
              height={innerHeight}
            >
              <title>
                {[label, ...series.map(({ name, values }) => `${name}: ${format(values[index] ?? null)}`)].join('\n')}
              </title>
            </rect>
          ))}
        </svg>
      </div>
    </figure>
  )
}

type Placed = { series: Series; xOf: (index: number) => number; yOf: (value: number) => number }

function Bars({ series: { look, values }, slot, xOf, yOf }: Placed & { slot: number }): ReactNode {
  // What is asked for stands behind what was answered, and is seen where it is more.
  const share = look === 'requested' ? 0.72 : 0.44
  const thick = Math.max(2, Math.min(look === 'requested' ? 36 : 22, slot * share))
  return values.map((value, index) =>
    value === null || value === 0 ? null : (
      <rect
        key={xOf(index)}
        className={styles[look]}
        data-kind="bar"
        x={xOf(index) - thick / 2}
        y={yOf(value)}
        width={thick}
        height={yOf(0) - yOf(value)}
        rx={Math.min(3, thick / 4)}
      />
    ),
  )
}

/** A day without a figure is a gap. */
function Line({ series: { look, values }, xOf, yOf }: Placed): ReactNode {
  const points = values.map((value, index) => (value === null ? null : { x: xOf(index), y: yOf(value) }))
  const path = points.map((point, index) =>
    point === null ? '' : `${points[index - 1] == null ? 'M' : 'L'}${point.x.toFixed(1)} ${point.y.toFixed(1)}`,
  )
  return (
    <>
      <path className={styles[look]} data-kind="line" d={path.join('')} />
      {points.map((point) => (point === null ? null : <Mark key={point.x} {...point} look={look} />))}
    </>
  )
}

function Mark({ x, y, look }: { x: number; y: number; look: Series['look'] }) {
  if (look === 'requested') return <circle className={styles[look]} data-kind="mark" cx={x} cy={y} r={3} />
  return <rect className={styles[look]} data-kind="mark" x={x - 3} y={y - 3} width={6} height={6} rx={1} />
}

function Key({ look, kind }: { look: Series['look']; kind: PlotProps['kind'] }) {
  return (
    <svg width={16} height={12} viewBox="0 0 16 12" aria-hidden="true">
      {kind === 'bars' ? (
        <rect className={styles[look]} data-kind="bar" x={3} y={1} width={10} height={10} rx={2} />
      ) : (
        <>
          <path className={styles[look]} data-kind="line" d="M0 6H16" />
          <Mark x={8} y={6} look={look} />
        </>
      )}
    </svg>
  )
}
