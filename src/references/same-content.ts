import type { Content } from './contract.ts'

export type Comparison =
  | { readonly same: true; readonly by: string }
  | { readonly same: false; readonly by: string; readonly one: string; readonly other: string }
  /** The services tell nothing that both contents could be compared by. */
  | { readonly same: undefined }

/** Pure: compares two contents by their size and the first digest that is known of both. */
export function compareContent(one: Content, other: Content): Comparison {
  const algorithm = Object.keys(one.digests).find((name) => Object.hasOwn(other.digests, name))
  if (algorithm !== undefined) {
    const [a = '', b = ''] = [one.digests[algorithm], other.digests[algorithm]]
    if (a !== b) return { same: false, by: algorithm, one: `${algorithm} ${a}`, other: `${algorithm} ${b}` }
  }
  if (one.bytes !== undefined && other.bytes !== undefined && one.bytes !== other.bytes) {
    return { same: false, by: 'size', one: `${one.bytes} bytes`, other: `${other.bytes} bytes` }
  }
  return algorithm === undefined ? { same: undefined } : { same: true, by: algorithm }
}
