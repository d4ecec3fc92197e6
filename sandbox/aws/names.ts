import { randomBytes, randomInt } from 'node:crypto'

/** A random ID such as `i-0123456789abcdef0`. */
export const hexId = (prefix: string, digits = 17): string => prefix + randomBytes(9).toString('hex').slice(0, digits)

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** Random capital letters and digits, as in deployment IDs and in names that CloudFormation generates. */
export const capitals = (length: number): string =>
  Array.from({ length }, () => UPPER[randomInt(UPPER.length)]).join('')

/** A value of unknown type as text; everything but a string becomes JSON. */
export function asText(value: unknown, otherwise = ''): string {
  if (value === undefined || value === null) return otherwise
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The texts in a member that has one, or several. */
export const texts = (value: unknown): string[] =>
  [value].flat().filter((each): each is string => typeof each === 'string')

/** The account and region that a resource belongs to. */
export interface Home {
  readonly account: string
  readonly region: string
}

export const homeKey = ({ account, region }: Home, ...names: readonly string[]): string =>
  [account, region, ...names].join('/')
