import { same } from '../../../sandbox/aws/services/cloudformation/drift/equality.ts'
import { textOf } from '../../../sandbox/aws/services/cloudformation/template/text.ts'
import { deployedAt, physicalAt } from './deployed.ts'
import { UNKNOWN, Untold, detailsOf } from './stages.ts'
import type { Stage } from './stages.ts'
import type { RecordedDetail, RecordedEvent, RecordedParameter, Story } from './read.ts'

/** A path in a property of a resource in a stage, with everything that may tell its expression in the template. */
export interface Place {
  readonly story: Story
  readonly stages: readonly Stage[]
  /** Stage 0 is the state before the first change set; change set n leads to stage n. */
  readonly index: number
  readonly id: string
  readonly name: string
  /** The path in the property: member names and item numbers. */
  readonly path: readonly string[]
  readonly value: unknown
  readonly events: readonly RecordedEvent[]
  /** Parameters that are lists. */
  readonly lists: Set<string>
}

const SHORTEST_MATCH = 3

/** The expression for a value: a reference if the recording contains or implies one. */
export function expressionFor(place: Place): unknown {
  const { value, path } = place
  const before = carried(place)
  if (before) return expressionFor(before)
  if (Array.isArray(value)) {
    const list = listParameter(place, value)
    if (list) return list
    return value.map((item: unknown, at) => expressionFor({ ...place, path: [...path, String(at)], value: item }))
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]: [string, unknown]) => [
        name,
        expressionFor({ ...place, path: [...path, name], value: item }),
      ]),
    )
  }
  return ofScalar(place)
}

/** The same path in the previous stage, if no detail of this stage concerns it. */
function carried(place: Place): Place | undefined {
  const { stages, index, id } = place
  if (index === 0 || stages[index]!.anew || touching(place, index).length > 0) return undefined
  const earlier = { ...place, index: index - 1 }
  const value = inside(stages[index - 1]!.resources.get(id)?.properties[place.name]?.value, place.path)
  const goesOn = value !== undefined && (value === UNKNOWN || same(value, place.value))
  return goesOn ? { ...earlier, value } : undefined
}

function inside(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (part, name) => (typeof part === 'object' && part !== null ? (part as Record<string, unknown>)[name] : undefined),
    value,
  )
}

/** The details of a stage that concern this path; those without a path concern the whole property. */
function touching({ story, id, name, path }: Place, stage: number): RecordedDetail[] {
  return detailsOf(story.sets[stage - 1], id).filter(({ Target: target }) => {
    if ((target['Name'] ?? target['Attribute']) !== name) return false
    if (typeof target['Path'] !== 'string') return true
    const recorded = target['Path'].split('/').slice(3)
    return recorded.every((part, at) => at >= path.length || part === path[at])
  })
}

/** A source of a value: an expression and its value. */
interface Source {
  readonly expression: object
  readonly value: string | undefined
  readonly kind: 'resource' | 'parameter'
}

function ofScalar(place: Place): unknown {
  const { value, index } = place
  const sources = [...resourcesIn(place), ...parametersIn(place)]
  if (sources.length > 0) return madeOf(sources, value === UNKNOWN ? deployed(place) : value)
  if (value !== UNKNOWN) return resolved(place) ?? value
  const madeUp = index === 0 && !place.stages[0]!.resources.get(place.id)!.told
  return madeUp ? `${place.name}-before` : ofUnknown(place)
}

function resourcesIn(place: Place): Source[] {
  const { stages, index, value, path } = place
  const there = stages[index]!.resources
  const all = stages.flatMap((_, stage) => touching(place, stage).map((detail) => ({ detail, stage })))
  const caused = all.filter(({ detail }) => detail.ChangeSource?.startsWith('Resource') && detail.CausingEntity)
  const causes = [...new Set(caused.map(({ detail }) => detail.CausingEntity!))].filter((c) => there.has(idIn(c)))
  return causes.flatMap((cause): Source[] => {
    const source = sourceOf(place, cause)
    const now = caused.some(
      ({ detail, stage }) =>
        stage === index && detail.CausingEntity === cause && (path.length === 0 || detail.Target['Path'] !== undefined),
    )
    const shows =
      typeof value === 'string' && (source.value?.length ?? 0) >= SHORTEST_MATCH && value.includes(source.value!)
    return now || value === UNKNOWN || shows ? [source] : []
  })
}

const idIn = (cause: string): string => cause.split('.')[0]!

function sourceOf(place: Place, cause: string): Source {
  const id = idIn(cause)
  if (id === cause) return { expression: { Ref: id }, value: physicalAt(place, id), kind: 'resource' }
  const name = cause.slice(id.length + 1)
  const value = deployedAt(place, id)?.[name] ?? place.stages[place.index]!.resources.get(id)?.properties[name]?.value
  const known = typeof value === 'string' && value !== UNKNOWN ? value : undefined
  return { expression: { 'Fn::GetAtt': [id, name] }, value: known, kind: 'resource' }
}

function parametersIn(place: Place): Source[] {
  return parameterCauses(place).map((parameter) => ({
    expression: { Ref: parameter.ParameterKey },
    value: parameter.ResolvedValue ?? parameter.ParameterValue,
    kind: 'parameter',
  }))
}

function parameterCauses(place: Place): RecordedParameter[] {
  const all = place.stages.flatMap((_, stage) => touching(place, stage))
  const keys = all.filter((d) => d.ChangeSource === 'ParameterReference').map((d) => d.CausingEntity)
  return place.stages[place.index]!.parameters.filter((p) => keys.includes(p.ParameterKey))
}

function listParameter(place: Place, value: readonly unknown[]): object | undefined {
  const found = parameterCauses(place).find((p) => value.join(',') === p.ParameterValue)
  if (!found) return undefined
  place.lists.add(found.ParameterKey)
  return { Ref: found.ParameterKey }
}

const INVENTED = /-(before|after)$/

/** An expression for a text with its sources filled in. Sources whose value is not in the text are also referenced. */
function madeOf(sources: readonly Source[], text: unknown): unknown {
  const references = sources.map((source) => source.expression)
  const written = textOf(text)
  if (text === undefined || INVENTED.test(written)) {
    return references.length === 1 ? references[0] : { 'Fn::Join': ['', references] }
  }
  let parts: unknown[] = [written]
  const hidden: Source[] = []
  for (const source of sources.toSorted((a, b) => (b.value?.length ?? 0) - (a.value?.length ?? 0))) {
    const at = parts.findIndex((part) => typeof part === 'string' && !!source.value && part.includes(source.value))
    if (at < 0) {
      hidden.push(source)
      continue
    }
    const [part, value] = [parts[at] as string, source.value!]
    const start = part.endsWith(value) ? part.length - value.length : part.indexOf(value)
    const around = [part.slice(0, start), source.expression, part.slice(start + value.length)]
    parts = [...parts.slice(0, at), ...around, ...parts.slice(at + 1)].filter((one) => one !== '')
  }
  const [only] = hidden
  if (only?.kind === 'resource' && hidden.length === sources.length) {
    return madeFrom(only.expression, only.value, written) ?? only.expression
  }
  const whole = parts.length === 1 ? parts[0] : { 'Fn::Join': ['', parts] }
  return hidden.length === 0 ? whole : { 'Fn::Select': [0, [whole, ...hidden.map((source) => source.expression)]] }
}

/** An expression for a value that is an encoding or a part of another one. */
function madeFrom(plain: object, whole: string | undefined, part: string): object | undefined {
  if (whole === undefined) return undefined
  if (part === Buffer.from(whole).toString('base64')) return { 'Fn::Base64': plain }
  for (const delimiter of '-:/.,_ ') {
    const index = whole.split(delimiter).indexOf(part)
    if (index >= 0 && whole !== part) return { 'Fn::Select': [index, { 'Fn::Split': [delimiter, plain] }] }
  }
  return undefined
}

function deployed(place: Place): unknown {
  const value = inside(deployedAt(place, place.id)?.[place.name], place.path)
  return value === UNKNOWN ? undefined : value
}

/** An expression for an unknown value without a recorded source, from the deployed value and the order of creation. */
function ofUnknown(place: Place): unknown {
  const missing = missingExport(place)
  if (missing !== undefined) return { 'Fn::ImportValue': missing }
  const actual = deployed(place)
  const others = [...place.stages[place.index]!.resources].filter(([id]) => id !== place.id)
  if (typeof actual === 'string') {
    const sources = others.flatMap(([id, resource]) => [
      ...Object.keys(resource.properties).map((name) => sourceOf(place, `${id}.${name}`)),
      sourceOf(place, id),
    ])
    const ends = (value: string) => actual.endsWith(`/${value}`) || actual.endsWith(`:${value}`)
    const long = sources.filter(({ value = '' }) => value.length >= SHORTEST_MATCH || (value !== '' && ends(value)))
    const equal = long.find((source) => source.value === actual)
    if (equal) return equal.expression
    const part = long.toSorted((a, b) => b.value!.length - a.value!.length).find((one) => actual.includes(one.value!))
    if (part) return madeOf([part], actual)
    for (const source of long) {
      const made = madeFrom(source.expression, source.value, actual)
      if (made) return made
    }
  }
  return anyReference(
    place,
    others.map(([id]) => id),
  )
}

/** A reference to any resource that does not depend on this one; its ID is unknown before the deployment, too. */
function anyReference(place: Place, others: readonly string[]): unknown {
  const resources = place.stages[place.index]!.resources
  const unknown = (id: string) => JSON.stringify(resources.get(id)!.properties).includes(UNKNOWN)
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

/** A value that is the resolved value of an SSM parameter, or its previous name. */
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
