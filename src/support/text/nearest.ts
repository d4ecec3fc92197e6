import { distance } from 'fastest-levenshtein'

/** One difference is accepted as a typing mistake per this number of letters. */
const LETTERS_A_MISTAKE = 4
/** A beginning of a name is one from this length on: `prod` for `production`. */
const SHORTEST_BEGINNING = 4
const SHORTEST_SWAP = 3
const SEPARATORS = /[^A-Za-z0-9]+/

/**
 * The name that was probably meant; undefined where none is similar enough. Names that differ in a short part (`fn-api`,
 * `fm-api`) or in a number (`web-1`, `web-2`) are names of different things, and never offered.
 */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  const [nearest] = names
    .flatMap((name) => {
      const steps = mistakes(written, name)
      return steps === undefined ? [] : [{ name, steps }]
    })
    .toSorted((a, b) => a.steps - b.steps)
  if (nearest !== undefined) return nearest.name
  const longer = written.length < SHORTEST_BEGINNING ? [] : names.filter((name) => name.startsWith(written))
  return longer.length === 1 ? longer[0] : undefined
}

/** The word of a closed list that was probably meant, such as a key of the configuration. */
export function nearestWord(written: string, words: readonly string[]): string | undefined {
  const [nearest] = words
    .flatMap((word) => {
      const steps = within(written.toLowerCase(), word.toLowerCase())
      return steps === undefined ? [] : [{ word, steps }]
    })
    .toSorted((a, b) => a.steps - b.steps)
  return nearest?.word ?? nearestName(written, words)
}

/** The number of typing mistakes between two names; undefined where they are two names. */
function mistakes(written: string, name: string): number | undefined {
  const [a, b] = [written.toLowerCase(), name.toLowerCase()]
  if (a.replaceAll(/\d+/g, '0') === b.replaceAll(/\d+/g, '0')) return a === b ? 0 : undefined
  const [parts, others] = [a.split(SEPARATORS), b.split(SEPARATORS)]
  if (parts.length !== others.length) return within(a, b)
  let steps = 0
  for (const [index, part] of parts.entries()) {
    const more = within(part, others[index] ?? '')
    if (more === undefined) return undefined
    steps += more
  }
  // Equal parts: only the separators differ.
  return Math.max(steps, 1)
}

function within(a: string, b: string): number | undefined {
  if (a === b) return 0
  const steps = distance(a, b)
  const most = Math.floor(Math.max(a.length, b.length) / LETTERS_A_MISTAKE)
  return steps <= most || isSwap(a, b) ? steps : undefined
}

/** `tempalte`: two letters changed places, which is one mistake and two differences. */
function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length || a.length < SHORTEST_SWAP) return false
  const at = [...a].findIndex((letter, index) => letter !== b[index])
  return a.slice(0, at) + a.slice(at + 1, at + 2) + a.slice(at, at + 1) + a.slice(at + 2) === b
}

/** `: did you mean Url?`, to end a message with; empty where no name is similar. */
export function didYouMean(written: string, names: readonly string[]): string {
  const name = nearestName(written, names)
  return name === undefined ? '' : `: did you mean ${name}?`
}
