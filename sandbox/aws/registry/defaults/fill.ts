import type { Properties } from '../../../contract.ts'
import { asText } from '../../names.ts'
import type { Home } from '../../names.ts'
import type { Defaults } from '../contract.ts'

const isObject = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The properties with defaults at each level; existing values are kept. */
export function filled(known: Properties, defaults: Properties): Properties {
  const names = Object.entries(defaults).filter(([, value]) => value !== undefined)
  const missing = names.map(([name, value]) => {
    const given = known[name]
    if (given === undefined) return [name, value]
    return [name, isObject(given) && isObject(value) ? filled(given, value) : given]
  })
  return { ...known, ...Object.fromEntries(missing) }
}

/** Defaults that depend on nothing. */
export const fixed = (source: string, defaults: Properties): Defaults => ({
  source,
  complete: (known) => filled(known, defaults),
})

/** An object only when it is set, with defaults for its members. */
export const within = (given: unknown, defaults: Properties): unknown =>
  isObject(given) ? filled(given, defaults) : undefined

/** The items of a list, each with defaults for its members. */
export const eachFilled = (given: unknown, defaults: Properties): unknown =>
  Array.isArray(given) ? given.map((item) => (isObject(item) ? filled(item, defaults) : item)) : undefined

/** A list of keys and values: those that are set, and the defaults of the others. */
export function attributes(given: unknown, defaults: Readonly<Record<string, string>>): unknown {
  const set = (Array.isArray(given) ? given : []) as { readonly Key?: unknown }[]
  const missing = Object.entries(defaults).filter(([Key]) => !set.some((each) => each.Key === Key))
  return [...set, ...missing.map(([Key, Value]) => ({ Key, Value }))]
}

/** The last part of an ARN, a URL or a path. */
export const lastPart = (text: string): string => text.split(/[/:]/).at(-1) ?? text

/** A function as its ARN, where the template may give its name. */
export function functionArn(given: unknown, home: Home): unknown {
  const name = asText(given)
  if (name === '' || name.startsWith('arn:')) return given
  return `arn:aws:lambda:${home.region}:${home.account}:function:${name}`
}
