import { invalid } from '../errors.ts'
import type { Desired, StackPlace } from '../model.ts'
import { NO_VALUE, UNKNOWN, evaluate, hasUnknown, placeholders } from './intrinsics.ts'
import type { Scope } from './intrinsics.ts'
import { NO_RESOURCES, scopeOf } from './scope.ts'
import { isObject } from './template.ts'
import type { Json, JsonObject, Template } from './template.ts'
import { textOf } from './text.ts'

export const LANGUAGE_EXTENSIONS = 'AWS::LanguageExtensions'
const FOR_EACH = 'Fn::ForEach::'
const POLICIES: Readonly<Record<string, readonly string[]>> = {
  DeletionPolicy: ['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot'],
  UpdateReplacePolicy: ['Delete', 'Retain', 'Snapshot'],
}

const isLoop = (name: string): boolean => name.startsWith(FOR_EACH)

const failure = (why: string): Error => invalid(`Transform ${LANGUAGE_EXTENSIONS} failed with: ${why}`)

/** The values of loop identifiers around an expression. */
type LoopValues = ReadonlyMap<string, string>

/** Applies AWS::LanguageExtensions: unrolls loops, and evaluates the added functions and the policies of resources. */
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

function expand(value: Json, loops: LoopValues, scope: Scope): Json {
  if (Array.isArray(value)) return value.map((item) => expand(item as Json, loops, scope))
  if (!isObject(value)) return value
  const result = new Map<string, Json>()
  for (const [key, member] of Object.entries(value)) {
    const entries = isLoop(key) ? unroll(member, loops, scope) : [[key, expand(member, loops, scope)] as const]
    for (const [name, one] of entries) {
      if (result.has(name)) throw failure(`Duplicate key '${name}' when merging keys to parent object in Fn::ForEach`)
      result.set(name, one)
    }
  }
  const [name, argument] = [...result][0] ?? []
  return result.size === 1 && argument !== undefined
    ? simplify(name!, argument, loops, scope)
    : Object.fromEntries(result)
}

/** Unrolls Fn::ForEach: one copy of the fragment for each item of the collection. */
function unroll(loop: Json, loops: LoopValues, scope: Scope): (readonly [string, Json])[] {
  const [identifier, collection, fragment] = Array.isArray(loop) ? (loop as Json[]) : []
  const items = evaluate(expand(collection ?? null, loops, scope), scope)
  if (typeof identifier !== 'string' || !Array.isArray(items) || hasUnknown(items) || !isObject(fragment)) {
    throw failure('Fn::ForEach layout is incorrect')
  }
  return items.flatMap((item) => {
    const inner = new Map([...loops, [identifier, textOf(item)]])
    const round = Object.fromEntries(Object.entries(fragment).map(([key, one]) => [fillKey(key, inner), one]))
    return Object.entries(expand(round, inner, scope) as JsonObject)
  })
}

/** Fills loop identifiers into a key; `&{X}` drops the characters that a logical ID cannot have. */
function fillKey(key: string, loops: LoopValues): string {
  if (isLoop(key)) return key
  return key.replace(/([$&])\{(\w+)\}/g, (whole, kind: string, name: string) => {
    const value = loops.get(name)
    if (value === undefined) return whole
    return kind === '&' ? value.replace(/[^A-Za-z0-9]/g, '') : value
  })
}

function simplify(name: string, argument: Json, loops: LoopValues, scope: Scope): Json {
  const known = (): Json | undefined => {
    const value = evaluate({ [name]: argument }, scope)
    return hasUnknown(value) ? undefined : (value as Json)
  }
  const asIs: Json = { [name]: argument }
  switch (name) {
    case 'Ref': {
      const target = isObject(argument) ? textOf(evaluate(argument, scope)) : textOf(argument)
      return loops.get(target) ?? { Ref: target }
    }
    case 'Fn::Sub':
      return fillSubstitution(argument, loops)
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

/** Fills loop identifiers into Fn::Sub; a text without further placeholders becomes a plain string. */
function fillSubstitution(argument: Json, loops: LoopValues): Json {
  const [text, own] = Array.isArray(argument) ? argument : [argument, undefined]
  const names = isObject(own) ? Object.keys(own) : []
  const done = textOf(text).replace(/\$\{(\w+)\}/g, (whole, name: string) =>
    names.includes(name) ? whole : (loops.get(name) ?? whole),
  )
  if (placeholders(done).length === 0 && !done.includes('${!')) return done
  return { 'Fn::Sub': own === undefined ? done : [done, own as Json] }
}
