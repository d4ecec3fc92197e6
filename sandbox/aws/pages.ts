/** One page of a list. Tokens hold where the next page begins. */
export interface Page<T> {
  readonly items: T[]
  readonly next?: string
}

/** `invalid` makes the error for a token that was not given out here. */
export function pageOf<T>(all: readonly T[], size: number, token: string | undefined, invalid: () => Error): Page<T> {
  const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64').toString('utf8'))
  if (!Number.isInteger(from) || from < 0) throw invalid()
  const items = all.slice(from, from + size)
  const next = from + items.length
  return next < all.length ? { items, next: Buffer.from(String(next)).toString('base64') } : { items }
}
