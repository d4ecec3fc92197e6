import { errorName } from '../../aws/errors.ts'
import { ActionError } from '../../support/errors.ts'
import { mapLimit } from '../../support/limit.ts'
import type { CloudFormation } from '../client.ts'
import { parseTemplate } from '../template/template.ts'
import type { LiveResource, UndeclaredItem } from './contract.ts'

/** A stack of the account, outside of the release, that has a resource. */
interface Owner {
  readonly stack: string
  /** Of a managed policy: what it is attached to by its template; anything but a text is known during the execution only. */
  readonly attachedTo?: readonly unknown[]
}

/** By the physical id of a resource. */
export type Owners = ReadonlyMap<string, Owner>

type Calls = Pick<CloudFormation, 'describeStackResources' | 'getTemplate'>

const READS_AT_ONCE = 4
/** More items than these are not looked up: they are findings all the same. */
const MOST_LOOKED_UP = 100
/** Types whose resource is what gives access: who made it, declared it. */
const BY_ITSELF =
  /^AWS::(SNS::Subscription|Lambda::Permission|Logs::SubscriptionFilter|ElasticLoadBalancingV2::ListenerRule)$/
/** A managed policy gives access to what it is attached to, which anybody can do. */
const MANAGED_POLICY = 'AWS::IAM::ManagedPolicy'

/** Looks up whether other stacks of the account made what no stack of the release declares. Denied: no owner is known. */
export async function readOwners(cloudformation: Calls, resources: readonly LiveResource[]): Promise<Owners> {
  const ids = resources.flatMap(({ aspects }) =>
    aspects.flatMap(({ undeclared }) => undeclared.flatMap(({ physicalId }) => physicalId ?? [])),
  )
  const found = await mapLimit([...new Set(ids)].slice(0, MOST_LOOKED_UP), READS_AT_ONCE, async (id) => {
    try {
      const owner = await readOwner(cloudformation, id)
      return owner === undefined ? [] : [[id, owner] as const]
    } catch (error) {
      const isUnowned = error instanceof ActionError && errorName(error) === 'ValidationError'
      if (isUnowned || (error instanceof ActionError && error.code === 'aws/denied')) return []
      throw error
    }
  })
  return new Map(found.flat())
}

async function readOwner(cloudformation: Calls, id: string): Promise<Owner | undefined> {
  const { StackResources = [] } = await cloudformation.describeStackResources({ PhysicalResourceId: id })
  const found = StackResources.find(({ PhysicalResourceId }) => PhysicalResourceId === id)
  const { StackName: stack, ResourceType: type = '', LogicalResourceId: logicalId = '' } = found ?? {}
  if (stack === undefined) return undefined
  if (BY_ITSELF.test(type)) return { stack }
  if (type !== MANAGED_POLICY) return undefined
  const { TemplateBody: body = '' } = await cloudformation.getTemplate({ StackName: stack, TemplateStage: 'Processed' })
  const { Roles = [], Users = [], Groups = [] } = parseTemplate(body, stack).resources[logicalId]?.properties ?? {}
  return { stack, attachedTo: [Roles, Users, Groups].flat() }
}

/** Pure: the resource without what another stack of the account declares. */
export function withoutOwned(resource: LiveResource, owners: Owners): LiveResource {
  const ownerOf = ({ physicalId }: UndeclaredItem): Owner | undefined =>
    physicalId === undefined ? undefined : owners.get(physicalId)
  const declaring = (item: UndeclaredItem): string | undefined => {
    const owner = ownerOf(item)
    const isDeclared = owner && (owner.attachedTo === undefined || owner.attachedTo.includes(resource.physicalId))
    return isDeclared ? owner.stack : undefined
  }
  const judged = (item: UndeclaredItem): UndeclaredItem => {
    const owner = ownerOf(item)
    const isOpen = owner?.attachedTo?.some((name) => typeof name !== 'string') === true
    return isOpen ? { ...item, perhaps: `the stack ${owner.stack}` } : item
  }
  return {
    ...resource,
    aspects: resource.aspects.map((aspect) => {
      const declaredBy = aspect.undeclared.flatMap((item) => declaring(item) ?? [])
      return {
        ...aspect,
        undeclared: aspect.undeclared.filter((item) => declaring(item) === undefined).map(judged),
        ...(declaredBy.length > 0 && { declaredBy }),
      }
    }),
  }
}
