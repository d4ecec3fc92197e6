import { z } from 'zod'

/** Whether a file has a key of that name, wherever it stands. */
export type Names = (key: string) => boolean

/** For the schema of all that a file may have. */
export const EVERY_KEY: Names = () => true

/**
 * The schema of what stands at a key. It is made only for a file that has the key, since making the schema of a section
 * takes longer than reading one.
 */
export function whereNamed<T extends z.ZodType>(isNamed: boolean, make: () => T): T {
  return isNamed ? make() : (z.never() as unknown as T)
}
