/** The properties that an AppSpec for ECS need not have, judged by the user guide. */
import { get, type MapValue, type Notes } from './service-notes.ts'
import { isNil, toS } from './values.ts'
import type { Value } from './values.ts'

const PLATFORM_VERSION = /^(?:LATEST|\d+\.\d+\.\d+)$/

/** Of Fargate. */
export function readPlatformVersion(value: Value | undefined, notes: Notes): string | undefined {
  if (value === undefined || isNil(value)) return undefined
  const allowed = 'LATEST or a version as a text, e.g. "1.4.0"'
  if (value.kind === 'list' || value.kind === 'map')
    return notes.wrong(value, value, 'PlatformVersion is not a text.', allowed)
  const text = toS(value)
  if (value.kind !== 'string' || !(PLATFORM_VERSION.test(text) || text.includes('{')))
    notes.doubt(value, `PlatformVersion is ${text === '' ? 'empty' : 'no version of Fargate'}.`, allowed)
  return text
}

const NETWORK = ['Subnets', 'SecurityGroups', 'AssignPublicIp']

/** All of its settings, or none of them. */
export function readNetwork(value: Value | undefined, notes: Notes): void {
  if (value === undefined || isNil(value)) return
  const allowed = `AwsvpcConfiguration with ${NETWORK.join(', ')}: all of them, or none`
  if (value.kind !== 'map') {
    notes.wrong(value, value, 'NetworkConfiguration is not a map.', allowed)
    return
  }
  notes.keys(value, ['AwsvpcConfiguration'])
  const vpc = get(value, 'AwsvpcConfiguration')
  if (vpc !== undefined && !isNil(vpc) && vpc.kind !== 'map') {
    notes.wrong(vpc, value, 'AwsvpcConfiguration is not a map.', allowed)
    return
  }
  if (vpc?.kind === 'map') notes.keys(vpc, NETWORK)
  if (vpc?.kind !== 'map' || NETWORK.every((key) => isNil(get(vpc, key)))) {
    notes.doubt(value, 'NetworkConfiguration says nothing: the network of the service stays as it is.', allowed)
    return
  }
  for (const key of ['Subnets', 'SecurityGroups']) readIds(vpc, key, allowed, notes)
  const assign = get(vpc, 'AssignPublicIp')
  if (assign?.kind !== 'string' || !['ENABLED', 'DISABLED'].includes(assign.value)) {
    notes.wrong(assign, vpc, 'AssignPublicIp is not right.', 'ENABLED or DISABLED')
  }
}

function readIds(vpc: MapValue, key: string, allowed: string, notes: Notes): void {
  const list = get(vpc, key)
  const ids = list?.kind === 'list' ? list.items : []
  if (ids.length === 0) notes.wrong(list, vpc, `${key} is not a list of ids.`, allowed)
  const stranger = ids.find((item) => item.kind !== 'string' || item.value.trim() === '')
  if (stranger) notes.wrong(stranger, vpc, `${key} is not a list of ids.`, allowed)
}

/** What ECS takes, from its API reference. */
const MOST = { Base: 100_000n, Weight: 1000n } as const

export function readCapacity(value: Value | undefined, notes: Notes): void {
  if (value === undefined || isNil(value)) return
  const allowed = 'a list of { Base, CapacityProvider, Weight }'
  if (value.kind !== 'list') {
    notes.wrong(value, value, 'CapacityProviderStrategy is not a list.', allowed)
    return
  }
  const numbers = value.items.map((item) => readProvider(item, allowed, notes))
  const based = value.items.filter((_, index) => (numbers[index]?.Base ?? 0n) > 0n)
  if (based.length > 1)
    notes.wrong(based[1], value, 'More than one capacity provider has a Base.', 'a Base for one of them')
  if (numbers.length > 1 && numbers.every((item) => item?.Weight === 0n))
    notes.wrong(
      value,
      value,
      'No capacity provider has a Weight: no task would be placed.',
      'Weight: 1 or more for one',
    )
}

interface Numbers {
  readonly Base: bigint
  readonly Weight: bigint
}

function readProvider(item: Value, allowed: string, notes: Notes): Numbers | undefined {
  if (item.kind !== 'map') return notes.wrong(item, item, 'A capacity provider is not a map.', allowed)
  notes.keys(item, ['Base', 'CapacityProvider', 'Weight'])
  const provider = get(item, 'CapacityProvider')
  if (provider === undefined || isNil(provider)) notes.doubt(item, 'A capacity provider has no name.', allowed)
  else if (provider.kind !== 'string' || provider.value.trim() === '')
    notes.wrong(provider, item, 'CapacityProvider is not a name.', 'the short name of a capacity provider')
  const [Base, Weight] = [readNumber(item, 'Base', notes), readNumber(item, 'Weight', notes)]
  return Base === undefined || Weight === undefined ? undefined : { Base, Weight }
}

/** 0 where it is not said. */
function readNumber(item: MapValue, key: keyof typeof MOST, notes: Notes): bigint | undefined {
  const value = get(item, key)
  if (value === undefined || isNil(value)) return 0n
  const allowed = `a whole number from 0 to ${MOST[key]}, without quotes`
  const quoted = value.kind === 'string' && /^\d+$/.test(value.value)
  const number = value.kind === 'int' ? value.value : quoted ? BigInt(value.value) : -1n
  if (number < 0n || number > MOST[key]) return notes.wrong(value, item, `${key} is not right.`, allowed)
  if (quoted) notes.doubt(value, `${key} is a text. The user guide writes a number.`, allowed)
  return number
}
