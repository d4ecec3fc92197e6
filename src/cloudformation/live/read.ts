import { errorName } from '../../aws/errors.ts'
import { refusalIn } from '../../aws/refusals.ts'
import type { StateReads } from '../../aws/clients/state-reads.ts'
import { ActionError } from '../../support/errors.ts'
import { isRecord } from '../../support/records.ts'
import { oneLine } from '../../support/text/text.ts'
import type { DeployedResource, LiveItem, Unread } from './contract.ts'
import type { Reading, ResourceKind } from './kind.ts'

/** What was read of one resource: items by the name of the aspect. */
export interface ReadResource {
  readonly resource: DeployedResource
  readonly items: ReadonlyMap<string, readonly LiveItem[]>
  readonly unread: readonly Unread[]
}

/** A larger model is not parsed. */
const LARGEST_MODEL = 1_000_000
const REASON_LENGTH = 200

/** Reads the access of one resource. What cannot be read is named; other errors than those of AWS are thrown. */
export async function readResource(
  resource: DeployedResource,
  kind: ResourceKind,
  { reads, account }: { readonly reads: StateReads; readonly account: string },
): Promise<ReadResource> {
  const answers = new Map<string, Promise<unknown>>()
  const once = <T>(name: string, read: () => Promise<T>): Promise<T> => {
    const known = answers.get(name) as Promise<T> | undefined
    if (known !== undefined) return known
    const answer = read()
    answers.set(name, answer)
    return answer
  }
  const reading: Reading = {
    resource,
    account,
    reads,
    once,
    model: () => once('model', () => readModel(reads, resource.type, resource.physicalId)),
  }
  const items = new Map<string, readonly LiveItem[]>()
  const unread: Unread[] = []
  for (const aspect of kind.aspects) {
    try {
      items.set(aspect.name, await aspect.read(reading))
    } catch (error) {
      if (!(error instanceof ActionError)) throw error
      unread.push({ what: aspect.name, ...whyUnread(error) })
    }
  }
  return { resource, items, unread }
}

/** The properties of a resource as Cloud Control has them, in CloudFormation's shape. */
export async function readModel(
  reads: Pick<StateReads, 'getResource'>,
  type: string,
  identifier: string,
): Promise<Readonly<Record<string, unknown>>> {
  const { ResourceDescription: described } = await reads.getResource({ TypeName: type, Identifier: identifier })
  const text = described?.Properties ?? ''
  const failed = (problem: string): ActionError =>
    new ActionError('aws/service', {
      message: `cloudcontrol:GetResource returned ${problem} for ${type} ${identifier}`,
      subject: 'aws/cloudcontrol/GetResource',
    })
  if (text.length > LARGEST_MODEL) throw failed(`${text.length} characters`)
  let model: unknown
  try {
    model = JSON.parse(text)
  } catch {
    throw failed('no JSON')
  }
  if (!isRecord(model) || Object.keys(model).length === 0) throw failed('no properties')
  return model
}

/** Why a call gave no answer, and the permission that is missing. */
export function whyUnread(error: ActionError): Omit<Unread, 'what'> {
  const said = error.details.observed ?? error.message
  if (error.code === 'aws/denied') {
    const [, service = '', operation = ''] = error.subject.split('/')
    const action = refusalIn(said)?.action ?? `${service}:${operation}`
    return { reason: `denied: ${action}`, action }
  }
  if (error.code === 'aws/throttled') return { reason: 'throttled until the last attempt' }
  const name = errorName(error)
  return { reason: oneLine(name === '' ? error.message : `${name}: ${error.message}`, REASON_LENGTH) }
}
