import type { Measurement } from '../../evidence/document.ts'
import { showDuration } from '../../support/text/durations.ts'
import { round } from '../../support/text/rounding.ts'
import { markup, type Content, type Markup } from './markup.ts'
import { quantity } from '../words.ts'

/** Drawings as inline SVG: colours come from the page's classes, so that they suit light, dark and paper. */

const WIDTH = 560
const HEIGHT = 230
const LEFT = 66
const RIGHT = 14
const TOP = 14
const BOTTOM = 30
const GRID_LINES = 4
const MOST_POINTS = 400
const FAR = 3

type Point = readonly [number, number]

/** One chart of all series of one subject and unit, and the limits that they have to keep. */
export function lineChart(title: string, measurements: readonly Measurement[]): Markup {
  const lines = measurements.map((measurement) => ({ ...measurement, points: thinned(measurement.series ?? []) }))
  const points = lines.flatMap((line) => line.points)
  const limits = measurements.flatMap(({ limit, name }) => (limit === undefined ? [] : [{ limit, name }]))
  const unit = measurements[0]?.unit ?? 'count'
  const top = Math.max(0, ...points.map(([, value]) => value))
  // A limit far above would press the lines flat; the legend names it then.
  const near = limits.filter(({ limit }) => limit <= top * FAR)
  const highest = niceCeiling(Math.max(top, ...near.map(({ limit }) => limit)))
  const to = Math.max(...points.map(([at]) => at))
  const from = 0
  const x = (at: number): number => LEFT + ((at - from) / Math.max(1, to - from)) * (WIDTH - LEFT - RIGHT)
  const y = (value: number): number => TOP + (1 - value / highest) * (HEIGHT - TOP - BOTTOM)
  const grid = Array.from({ length: GRID_LINES + 1 }, (_, index) => (highest / GRID_LINES) * index)
  return markup`<figure class="chart">
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}: ${describe(measurements)}">
${grid.map(
  (
    value,
  ) => markup`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${fixed(y(value))}" y2="${fixed(y(value))}"/>
<text class="tick end" x="${LEFT - 8}" y="${fixed(y(value) + 4)}">${quantity(value, unit)}</text>`,
)}
${[from, (from + to) / 2, to].map(
  (at, index) =>
    markup`<text class="tick ${['', 'middle', 'end'][index]}" x="${fixed(x(at))}" y="${HEIGHT - 8}">${showDuration(at)}</text>`,
)}
${near.map(
  ({
    limit,
    name,
  }) => markup`<line class="limit" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${fixed(y(limit))}" y2="${fixed(y(limit))}"/>
<text class="limit-label end" x="${WIDTH - RIGHT}" y="${fixed(y(limit) - 5)}">${name} ≤ ${quantity(limit, unit)}</text>`,
)}
${lines.map((line, index) => drawLine(line.points, index, x, y))}
</svg>
<figcaption>${legend(measurements)}${limits
    .filter((limit) => !near.includes(limit))
    .map(
      ({ limit, name }) => markup`<span>${name} may be up to ${quantity(limit, unit)}, above the chart</span>`,
    )}</figcaption>
</figure>`
}

function drawLine(
  points: readonly Point[],
  index: number,
  x: (at: number) => number,
  y: (value: number) => number,
): Content {
  const [only] = points
  if (points.length === 1 && only) {
    return markup`<circle class="dot s${index % 6}" cx="${fixed(x(only[0]))}" cy="${fixed(y(only[1]))}" r="3"/>`
  }
  return markup`<polyline class="line s${index % 6}" points="${points.map(([at, value]) => `${fixed(x(at))},${fixed(y(value))}`).join(' ')}"/>`
}

function legend(measurements: readonly Measurement[]): Content {
  return measurements.map(
    ({ name, value, unit }, index) =>
      markup`<span class="key"><svg class="swatch" viewBox="0 0 16 8" aria-hidden="true"><line class="line s${index % 6}" x1="1" x2="15" y1="4" y2="4"/></svg>${name} <b>${quantity(value, unit)}</b></span>`,
  )
}

function describe(measurements: readonly Measurement[]): string {
  return measurements
    .map(
      ({ name, value, unit, limit }) =>
        `${name} ${quantity(value, unit)}${limit === undefined ? '' : `, limit ${quantity(limit, unit)}`}`,
    )
    .join('; ')
}

/** So many points that the line keeps its peaks: of each group the highest stays. */
function thinned(points: readonly Point[]): readonly Point[] {
  const sound = points.filter(([at, value]) => Number.isFinite(at) && Number.isFinite(value))
  if (sound.length <= MOST_POINTS) return sound
  const size = Math.ceil(sound.length / MOST_POINTS)
  return Array.from({ length: Math.ceil(sound.length / size) }, (_, group) =>
    sound.slice(group * size, (group + 1) * size).reduce((highest, point) => (point[1] > highest[1] ? point : highest)),
  )
}

/** The next of 1, 2, 3, 4, 6 or 8 times a power of ten: a quarter of it, as the grid has, is a round number too. */
function niceCeiling(value: number): number {
  if (!(value > 0)) return 1
  const power = 10 ** Math.floor(Math.log10(value))
  const step = [1, 2, 3, 4, 6, 8, 10].find((factor) => factor * power >= value * 1.02) ?? 20
  return step * power
}

/** Where a span lies within a longer one; what is too short to be seen gets a mark of its least width. */
export function spanBar(from: number, to: number, whole: { from: number; to: number }, outcome: string): Markup {
  const scale = 1_000 / Math.max(1, whole.to - whole.from)
  const start = Math.min(992, Math.max(0, (from - whole.from) * scale))
  const width = Math.min(1_000 - start, Math.max(8, (to - from) * scale))
  return markup`<svg class="span" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true"><rect class="rail" width="1000" height="10" rx="0"/><rect class="bar ${outcome}" x="${fixed(start)}" width="${fixed(width)}" height="10"/></svg>`
}

/** How much of a limit is used. */
export function limitBar(share: number): Markup {
  const used = Math.min(1, Math.max(0, share)) * 1_000
  const outcome = share > 1 ? 'fail' : share > 0.8 ? 'inconclusive' : 'pass'
  return markup`<svg class="span" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true"><rect class="rail" width="1000" height="10"/><rect class="bar ${outcome}" width="${fixed(used)}" height="10"/></svg>`
}

function fixed(value: number): number {
  return round(value, 1)
}
