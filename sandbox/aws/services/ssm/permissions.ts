import type { SendCommandCommandInput } from '@aws-sdk/client-ssm'
import type { Call, RequiredPermission } from '../../../contract.ts'
import type { Hosts } from '../../hosts/hosts.ts'
import { texts } from '../../names.ts'
import { isTarget, managedHosts } from './commands.ts'
import { parameterArn } from './parameter-store.ts'

type Input = Readonly<Record<string, unknown>>

/** The permissions of Systems Manager, from the service authorization reference. */
export function ssmPermissions(
  operation: string,
  input: Input,
  call: Call,
  hosts: Hosts,
): readonly RequiredPermission[] {
  const action = `ssm:${operation}`
  const on = (resources: readonly string[]): RequiredPermission[] =>
    (resources.length === 0 ? ['*'] : resources).map((resource) => ({ action, resource }))
  if (operation === 'SendCommand') return [...on(documents(input, call)), ...sent(input, call, hosts)]
  const { Name, Names, Path } = input
  if (!operation.includes('Parameter') || operation === 'DescribeParameters') return on([])
  return on([...texts(Name), ...texts(Names), ...texts(Path)].map((name) => arnOf(call, name)))
}

/** A parameter by its name or ARN, without its version or label. */
function arnOf(call: Call, given: string): string {
  if (given.startsWith('arn:')) return given.split(':').slice(0, 6).join(':')
  return parameterArn({ home: call, name: given.split(':')[0] ?? '' })
}

function documents({ DocumentName }: Input, { region, account }: Call): string[] {
  return texts(DocumentName).map((name) =>
    name.startsWith('arn:') ? name : `arn:aws:ssm:${region}:${name.startsWith('AWS-') ? '' : account}:document/${name}`,
  )
}

/** The instances that the command is for, each with its tags. */
function sent(input: Input, call: Call, hosts: Hosts): RequiredPermission[] {
  const { InstanceIds = [], Targets = [] } = input as Pick<SendCommandCommandInput, 'InstanceIds' | 'Targets'>
  const chosen = managedHosts(hosts, call).filter(
    (host) =>
      InstanceIds.includes(host.id) || (Targets.length > 0 && Targets.every((target) => isTarget(host, target))),
  )
  const named = [...new Set([...InstanceIds, ...chosen.map(({ id }) => id)])]
  return named.map((id) => {
    const tags = chosen.find((host) => host.id === id)?.tags ?? []
    return {
      action: 'ssm:SendCommand',
      resource: `arn:aws:ec2:${call.region}:${call.account}:instance/${id}`,
      context: Object.fromEntries(tags.map(({ Key, Value }) => [`ssm:resourcetag/${Key.toLowerCase()}`, Value])),
    }
  })
}
