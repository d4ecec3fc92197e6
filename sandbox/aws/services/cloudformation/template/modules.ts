import { isObject } from './template.ts'
import type { Json, JsonObject } from './template.ts'

/**
 * A template in which references into modules refer to the module itself: `Store.Bucket` and `StoreBucket` become the
 * attribute `Bucket` of the resource `Store`. The contents of a module are unknown here; it is one resource.
 */
export function resolveModuleReferences(root: JsonObject): JsonObject {
  const resources = isObject(root['Resources']) ? root['Resources'] : {}
  const modules = Object.entries(resources).flatMap(([id, resource]) =>
    isObject(resource) && typeof resource['Type'] === 'string' && resource['Type'].endsWith('::MODULE') ? [id] : [],
  )
  if (modules.length === 0) return root
  /** Module and path of a name such as `StoreBucket.Arn`; undefined for names of other resources. */
  const inModule = (name: string): readonly [module: string, path: string] | undefined => {
    const [first = ''] = name.split('.', 1)
    if (first in resources && !modules.includes(first)) return undefined
    const module = modules.find((id) => name.startsWith(id) && name.length > id.length)
    return module === undefined ? undefined : [module, name.slice(module.length).replace(/^\./, '')]
  }
  const rewrite = (value: Json): Json => {
    if (Array.isArray(value)) return value.map((item) => rewrite(item as Json))
    if (!isObject(value)) return value
    const [[name, argument] = ['', null], second] = Object.entries(value)
    if (second === undefined && name === 'Ref') {
      const found = inModule(typeof argument === 'string' ? argument : '')
      if (found) return { 'Fn::GetAtt': [...found] }
    }
    if (second === undefined && name === 'Fn::GetAtt') {
      const found = inModule((Array.isArray(argument) ? argument : [argument]).join('.'))
      if (found) return { 'Fn::GetAtt': [...found] }
    }
    if (second === undefined && name === 'Fn::Sub') return { 'Fn::Sub': substituted(argument) }
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, key === 'DependsOn' ? depended(item) : rewrite(item)]),
    )
  }
  const depended = (item: Json): Json =>
    Array.isArray(item)
      ? item.map((id) => inModule(String(id))?.[0] ?? id)
      : (inModule(typeof item === 'string' ? item : '')?.[0] ?? item)
  const substituted = (argument: Json): Json => {
    const fill = (text: Json): Json =>
      typeof text === 'string'
        ? text.replaceAll(/\$\{([^!{}][^{}]*)\}/g, (whole, name: string) => {
            const found = inModule(name)
            return found ? `\${${found.join('.')}}` : whole
          })
        : text
    return Array.isArray(argument)
      ? argument.map((item, at) => (at === 0 ? fill(item as Json) : rewrite(item as Json)))
      : fill(argument)
  }
  return rewrite(root) as JsonObject
}
