import { distance } from 'fastest-levenshtein'

/** One difference is accepted as a typing mistake per this number of letters. */
const LETTERS_A_MISTAKE = 3

/** The name that was probably meant; undefined where none is similar enough. */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  const most = Math.max(1, Math.floor(written.length / LETTERS_A_MISTAKE))
  const [nearest] = names
    .map((name) => ({ name, steps: distance(written.toLowerCase(), name.toLowerCase()) }))
    .filter(({ steps }) => steps <= most)
    .toSorted((a, b) => a.steps - b.steps)
  return nearest?.name
}

/** `: did you mean Url?`, to end a message with; empty where no name is similar. */
export function didYouMean(written: string, names: readonly string[]): string {
  const name = nearestName(written, names)
  return name === undefined ? '' : `: did you mean ${name}?`
}
