import { afterEach, describe, expect, test } from '@jest/globals'
import { CloudFormation } from '@aws-sdk/client-cloudformation'
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox.ts'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import { until } from '../world.ts'

const ACCOUNT = '111111111111'
const ROLE = `arn:aws:iam::${ACCOUNT}:role/shop-cloudformation`
const KEYS = { accessKeyId: 'AKIADEPLOYERDEPLOYER', secretAccessKey: 'a-secret-of-a-deployer' }
const TABLE = {
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    TableName: 'orders',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  },
}
const BODY = JSON.stringify({ Resources: { Orders: TABLE } })
const allowing = (...Action: string[]) => ({ Statement: { Effect: 'Allow' as const, Action, Resource: '*' } })
const FOR_CLOUDFORMATION = {
  Statement: {
    Effect: 'Allow' as const,
    Principal: { Service: 'cloudformation.amazonaws.com' },
    Action: 'sts:AssumeRole',
  },
}

let sandbox: Sandbox
afterEach(() => sandbox.close())

/** CloudFormation for a user with that policy, and the status of stacks that it creates. */
async function begin(policy: ReturnType<typeof allowing> | undefined, scenario: ScenarioInput = {}) {
  const user = { account: ACCOUNT, name: 'deployer', ...KEYS, ...(policy && { policy }) }
  sandbox = await startSandbox({ scenario: { pace: 100, users: [user], ...scenario } })
  const client = new CloudFormation({
    region: 'eu-west-1',
    endpoint: sandbox.awsUrl,
    credentials: { ...KEYS },
    maxAttempts: 1,
  })
  return {
    client,
    async create(more: object = {}): Promise<{ status: string; reasons: string[] }> {
      await client.createStack({ StackName: 'shop', TemplateBody: BODY, ...more })
      const { Stacks: [stack] = [] } = await until(
        () => client.describeStacks({ StackName: 'shop' }),
        ({ Stacks }) => Stacks?.[0]?.StackStatus?.endsWith('IN_PROGRESS') === false,
      )
      const { StackEvents = [] } = await client.describeStackEvents({ StackName: 'shop' })
      const failed = StackEvents.filter(({ ResourceStatus }) => ResourceStatus?.endsWith('_FAILED'))
      return {
        status: stack?.StackStatus ?? '',
        reasons: failed.map((event) => `${event.LogicalResourceId} ${event.ResourceStatusReason}`),
      }
    },
  }
}

const USER = `arn:aws:iam::${ACCOUNT}:user/deployer`
const refusal = (who: string, action: string): unknown =>
  expect.stringContaining(
    `Resource handler returned message: "User: ${who} is not authorized to perform: ${action} on resource: ` +
      `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/orders because no identity-based policy allows the ${action} action`,
  )

describe('CloudFormation changes resources', () => {
  test('with the permissions of the caller', async () => {
    const world = await begin(allowing('cloudformation:*', 'sns:*'))
    expect(await world.create()).toEqual({
      status: 'ROLLBACK_COMPLETE',
      reasons: [refusal(USER, 'dynamodb:CreateTable')],
    })
  })

  test('also in a rollback', async () => {
    const world = await begin(allowing('cloudformation:*', 'dynamodb:CreateTable'), {
      failures: [{ resource: 'After', on: 'create', reason: 'no' }],
    })
    const after = { Type: 'AWS::SQS::Queue', DependsOn: 'Orders' }
    const ended = await world.create({ TemplateBody: JSON.stringify({ Resources: { Orders: TABLE, After: after } }) })
    expect(ended.status).toBe('ROLLBACK_FAILED')
    expect(ended.reasons).toContainEqual(refusal(USER, 'dynamodb:DeleteTable'))
  })

  test('without restrictions for a caller without a policy', async () => {
    const world = await begin(undefined)
    expect(await world.create()).toEqual({ status: 'CREATE_COMPLETE', reasons: [] })
  })

  test('with the permissions of the service role, which the caller has to pass', async () => {
    const roles = [{ arn: ROLE, trust: FOR_CLOUDFORMATION, policy: allowing('dynamodb:CreateTable') }]
    const world = await begin(allowing('cloudformation:*', 'iam:PassRole'), { roles })
    expect(await world.create({ RoleARN: ROLE })).toEqual({ status: 'CREATE_COMPLETE', reasons: [] })
    await world.client.updateStack({ StackName: 'shop', TemplateBody: BODY.replace('PAY_PER_REQUEST', 'PROVISIONED') })
    const { StackEvents = [] } = await until(
      () => world.client.describeStackEvents({ StackName: 'shop' }),
      (page) => page.StackEvents?.[0]?.ResourceStatus?.startsWith('UPDATE_ROLLBACK_') === true,
    )
    expect(StackEvents.map(({ ResourceStatusReason }) => ResourceStatusReason)).toContainEqual(
      refusal(`arn:aws:sts::${ACCOUNT}:assumed-role/shop-cloudformation/AWSCloudFormation`, 'dynamodb:UpdateTable'),
    )
    expect(sandbox.aws.usedActions(ROLE)).toEqual(['dynamodb:CreateTable'])
  })

  test('not with a role that the caller cannot pass, or that does not trust CloudFormation', async () => {
    const roles = [{ arn: ROLE, trust: { repository: 'acme/shop' } }]
    const world = await begin(allowing('cloudformation:*'), { roles })
    await expect(world.create({ RoleARN: ROLE })).rejects.toThrow(
      `User: ${USER} is not authorized to perform: iam:PassRole on resource: ${ROLE}`,
    )
    await sandbox.close()
    const passing = await begin(allowing('cloudformation:*', 'iam:PassRole'), { roles })
    await expect(passing.create({ RoleARN: ROLE })).rejects.toThrow(`Role ${ROLE} is invalid or cannot be assumed`)
  })
})
