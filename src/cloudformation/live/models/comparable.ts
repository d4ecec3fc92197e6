import { createHmac, randomBytes } from 'node:crypto'
import { isRecord } from '../../../support/records.ts'
import { showValue } from '../show.ts'
import { parsed, type UndeclaredValue } from './undeclared.ts'

/** A value of a resource in a form that can be compared with the twin's and shown, and that holds no secret. */
export interface ComparableValue {
  readonly path: string
  /** Equal for equal values of one run: a digest with a key that is not stored. */
  readonly same: string
  readonly shown: string
}

/** What an environment calls its own, and what stands for it in every environment. */
export interface OwnNames {
  /** By the text in lower case: ids of resources, names of stacks. */
  readonly texts: ReadonlyMap<string, string>
  readonly account: string
  readonly region: string
  /** Names of the environment, which are a part of other names. */
  readonly environment: readonly string[]
}

/** Digests of short secrets could be guessed: the key makes them worthless outside of this process. */
const KEY = randomBytes(32)

/** Names of properties whose texts may be secrets. */
const SENSITIVE =
  /secret|pass|token|credential|private|variable|environment|userdata|connection|header|parameter|argument|command|script|content|body|key(?!.*(arn|id)$)/i
/** A name, a number, an ARN, a place: what settings look like. */
const PLAIN = /^[\w.:/@*+=,-]{1,120}$/
/** Longer runs of letters and digits are ids, digests or secrets. */
const RANDOM = /[A-Za-z0-9+=]{25,}/

/** Pure, but for its key: values by their paths; those of one path together, in no order. */
export function comparableValues(values: readonly UndeclaredValue[], names: OwnNames): ComparableValue[] {
  return [...Map.groupBy(values, ({ path }) => path)].map(([path, all]) => {
    const forms = all.map(({ value }) => canonical(value, names)).toSorted()
    return {
      path,
      same: createHmac('sha256', KEY).update(JSON.stringify(forms)).digest('base64'),
      shown: all.length === 1 ? shown(path, all[0]?.value) : `${all.length} items`,
    }
  })
}

function shown(path: string, value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') {
    return PLAIN.test(value) && !RANDOM.test(value) && !SENSITIVE.test(path)
      ? showValue(value)
      : `(a text of ${value.length} characters, not shown)`
  }
  return Array.isArray(value) ? `(a list of ${value.length}, not shown)` : '(an object, not shown)'
}

/** A value as text without order, and with what differs between places replaced. Numbers and booleans equal their texts. */
function canonical(given: unknown, names: OwnNames): string {
  const value = parsed(given)
  if (Array.isArray(value))
    return `[${value
      .map((item: unknown) => canonical(item, names))
      .toSorted()
      .join()}]`
  if (isRecord(value)) {
    const members = Object.entries(value).map(
      ([name, member]) => `${placeless(name, names)}:${canonical(member, names)}`,
    )
    return `{${members.toSorted().join()}}`
  }
  return JSON.stringify(placeless(String(value), names))
}

const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi
/** `subnet-0123456789abcdef0`, and the older form with eight digits. */
const PREFIXED_ID = /\b([a-z]{1,12}-)(?=[0-9a-f]*\d)(?:[0-9a-f]{17}|[0-9a-f]{8})\b/g
const LONG_HEX = /\b[0-9a-f]{16,}\b/gi
/** What a service chooses for itself: addresses, zones (`eu-west-1a`, `euw1-az2`) and windows of maintenance. */
const ADDRESS = /\b(?!0\.0\.0\.0)\d{1,3}(?:\.\d{1,3}){3}\b(?!\/)/g
const ZONE = /\b(?:[a-z]{2}(?:-[a-z]+)+-\d[a-z]|[a-z]{3,5}\d-az\d)\b/g
const WINDOW = /\b(?:(?:mon|tue|wed|thu|fri|sat|sun):)?\d{2}:\d{2}-(?:(?:mon|tue|wed|thu|fri|sat|sun):)?\d{2}:\d{2}\b/gi
const TIME = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}[\d:.]*(?:Z|[+-]\d{2}:?\d{2})?/g

function placeless(text: string, { texts, account, region, environment }: OwnNames): string {
  const whole = texts.get(text.toLowerCase())
  if (whole !== undefined) return whole
  return text
    .replaceAll(TIME, '{time}')
    .replaceAll(WINDOW, '{window}')
    .replaceAll(ADDRESS, '{address}')
    .replaceAll(ZONE, '{zone}')
    .replaceAll(account, '{account}')
    .replaceAll(region, '{region}')
    .replaceAll(UUID, '{id}')
    .replaceAll(PREFIXED_ID, '$1{id}')
    .replaceAll(LONG_HEX, '{id}')
    .replaceAll(/[\w-]+/g, (word) => {
      const own = texts.get(word.toLowerCase())
      if (own !== undefined) return own
      return environment.includes(word)
        ? '{environment}'
        : word.replaceAll(/[A-Za-z0-9]+/g, (part) => (environment.includes(part) ? '{environment}' : part))
    })
}
