import { randomBytes, randomInt } from 'node:crypto'

/** AWS's short random IDs: `i-0123456789abcdef0`. */
export const hexId = (prefix: string, digits = 17): string => prefix + randomBytes(9).toString('hex').slice(0, digits)

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** Capital letters and digits, as in deployment IDs and in the names that CloudFormation makes. */
export const capitals = (length: number): string =>
  Array.from({ length }, () => UPPER[randomInt(UPPER.length)]).join('')

/** A value whose type is not known, as text; what is no scalar becomes JSON. */
export function asText(value: unknown, otherwise = ''): string {
  if (value === undefined || value === null) return otherwise
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Where a thing lives: the same name in another account or region is another thing. */
export interface Home {
  readonly account: string
  readonly region: string
}

export const homeKey = ({ account, region }: Home, ...names: readonly string[]): string =>
  [account, region, ...names].join('/')
