import type { Properties } from '../../../sandbox/contract.ts'
import { schemaOf, schemaText } from '../../../sandbox/aws/registry/schemas.ts'
import { comparableValues, type OwnNames } from '../../../src/cloudformation/live/models/comparable.ts'
import { identifierOf } from '../../../src/cloudformation/live/models/identifier.ts'
import { parseModelSchema, type ModelSchema } from '../../../src/cloudformation/live/models/schema.ts'
import { undeclaredValues } from '../../../src/cloudformation/live/models/undeclared.ts'
import { isHandMade, type RecordedCase } from '../live-models/read.ts'
import { rewritings } from './rewritings.ts'

/**
 * Judges the comparison of environments by resources that AWS returned: each recorded resource beside the same one as another
 * account and region would have it. Without a change nothing differs, however it is written; each changed property is found.
 */

export interface TwinJudgement {
  readonly problems: readonly string[]
  readonly resources: number
  readonly values: number
  /** Written in another way, with the same meaning. */
  readonly rewritten: number
  readonly changed: number
  readonly identifiers: { readonly right: number; readonly unknown: number }
}

const OTHER = { account: '222222222222', region: 'eu-central-1' }
const GENERATED = /(?<=\b[a-z]{1,12}-)[0-9a-f]{17}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g

export function judgeTwins(cases: readonly RecordedCase[]): TwinJudgement {
  const problems: string[] = []
  const counts = { resources: 0, values: 0, rewritten: 0, changed: 0, right: 0, unknown: 0 }
  for (const recorded of cases) {
    const text = isHandMade(recorded) || !schemaOf(recorded.type) ? undefined : schemaText(recorded.type)
    const schema = text === undefined ? undefined : parseModelSchema(text)
    if (schema === undefined) continue
    counts.resources += 1
    const identifier = judgeIdentifier(recorded, schema)
    if (identifier === 'right') counts.right += 1
    else if (identifier === 'unknown') counts.unknown += 1
    else if (identifier !== undefined) problems.push(`${recorded.case}: ${identifier}`)

    const other = elsewhere(recorded)
    const own = undeclaredValues(schema, recorded.declared, recorded.live)
    counts.values += own.length
    const differs = (live: Properties): string[] => differing(schema, recorded, { ...other, live })
    for (const [how, live] of Object.entries(rewritings(other.live))) {
      counts.rewritten += 1
      const found = differs(live)
      if (found.length > 0)
        problems.push(`${recorded.case}: ${how}: ${found.join(', ')} differ, and nobody changed them`)
    }
    for (const path of new Set(own.map((each) => each.path))) {
      const live = changedAt(other.live, path.split('/').slice(1).map(unescaped))
      if (live === undefined) continue
      counts.changed += 1
      if (!differs(live).includes(path)) problems.push(`${recorded.case}: ${path} was changed, and does not differ`)
    }
    counts.changed += 1
    if (!differs({ ...other.live, ByHand: 'x' }).includes('/ByHand'))
      problems.push(`${recorded.case}: /ByHand was added`)
  }
  const { right, unknown, ...others } = counts
  return { problems, ...others, identifiers: { right, unknown } }
}

interface Twin {
  readonly declared: Properties
  readonly live: Properties
  readonly names: OwnNames
}

function differing(schema: ModelSchema, recorded: RecordedCase, other: Twin): string[] {
  const names = namesOf(recorded)
  const [one, two] = [
    comparableValues(undeclaredValues(schema, recorded.declared, recorded.live), names),
    comparableValues(undeclaredValues(schema, other.declared, other.live), other.names),
  ].map((values) => new Map(values.map(({ path, same }) => [path, same])))
  return [...new Set([...(one?.keys() ?? []), ...(two?.keys() ?? [])])].filter(
    (path) => one?.get(path) !== two?.get(path),
  )
}

function namesOf({ account, region, physicalId }: Pick<RecordedCase, 'account' | 'region' | 'physicalId'>): OwnNames {
  const texts = new Map([
    [physicalId.toLowerCase(), '{resource}'],
    [(physicalId.split(/[/:]/).at(-1) ?? '').toLowerCase(), '{resource}'],
  ])
  return { texts, account, region, environment: [] }
}

/** The resource as another account and region would have it. */
function elsewhere(recorded: RecordedCase): Twin {
  const { account, region, declared, live, physicalId } = recorded
  const moved = (text: string): string =>
    text
      .replaceAll(account, OTHER.account)
      .replaceAll(region, OTHER.region)
      .replaceAll(GENERATED, (id) =>
        id.replaceAll(/[0-9a-f]/g, (digit) => ((Number.parseInt(digit, 16) + 5) % 16).toString(16)),
      )
  const copy = (value: Properties): Properties => JSON.parse(moved(JSON.stringify(value))) as Properties
  const place = { account: OTHER.account, region: OTHER.region, physicalId: moved(physicalId) }
  return { declared: copy(declared), live: copy(live), names: namesOf(place) }
}

/** The model with another value at a path; undefined where the path does not identify an item of a list. */
function changedAt(live: Properties, [name = '', ...rest]: readonly string[]): Properties | undefined {
  const value = live[name]
  if (rest.length === 0) return { ...live, [name]: otherThan(value) }
  if (rest.includes('*') || typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const inner = changedAt(value as Properties, rest)
  return inner && { ...live, [name]: inner }
}

function otherThan(value: unknown): unknown {
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return value + 1
  if (typeof value === 'string') return `${value}-by-hand`
  return Array.isArray(value) ? [...(value as readonly unknown[]), 'by-hand'] : { ByHand: 'x' }
}

function judgeIdentifier(recorded: RecordedCase, schema: ModelSchema): string | undefined {
  const { declared, live, region, account } = recorded
  const values = schema.identifier.map((path) =>
    path.reduce<unknown>((value, part) => (value as Properties | undefined)?.[part], live),
  )
  if (!schema.readable || values.some((value) => value === undefined)) return undefined
  const found = identifierOf(schema, recorded, declared, { partition: 'aws', region, account })
  if (found === undefined) return 'unknown'
  return found === values.join('|') ? 'right' : `the identifier is ${values.join('|')}, and not ${found}`
}

const unescaped = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~')
