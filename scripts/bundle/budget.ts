/** The size limits of the bundle: the runner downloads all of it, and every start reads a part. In bytes. */

const KB = 1_000
/** The files that a start reads before it has the command. */
const MOST_OF_A_START = 900 * KB
/** A file that is loaded when it is needed. */
const MOST_OF_A_FILE = 1_200 * KB
/** All that is in dist/, licences included. */
const MOST_IN_ALL = 8_000 * KB

export interface Weights {
  readonly start: number
  readonly largest: { readonly name: string; readonly bytes: number }
  readonly all: number
}

/** Pure. `sizes` has every file of dist/; the licences are not loaded. */
export function weigh(sizes: ReadonlyMap<string, number>, readAtStart: readonly string[]): Weights {
  const scripts = [...sizes].filter(([name]) => name.endsWith('.js')).map(([name, bytes]) => ({ name, bytes }))
  const [first] = scripts
  if (first === undefined || readAtStart.length === 0) throw new Error('there is no bundle to weigh')
  return {
    start: sum(readAtStart.map((name) => sizes.get(name) ?? Number.NaN)),
    largest: scripts.reduce((most, script) => (script.bytes > most.bytes ? script : most), first),
    all: sum([...sizes.values()]),
  }
}

/** Pure: each exceeded limit of a bundle; none for one that may be published. */
export function overBudget({ start, largest, all }: Weights): string[] {
  // A file of unknown size is not allowed.
  const over = (what: string, bytes: number, most: number): string[] =>
    bytes <= most ? [] : [`${what} has ${kilobytes(bytes)}, and may have ${kilobytes(most)}`]
  return [
    ...over('what a start reads', start, MOST_OF_A_START),
    ...over(largest.name, largest.bytes, MOST_OF_A_FILE),
    ...over('dist/', all, MOST_IN_ALL),
  ]
}

export function showWeights({ start, largest, all }: Weights): string {
  return `dist/ has ${kilobytes(all)}; a start reads ${kilobytes(start)}; the largest file is ${largest.name} with ${kilobytes(largest.bytes)}`
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / KB)} kB`
}
