import { valueAt } from './client.ts'
import type { Answer, Call, Judged, Value } from './contract.ts'
import { knownReason } from './known.ts'

/** One call with what the sandbox and an engine answered. */
export interface Pair {
  readonly call: Call
  readonly sandbox: Answer
  readonly engine: Answer
  /** Values that earlier calls set, by the value: they are other ones in each engine. */
  readonly names: { readonly sandbox: ReadonlyMap<string, string>; readonly engine: ReadonlyMap<string, string> }
}

/** What differs by nature: times, identifiers, accounts, hashes, addresses. */
const VOLATILE: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<uuid>'],
  [/https?:\/\/[^/"\s]+/g, '<url>'],
  [/\b([a-z]{1,12})-[0-9a-f]{8,17}\b/g, '$1-<id>'],
  [/\b\d{12}\b/g, '<account>'],
  [/\b(?:A[A-Z0-9]{20}|[a-z0-9]{20})\b/g, '<id>'],
  [/\b\d{18,19}\b/g, '<id>'],
  [/-[A-Z0-9]{12,13}\b/g, '-<suffix>'],
  [/\b\d{10}(?:\.\d+)?\b/g, '<time>'],
  [/\b(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})\b/gi, '<hash>'],
  [/\b\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)\b/g, '<time>'],
]

/** Values that differ from the sandbox's for no known reason. */
export const unknownIn = ({ differences }: Judged): Value[] => differences.filter(({ known }) => known === undefined)

/** Numbers above are times since 1970 in seconds or milliseconds. */
const LEAST_TIME = 1_000_000_000

/** An engine's result for each operation that both returned. */
export function judgedIn(engine: string, pairs: readonly Pair[]): Judged[] {
  const byOperation = new Map<string, Pair[]>()
  for (const pair of pairs) {
    if (!isPlayed(pair.engine) || !isPlayed(pair.sandbox)) continue
    const { call } = pair.call
    byOperation.set(call, [...(byOperation.get(call) ?? []), pair])
  }
  return [...byOperation].map(([call, all]) => {
    const [service = '', operation = ''] = call.split(':')
    const differences = all.flatMap((pair) => differencesOf(pair)).map((each) => withReason(engine, each))
    const ours = membersOf(all.map(({ sandbox }) => sandbox))
    const theirs = membersOf(all.map((pair) => pair.engine))
    return {
      service,
      operation,
      calls: all.length,
      differences: [...new Map(differences.map((each) => [`${each.path} ${each.engine}`, each])).values()],
      lacks: [...ours].filter((path) => !theirs.has(path)),
      adds: [...theirs].filter((path) => !ours.has(path)),
    }
  })
}

const isPlayed = (answer: Answer): boolean => 'output' in answer || answer.played

const withReason = (engine: string, value: Value): Value => {
  const known = knownReason(engine, value)
  return known === undefined ? value : { ...value, known }
}

function differencesOf({ call: { call }, sandbox, engine, names }: Pair): Value[] {
  const shown = (answer: Answer): string => ('output' in answer ? 'success' : answer.error)
  if (!('output' in sandbox) || !('output' in engine)) {
    const [ours, theirs] = [shown(sandbox), shown(engine)]
    return ours === theirs ? [] : [{ call, path: 'error', sandbox: ours, engine: theirs }]
  }
  const found: Value[] = []
  walk('', normal(sandbox.output, names.sandbox), normal(engine.output, names.engine), (path, ours, theirs) =>
    found.push({ call, path, sandbox: short(ours), engine: short(theirs) }),
  )
  return found
}

/** Compares what both have; members that only one has are no difference of values. */
function walk(
  path: string,
  ours: unknown,
  theirs: unknown,
  tell: (path: string, a: unknown, b: unknown) => void,
): void {
  if (ours === undefined || theirs === undefined) return
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    if (ours.length !== theirs.length) return tell(`${path}.length`, ours.length, theirs.length)
    const [mine, others] = aligned(ours, theirs)
    return mine.forEach((each, index) => walk(path, each, others[index], tell))
  }
  if (isObject(ours) && isObject(theirs)) {
    for (const name of Object.keys(ours)) walk(path === '' ? name : `${path}.${name}`, ours[name], theirs[name], tell)
    return
  }
  if (JSON.stringify(ours) !== JSON.stringify(theirs)) tell(path, ours, theirs)
}

/** Two lists in one order, by the members that entries of both have: orders are judged elsewhere. */
function aligned(ours: readonly unknown[], theirs: readonly unknown[]): [unknown[], unknown[]] {
  const names = (all: readonly unknown[]): Set<string> => new Set(all.flatMap((each) => Object.keys(each as object)))
  const theirNames = names(theirs.filter(isObject))
  const shared = [...names(ours.filter(isObject))].filter((name) => theirNames.has(name)).toSorted()
  const key = (each: unknown): string => JSON.stringify(isObject(each) ? shared.map((name) => each[name]) : each)
  const sorted = (all: readonly unknown[]): unknown[] => all.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
  return [sorted(ours), sorted(theirs)]
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** A response whose volatile values are placeholders; members of documents are sorted. */
function normal(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (value instanceof Date) return '<time>'
  if (value instanceof Uint8Array) return normal(Buffer.from(value).toString('utf8'), names)
  if (typeof value === 'string') return placeheld(value, names)
  if (typeof value === 'number') return value > LEAST_TIME ? '<time>' : value
  if (Array.isArray(value)) return value.map((each) => normal(each, names))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, normal(inner, names)]))
}

function placeheld(text: string, names: ReadonlyMap<string, string>): string {
  let shown = asDocument(text)
  for (const [value, name] of names) if (value.length > 3) shown = shown.replaceAll(value, `{${name}}`)
  for (const [pattern, by] of VOLATILE) shown = shown.replace(pattern, by)
  return shown
}

/** Policies: as JSON without white space, members sorted; in IAM's responses they are encoded as in URLs. */
function asDocument(text: string): string {
  const plain = text.startsWith('%7B') ? decodeURIComponent(text) : text
  try {
    return plain.startsWith('{') ? JSON.stringify(inOrder(JSON.parse(plain))) : text
  } catch {
    return text
  }
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (!isObject(value)) return value
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1))
  return Object.fromEntries(entries.map(([name, inner]) => [name, inOrder(inner)]))
}

function short(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}

/** Paths of members; entries of lists have no index. */
function membersOf(answers: readonly Answer[]): Set<string> {
  const paths = new Set<string>()
  const add = (value: unknown, path: string): void => {
    if (Array.isArray(value)) return value.forEach((each) => add(each, path))
    if (!isObject(value) || value instanceof Date || value instanceof Uint8Array) return
    for (const [name, inner] of Object.entries(value)) {
      if (inner === undefined) continue
      const below = path === '' ? name : `${path}.${name}`
      paths.add(below)
      add(inner, below)
    }
  }
  for (const answer of answers) if ('output' in answer) add(answer.output, '')
  return paths
}

/** The values that a call sets. */
export function setBy({ sets = {} }: Call, answer: Answer): [string, string][] {
  if (!('output' in answer)) return []
  return Object.entries(sets).flatMap(([name, path]) => {
    const value = valueAt(answer.output, path)
    return typeof value === 'string' ? [[name, value] as [string, string]] : []
  })
}
