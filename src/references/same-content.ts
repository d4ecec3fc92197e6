import type { Content } from './contract.ts'

export type Comparison =
  | { readonly same: true; readonly by: string }
  | { readonly same: false; readonly by: string; readonly one: string; readonly other: string }
  /** The services return nothing by which both contents could be compared. */
  | { readonly same: undefined }

/** Checksums of 32 bits: by chance one in four thousand million contents has the same. */
const SHORT = new Set(['CRC32', 'CRC32C'])
/** A checksum of 64 bits proves the same bytes where the sizes are known to be the same too. */
const WITH_SIZE = 'CRC64NVME'

/**
 * Pure: compares two contents by their size and by each digest that is known of both; an empty one is unknown. What differs is
 * another content by any of them; the same content needs one that is long enough.
 */
export function compareContent(one: Content, other: Content): Comparison {
  const common = Object.keys(one.digests).filter((name) => Boolean(one.digests[name]) && Boolean(other.digests[name]))
  for (const name of common) {
    const [a = '', b = ''] = [one.digests[name], other.digests[name]]
    if (a !== b) return { same: false, by: name, one: `${name} ${a}`, other: `${name} ${b}` }
  }
  const sized = one.bytes !== undefined && other.bytes !== undefined
  const algorithm = common.find((name) => !SHORT.has(name) && (name !== WITH_SIZE || sized))
  if (one.bytes !== undefined && other.bytes !== undefined && one.bytes !== other.bytes) {
    return { same: false, by: 'size', one: `${one.bytes} bytes`, other: `${other.bytes} bytes` }
  }
  return algorithm === undefined ? { same: undefined } : { same: true, by: algorithm }
}
