import type { Call, RequiredPermission } from '../../contract.ts'
import { texts } from '../names.ts'
import { parameterArn } from './parameter-store.ts'

type Input = Readonly<Record<string, unknown>>

/** The permissions of Systems Manager, from the service authorization reference. */
export function ssmPermissions(operation: string, input: Input, call: Call): readonly RequiredPermission[] {
  const action = `ssm:${operation}`
  const on = (resources: readonly string[]): RequiredPermission[] =>
    (resources.length === 0 ? ['*'] : resources).map((resource) => ({ action, resource }))
  if (operation === 'SendCommand') return on(sent(input, call))
  const { Name, Names, Path } = input
  if (!operation.includes('Parameter') || operation === 'DescribeParameters') return on([])
  return on([...texts(Name), ...texts(Names), ...texts(Path)].map((name) => arnOf(call, name)))
}

/** A parameter by its name or ARN, without its version or label. */
function arnOf(call: Call, given: string): string {
  if (given.startsWith('arn:')) return given.split(':').slice(0, 6).join(':')
  return parameterArn({ home: call, name: given.split(':')[0] ?? '' })
}

/** The document, and the instances; with targets, any instance. */
function sent({ DocumentName, InstanceIds, Targets }: Input, { region, account }: Call): string[] {
  const instances = Targets === undefined ? texts(InstanceIds) : ['*']
  const documents = texts(DocumentName).map((name) =>
    name.startsWith('arn:') ? name : `arn:aws:ssm:${region}:${name.startsWith('AWS-') ? '' : account}:document/${name}`,
  )
  return [...documents, ...instances.map((id) => `arn:aws:ec2:${region}:${account}:instance/${id}`)]
}
