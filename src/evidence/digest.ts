import { createHash } from 'node:crypto'

/** `sha256:` and 64 hexadecimal digits. */
export type Digest = `sha256:${string}`

const DIGEST = /^sha256:[0-9a-f]{64}$/

export function isDigest(value: unknown): value is Digest {
  return typeof value === 'string' && DIGEST.test(value)
}

/** SHA-256 of bytes. */
export function digestOfBytes(bytes: string | Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** SHA-256 over the RFC 8785 canonical form: the same for every document that means the same. */
export function digestOf(value: unknown): Digest {
  return digestOfBytes(canonical(value))
}

/**
 * RFC 8785 (JSON Canonicalization Scheme): no white space, members ordered by UTF-16 code units, numbers as ECMAScript
 * writes them. Members that are undefined are absent, as in JSON.stringify. Lone surrogates, NaN and infinities have no
 * canonical form and throw a TypeError.
 */
export function canonical(value: unknown): string {
  if (value === null || typeof value === 'boolean') return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no canonical JSON form`)
    return JSON.stringify(value)
  }
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError('a string with a lone surrogate has no canonical JSON form')
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item === undefined ? null : item)).join(',')}]`
  if (typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
    return `{${members.map(([name, member]) => `${canonical(name)}:${canonical(member)}`).join(',')}}`
  }
  throw new TypeError(`a ${typeof value} has no canonical JSON form`)
}
