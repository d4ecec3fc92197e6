import type { Content } from './contract.ts'

export type Comparison =
  | { readonly same: true; readonly by: string }
  | { readonly same: false; readonly by: string; readonly one: string; readonly other: string }
  /** The services tell nothing that both contents could be compared by. */
  | { readonly same: undefined }

/** Pure: compares two contents by their size and by each digest that is known of both; an empty one is unknown. */
export function compareContent(one: Content, other: Content): Comparison {
  const common = Object.keys(one.digests).filter((name) => Boolean(one.digests[name]) && Boolean(other.digests[name]))
  for (const name of common) {
    const [a = '', b = ''] = [one.digests[name], other.digests[name]]
    if (a !== b) return { same: false, by: name, one: `${name} ${a}`, other: `${name} ${b}` }
  }
  const [algorithm] = common
  if (one.bytes !== undefined && other.bytes !== undefined && one.bytes !== other.bytes) {
    return { same: false, by: 'size', one: `${one.bytes} bytes`, other: `${other.bytes} bytes` }
  }
  return algorithm === undefined ? { same: undefined } : { same: true, by: algorithm }
}
