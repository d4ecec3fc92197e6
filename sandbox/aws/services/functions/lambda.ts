import { createHash } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-lambda'
import { ServiceError } from '../../../contract.ts'
import type { Call, Service } from '../../../contract.ts'
import type { Metrics } from '../cloudwatch/metrics.ts'
import type { Home } from '../../names.ts'
import { pageOf } from '../../paging.ts'
import type { ObjectStore } from '../s3/store.ts'
import { codeFrom, invalid } from './code.ts'
import type { Runtime } from './invoke.ts'
import { LATEST } from './functions.ts'
import type { Alias, Change, FunctionVersion, Functions, LambdaFunction } from './functions.ts'

const PAGE = 50
/** The status of DeleteFunction (Lambda API reference). */
const DELETED = { StatusCode: 204 }

const notFound = (message: string): ServiceError => new ServiceError('ResourceNotFoundException', message, 404)

/** Parses a function reference: `NAME`, `ACCOUNT:function:NAME` or an ARN, each optionally with `:QUALIFIER`. */
export function referenceOf(given: string, qualifier?: string): { name: string; qualifier?: string | undefined } {
  const parts = given.split(':')
  const at = parts.indexOf('function')
  const [name = '', own] = at < 0 ? parts : parts.slice(at + 1)
  return { name, qualifier: qualifier ?? own }
}

export const functionArn = ({ region, account }: Home, name: string, qualifier?: string): string =>
  `arn:aws:lambda:${region}:${account}:function:${name}${qualifier === undefined ? '' : `:${qualifier}`}`

export interface LambdaBackends {
  readonly functions: Functions
  readonly objects: ObjectStore
  readonly metrics: Metrics
  /** Duration of an update in simulated milliseconds. */
  readonly updateMs: number
  readonly runtime: Runtime
  /** No time is skipped until the work ends. */
  readonly busy: <T>(work: Promise<T>) => Promise<T>
}

/** The operations of AWS Lambda that deployments need. */
export function createLambda({ functions, objects, metrics, updateMs, runtime, busy }: LambdaBackends): Service {
  function functionOf(call: Call, given: string | undefined): LambdaFunction {
    const { name } = referenceOf(given ?? '')
    const found = functions.find(call, name)
    if (found === undefined) throw notFound(`Function not found: ${functionArn(call, name)}`)
    return found
  }

  /** Records an invocation for all functions, the function, what was invoked of it, and the version that ran. */
  function measure(
    home: Home,
    invoked: { readonly name: string; readonly qualifier: string | undefined; readonly version: string },
    failed: boolean,
  ): void {
    const { name: FunctionName, qualifier, version } = invoked
    const resource = { FunctionName, Resource: `${FunctionName}:${qualifier}` }
    const isAlias = qualifier !== undefined && !/^(\d+|\$LATEST)$/.test(qualifier)
    const all = [
      {},
      { FunctionName },
      ...(qualifier === undefined ? [] : [resource]),
      ...(isAlias ? [{ ...resource, ExecutedVersion: version }] : []),
    ]
    for (const dimensions of all) {
      metrics.put(home, { namespace: 'AWS/Lambda', name: 'Invocations', dimensions }, 1)
      metrics.put(home, { namespace: 'AWS/Lambda', name: 'Errors', dimensions }, failed ? 1 : 0)
    }
  }

  /** The function, its version and the ARN that a request names. */
  function pick(
    call: Call,
    given: string | undefined,
    wanted: string | undefined,
  ): [LambdaFunction, FunctionVersion, string] {
    const { name, qualifier } = referenceOf(given ?? '', wanted)
    const arn = functionArn(call, name, qualifier)
    const fn = functions.find(call, name)
    if (fn === undefined) throw notFound(`Function not found: ${arn}`)
    if (qualifier === undefined || qualifier === LATEST) return [fn, functions.latest(fn), arn]
    const isVersion = /^\d+$/.test(qualifier)
    const alias = isVersion ? undefined : aliasOf(call, name, qualifier)
    const functionVersion = versionOf(fn, alias?.version ?? qualifier)
    if (functionVersion === undefined) throw notFound(`Function not found: ${arn}`)
    return [fn, functionVersion, arn]
  }

  function versionOf(fn: LambdaFunction, version: string): FunctionVersion | undefined {
    return version === LATEST ? functions.latest(fn) : fn.versions.find((each) => each.version === version)
  }

  /** The second version of an alias whose traffic is shifted, for its share of the invocations. */
  function shifted(call: Call, input: sdk.InvokeCommandInput, fn: LambdaFunction): FunctionVersion | undefined {
    const { qualifier } = referenceOf(input.FunctionName ?? '', input.Qualifier)
    const { additional } = functions.alias(call, fn.name, qualifier ?? '') ?? {}
    return additional !== undefined && Math.random() < additional.weight ? versionOf(fn, additional.version) : undefined
  }

  function aliasOf(call: Call, name: string, alias: string): Alias {
    const found = functions.alias(call, name, alias)
    if (found === undefined) throw notFound(`Cannot find alias arn: ${functionArn(call, name, alias)}`)
    return found
  }

  function describeFunction(
    fn: LambdaFunction,
    functionVersion: FunctionVersion,
    arn: string,
  ): sdk.FunctionConfiguration {
    const status = functionVersion.status ?? 'Successful'
    return {
      ...settingsOf(fn.name, functionVersion),
      FunctionName: fn.name,
      FunctionArn: arn,
      CodeSha256: functionVersion.code.sha256,
      CodeSize: functionVersion.code.size,
      Version: functionVersion.version,
      RevisionId: functionVersion.revisionId,
      LastModified: functionVersion.modified.toISOString().replace('Z', '+0000'),
      State: 'Active',
      ...(status === 'Successful'
        ? { LastUpdateStatus: status }
        : status === 'InProgress'
          ? {
              LastUpdateStatus: status,
              LastUpdateStatusReason: 'The function is being created.',
              // Absent from AWS's service model, but present in its responses.
              LastUpdateStatusReasonCode: 'Creating' as sdk.LastUpdateStatusReasonCode,
            }
          : {
              LastUpdateStatus: 'Failed',
              LastUpdateStatusReason: status.reason,
              LastUpdateStatusReasonCode: status.code as sdk.LastUpdateStatusReasonCode,
            }),
    }
  }

  const latestOf = (fn: LambdaFunction): sdk.FunctionConfiguration =>
    describeFunction(fn, functions.latest(fn), functionArn(fn.home, fn.name))

  const publishedOf = (fn: LambdaFunction, functionVersion: FunctionVersion): sdk.FunctionConfiguration =>
    describeFunction(fn, functionVersion, functionArn(fn.home, fn.name, functionVersion.version))

  /** Checks that `$LATEST` of a function can be changed. */
  function changeable(call: Call, input: { FunctionName?: string | undefined; RevisionId?: string | undefined }) {
    const fn = functionOf(call, input.FunctionName)
    if (input.RevisionId !== undefined && input.RevisionId !== functions.latest(fn).revisionId) throw staleRevision()
    if (functions.latest(fn).status === 'InProgress') {
      throw new ServiceError(
        'ResourceConflictException',
        `The operation cannot be performed at this time. An update is in progress for resource: ${functionArn(call, fn.name)}`,
        409,
      )
    }
    return fn
  }

  function change(fn: LambdaFunction, what: Change): sdk.FunctionConfiguration {
    functions.put(fn.home, fn.name, what, updateMs)
    return latestOf(fn)
  }

  function existing(fn: LambdaFunction, version: string | undefined): string {
    if (versionOf(fn, version ?? '') !== undefined) return version ?? ''
    throw notFound(`Function not found: ${functionArn(fn.home, fn.name, version)}`)
  }

  function putAlias(
    call: Call,
    fn: LambdaFunction,
    name: string,
    version: string,
    routing: sdk.AliasRoutingConfiguration | undefined,
  ): sdk.AliasConfiguration {
    const [other] = Object.entries(routing?.AdditionalVersionWeights ?? {})
    const additional = other && { version: existing(fn, other[0]), weight: other[1] }
    return describeAlias(
      call,
      functions.putAlias(call, { function: fn.name, name, version, ...(additional && { additional }) }),
    )
  }

  return {
    name: 'lambda',
    operations: {
      GetFunctionConfiguration: (input: sdk.GetFunctionConfigurationCommandInput, call) =>
        describeFunction(...pick(call, input.FunctionName, input.Qualifier)),
      GetFunction: (input: sdk.GetFunctionCommandInput, call) => ({
        Configuration: describeFunction(...pick(call, input.FunctionName, input.Qualifier)),
        Code: { RepositoryType: 'S3' },
      }),
      ListFunctions(input: sdk.ListFunctionsCommandInput, call) {
        const all = functions.all(call).map(latestOf)
        const { items, next } = pageOf(all, Math.min(input.MaxItems ?? PAGE, PAGE), input.Marker, badMarker)
        return { Functions: items, ...(next !== undefined && { NextMarker: next }) }
      },
      ListVersionsByFunction(input: sdk.ListVersionsByFunctionCommandInput, call) {
        const fn = functionOf(call, input.FunctionName)
        const latest = describeFunction(fn, functions.latest(fn), functionArn(call, fn.name, LATEST))
        const all = [latest, ...fn.versions.map((functionVersion) => publishedOf(fn, functionVersion))]
        const { items, next } = pageOf(all, input.MaxItems ?? PAGE, input.Marker, badMarker)
        return { Versions: items, ...(next !== undefined && { NextMarker: next }) }
      },
      UpdateFunctionCode(input: sdk.UpdateFunctionCodeCommandInput, call) {
        const fn = changeable(call, input)
        const code = codeFrom(input, call, objects, (archive) => functions.keep(archive))
        if (input.DryRun === true) return { ...latestOf(fn), CodeSha256: code.sha256, CodeSize: code.size }
        const { Architectures } = input
        const changed = change(fn, { code, ...(Architectures && { settings: { Architectures } }) })
        return input.Publish === true ? publishedOf(fn, functions.publish(fn)) : changed
      },
      UpdateFunctionConfiguration(input: sdk.UpdateFunctionConfigurationCommandInput, call) {
        const { FunctionName: _name, RevisionId: _revision, ...settings } = input
        return change(changeable(call, input), { settings })
      },
      PublishVersion(input: sdk.PublishVersionCommandInput, call) {
        const fn = changeable(call, input)
        const { sha256 } = functions.latest(fn).code
        if (input.CodeSha256 !== undefined && input.CodeSha256 !== sha256) {
          throw invalid(
            `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${sha256}). Please try again with the CodeSHA256 in $LATEST.`,
          )
        }
        return publishedOf(fn, functions.publish(fn, input.Description))
      },
      DeleteFunction(input: sdk.DeleteFunctionCommandInput, call) {
        const { qualifier } = referenceOf(input.FunctionName ?? '', input.Qualifier)
        const fn = functionOf(call, input.FunctionName)
        if (qualifier === undefined) {
          functions.remove(call, fn.name)
          return DELETED
        }
        const version = existing(fn, qualifier)
        if (version === LATEST) throw invalid('$LATEST version cannot be deleted without deleting the function.')
        const users = functions
          .aliases(call, fn.name)
          .filter((alias) => [alias.version, alias.additional?.version].includes(version))
        if (users.length > 0) {
          throw new ServiceError(
            'ResourceConflictException',
            `Unable to delete version because the following aliases reference it: [${users.map(({ name }) => name).join(', ')}]`,
            409,
          )
        }
        functions.removeVersion(fn, version)
        return DELETED
      },
      DeleteAlias(input: sdk.DeleteAliasCommandInput, call) {
        functions.removeAlias(call, functionOf(call, input.FunctionName).name, input.Name ?? '')
        return {}
      },
      async Invoke(input: sdk.InvokeCommandInput, call) {
        const [fn, chosen] = pick(call, input.FunctionName, input.Qualifier)
        if (!['RequestResponse', undefined].includes(input.InvocationType)) {
          throw invalid(`The sandbox has no invocations of the type ${input.InvocationType}.`)
        }
        const ran = shifted(call, input, fn) ?? chosen
        const payload = input.Payload === undefined ? '{}' : Buffer.from(input.Payload as Uint8Array).toString('utf8')
        const archive = functions.archive(ran.code)
        const { Handler = 'index.handler', Timeout = 3, Environment } = ran.settings as sdk.FunctionConfiguration
        const invoked =
          archive === undefined
            ? { payload: JSON.stringify({ version: ran.version }) }
            : await busy(
                runtime.invoke({
                  archive,
                  handler: Handler,
                  payload,
                  timeoutMs: Timeout * 1_000,
                  environment: {
                    ...Environment?.Variables,
                    AWS_LAMBDA_FUNCTION_NAME: fn.name,
                    AWS_LAMBDA_FUNCTION_VERSION: ran.version,
                  },
                }),
              )
        const { qualifier } = referenceOf(input.FunctionName ?? '', input.Qualifier)
        measure(call, { name: fn.name, qualifier, version: ran.version }, 'error' in invoked)
        return {
          StatusCode: 200,
          ExecutedVersion: ran.version,
          Payload: Buffer.from(invoked.payload),
          ...('error' in invoked && { FunctionError: invoked.error }),
        }
      },
      GetAlias(input: sdk.GetAliasCommandInput, call) {
        const { name } = referenceOf(input.FunctionName ?? '')
        return describeAlias(call, aliasOf(call, name, input.Name ?? ''))
      },
      ListAliases(input: sdk.ListAliasesCommandInput, call) {
        const fn = functionOf(call, input.FunctionName)
        const all = functions
          .aliases(call, fn.name)
          .filter(({ version }) => input.FunctionVersion === undefined || version === input.FunctionVersion)
          .map((alias) => describeAlias(call, alias))
        const { items, next } = pageOf(all, input.MaxItems ?? PAGE, input.Marker, badMarker)
        return { Aliases: items, ...(next !== undefined && { NextMarker: next }) }
      },
      CreateAlias(input: sdk.CreateAliasCommandInput, call) {
        const fn = functionOf(call, input.FunctionName)
        const { Name: name = '', RoutingConfig: routing } = input
        if (functions.alias(call, fn.name, name) !== undefined) {
          const message = `Alias already exists: ${functionArn(call, fn.name, name)}`
          throw new ServiceError('ResourceConflictException', message, 409)
        }
        return putAlias(call, fn, name, existing(fn, input.FunctionVersion), routing)
      },
      UpdateAlias(input: sdk.UpdateAliasCommandInput, call) {
        const fn = functionOf(call, input.FunctionName)
        const alias = aliasOf(call, fn.name, input.Name ?? '')
        if (input.RevisionId !== undefined && input.RevisionId !== revisionOf(alias)) throw staleRevision()
        const version = input.FunctionVersion === undefined ? alias.version : existing(fn, input.FunctionVersion)
        return putAlias(call, fn, alias.name, version, input.RoutingConfig ?? routingOf(alias))
      },
    },
  }
}

const badMarker = (): ServiceError => invalid('Invalid marker.')

const staleRevision = (): ServiceError =>
  new ServiceError(
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    412,
  )

/** The configurable members of a function configuration, with AWS's defaults. */
function settingsOf(name: string, { settings, description }: FunctionVersion): sdk.FunctionConfiguration {
  const { Runtime, Role, Handler, Architectures, Environment } = settings as sdk.FunctionConfiguration
  const given = (key: string, otherwise: number): number => Number(settings[key] ?? otherwise)
  return {
    ...(Runtime !== undefined && { Runtime }),
    ...(Role !== undefined && { Role }),
    ...(Handler !== undefined && { Handler }),
    ...(Environment !== undefined && { Environment }),
    Description: description ?? (settings as sdk.FunctionConfiguration).Description ?? '',
    Timeout: given('Timeout', 3),
    MemorySize: given('MemorySize', 128),
    Architectures: Architectures ?? ['x86_64'],
    PackageType: 'Zip',
    TracingConfig: { Mode: 'PassThrough' },
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}` },
  }
}

const routingOf = ({ additional }: Alias): sdk.AliasRoutingConfiguration | undefined =>
  additional && { AdditionalVersionWeights: { [additional.version]: additional.weight } }

/** A revision ID that is different for each state of an alias. */
function revisionOf(alias: Alias): string {
  const hex = createHash('sha256').update(JSON.stringify(alias)).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}

function describeAlias(home: Home, alias: Alias): sdk.AliasConfiguration {
  const routing = routingOf(alias)
  return {
    AliasArn: functionArn(home, alias.function, alias.name),
    Name: alias.name,
    FunctionVersion: alias.version,
    Description: '',
    RevisionId: revisionOf(alias),
    ...(routing && { RoutingConfig: routing }),
  }
}
