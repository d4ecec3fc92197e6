import { BLUE_GREEN, blueGreen } from './blue-green.ts'
import { invalid } from './errors.ts'
import { LANGUAGE_EXTENSIONS, extendLanguage } from './language-extensions.ts'
import type { Desired, Stack } from './model.ts'
import type { StackPlace } from './requests.ts'
import type { Store } from './store.ts'
import { isObject, parseText } from './template.ts'
import type { Json, JsonObject } from './template.ts'
import { checkTemplate, macrosOf } from './template-check.ts'
import { textOf } from './text.ts'

const INCLUDE = 'AWS::Include'

/**
 * What the template is after its transforms: first those inside it, then those of the section, in their order. AWS's own
 * are done as AWS does them; of other macros a scenario says what they answer.
 */
export async function transformed(store: Store, place: Stack | StackPlace, desired: Desired): Promise<Desired> {
  const { template } = desired
  const declared = template.Transform === undefined ? [] : [template.Transform].flat()
  if (declared.length === 0 && !desired.body.includes('Fn::Transform')) return blueGreen(store, place, desired)
  let root = (await expand(store, parseText(desired.body) as Json, desired, place)) as JsonObject
  for (const each of declared) {
    const name = isObject(each) ? textOf(each['Name']) : textOf(each)
    if (name === INCLUDE) root = merge(root, await load(store, each as JsonObject, desired))
    else if (name === LANGUAGE_EXTENSIONS) root = extendLanguage(root, place, desired)
    else if (name !== BLUE_GREEN) root = macro(store, place, name) as JsonObject
  }
  const { Transform: _, ...rest } = root
  const rewritten = macrosOf(template).length > 0 && declared.length > 0
  const processed: Desired = {
    ...desired,
    template: { ...checkTemplate(rest, 'transformed'), ...(rewritten && { Transform: declared }) },
    processed: JSON.stringify(rest),
  }
  return blueGreen(store, place, processed)
}

/** What a macro of somebody's makes of the template, or of the place where it is called. */
function macro(store: Store, place: StackPlace, name: string): Json {
  const answer = store.options.macros?.[name]
  if (answer === undefined) throw invalid(`No transform named ${name} found.`)
  if ('fails' in answer) throw invalid(`Transform ${place.account}::${name} failed with: ${answer.fails}`)
  return answer.gives as Json
}

async function expand(store: Store, value: Json, desired: Desired, place: StackPlace): Promise<Json> {
  if (Array.isArray(value)) return Promise.all(value.map((item) => expand(store, item as Json, desired, place)))
  if (!isObject(value)) return value
  const call = value['Fn::Transform']
  const entries = await Promise.all(
    Object.entries(value)
      .filter(([name]) => name !== 'Fn::Transform')
      .map(async ([name, item]) => [name, await expand(store, item, desired, place)] as const),
  )
  const rest = Object.fromEntries(entries)
  if (!isObject(call)) return rest
  const name = textOf(call['Name'])
  const given = name === INCLUDE ? await load(store, call, desired) : macro(store, place, name)
  return isObject(given) ? merge(rest, given) : given
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
