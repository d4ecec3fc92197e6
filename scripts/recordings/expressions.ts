import { UNKNOWN, Untold, detailsOf } from './stages.ts'
import type { Stage } from './stages.ts'
import type { RecordedDetail, RecordedEvent, Story } from './read.ts'

/** Everything that may tell what stood in the template for one property of one stage. */
export interface Place {
  readonly story: Story
  readonly stages: readonly Stage[]
  /** Stage 0 is what was there before the first change set; change set n makes stage n. */
  readonly index: number
  readonly id: string
  readonly name: string
  readonly value: unknown
  readonly events: readonly RecordedEvent[]
  /** Mappings that the expressions need are added here. */
  readonly mappings: Record<string, object>
  /** Parameters that turn out to be lists. */
  readonly lists: Set<string>
}

const SHORTEST_MATCH = 3

/** The expression behind a value: a reference where the recording says or shows that there was one. */
export function expressionFor(place: Place): unknown {
  const { value } = place
  const cause = resourceCause(place)
  if (cause !== undefined && (value === UNKNOWN || causedNow(place) || comesFrom(place, cause))) {
    return reference(place, cause)
  }
  const parameter = parameterCause(place)
  if (parameter !== undefined) return ofParameter(place, parameter)
  if (value === UNKNOWN && place.index === 0) return `${place.name}-before`
  if (value === UNKNOWN) return ofUnknown(atOrigin(place))
  return resolved(place) ?? deepLiteral(place, value)
}

function ownDetails({ story, id, name }: Place, stage: number): RecordedDetail[] {
  return detailsOf(story.sets[stage - 1], id).filter((d) => d.Target['Name'] === name)
}

function resourceCause(place: Place): string | undefined {
  const all = place.stages.flatMap((_, stage) => ownDetails(place, stage))
  const there = (cause = '') => place.stages[place.index]!.resources.has(cause.split('.')[0]!)
  const caused = all.filter((d) => d.ChangeSource === 'ResourceAttribute' || d.ChangeSource === 'ResourceReference')
  return caused.find((d) => there(d.CausingEntity))?.CausingEntity
}

function causedNow(place: Place): boolean {
  return ownDetails(place, place.index).some((d) => d.ChangeSource?.startsWith('Resource'))
}

/** Before a change that a resource causes the property had what that resource gave then. */
function comesFrom({ story, stages, index, events, value }: Place, cause: string): boolean {
  const [id = '', ...path] = cause.split('.')
  if (path.length > 0) return stages[index]!.resources.get(id)?.properties[path.join('.')]?.value === value
  const answers = story.sets.flatMap((set) => [...set.plain, ...set.valued])
  const changes = answers.flatMap((entry) => entry.DescribeChangeSet.Changes).map((one) => one.ResourceChange)
  return [...changes, ...events].some((one) => one.LogicalResourceId === id && one.PhysicalResourceId === value)
}

/** The same place when the property first was what it is: a later stage may not show any more what it refers to. */
function atOrigin(place: Place): Place {
  const { stages, id, name, index } = place
  const before = stages[index - 1]?.resources.get(id)?.properties[name]
  return before?.value === UNKNOWN && !stages[index]?.anew ? atOrigin({ ...place, index: index - 1 }) : place
}

/** `Topic.Arn` is an attribute, `Topic` a reference; what stands around it in the deployed value is kept. */
function reference(place: Place, cause: string): unknown {
  const dot = cause.indexOf('.')
  const plain = dot < 0 ? { Ref: cause } : { 'Fn::GetAtt': [cause.slice(0, dot), cause.slice(dot + 1)] }
  const actual = deployed(place)
  const source = dot < 0 ? undefined : literalOf(place, cause.slice(0, dot), cause.slice(dot + 1))
  if (typeof actual !== 'string' || typeof source !== 'string' || actual === source) return plain
  if (actual.includes(source)) return { 'Fn::Sub': actual.replace(source, `\${${cause}}`) }
  return madeFrom(plain, source, actual) ?? plain
}

/** Where a value is another one encoded, or one of its parts. */
function madeFrom(plain: object, whole: string, part: string): object | undefined {
  if (part === Buffer.from(whole).toString('base64')) return { 'Fn::Base64': plain }
  for (const delimiter of '-:/.,_ ') {
    const index = whole.split(delimiter).indexOf(part)
    if (index >= 0 && whole !== part) return { 'Fn::Select': [index, { 'Fn::Split': [delimiter, plain] }] }
  }
  return undefined
}

/** What the property really was, once deployed: the events of a creation carry it, or what later sets change it from. */
function deployed({ story, events, index, id, name }: Place): unknown {
  const event = events.find((e) => e.LogicalResourceId === id && e.ResourceStatus === 'CREATE_COMPLETE')
  const later = story.sets.slice(index).flatMap((set) => set.valued.flatMap((entry) => entry.DescribeChangeSet.Changes))
  const before = later.find((one) => one.ResourceChange.LogicalResourceId === id)?.ResourceChange.BeforeContext
  const value = event?.ResourceProperties?.[name] ?? before?.Properties?.[name]
  return value === UNKNOWN ? undefined : value
}

function literalOf({ stages }: Place, id: string, name: string): unknown {
  const values = stages.map((stage) => stage.resources.get(id)?.properties[name]?.value)
  return values.find((value) => value !== undefined && value !== UNKNOWN)
}

function parameterCause(place: Place): string | undefined {
  const here = new Set(place.stages[place.index]?.parameters.map((p) => p.ParameterKey))
  const all = place.stages.flatMap((_, stage) => ownDetails(place, stage))
  return all.find((d) => d.ChangeSource === 'ParameterReference' && here.has(d.CausingEntity ?? ''))?.CausingEntity
}

function ofParameter(place: Place, key: string): unknown {
  const parameter = place.stages[place.index]!.parameters.find((p) => p.ParameterKey === key)!
  const { ParameterValue: given } = parameter
  const { value, mappings } = place
  if (Array.isArray(value) && value.join(',') === given) {
    place.lists.add(key)
    return { Ref: key }
  }
  if (value === given || value === `${place.name}-after` || value === `${place.name}-before`) return { Ref: key }
  if (typeof value === 'string' && given.length >= SHORTEST_MATCH && value.includes(given)) {
    return { 'Fn::Sub': value.replace(given, `\${${key}}`) }
  }
  const map = `${key}${place.id}${place.name}`
  const entry = given.replaceAll(/[^A-Za-z0-9.-]/g, '-')
  if (entry !== given) throw new Untold(`the parameter's value ${given} cannot be a key of a mapping`)
  mappings[map] = { ...mappings[map], [given]: { Value: String(value) } }
  return { 'Fn::FindInMap': [map, { Ref: key }, 'Value'] }
}

/** Where nothing names the source, the deployed value may show it, and the order of creation leaves only some. */
function ofUnknown(place: Place): unknown {
  const missing = missingExport(place)
  if (missing !== undefined) return { 'Fn::ImportValue': missing }
  const others = [...place.stages[place.index]!.resources].filter(([id]) => id !== place.id)
  const actual = deployed(place)
  for (const [id, resource] of others) {
    for (const [name, { value }] of Object.entries(resource.properties)) {
      if (typeof value !== 'string' || value.length < SHORTEST_MATCH || typeof actual !== 'string') continue
      if (actual === value) return { 'Fn::GetAtt': [id, name] }
    }
  }
  const physical = madeAs(place, actual)
  if (physical && place.stages[place.index]!.resources.has(physical)) return { Ref: physical }
  for (const [id, resource] of others) {
    for (const [name, { value }] of Object.entries(resource.properties)) {
      if (
        typeof value === 'string' &&
        value.length >= SHORTEST_MATCH &&
        typeof actual === 'string' &&
        actual.includes(value)
      ) {
        return { 'Fn::Sub': actual.replace(value, `\${${id}.${name}}`) }
      }
      const made =
        typeof value === 'string' && typeof actual === 'string' && madeFrom({ 'Fn::GetAtt': [id, name] }, value, actual)
      if (made) return made
    }
  }
  return anyReference(
    place,
    others.map(([id]) => id),
  )
}

/** The resource that has this physical ID. */
function madeAs({ story, events, id }: Place, physical: unknown): string | undefined {
  const changes = story.sets.flatMap((set) => [...set.valued, ...set.plain].flatMap((e) => e.DescribeChangeSet.Changes))
  const all = [...events, ...changes.map((change) => change.ResourceChange)]
  return all.find((one) => one.PhysicalResourceId === physical && one.LogicalResourceId !== id)?.LogicalResourceId
}

/** Which resource it was does not show, so one that is made without it will do: its ID is as unknown as any then. */
function anyReference(place: Place, others: readonly string[]): unknown {
  const resources = place.stages[place.index]!.resources
  const unknown = (id: string) => Object.values(resources.get(id)!.properties).some((p) => p.value === UNKNOWN)
  const changes = (id: string) => place.stages.some((_, stage) => detailsOf(place.story.sets[stage - 1], id).length > 0)
  const stays = (id: string) => place.stages.slice(place.index).every((stage) => stage.resources.has(id))
  const before = others.filter((id) => !unknown(id) || id < place.id)
  const isNew = (id: string) => !place.stages[place.index - 1]?.resources.has(id)
  const chosen = before.find((id) => isNew(id) && stays(id) && !changes(id)) ?? before.find(isNew) ?? before[0]
  if (chosen === undefined) throw new Untold(`nothing tells what ${place.id}.${place.name} refers to`)
  return { Ref: chosen }
}

const MISSING_EXPORT = /No export named (\S+)/

function missingExport({ story, index, id }: Place): string | undefined {
  const answers = story.sets[index - 1]?.valued ?? []
  const reason = answers
    .map((entry) => entry.DescribeChangeSet.StatusReason ?? '')
    .find((text) => text.includes(`[${id}]`))
  return reason === undefined ? undefined : MISSING_EXPORT.exec(reason)?.[1]
}

/** A value that is what a parameter of the parameter store resolved to, or the name that it had before. */
function resolved({ stages, index, value }: Place): unknown {
  const keys = new Set(
    stages
      .flatMap((s) => s.parameters)
      .filter((p) => p.ResolvedValue !== undefined)
      .map((p) => p.ParameterKey),
  )
  const found = stages[index]!.parameters.find(
    (p) => keys.has(p.ParameterKey) && (p.ResolvedValue ?? p.ParameterValue) === value,
  )
  return found ? { Ref: found.ParameterKey } : undefined
}

function deepLiteral(place: Place, value: unknown): unknown {
  if (value === UNKNOWN)
    return anyReference(
      place,
      [...place.stages[place.index]!.resources.keys()].filter((id) => id !== place.id),
    )
  if (Array.isArray(value)) return value.map((item) => deepLiteral(place, item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, deepLiteral(place, item)]))
}
