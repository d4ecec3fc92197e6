import { CloudControlClient, GetResourceCommand, ListResourcesCommand } from '@aws-sdk/client-cloudcontrol'
import { CreateStackCommand, DescribeStacksCommand, paginateDescribeStackEvents } from '@aws-sdk/client-cloudformation'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { segmentsOf } from '../../../sandbox/aws/registry/paths.ts'
import { schemaOf } from '../../../sandbox/aws/registry/schemas.ts'
import { AFTER, SAMPLES } from '../models.ts'
import type { Sample } from '../models.ts'
import { PREPROD, openSandbox, until } from '../world.ts'
import type { Opened } from '../world.ts'

const StackName = 'all'
const TYPES = 60
const logicalIdOf = ({ type }: Pick<Sample, 'type'>): string => type.replaceAll(':', '')

let opened: Opened
let client: CloudControlClient

beforeAll(async () => {
  opened = await openSandbox()
  client = new CloudControlClient({
    endpoint: opened.sandbox.awsUrl,
    region: PREPROD.region,
    credentials: { accessKeyId: PREPROD.account, secretAccessKey: 'anything' },
    maxAttempts: 1,
  })
  const { cloudformation } = opened.aws
  const Resources = Object.fromEntries(
    SAMPLES.map((sample) => {
      const parent = AFTER[sample.type]
      const { type: Type, properties: Properties } = sample
      return [logicalIdOf(sample), { Type, Properties, ...(parent && { DependsOn: logicalIdOf({ type: parent }) }) }]
    }),
  )
  await cloudformation.send(
    new CreateStackCommand({
      StackName,
      TemplateBody: JSON.stringify({ Resources }),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  )
  const { Stacks } = await until(
    () => cloudformation.send(new DescribeStacksCommand({ StackName })),
    ({ Stacks: stacks }) => stacks?.[0]?.StackStatus?.endsWith('_IN_PROGRESS') === false,
  )
  const reasons: (string | undefined)[] = []
  for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client: cloudformation }, { StackName })) {
    const failed = StackEvents.filter(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED')
    reasons.push(...failed.map(({ ResourceStatusReason }) => ResourceStatusReason))
  }
  expect(reasons.filter((reason) => reason !== 'Resource creation cancelled')).toEqual([])
  expect(Stacks?.[0]?.StackStatus).toBe('CREATE_COMPLETE')
})
afterAll(() => opened.sandbox.close())

test('there are enough types', () => {
  expect(new Set(SAMPLES.map(({ type }) => type)).size).toBeGreaterThanOrEqual(TYPES)
})

/** The only resource of its type. */
async function identifierOf({ type, properties, within }: Sample): Promise<string> {
  const parent = within && Object.fromEntries(within.map((name) => [name, properties[name]]))
  const { ResourceDescriptions = [] } = await client.send(
    new ListResourcesCommand({ TypeName: type, ...(parent && { ResourceModel: JSON.stringify(parent) }) }),
  )
  expect(ResourceDescriptions).toHaveLength(1)
  return ResourceDescriptions[0]?.Identifier ?? ''
}

async function read(TypeName: string, Identifier: string): Promise<Record<string, unknown>> {
  const { ResourceDescription } = await client.send(new GetResourceCommand({ TypeName, Identifier }))
  expect(ResourceDescription?.Identifier).toBe(Identifier)
  return JSON.parse(ResourceDescription?.Properties ?? '') as Record<string, unknown>
}

describe.each(SAMPLES)('$type', (sample) => {
  const { type, change } = sample

  test('is read, changed outside its stack, and read again', async () => {
    const identifier = await identifierOf(sample)
    expect(identifier).not.toBe('')
    const before = await read(type, identifier)
    const [name = '', value] = Object.entries(change)[0] ?? []
    expect(before[name]).not.toEqual(value)
    const schema = schemaOf(type)
    const first = (paths: readonly string[] = []): (string | undefined)[] => paths.map((path) => segmentsOf(path)[0])
    for (const part of first(schema?.primaryIdentifier)) expect(before).toHaveProperty([part ?? ''])
    for (const path of schema?.writeOnlyProperties ?? []) expect(before).not.toHaveProperty([...segmentsOf(path)])

    await opened.sandbox.admin.tamper({ stack: StackName, resource: logicalIdOf(sample), properties: change })
    // CloudFormation's own tags are returned in addition.
    const shown = name === 'Tags' ? expect.arrayContaining(value as unknown[]) : value
    expect(await read(type, identifier)).toHaveProperty([name], shown)
  })
})
