import type { StateReads } from '../../../src/aws/clients/state-reads.ts'
import { compareResource } from '../../../src/cloudformation/live/compare.ts'
import { ACCESS_KINDS } from '../../../src/cloudformation/live/kinds/index.ts'
import { readResource } from '../../../src/cloudformation/live/read.ts'
import { ActionError } from '../../../src/support/errors.ts'
import type { RecordedCase } from '../live-models/read.ts'

/** The access of a recorded resource, read and compared as precheck does; services return what the recording has. */

export interface Judgement {
  readonly recorded: RecordedCase
  readonly found: readonly { readonly aspect: string; readonly key: string; readonly why?: string }[]
  readonly unread: readonly string[]
}

/** Data that a recorded model lacks: the calls of services whose responses are not part of it. */
const NOT_RECORDED = [
  '/TopicPolicy',
  '/QueuePolicy',
  '/ResourcePolicy',
  '/Grants',
  '/BucketPolicy',
  '/FunctionPolicy',
  '/FunctionUrl',
  '/SubscriptionFilters',
  '/Rules',
]

/** Undefined for a type whose access is not read. */
export async function judgeRecorded(recorded: RecordedCase): Promise<Judgement | undefined> {
  const { type, logicalId, physicalId, declared, account, siblingPolicyNames = [] } = recorded
  const kind = ACCESS_KINDS[type]
  if (kind === undefined) return undefined
  const resource = { type, logicalId, physicalId }
  const read = await readResource(resource, kind, { reads: readsOf(recorded), account })
  const siblings = siblingPolicyNames.map((PolicyName, index) => ({
    stack: 'stack',
    resource: { type: 'AWS::IAM::Policy', logicalId: `Sibling${index}`, physicalId: `sibling-${index}` },
    properties: {
      PolicyName,
      Roles: [physicalId],
      Users: [physicalId],
      Groups: [physicalId],
      PolicyDocument: documentOf(recorded, PolicyName),
    },
  }))
  const declarations = {
    of: () => declared,
    ofType: (wanted: string) => (wanted === 'AWS::IAM::Policy' ? siblings : []),
  }
  const { aspects, unread } = compareResource('stack', read, declarations, account)
  return {
    recorded,
    found: aspects.flatMap(({ name, undeclared }) =>
      undeclared.map(({ key, perhaps }) => ({ aspect: name, key, ...explanation(recorded, name, key, perhaps) })),
    ),
    unread: unread.filter(({ what }) => !NOT_RECORDED.includes(what)).map(({ what, reason }) => `${what} (${reason})`),
  }
}

/** Why a finding is right although the corpus has none. */
function explanation(
  { live, declared, physicalId }: RecordedCase,
  aspect: string,
  key: string,
  perhaps: string | undefined,
): { readonly why?: string } {
  if (perhaps !== undefined) return { why: 'inconclusive: the declared value is not resolved in the recording' }
  if (
    aspect === '/PublicAccessBlockConfiguration' &&
    live['PublicAccessBlockConfiguration'] === undefined &&
    declared['PublicAccessBlockConfiguration'] === undefined
  ) {
    return { why: 'the recording has no public access block: the bucket is open to public policies and access lists' }
  }
  if (aspect === '/Subscription' && key.includes(`:${physicalId.split(':').at(-1)?.split('-')[0]}-`)) {
    return {
      why: 'the subscription of a resource of the same stack, of which the recording has no resources beside the topic',
    }
  }
  return {}
}

/** The corpus has the names of sibling policies only: their documents are those that are there. */
function documentOf({ live }: RecordedCase, name: string): unknown {
  const policies = (live['Policies'] ?? []) as readonly {
    readonly PolicyName?: string
    readonly PolicyDocument?: unknown
  }[]
  return policies.find(({ PolicyName }) => PolicyName === name)?.PolicyDocument
}

function readsOf({ live, physicalId }: RecordedCase): StateReads {
  const none = (name: string) => async (): Promise<never> => {
    const cause = Object.assign(new Error('none'), { name })
    throw new ActionError('aws/service', { message: 'not part of the recording', subject: 'aws', cause })
  }
  const record = (value: unknown): Record<string, unknown> => (value ?? {}) as Record<string, unknown>
  const answers: Partial<Record<keyof StateReads, () => Promise<unknown>>> = {
    getResource: async () => ({ ResourceDescription: { Properties: JSON.stringify(live) } }),
    getBucketPolicy: none('NoSuchBucketPolicy'),
    getPublicAccessBlock:
      live['PublicAccessBlockConfiguration'] === undefined
        ? none('NoSuchPublicAccessBlockConfiguration')
        : async () => ({ PublicAccessBlockConfiguration: live['PublicAccessBlockConfiguration'] }),
    getBucketOwnershipControls:
      live['OwnershipControls'] === undefined
        ? none('OwnershipControlsNotFoundError')
        : async () => ({ OwnershipControls: live['OwnershipControls'] }),
    getBucketLifecycleConfiguration:
      live['LifecycleConfiguration'] === undefined
        ? none('NoSuchLifecycleConfiguration')
        : async () => ({
            Rules: ((record(live['LifecycleConfiguration'])['Rules'] ?? []) as readonly object[]).map((rule) => ({
              ...rule,
              ID: record(rule)['Id'],
            })),
          }),
    listSubscriptionsByTopic: async () => ({
      Subscriptions: ((live['Subscription'] ?? []) as readonly object[]).map((each) => ({
        ...each,
        SubscriptionArn: 'arn:x',
      })),
    }),
    getKeyPolicy: async () => ({
      Policy: typeof live['KeyPolicy'] === 'string' ? live['KeyPolicy'] : JSON.stringify(live['KeyPolicy']),
    }),
    getFunctionConfiguration: async () => ({
      FunctionName: physicalId,
      Environment: { Variables: record(record(live['Environment'])['Variables']) },
      Layers: ((live['Layers'] ?? []) as readonly string[]).map((Arn) => ({ Arn })),
    }),
    getPolicy: none('ResourceNotFoundException'),
    getFunctionUrlConfig: none('ResourceNotFoundException'),
    describeLogGroups: async () => ({
      logGroups: [{ logGroupName: physicalId, retentionInDays: live['RetentionInDays'] }],
    }),
    describeListenerCertificates: async () => ({
      Certificates: live['Certificates'] ?? [],
    }),
  }
  return new Proxy({} as StateReads, {
    get: (_, name) => answers[name as keyof StateReads] ?? none('NotRecorded'),
  })
}
