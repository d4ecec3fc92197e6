import { invalid } from './errors.ts'
import { NO_VALUE, UNKNOWN, evaluate, hasUnknown, placeholders } from './intrinsics.ts'
import type { Scope } from './intrinsics.ts'
import type { Desired } from './model.ts'
import { NO_RESOURCES, scopeOf } from './scope.ts'
import type { StackPlace } from './requests.ts'
import { isObject } from './template.ts'
import type { Json, JsonObject, Template } from './template.ts'
import { textOf } from './text.ts'

export const LANGUAGE_EXTENSIONS = 'AWS::LanguageExtensions'
const FOR_EACH = 'Fn::ForEach::'
const POLICIES: Readonly<Record<string, readonly string[]>> = {
  DeletionPolicy: ['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot'],
  UpdateReplacePolicy: ['Delete', 'Retain', 'Snapshot'],
}

export const isLoop = (name: string): boolean => name.startsWith(FOR_EACH)

const failure = (why: string): Error => invalid(`Transform ${LANGUAGE_EXTENSIONS} failed with: ${why}`)

/** What loops around an expression have put in place of their identifiers. */
type Bound = ReadonlyMap<string, string>

/** The transform: loops are unrolled, the added functions and the policies of resources become values. */
export function extendLanguage(root: JsonObject, place: StackPlace, desired: Desired): JsonObject {
  const none = { Parameters: {}, Mappings: {}, Conditions: {}, Rules: {}, Resources: {}, Outputs: {} }
  const scopeWith = (conditions: Json | undefined): Scope =>
    scopeOf(
      place,
      {
        ...desired,
        template: {
          ...none,
          Parameters: desired.template.Parameters,
          Mappings: root['Mappings'] ?? {},
          Conditions: conditions ?? {},
        } as unknown as Template,
      },
      NO_RESOURCES,
      () => UNKNOWN,
    )
  const conditions = expand(root['Conditions'] ?? {}, new Map(), scopeWith({}))
  const scope = scopeWith(conditions)
  const sections = Object.entries(root).map(([name, section]): [string, Json] => {
    if (name === 'Conditions') return [name, conditions]
    if (name === 'Outputs') return [name, expand(section, new Map(), scope)]
    if (name !== 'Resources') return [name, section]
    const resources = expand(section, new Map(), scope) as JsonObject
    return [name, Object.fromEntries(Object.entries(resources).map(([id, one]) => [id, withPolicies(id, one, scope)]))]
  })
  return Object.fromEntries(sections)
}

function withPolicies(id: string, resource: Json, scope: Scope): Json {
  if (!isObject(resource)) return resource
  const decided = Object.entries(POLICIES).flatMap(([name, options]) => {
    const given = resource[name]
    if (!isObject(given)) return []
    const value = evaluate(given, scope)
    if (value === NO_VALUE) return [[name, undefined]]
    if (typeof value !== 'string' || !options.includes(value)) {
      throw failure(`Unsupported value for ${name} of resource ${id}. Values can be one of ${options.join(', ')}`)
    }
    return [[name, value]]
  })
  const all = { ...resource, ...Object.fromEntries(decided) } as Record<string, Json | undefined>
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as JsonObject
}

function expand(value: Json, bound: Bound, scope: Scope): Json {
  if (Array.isArray(value)) return value.map((item) => expand(item as Json, bound, scope))
  if (!isObject(value)) return value
  const result = new Map<string, Json>()
  for (const [key, member] of Object.entries(value)) {
    const entries = isLoop(key) ? unroll(member, bound, scope) : [[key, expand(member, bound, scope)] as const]
    for (const [name, one] of entries) {
      if (result.has(name)) throw failure(`Duplicate key '${name}' when merging keys to parent object in Fn::ForEach`)
      result.set(name, one)
    }
  }
  const [name, argument] = [...result][0] ?? []
  return result.size === 1 && argument !== undefined
    ? simplify(name!, argument, bound, scope)
    : Object.fromEntries(result)
}

/** One round for each item of the collection; the keys of the fragment join those around the loop. */
function unroll(loop: Json, bound: Bound, scope: Scope): (readonly [string, Json])[] {
  const [identifier, collection, fragment] = Array.isArray(loop) ? (loop as Json[]) : []
  const items = evaluate(expand(collection ?? null, bound, scope), scope)
  if (typeof identifier !== 'string' || !Array.isArray(items) || hasUnknown(items) || !isObject(fragment)) {
    throw failure('Fn::ForEach layout is incorrect')
  }
  return items.flatMap((item) => {
    const inner = new Map([...bound, [identifier, textOf(item)]])
    const round = Object.fromEntries(Object.entries(fragment).map(([key, one]) => [filled(key, inner), one]))
    return Object.entries(expand(round, inner, scope) as JsonObject)
  })
}

/** A key with what the loops give: `&{X}` without what a logical ID cannot have. */
function filled(key: string, bound: Bound): string {
  if (isLoop(key)) return key
  return key.replace(/([$&])\{(\w+)\}/g, (whole, kind: string, name: string) => {
    const value = bound.get(name)
    if (value === undefined) return whole
    return kind === '&' ? value.replace(/[^A-Za-z0-9]/g, '') : value
  })
}

function simplify(name: string, argument: Json, bound: Bound, scope: Scope): Json {
  const known = (): Json | undefined => {
    const value = evaluate({ [name]: argument }, scope)
    return hasUnknown(value) ? undefined : (value as Json)
  }
  const asIs: Json = { [name]: argument }
  switch (name) {
    case 'Ref': {
      const target = isObject(argument) ? textOf(evaluate(argument, scope)) : textOf(argument)
      return bound.get(target) ?? { Ref: target }
    }
    case 'Fn::Sub':
      return substituted(argument, bound)
    case 'Fn::GetAtt':
      return Array.isArray(argument)
        ? { [name]: argument.map((part) => (isObject(part) ? textOf(evaluate(part, scope)) : (part as Json))) }
        : asIs
    case 'Fn::FindInMap': {
      const parts = Array.isArray(argument) ? argument : []
      return parts.length > 3 || parts.some((part) => isObject(part)) ? (known() ?? asIs) : asIs
    }
    case 'Fn::Length':
      if (!Array.isArray(evaluate(argument, scope))) throw failure('Fn::Length layout is incorrect')
      return known() ?? asIs
    case 'Fn::ToJsonString':
      return known() ?? asIs
    default:
      return asIs
  }
}

/** `${X}` of a loop in a substitution; what is left without a placeholder is a plain text. */
function substituted(argument: Json, bound: Bound): Json {
  const [text, own] = Array.isArray(argument) ? argument : [argument, undefined]
  const names = isObject(own) ? Object.keys(own) : []
  const done = textOf(text).replace(/\$\{(\w+)\}/g, (whole, name: string) =>
    names.includes(name) ? whole : (bound.get(name) ?? whole),
  )
  if (placeholders(done).length === 0 && !done.includes('${!')) return done
  return { 'Fn::Sub': own === undefined ? done : [done, own as Json] }
}
