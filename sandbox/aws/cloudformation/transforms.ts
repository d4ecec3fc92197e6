import { invalid } from './errors.ts'
import type { Desired } from './model.ts'
import type { Store } from './store.ts'
import { isObject, parseText } from './template.ts'
import type { Json, JsonObject, Template } from './template.ts'
import { checkTemplate, macrosOf } from './template-check.ts'
import { textOf } from './text.ts'

/** AWS::Include as CloudFormation does it: the object at Location takes the place of the call. Macros are not run. */
export async function includeTransforms(store: Store, desired: Desired): Promise<Template> {
  const { template } = desired
  const includes = [template.Transform].flat().filter((t) => isObject(t) && t['Name'] === 'AWS::Include')
  if (includes.length === 0 && !desired.body.includes('AWS::Include')) {
    const macros = macrosOf(template)
    if (macros.length > 0) throw invalid(`No transform named ${macros[0]} found.`)
    return template
  }
  let root = (await expand(store, parseText(desired.body) as Json, desired)) as JsonObject
  for (const include of includes) root = merge(root, await load(store, include as JsonObject, desired))
  const { Transform: _, ...rest } = root
  return checkTemplate(rest)
}

async function expand(store: Store, value: Json, desired: Desired): Promise<Json> {
  if (Array.isArray(value)) return Promise.all(value.map((item) => expand(store, item as Json, desired)))
  if (!isObject(value)) return value
  const call = value['Fn::Transform']
  const entries = await Promise.all(
    Object.entries(value)
      .filter(([name]) => name !== 'Fn::Transform')
      .map(async ([name, item]) => [name, await expand(store, item, desired)] as const),
  )
  const rest = Object.fromEntries(entries)
  return isObject(call) && call['Name'] === 'AWS::Include'
    ? merge(rest, await load(store, call, desired))
    : { ...rest, ...(call === undefined ? {} : { 'Fn::Transform': call }) }
}

function merge(base: JsonObject, extra: Json): JsonObject {
  if (!isObject(extra)) return base
  const names = [...new Set([...Object.keys(base), ...Object.keys(extra)])]
  return Object.fromEntries(
    names.map((name) => {
      const [left, right] = [base[name], extra[name]]
      return [name, isObject(left) && isObject(right) ? merge(left, right) : (right ?? left)!]
    }),
  )
}

async function load(store: Store, call: JsonObject, desired: Desired): Promise<Json> {
  const parameters = isObject(call['Parameters']) ? call['Parameters'] : {}
  const named = parameters['Location']
  const location = isObject(named) ? desired.parameters.find((p) => p.key === named['Ref'])?.value : named
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(textOf(location)) ?? []
  const bytes = await store.options.readObject(bucket, key)
  if (!bytes) throw invalid(`Transform AWS::Include failed with: S3 bucket [${bucket}] does not exist.`)
  return parseText(Buffer.from(bytes).toString('utf8')) as Json
}
