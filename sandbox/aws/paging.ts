/** One page of a list. The token encodes the start of the next page. */
export interface Page<T> {
  readonly items: T[]
  readonly next?: string
}

/** A page of a list; `invalid` creates the error for an invalid token. */
export function pageOf<T>(all: readonly T[], size: number, token: string | undefined, invalid: () => Error): Page<T> {
  const start = token === undefined ? '0' : Buffer.from(token, 'base64').toString('utf8')
  if (!/^\d+$/.test(start)) throw invalid()
  const from = Number(start)
  const items = all.slice(from, from + size)
  const next = from + items.length
  return next < all.length ? { items, next: Buffer.from(String(next)).toString('base64') } : { items }
}
