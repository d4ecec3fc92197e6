import { hash } from 'node:crypto'

/** A range of IPv4 addresses, as numbers; both ends belong to it. */
export interface AddressRange {
  readonly first: number
  readonly last: number
}

const BITS = 32

/** An IPv4 address as a number; undefined for anything else. */
export function addressOf(text: string): number | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return undefined
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0)
}

export const addressText = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')

/** The addresses of a CIDR block or of a single address; undefined for IPv6 and for anything else. */
export function rangeOf(cidr: string): AddressRange | undefined {
  const [text = '', length = String(BITS), ...more] = cidr.split('/')
  const address = addressOf(text)
  if (address === undefined || more.length > 0 || !/^\d{1,2}$/.test(length) || Number(length) > BITS) return undefined
  const size = 2 ** (BITS - Number(length))
  const first = Math.floor(address / size) * size
  return { first, last: first + size - 1 }
}

export const contains = ({ first, last }: AddressRange, address: number): boolean => first <= address && address <= last

const sizeOf = ({ first, last }: AddressRange): number => last - first + 1

const named = (...cidrs: string[]): AddressRange[] => cidrs.flatMap((cidr) => rangeOf(cidr) ?? [])
export const RFC1918 = named('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16')
const RFC6598 = named('100.64.0.0/10')

export const isIn = (ranges: readonly AddressRange[], address: number): boolean =>
  ranges.some((range) => contains(range, address))

/** Whether an address is one of the internet. */
export const isPublic = (address: number): boolean => !isIn([...RFC1918, ...RFC6598], address)

/** A number below `size` that is always the same for a name. */
const spread = (name: string, size: number): number => Number.parseInt(hash('sha256', name).slice(0, 12), 16) % size

/** AWS keeps the first four addresses and the last one of a subnet. */
const RESERVED = 4

/** An address of a subnet, always the same for a name. */
export function privateAddress(name: string, subnet: AddressRange): string {
  const usable = Math.max(1, sizeOf(subnet) - RESERVED - 1)
  return addressText(Math.min(subnet.first + RESERVED + spread(name, usable), subnet.last))
}

const PUBLIC = { first: 54 * 2 ** 24, last: 55 * 2 ** 24 - 1 }

/** A public address, always the same for a name; nothing listens there. */
export const publicAddress = (name: string): string => addressText(PUBLIC.first + spread(name, sizeOf(PUBLIC)))

/** An ID that is always the same for a name. */
export const idFor = (prefix: string, name: string): string => `${prefix}-0${hash('sha256', name).slice(0, 16)}`
