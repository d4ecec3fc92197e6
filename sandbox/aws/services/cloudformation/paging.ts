import { invalid } from './errors.ts'

const PREFIX = 'page:'

/** One page of a list. The token is opaque to the caller, and valid for this list only. */
export function page<Item>(
  items: readonly Item[],
  size: number,
  token: string | undefined,
): { items: Item[]; next: string | undefined } {
  const start = token === undefined ? 0 : decode(token)
  const end = start + size
  return { items: items.slice(start, end), next: end < items.length ? encode(end) : undefined }
}

export function nextToken(next: string | undefined): { NextToken?: string } {
  return next === undefined ? {} : { NextToken: next }
}

function encode(start: number): string {
  return Buffer.from(`${PREFIX}${start}`).toString('base64url')
}

function decode(token: string): number {
  const text = Buffer.from(token, 'base64url').toString()
  const start = Number(text.slice(PREFIX.length))
  if (!text.startsWith(PREFIX) || !Number.isInteger(start)) throw invalid('Invalid NextToken')
  return start
}
