import type { AwsAccess } from '../../aws/access.ts'
import { refusalIn } from '../../aws/refusals.ts'
import type { OperationEvent } from '../../cloudformation/update/events.ts'
import type { Ports } from '../../ports.ts'
import { ActionError } from '../../support/errors.ts'
import { listed } from '../../support/text/text.ts'

const NAMED_AT_MOST = 5

/** What holds a resource, as far as it can be read, and how to release it. */
export interface Holder {
  readonly by: string
  readonly advice: string
}

export interface Holding {
  readonly ports: Pick<Ports, 'connect' | 'cancelled'>
  readonly access: AwsAccess
}

/** The kinds of resources that mostly hold on, by the type of what they hold. Undefined where the reason says it all. */
export async function holderOf(world: Holding, event: OperationEvent): Promise<Holder | undefined> {
  const { type, reason, physicalId } = event
  const { region } = world.access
  const refusal = refusalIn(reason)
  if (refusal) {
    return {
      by: `${refusal.who} may not call ${refusal.action}`,
      advice: `Allow ${refusal.action} on ${physicalId} for ${refusal.who}.`,
    }
  }
  if (type === 'AWS::S3::Bucket' && /not empty/i.test(reason)) return objectsIn(world, physicalId)
  if (type === 'AWS::ECR::Repository') return imagesIn(world, physicalId)
  if (FILTERS[type] !== undefined) return usersInNetwork(world, type, physicalId)
  if (/deletion ?protection|protected against deletion/i.test(reason)) {
    return {
      by: 'it has deletion protection',
      advice: `Turn off the deletion protection of ${physicalId} in ${region} if it is not needed any more; in the template, by a parameter under environments.preprod.temporary.parameters.`,
    }
  }
  if (/disableApiTermination|termination ?protection/i.test(reason)) {
    return {
      by: 'it has termination protection',
      advice: `If it is not needed any more: \`aws ec2 modify-instance-attribute --instance-id ${physicalId} --no-disable-api-termination --region ${region}\`.`,
    }
  }
  if (type === 'AWS::IAM::Role' || type === 'AWS::IAM::ManagedPolicy') {
    return {
      by: 'another process attached a policy, an instance profile or a role to it',
      advice: `Detach what the reason names from ${physicalId}.`,
    }
  }
  return undefined
}

async function objectsIn({ ports, access }: Holding, bucket: string): Promise<Holder> {
  const { found, why } = await asFarAsReadable(async () => {
    const calls = await (await ports.connect.temporary(access)).objects()
    const { Versions = [], DeleteMarkers = [] } = await calls.listObjectVersions({
      Bucket: bucket,
      MaxKeys: NAMED_AT_MOST + 1,
    })
    return [
      ...Versions.map(({ Key = '', IsLatest }) => (IsLatest === false ? `${Key} (an older version)` : Key)),
      ...DeleteMarkers.map(({ Key = '' }) => `${Key} (delete marker)`),
    ]
  })
  const objects = found === undefined ? `objects (not listed: ${why})` : listed(found, NAMED_AT_MOST)
  return {
    by: `it holds ${objects}`,
    advice: `Set \`environments.preprod.temporary.empty-buckets: true\`, or delete all versions of the objects in ${bucket}.`,
  }
}

async function imagesIn({ ports, access }: Holding, repository: string): Promise<Holder> {
  const { found, why } = await asFarAsReadable(async () => {
    const calls = await (await ports.connect.temporary(access)).images()
    const { imageIds = [] } = await calls.listImages({ repositoryName: repository })
    return imageIds.map(({ imageTag, imageDigest = '' }) => imageTag ?? imageDigest)
  })
  const images =
    found === undefined || found.length === 0
      ? `images (not listed: ${why || 'none was returned'})`
      : `the images ${listed(found, NAMED_AT_MOST)}`
  return {
    by: `it holds ${images}`,
    advice: `If they are not needed any more, set \`EmptyOnDelete: true\` in the template, or delete them: \`aws ecr delete-repository --repository-name ${repository} --force --region ${access.region}\`.`,
  }
}

const FILTERS: Readonly<Record<string, string>> = {
  'AWS::EC2::SecurityGroup': 'group-id',
  'AWS::EC2::Subnet': 'subnet-id',
  'AWS::EC2::VPC': 'vpc-id',
  'AWS::EC2::NetworkInterface': 'network-interface-id',
}

/** The network interfaces with their owners, and for a security group the groups whose rules name it. */
async function usersInNetwork({ ports, access }: Holding, type: string, id: string): Promise<Holder> {
  const filter = FILTERS[type] ?? 'group-id'
  const { found, why } = await asFarAsReadable(async () => {
    const calls = await (await ports.connect.temporary(access)).network()
    const { NetworkInterfaces = [] } = await calls.describeNetworkInterfaces({
      Filters: [{ Name: filter, Values: [id] }],
      MaxResults: 50,
    })
    return NetworkInterfaces.map((each) => {
      const { NetworkInterfaceId = '', Description = '', Status = '', InterfaceType, Attachment, RequesterId } = each
      const owner = Attachment?.InstanceId ?? (InterfaceType === 'interface' ? RequesterId : InterfaceType)
      return `${NetworkInterfaceId} (${[Status, owner && `of ${owner}`, Description].filter(Boolean).join(', ')})`
    })
  })
  const groups = type === 'AWS::EC2::SecurityGroup' ? await groupsNaming({ ports, access }, id) : []
  const see = `aws ec2 describe-network-interfaces --filters Name=${filter},Values=${id} --region ${access.region}`
  if (groups.length > 0 && (found ?? []).length === 0) {
    return {
      by: `rules of ${listed(groups, NAMED_AT_MOST)} refer to it`,
      advice: `Remove these rules, or delete these groups first (\`aws ec2 describe-security-group-rules --filters Name=group-id,Values=${groups.map((each) => each.split(' ')[0]).join(',')} --region ${access.region}\`).`,
    }
  }
  if (found?.length === 0) {
    return {
      by: 'another resource refers to it',
      advice: `Find it by the reason; no network interface uses it (\`${see}\`).`,
    }
  }
  const interfaces = found === undefined ? `network interfaces (not listed: ${why})` : listed(found, NAMED_AT_MOST)
  const rules = groups.length === 0 ? '' : `; rules of ${listed(groups, NAMED_AT_MOST)} refer to it`
  return {
    by: `${interfaces} use${found?.length === 1 ? 's' : ''} it${rules}`,
    advice:
      `See \`${see}\`. Those of Lambda functions are removed by AWS, mostly within 45 minutes after the function; ` +
      'others have to be detached and deleted.',
  }
}

/** Other security groups with a rule that names a group: `sg-2 (db)`. */
async function groupsNaming({ ports, access }: Holding, id: string): Promise<string[]> {
  const { found = [] } = await asFarAsReadable(async () => {
    const calls = await (await ports.connect.temporary(access)).network()
    const names: string[] = []
    for (const Name of ['ip-permission.group-id', 'egress.ip-permission.group-id']) {
      const { SecurityGroups = [] } = await calls.describeSecurityGroups({ Filters: [{ Name, Values: [id] }] })
      for (const { GroupId = '', GroupName = '' } of SecurityGroups)
        if (GroupId !== id) names.push(`${GroupId} (${GroupName})`)
    }
    return [...new Set(names)]
  })
  return found
}

/** What cannot be read does not keep the failure from being reported. */
export async function asFarAsReadable<T>(ask: () => Promise<T>): Promise<{ readonly found?: T; readonly why: string }> {
  try {
    return { found: await ask(), why: '' }
  } catch (error) {
    if (!(error instanceof ActionError) || error.code === 'cancelled') throw error
    return { why: error.message }
  }
}
