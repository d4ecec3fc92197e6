/** Connects at the first call. */
export function once<T>(connect: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => (made ??= connect())
}
