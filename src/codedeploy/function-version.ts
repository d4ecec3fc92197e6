import { createHash } from 'node:crypto'
import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import { errorName, errorText } from '../aws/errors.ts'
import type { Functions } from '../aws/clients.ts'
import type { Clock, Log } from '../ports.ts'
import { ActionError } from '../support/errors.ts'
import { poll } from '../support/poll.ts'
import { oneLine } from '../support/text.ts'

/** Where an alias leads. */
export interface AliasState {
  readonly version: string
  /** Other versions that get a part of the calls, 0 to 1, as while traffic shifts. */
  readonly others: Readonly<Record<string, number>>
}

/** A function's code: the archive itself, or where it lies. */
export type Code =
  | { readonly ZipFile: Uint8Array }
  | { readonly S3Bucket: string; readonly S3Key: string; readonly S3ObjectVersion?: string }

/** Lambda takes no more in a request (quotas, "Deployment package size"). */
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
    return { version: found.FunctionVersion ?? '', others: found.RoutingConfig?.AdditionalVersionWeights ?? {} }
  } catch (error) {
    throw missing(error, alias.id, `${alias.name}:${alias.alias}`, 'alias')
  }
}

/**
 * Makes code a version of its function and gives the version's number, once it is active. Code that the function has
 * already is not sent again, and where nothing changed since the last version AWS gives that one. What is published is
 * bound to the digest of these very bytes.
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
      message: `the function ${name} runs an image, and the deployment ${id} brings a revision of code`,
      advice: 'Let a stack publish the version, and give its number as TargetVersion in the AppSpec.',
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
      message: `Lambda published ${name}:${version} with other code than it was given`,
      subject: `deployment/${id}/revision`,
      expected: digest,
      observed: active.CodeSha256 ?? 'no digest',
    })
  }
  log.info(`${id}: ${name}:${version} has this code${latest.CodeSha256 === digest ? ', as the function had' : ''}`)
  return version
}

/** Waits until a function, or a version of it, can be used. Rejects where AWS says that it never will. */
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
      onTimeout: `Look at it with \`aws lambda get-function-configuration --function-name ${shown}\`.`,
    },
    async () => {
      const found = await functions
        .getFunctionConfiguration({ FunctionName: name, ...(version !== undefined && { Qualifier: version }) })
        .catch((error: unknown) => Promise.reject(missing(error, id, shown, 'function')))
      const failed = found.LastUpdateStatus === 'Failed' || found.State === 'Failed'
      if (failed) {
        const said = oneLine(found.LastUpdateStatusReason ?? found.StateReason ?? 'AWS gave no reason')
        throw new ActionError('aws/service', {
          message: `the code of ${shown} did not become ready: ${said}`,
          advice: 'Correct what the reason names, and start the release again; the alias was not moved.',
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
    message: `Lambda knows no ${what} ${name}`,
    advice: `Correct Name and Alias in the AppSpec of the deployment ${id}, or make ${what === 'alias' ? 'the alias' : 'the function'} in one of the stacks: a deployment moves what is there.`,
    subject: `deployment/${id}`,
    expected: `the ${what} ${name}`,
    observed: errorText(error),
    cause: error,
  })
}
