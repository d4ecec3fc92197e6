import type { z } from 'zod'

/** Which words a schema knows at a place: keys of maps, and values. */

type Type = z.core.$ZodType
type AnyDef = z.core.$ZodTypes['_zod']['def']
type MapType = z.core.$ZodObject

/** A type without what surrounds it: the members of unions, and what is in defaults and transformations. */
function kernels(type: Type): Type[] {
  const def = type._zod.def as AnyDef
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
  return type._zod.def.type === 'object'
}

/** What a type says of its member `key`. */
function member(type: Type, key: PropertyKey): Type[] {
  const def = type._zod.def as AnyDef
  if (def.type === 'object') return Object.hasOwn(def.shape, key) ? [def.shape[String(key)] as Type] : []
  if (def.type === 'array') return [def.element]
  return def.type === 'record' ? [def.valueType] : []
}

function typesAt(root: Type, path: readonly PropertyKey[]): Type[] {
  let types = kernels(root)
  for (const key of path) types = types.flatMap((type) => member(type, key)).flatMap((type) => kernels(type))
  return types
}

const keysOf = (type: MapType): string[] => Object.keys(type._zod.def.shape)

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

/** The keys by which the forms of a map are recognized that have an option: `run` for `junit`. */
export function ownersOf(root: Type, path: readonly PropertyKey[], option: string): string[] {
  const forms = formsAt(root, path)
  const common = (key: string): boolean => forms.every((keys) => keys.includes(key))
  const owners = forms.filter((keys) => keys.includes(option)).flatMap((keys) => keys.find((key) => !common(key)) ?? [])
  return owners.filter((owner) => owner !== option)
}

/** The words that the value at the path may be. */
export function valuesAt(root: Type, path: readonly PropertyKey[]): string[] {
  const words = typesAt(root, path).flatMap((type): unknown[] => {
    const def = type._zod.def as AnyDef
    if (def.type === 'enum') return Object.values(def.entries)
    return def.type === 'literal' ? def.values : []
  })
  return [...new Set(words.map(String))]
}

/** The maps that have a key of this name, as `environments.preprod` or `stacks[]`. */
export function placesOf(root: Type, key: string): string[] {
  const found = new Set<string>()
  const visit = (type: Type, path: string): void => {
    for (const kernel of kernels(type)) {
      const def = kernel._zod.def as AnyDef
      if (def.type === 'array') visit(def.element, `${path}[]`)
      if (def.type === 'record') visit(def.valueType, `${path}.NAME`)
      if (!isMap(kernel)) continue
      for (const name of keysOf(kernel)) {
        if (name === key) found.add(path)
        visit(kernel._zod.def.shape[name] as Type, path === '' ? name : `${path}.${name}`)
      }
    }
  }
  visit(root, '')
  return [...found]
}
