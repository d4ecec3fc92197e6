import { NormalizedSchema } from '@smithy/core/schema'

/** How one service speaks, with the SDK's exported schemas as its model. */
export interface Dialect {
  readonly service: string
  /** The name in credential scopes and in IAM actions where that differs from the service's. */
  readonly signingName: string
  readonly version: string
  readonly xmlNamespace: string
  /** Before the dot in X-Amz-Target; absent when the service speaks awsQuery only. */
  readonly target?: string
  readonly jsonVersion?: '1.0' | '1.1'
  /** A JSON service whose older clients know its errors by awsQuery's codes. */
  readonly queryCompatible?: boolean
  /** Speaks restJson1: operations are told by method and path. */
  readonly rest?: boolean
  load(): Promise<Record<string, unknown>>
}

export const DIALECTS: readonly Dialect[] = [
  {
    service: 'cloudformation',
    signingName: 'cloudformation',
    version: '2010-05-15',
    xmlNamespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    load: () => import('@aws-sdk/client-cloudformation'),
  },
  {
    service: 'sts',
    signingName: 'sts',
    version: '2011-06-15',
    xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    load: () => import('@aws-sdk/client-sts'),
  },
  {
    service: 'cloudwatch',
    signingName: 'monitoring',
    version: '2010-08-01',
    xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
    target: 'GraniteServiceVersion20100801',
    jsonVersion: '1.0',
    queryCompatible: true,
    load: () => import('@aws-sdk/client-cloudwatch'),
  },
  {
    service: 'codedeploy',
    signingName: 'codedeploy',
    version: '2014-10-06',
    xmlNamespace: '',
    target: 'CodeDeploy_20141006',
    jsonVersion: '1.1',
    load: () => import('@aws-sdk/client-codedeploy'),
  },
  {
    service: 'cloudtrail',
    signingName: 'cloudtrail',
    version: '2013-11-01',
    xmlNamespace: '',
    // The CLI writes the Java package in front, the JavaScript SDK does not.
    target: 'CloudTrail_20131101',
    jsonVersion: '1.1',
    load: () => import('@aws-sdk/client-cloudtrail'),
  },
  {
    service: 'lambda',
    signingName: 'lambda',
    version: '2015-03-31',
    xmlNamespace: '',
    rest: true,
    load: () => import('@aws-sdk/client-lambda'),
  },
  {
    service: 'ecs',
    signingName: 'ecs',
    version: '2014-11-13',
    xmlNamespace: '',
    target: 'AmazonEC2ContainerServiceV20141113',
    jsonVersion: '1.1',
    load: () => import('@aws-sdk/client-ecs'),
  },
]

export interface OperationModel {
  readonly name: string
  readonly input: NormalizedSchema
  readonly output: NormalizedSchema
  /** Where a REST service has it: `PUT`, `/2015-03-31/functions/{FunctionName}/code`, and the status of success. */
  readonly http?: { readonly method: string; readonly uri: string; readonly status: number }
}

/** What one service can be asked and what it may answer. */
export interface ServiceModel {
  operation(name: string): OperationModel | undefined
  operations(): readonly OperationModel[]
  /** A modelled error, by its code or its shape's name. */
  error(code: string): ErrorModel | undefined
}

export interface ErrorModel {
  /** On the wire. */
  readonly code: string
  readonly shape: string
  /** Of HTTP. */
  readonly status: number
  readonly members: readonly string[]
}

// Static schemas are tuples: kind, namespace, name, traits, and for operations input and output.
const OPERATION = 9
const ERROR = -3
type StaticSchema = readonly [number, string, string, unknown, unknown, unknown]

const isStatic = (value: unknown): value is StaticSchema => Array.isArray(value) && typeof value[0] === 'number'
const resolve = (ref: unknown): unknown => (typeof ref === 'function' ? (ref as () => unknown)() : ref)

const models = new Map<string, Promise<ServiceModel>>()

/** A service's model; its SDK is loaded when it is first asked for. */
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
