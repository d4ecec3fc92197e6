import { invalid } from '../errors.ts'
import type { Desired, StackPlace } from '../model.ts'
import type { Store } from '../store.ts'
import { LANGUAGE_EXTENSIONS, extendLanguage } from './language-extensions.ts'
import { SERVERLESS, transformServerless } from './serverless.ts'
import { checkTemplate, macrosOf } from './template-check.ts'
import { isObject, parseText } from './template.ts'
import type { Json, JsonObject } from './template.ts'
import { textOf } from './text.ts'

const INCLUDE = 'AWS::Include'
export const BLUE_GREEN = 'AWS::CodeDeployBlueGreen'

/**
 * Applies transforms: first those inside the template, then those of its Transform section in their order. Transforms
 * of AWS work as in AWS; the scenario defines the responses of other macros.
 */
export async function applyTransforms(store: Store, place: StackPlace, desired: Desired): Promise<Desired> {
  const { template } = desired
  const declared = template.Transform === undefined ? [] : [template.Transform].flat()
  if (declared.length === 0 && !desired.body.includes('Fn::Transform')) return desired
  let root = (await expand(store, parseText(desired.body) as Json, desired, place)) as JsonObject
  for (const each of declared) {
    const name = isObject(each) ? textOf(each['Name']) : textOf(each)
    if (name === INCLUDE) root = merge(root, await loadInclude(store, each as JsonObject, desired))
    else if (name === LANGUAGE_EXTENSIONS) root = extendLanguage(root, place, desired)
    else if (name === SERVERLESS && store.options.macros?.[name] === undefined)
      root = (await realTime(store, transformServerless(root, valuesOf(desired), place))) as JsonObject
    else if (name !== BLUE_GREEN) root = macro(store, place, name) as JsonObject
  }
  const { Transform: _, ...rest } = root
  const rewritten = macrosOf(template).length > 0 && declared.length > 0
  return {
    ...desired,
    template: { ...checkTemplate(rest, 'transformed'), ...(rewritten && { Transform: declared }) },
    processed: JSON.stringify(rest),
  }
}

/** The work of a real process: simulated time waits for it. */
function realTime<T>({ options: { clock } }: Store, work: Promise<T>): Promise<T> {
  return clock.busy ? clock.busy(work) : work
}

const valuesOf = ({ parameters }: Desired): Record<string, string> =>
  Object.fromEntries(parameters.map(({ key, value }) => [key, value]))

/** The response of a custom macro: the processed template, or the fragment that replaces the call. */
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
  const given = name === INCLUDE ? await loadInclude(store, call, desired) : macro(store, place, name)
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

async function loadInclude(store: Store, call: JsonObject, desired: Desired): Promise<Json> {
  const parameters = isObject(call['Parameters']) ? call['Parameters'] : {}
  const named = parameters['Location']
  const location = isObject(named) ? desired.parameters.find((p) => p.key === named['Ref'])?.value : named
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(textOf(location)) ?? []
  const bytes = await store.options.readObject(bucket, key)
  if (!bytes) throw invalid(`Transform AWS::Include failed with: S3 bucket [${bucket}] does not exist.`)
  return parseText(Buffer.from(bytes).toString('utf8')) as Json
}
