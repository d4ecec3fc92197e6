import { NormalizedSchema } from '@smithy/core/schema'
import type { Dialect } from './dialects.ts'

export interface OperationModel {
  readonly name: string
  readonly input: NormalizedSchema
  readonly output: NormalizedSchema
  /** For REST services: `PUT`, `/2015-03-31/functions/{FunctionName}/code`, and the status of success. */
  readonly http?: { readonly method: string; readonly uri: string; readonly status: number }
}

/** The operations and errors of a service. */
export interface ServiceModel {
  operation(name: string): OperationModel | undefined
  operations(): readonly OperationModel[]
  /** An error of the model, by its code or shape name. */
  error(code: string): ErrorModel | undefined
}

export interface ErrorModel {
  /** The code on the wire. */
  readonly code: string
  readonly shape: string
  /** The HTTP status. */
  readonly status: number
  readonly members: readonly string[]
}

// Static schemas are tuples: kind, namespace, name, traits, and for operations also input and output.
const OPERATION = 9
const ERROR = -3
type StaticSchema = readonly [number, string, string, unknown, unknown, unknown]

const isStatic = (value: unknown): value is StaticSchema => Array.isArray(value) && typeof value[0] === 'number'
const resolve = (ref: unknown): unknown => (typeof ref === 'function' ? (ref as () => unknown)() : ref)

const models = new Map<string, Promise<ServiceModel>>()

/** The model of a service; its SDK is loaded on first use. */
export function modelOf(dialect: Dialect): Promise<ServiceModel> {
  let model = models.get(dialect.service)
  if (model === undefined) models.set(dialect.service, (model = loadModel(dialect)))
  return model
}

async function loadModel(dialect: Dialect): Promise<ServiceModel> {
  const schemas = Object.values(await dialect.load()).filter(isStatic)
  const operations = new Map(
    schemas.filter(([kind]) => kind === OPERATION).map((schema) => [schema[2], operationOf(schema)] as const),
  )
  const errors = schemas.filter(([kind]) => kind === ERROR).map(errorOf)
  return {
    operation: (name) => operations.get(name),
    operations: () => [...operations.values()],
    error: (code) => errors.find((known) => known.code === code || known.shape === code),
  }
}

function operationOf([, , name, traits, input, output]: StaticSchema): OperationModel {
  const [method, uri, status] = (traits as { http?: [string, string, number] } | undefined)?.http ?? []
  return {
    name,
    input: NormalizedSchema.of(resolve(input) as never),
    output: NormalizedSchema.of(resolve(output) as never),
    ...(method !== undefined && uri !== undefined && { http: { method, uri, status: status ?? 200 } }),
  }
}

function errorOf(given: StaticSchema): ErrorModel {
  const schema = NormalizedSchema.of(given as never)
  const traits = schema.getMergedTraits() as { awsQueryError?: [string, number]; httpError?: number }
  const [code, status] = traits.awsQueryError ?? [given[2], traits.httpError ?? 400]
  return { code, shape: given[2], status, members: Object.keys(schema.getMemberSchemas()) }
}
