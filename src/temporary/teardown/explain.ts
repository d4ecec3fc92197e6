import type { AwsAccess } from '../../aws/access.ts'
import { refusalIn } from '../../aws/refusals.ts'
import type { CloudFormation } from '../../cloudformation/client.ts'
import type { OperationEvent } from '../../cloudformation/update/events.ts'
import { pagesOf } from '../../aws/pages.ts'
import type { Finding } from '../../evidence/finding.ts'
import type { Ports } from '../../ports.ts'
import { ActionError } from '../../support/errors.ts'
import { listed } from '../../support/text/text.ts'
import type { StackRecord } from '../record.ts'
import type { Deletion } from './delete-stack.ts'

const NAMED_AT_MOST = 5
const EXPORT_IN_USE = /Export (\S+) cannot be deleted as it is in use by (.+?)\.?$/

/** What holds a resource, as far as it can be read, and how to release it. */
interface Holder {
  readonly by: string
  readonly advice: string
}

interface World {
  readonly ports: Pick<Ports, 'connect' | 'cancelled'>
  readonly access: AwsAccess
  readonly cloudformation: Pick<CloudFormation, 'listImports'>
}

/** Why a stack was not deleted: one finding for each resource that could not be, with what holds it. */
export async function explain(
  world: World,
  environment: string,
  stack: StackRecord,
  end: Deletion,
): Promise<Finding[]> {
  const { region } = world.access
  const name = stack.stackArn.split('/')[1] ?? stack.stackArn
  const details = { environment }
  const again = 'Then run the teardown again: it continues with what remains.'
  if (end.failed.length === 0) {
    const holder = await holderOfStack(world, end.reason)
    return [
      {
        code: 'temporary/delete-failed',
        outcome: 'fail',
        title: `${name} was not deleted: ${holder?.by ?? end.reason}`,
        subject: `stack/${stack.id}`,
        expected: 'DELETE_COMPLETE',
        observed: end.reason,
        advice: `${holder?.advice ?? `Read \`aws cloudformation describe-stack-events --stack-name ${stack.stackArn} --region ${region}\`.`} ${again}`,
        details,
      },
    ]
  }
  const findings: Finding[] = []
  for (const event of end.failed) {
    const holder = await holderOf(world, event)
    findings.push({
      code: 'temporary/delete-failed',
      outcome: 'fail',
      title: `${event.logicalId} (${event.type}) of ${name} was not deleted${holder ? `: ${holder.by}` : ''}`,
      subject: `stack/${event.stack}/resource/${event.logicalId}`,
      expected: 'DELETE_COMPLETE',
      observed: `${event.physicalId}: ${event.reason}`,
      advice: `${holder?.advice ?? `Release ${event.physicalId} as the reason says.`} ${again}`,
      details,
    })
  }
  return findings
}

async function holderOfStack({ cloudformation, access }: World, reason: string): Promise<Holder | undefined> {
  const [, name, user] = EXPORT_IN_USE.exec(reason) ?? []
  if (name === undefined) {
    if (!/TerminationProtection/i.test(reason)) return undefined
    return { by: 'it has termination protection', advice: 'Remove the protection if the stack is not needed any more.' }
  }
  const importers = await read(async () => {
    const found: string[] = []
    const pages = pagesOf('NextToken', (next) => cloudformation.listImports({ ExportName: name, ...next }))
    for await (const page of pages) found.push(...(page.Imports ?? []))
    return found
  })
  const users = listed(importers.found ?? [user ?? 'another stack'], NAMED_AT_MOST)
  return {
    by: `its export ${name} is in use by ${users}`,
    advice: `Remove the import from ${users}, or delete ${users} first (\`aws cloudformation list-imports --export-name ${name} --region ${access.region}\`).`,
  }
}

/** The kinds of resources that mostly hold on, by their type. */
async function holderOf(world: World, event: OperationEvent): Promise<Holder | undefined> {
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
  if (/^AWS::EC2::(SecurityGroup|Subnet|VPC|NetworkInterface)$/.test(type)) return interfacesOf(world, type, physicalId)
  if (type === 'AWS::ECR::Repository') {
    return {
      by: 'it holds images',
      advice: `Delete them with \`aws ecr batch-delete-image\`, or set \`EmptyOnDelete: true\` in the template.`,
    }
  }
  if (/DeletionProtection|deletion protection/i.test(reason)) {
    return {
      by: 'it has deletion protection',
      advice: `Turn off the deletion protection of ${physicalId} in ${region} if it is not needed any more; in the template, by a parameter under environments.preprod.temporary.parameters.`,
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

async function objectsIn({ ports, access }: World, bucket: string): Promise<Holder> {
  const { found, why } = await read(async () => {
    const calls = await (await ports.connect.temporary(access)).objects()
    const { Versions = [], DeleteMarkers = [] } = await calls.listObjectVersions({
      Bucket: bucket,
      MaxKeys: NAMED_AT_MOST + 1,
    })
    return [...Versions.map(({ Key = '' }) => Key), ...DeleteMarkers.map(({ Key = '' }) => `${Key} (delete marker)`)]
  })
  const objects = found === undefined ? `objects (not listed: ${why})` : listed(found, NAMED_AT_MOST)
  return {
    by: `it holds ${objects}`,
    advice: `Set \`environments.preprod.temporary.empty-buckets: true\`, or delete all versions of the objects in ${bucket}.`,
  }
}

const FILTERS: Readonly<Record<string, string>> = {
  'AWS::EC2::SecurityGroup': 'group-id',
  'AWS::EC2::Subnet': 'subnet-id',
  'AWS::EC2::VPC': 'vpc-id',
  'AWS::EC2::NetworkInterface': 'network-interface-id',
}

async function interfacesOf({ ports, access }: World, type: string, id: string): Promise<Holder> {
  const filter = FILTERS[type] ?? 'group-id'
  const { found, why } = await read(async () => {
    const calls = await (await ports.connect.temporary(access)).network()
    const { NetworkInterfaces = [] } = await calls.describeNetworkInterfaces({
      Filters: [{ Name: filter, Values: [id] }],
      MaxResults: 50,
    })
    return NetworkInterfaces.map(
      ({ NetworkInterfaceId = '', Description = '', Status = '' }) =>
        `${NetworkInterfaceId} (${[Status, Description].filter(Boolean).join(', ')})`,
    )
  })
  const command = `aws ec2 describe-network-interfaces --filters Name=${filter},Values=${id} --region ${access.region}`
  if (found?.length === 0) {
    return {
      by: 'another resource refers to it',
      advice: `Find it by the reason; no network interface uses it (\`${command}\`).`,
    }
  }
  const interfaces = found === undefined ? `network interfaces (not listed: ${why})` : listed(found, NAMED_AT_MOST)
  return {
    by: `${interfaces} use${found?.length === 1 ? 's' : ''} it`,
    advice:
      `See \`${command}\`. Those of Lambda functions are removed by AWS, mostly within 45 minutes after the function; ` +
      'others have to be detached and deleted.',
  }
}

/** What cannot be read does not keep the failure from being reported. */
async function read<T>(ask: () => Promise<T>): Promise<{ readonly found?: T; readonly why: string }> {
  try {
    return { found: await ask(), why: '' }
  } catch (error) {
    if (!(error instanceof ActionError) || error.code === 'cancelled') throw error
    return { why: error.message }
  }
}
