import { createHash } from 'node:crypto'
import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import { errorName, errorText } from '../aws/errors.ts'
import type { Functions } from '../aws/clients/services.ts'
import type { Clock, Log } from '../support/runtime.ts'
import { ActionError } from '../support/errors.ts'
import { poll } from '../support/poll.ts'
import { oneLine } from '../support/text/text.ts'

/** The versions of an alias. */
export interface AliasState {
  readonly version: string
  /** Weights, 0 to 1, of other versions, as during a traffic shift. */
  readonly others: Readonly<Record<string, number>>
}

/** The code of a function: the archive itself, or its place in S3. */
export type Code =
  | { readonly ZipFile: Uint8Array }
  | { readonly S3Bucket: string; readonly S3Key: string; readonly S3ObjectVersion?: string }

/** Lambda's limit of a request (quotas, "Deployment package size"). */
export const MOST_DIRECT_BYTES = 50 * 1024 * 1024
const FIRST_PAUSE_MS = 300
const SLOWEST_PAUSE_MS = 3_000
const READY_TIMEOUT_MS = 10 * 60_000

/** Reads an alias. Rejects with `config/reference` where it, or its function, does not exist. */
export async function readAlias(
  functions: Pick<Functions, 'getAlias'>,
  alias: { readonly id: string; readonly name: string; readonly alias: string },
): Promise<AliasState> {
  try {
    const found = await functions.getAlias({ FunctionName: alias.name, Name: alias.alias })
    const { FunctionVersion: version, Name: told = alias.alias } = found
    if (version === undefined || version === '' || told !== alias.alias) {
      throw new ActionError('aws/service', {
        message: `lambda:GetAlias did not return the version of ${alias.name}:${alias.alias}`,
        subject: `deployment/${alias.id}`,
        expected: `a version of ${alias.alias}`,
        observed: `${version ?? 'no version'} of ${told}`,
      })
    }
    return { version, others: found.RoutingConfig?.AdditionalVersionWeights ?? {} }
  } catch (error) {
    throw missing(error, alias.id, `${alias.name}:${alias.alias}`, 'alias')
  }
}

/**
 * Publishes code as a version of its function and returns the number of the active version. Code that the function already
 * has is not uploaded again; where nothing changed since the last version AWS returns that one. The digest of the published
 * code must be that of these bytes.
 */
export async function publishVersion(
  world: {
    readonly functions: Functions
    readonly clock: Clock
    readonly log: Log
    readonly cancelled: AbortSignal
  },
  wanted: {
    readonly id: string
    readonly name: string
    readonly bytes: Uint8Array
    readonly code: () => Promise<Code>
  },
): Promise<string> {
  const { functions, log } = world
  const { id, name } = wanted
  const digest = createHash('sha256').update(wanted.bytes).digest('base64')
  const latest = await settled(world, wanted)
  if (latest.PackageType === 'Image') {
    throw new ActionError('config/revision', {
      message: `the function ${name} runs an image, but the deployment ${id} has a revision with code`,
      advice: 'Publish the version in a stack, and set TargetVersion in the AppSpec to its number.',
      subject: `deployment/${id}/revision`,
      expected: 'a function of the package type Zip',
      observed: 'Image',
    })
  }
  if (latest.CodeSha256 !== digest) {
    await functions.updateFunctionCode({ FunctionName: name, ...(await wanted.code()) })
    await settled(world, wanted)
  }
  const published = await functions.publishVersion({ FunctionName: name, CodeSha256: digest })
  const version = published.Version ?? ''
  const active = await settled(world, wanted, version)
  if (active.CodeSha256 !== digest || !/^[1-9]\d*$/.test(version)) {
    throw new ActionError('aws/service', {
      message: `Lambda published ${name}:${version} with code that differs from the upload`,
      subject: `deployment/${id}/revision`,
      expected: digest,
      observed: active.CodeSha256 ?? 'no digest',
    })
  }
  log.info(`${id}: ${name}:${version} has this code${latest.CodeSha256 === digest ? ', as the function had' : ''}`)
  return version
}

/** Whether a version of a function has the code of an archive. */
export async function hasCode(
  functions: Pick<Functions, 'getFunctionConfiguration'>,
  { name, version }: { readonly name: string; readonly version: string },
  bytes: Uint8Array,
): Promise<boolean> {
  try {
    const { CodeSha256 } = await functions.getFunctionConfiguration({ FunctionName: name, Qualifier: version })
    return CodeSha256 === createHash('sha256').update(bytes).digest('base64')
  } catch (error) {
    if (errorName(error) === 'ResourceNotFoundException') return false
    throw error
  }
}

/** Waits until a function, or a version of it, is active. Rejects where AWS reports a failure. */
async function settled(
  { functions, clock, cancelled }: Parameters<typeof publishVersion>[0],
  { id, name }: { readonly id: string; readonly name: string },
  version?: string,
): Promise<FunctionConfiguration> {
  const subject = `deployment/${id}/revision`
  const shown = version === undefined ? name : `${name}:${version}`
  return poll(
    {
      clock,
      signal: cancelled,
      first: FIRST_PAUSE_MS,
      slowest: SLOWEST_PAUSE_MS,
      timeout: READY_TIMEOUT_MS,
      subject,
      waitingFor: `${shown} to become ready`,
      onTimeout: `See \`aws lambda get-function-configuration --function-name ${shown}\`.`,
    },
    async () => {
      const found = await functions
        .getFunctionConfiguration({ FunctionName: name, ...(version !== undefined && { Qualifier: version }) })
        .catch((error: unknown) => Promise.reject(missing(error, id, shown, 'function')))
      const failed = found.LastUpdateStatus === 'Failed' || found.State === 'Failed'
      if (failed) {
        const said = oneLine(found.LastUpdateStatusReason ?? found.StateReason ?? 'AWS did not give a reason')
        throw new ActionError('aws/service', {
          message: `the code of ${shown} did not become ready: ${said}`,
          advice: 'Correct what the reason names, and start the release again. The alias was not moved.',
          subject,
          expected: 'LastUpdateStatus Successful, State Active',
          observed: `${found.LastUpdateStatusReasonCode ?? found.StateReasonCode ?? 'Failed'}: ${said}`,
        })
      }
      return found.LastUpdateStatus === 'InProgress' || found.State === 'Pending' ? undefined : found
    },
  )
}

function missing(error: unknown, id: string, name: string, what: 'alias' | 'function'): unknown {
  if (errorName(error) !== 'ResourceNotFoundException') return error
  return new ActionError('config/reference', {
    message: `the ${what} ${name} does not exist in Lambda`,
    advice: `Correct Name and Alias in the AppSpec of the deployment ${id}, or create ${what === 'alias' ? 'the alias' : 'the function'} in one of the stacks: a deployment only moves an existing alias.`,
    subject: `deployment/${id}`,
    expected: `the ${what} ${name}`,
    observed: errorText(error),
    cause: error,
  })
}
