import type { z } from 'zod'

/** Which words a schema knows at a place: keys of maps, and values. */

type Type = z.core.$ZodType
/** The definitions of the types that have members or words. */
type AnyDef =
  | z.core.$ZodOptionalDef
  | z.core.$ZodNullableDef
  | z.core.$ZodDefaultDef
  | z.core.$ZodPrefaultDef
  | z.core.$ZodNonOptionalDef
  | z.core.$ZodReadonlyDef
  | z.core.$ZodCatchDef
  | z.core.$ZodPipeDef
  | z.core.$ZodUnionDef
  | z.core.$ZodObjectDef
  | z.core.$ZodArrayDef
  | z.core.$ZodRecordDef
  | z.core.$ZodEnumDef
  | z.core.$ZodLiteralDef<z.core.util.Literal>
  | z.core.$ZodAnyDef

function defOf(type: Type): AnyDef {
  return (type as z.ZodType).def as AnyDef
}
type MapType = z.ZodObject

/** A type without what surrounds it: the members of unions, and what is in defaults and transformations. */
function kernels(type: Type): Type[] {
  const def = defOf(type)
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return kernels(def.innerType)
    case 'pipe':
      return kernels(def.in)
    case 'union':
      return def.options.flatMap((option) => kernels(option))
    default:
      return [type]
  }
}

function isMap(type: Type): type is MapType {
  return defOf(type).type === 'object'
}

/** What a type says of its member `key`. */
function member(type: Type, key: PropertyKey): Type[] {
  const def = defOf(type)
  if (def.type === 'object') return Object.hasOwn(def.shape, key) ? [def.shape[String(key)] as Type] : []
  if (def.type === 'array') return [def.element]
  return def.type === 'record' ? [def.valueType] : []
}

function typesAt(root: Type, path: readonly PropertyKey[]): Type[] {
  let types = kernels(root)
  for (const key of path) types = types.flatMap((type) => member(type, key)).flatMap((type) => kernels(type))
  return types
}

const keysOf = (type: MapType): string[] => Object.keys(type.def.shape)

/** The forms that a map at the path may have, each as its keys. */
export function formsAt(root: Type, path: readonly PropertyKey[]): string[][] {
  return typesAt(root, path)
    .filter((type) => isMap(type))
    .map((type) => keysOf(type))
}

/** The keys of the forms that know most of the keys that a map has. */
export function keysAt(root: Type, path: readonly PropertyKey[], present: readonly string[]): string[] {
  const forms = formsAt(root, path).map((keys) => ({
    keys,
    known: present.filter((key) => keys.includes(key)).length,
  }))
  const most = Math.max(...forms.map(({ known }) => known))
  return [...new Set(forms.filter(({ known }) => known === most).flatMap(({ keys }) => keys))]
}

/** How the forms of a map are recognized that have an option: `run` for `junit`, `platform: lambda` for `appspec`. */
export function ownersOf(root: Type, path: readonly PropertyKey[], option: string): string[] {
  const maps = typesAt(root, path).filter((type) => isMap(type))
  const common = (key: string): boolean => maps.every((map) => keysOf(map).includes(key))
  const owners = maps
    .filter((map) => keysOf(map).includes(option))
    .flatMap((map) => literalOf(map) ?? keysOf(map).find((key) => !common(key)) ?? [])
  return maps.length > 1 ? owners.filter((owner) => owner !== option) : []
}

/** The member that has one value only, such as `platform: lambda`. */
function literalOf(map: MapType): string | undefined {
  for (const [key, type] of Object.entries(map.def.shape)) {
    const def = defOf(type as Type)
    if (def.type === 'literal' && typeof def.values[0] === 'string') return `${key}: ${def.values[0]}`
  }
  return undefined
}

/** The keys of which a map has one, since each alone makes a form of its own: `template`, `cdk` and `sam` of a stack. */
export function alternativesAt(root: Type, path: readonly PropertyKey[]): string[] {
  const maps = typesAt(root, path).filter((type) => isMap(type))
  return maps.flatMap(
    (map) =>
      keysOf(map).find(
        (key) =>
          !(map.def.shape[key] as z.ZodType).isOptional() &&
          maps.every((other) => other === map || !keysOf(other).includes(key)),
      ) ?? [],
  )
}

/** The words that the value at the path may be. */
export function valuesAt(root: Type, path: readonly PropertyKey[]): string[] {
  const words = typesAt(root, path).flatMap((type): unknown[] => {
    const def = defOf(type)
    if (def.type === 'enum') return Object.values(def.entries)
    return def.type === 'literal' ? def.values : []
  })
  return [...new Set(words.map(String))]
}

/** Whether the value at the path may be a text. */
export function takesText(root: Type, path: readonly PropertyKey[]): boolean {
  return typesAt(root, path).some((type) => ['string', 'enum', 'literal'].includes(defOf(type).type))
}

/** The maps that have a key of this name, as `environments.preprod` or `stacks[]`. */
export function placesOf(root: Type, key: string): string[] {
  const found = new Set<string>()
  const visit = (type: Type, path: string): void => {
    for (const kernel of kernels(type)) {
      const def = defOf(kernel)
      if (def.type === 'array') visit(def.element, `${path}[]`)
      if (def.type === 'record') visit(def.valueType, `${path}.NAME`)
      if (!isMap(kernel)) continue
      for (const name of keysOf(kernel)) {
        if (name === key) found.add(path)
        visit(kernel.def.shape[name] as Type, path === '' ? name : `${path}.${name}`)
      }
    }
  }
  visit(root, '')
  return [...found]
}
