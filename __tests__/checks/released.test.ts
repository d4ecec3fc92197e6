import { beforeEach, describe, expect, test } from '@jest/globals'
import type { StackStatus } from '@aws-sdk/client-cloudformation'
import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy'
import { resolveEnvironment } from '../../src/config/model/environment.ts'
import { readConfig } from '../../src/config/schema/file.ts'
import { ActionError } from '../../src/support/errors.ts'
import { FakeClock, awsError } from '../deploy/fakes.ts'
import { line, runCheck, type AwsStage } from './aws.ts'

const CONFIG = `version: 1
environments: { preprod: { region: eu-west-1, approval: { none: nobody is asked here } } }
stacks: [{ id: web, name: web-preprod, template: web.yml }, { id: base, name: base-preprod, template: base.yml }]
deployments:
  - { id: orders, platform: lambda, application: functions, group: preprod, appspec: orders.yml, revision: { directory: dist } }
  - { id: desk, platform: local, revision: { directory: desk } }
`
const ARN = 'arn:aws:cloudformation:eu-west-1:111111111111:stack/web-preprod/1'
const FUNCTION = 'arn:aws:lambda:eu-west-1:111111111111:function'

let stage: AwsStage
let group: DeploymentGroupInfo | undefined
let aliases: Record<string, string>
let weights: Record<string, number>
let code: Record<string, string | undefined>
let fleet: { desired: number; instances: string[] }
let recorded: Record<string, string | null> | undefined
let denied: boolean
let existing: string[]
/** Logical ids that the stack has no longer. */
let removed: string[]
let updated: Date | undefined
let stackStatus: StackStatus
beforeEach(() => {
  group = groupAt('2', { deploymentId: 'd-1', status: 'Succeeded' })
  aliases = { 'orders:live': '2', 'mail:live': '7' }
  weights = {}
  code = { 'orders:1': 'old', 'orders:2': 'new', 'orders:3': 'newer', 'mail:7': 'mail' }
  fleet = { desired: 2, instances: ['3', '3'] }
  recorded = {
    'deployments/orders/alias/live/version': '2',
    'deployments/orders/alias/live/code': 'new',
    'serving/alias/mail/live/version': '7',
    'serving/alias/mail/live/code': 'mail',
    'serving/scaling-group/fleet/template': 'lt-1:3',
    'serving/scaling-group/fleet/instances': 'lt-1:3',
  }
  denied = false
  removed = []
  updated = undefined
  stackStatus = 'UPDATE_COMPLETE'
  existing = ['web-preprod', 'base-preprod']
  stage = { clock: new FakeClock(), connect: connections() }
})

function groupAt(version: string, last: { deploymentId: string; status: 'Succeeded' | 'InProgress' }) {
  const Properties = { Name: 'orders', Alias: 'live', TargetVersion: version }
  return {
    deploymentGroupName: 'preprod',
    computePlatform: 'Lambda' as const,
    lastAttemptedDeployment: last,
    targetRevision: {
      revisionType: 'AppSpecContent' as const,
      appSpecContent: { content: JSON.stringify({ version: 0, Resources: [{ orders: { Properties } }] }) },
    },
  }
}

function connections(): AwsStage['connect'] {
  const one = (LogicalResourceId: string, ResourceType: string, PhysicalResourceId: string) => ({
    LogicalResourceId,
    ResourceType,
    PhysicalResourceId,
    ResourceStatus: 'CREATE_COMPLETE',
  })
  const resources = [
    one('Version', 'AWS::Lambda::Version', `${FUNCTION}:mail:7`),
    one('Live', 'AWS::Lambda::Alias', `${FUNCTION}:mail:live`),
    // The deployment `orders` deploys it.
    one('Orders', 'AWS::Lambda::Alias', `${FUNCTION}:orders:live`),
    one('Fleet', 'AWS::AutoScaling::AutoScalingGroup', 'fleet'),
  ]
  const cloudformation = {
    describeStacks: ({ StackName = '' }) => {
      if (!existing.includes(StackName)) throw awsError('ValidationError', `Stack with id ${StackName} does not exist`)
      const StackId = ARN.replace('web-preprod', StackName)
      return Promise.resolve({
        Stacks: [{ StackName, StackId, StackStatus: stackStatus, ...(updated && { LastUpdatedTime: updated }) }],
      })
    },
    listStackResources: ({ StackName = '' }) =>
      Promise.resolve({
        StackResourceSummaries:
          StackName === ARN ? resources.filter(({ LogicalResourceId }) => !removed.includes(LogicalResourceId)) : [],
      }),
  }
  const codedeploy = {
    getDeploymentGroup: () => {
      if (group === undefined) throw awsError('DeploymentGroupDoesNotExistException', 'none')
      return Promise.resolve({ deploymentGroupInfo: group })
    },
  }
  const reads = {
    getAlias: ({ FunctionName = '', Name = '' }) => {
      if (denied) throw new ActionError('aws/denied', { message: 'no', subject: 'aws/lambda/GetAlias' })
      const FunctionVersion = aliases[`${FunctionName}:${Name}`]
      return Promise.resolve({ FunctionVersion, RoutingConfig: { AdditionalVersionWeights: weights } })
    },
    getFunctionConfiguration: ({ FunctionName = '', Qualifier }: { FunctionName?: string; Qualifier?: string }) => {
      const versions = Object.keys(code).filter((key) => key.startsWith(`${FunctionName}:`))
      return Promise.resolve({ CodeSha256: code[`${FunctionName}:${Qualifier}`] ?? code[versions.at(-1) ?? ''] })
    },
    describeAutoScalingGroups: () =>
      Promise.resolve({
        AutoScalingGroups: [
          {
            AutoScalingGroupName: 'fleet',
            DesiredCapacity: fleet.desired,
            LaunchTemplate: { LaunchTemplateId: 'lt-1', Version: '3' },
            Instances: fleet.instances.map((Version) => ({
              LifecycleState: 'InService',
              LaunchTemplate: { LaunchTemplateId: 'lt-1', Version },
            })),
          },
        ],
      }),
  }
  return {
    cloudformation: () => Promise.resolve(cloudformation as never),
    codedeploy: () => Promise.resolve(codedeploy as never),
    state: () => Promise.resolve(reads as never),
  }
}

async function judged(yaml: string) {
  const { stacks, deployments } = resolveEnvironment(readConfig(CONFIG, 'file'), 'preprod', undefined)
  const place = { environment: 'preprod', account: '111111111111', region: 'eu-west-1' }
  const state = recorded && { ...place, at: '2027-01-01T00:00:00.000Z', values: recorded }
  return runCheck(yaml, { ...stage, released: { stacks, deployments, recorded: state } })
}
const lineOf = async (yaml: string): Promise<string> => line(await judged(yaml))

describe('the serving version', () => {
  test('is the release where it is what the deployment recorded', async () => {
    expect(await judged('{ released: [orders, web] }')).toMatchObject({
      outcome: 'pass',
      title: 'what this run deployed serves (3 resources)',
      expected: 'what the deployment recorded at 2027-01-01T00:00:00.000Z',
    })
    expect(await lineOf('{ released: orders }')).toBe('pass: what this run deployed serves (1 resource)')
  })

  test('is the release while resources that it replaced are removed', async () => {
    stackStatus = 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'
    expect((await judged('{ released: web }')).outcome).toBe('pass')
  })

  test('is not the release after a rollback by CodeDeploy, although group and alias agree', async () => {
    group = groupAt('1', { deploymentId: 'd-2', status: 'Succeeded' })
    aliases['orders:live'] = '1'
    expect(await judged('{ released: orders }')).toMatchObject({
      outcome: 'fail',
      title: 'not what this run deployed: alias orders:live: version 1 instead of 2, code old instead of new',
    })
  })

  test.each<[string, () => void, string]>([
    ['another version', () => (aliases['orders:live'] = '3'), 'version 3 instead of 2, code newer instead of new'],
    ['other code under the same number', () => (code['orders:2'] = 'other'), 'code other instead of new'],
    ['a share of the calls for another version', () => (weights = { '1': 0.1 }), 'version 2, 1: 0.1 instead of 2'],
    ['no deployment group', () => (group = undefined), 'deployment orders does not exist'],
  ])('is not the release with %s', async (_, change, said) => {
    change()
    expect(await lineOf('{ released: orders }')).toMatch(/^fail: not what this run deployed: /)
    expect(await lineOf('{ released: orders }')).toContain(said)
  })

  test('is not the release where instances were started from another template', async () => {
    fleet.instances = ['2', '3']
    expect(await lineOf('{ released: web }')).toContain('instances lt-1:2, lt-1:3 instead of lt-1:3')
  })

  describe('after an update of the stack by another process', () => {
    const THEN = '2027-01-01T00:00:00.000Z'
    beforeEach(() => {
      recorded = { ...recorded, 'stacks/web/arn': ARN, 'stacks/web/updated': THEN }
      updated = new Date('2027-01-01T00:05:00.000Z')
    })

    test('is not the release where a resource that served is gone', async () => {
      removed = ['Version', 'Live']
      expect(await lineOf('{ released: web }')).toBe(
        'fail: not what this run deployed: no stack has alias/mail/live/version any more, no stack has alias/mail/live/code any more',
      )
    })

    test('is the release where all of it serves, and another stack has lost nothing', async () => {
      expect(await lineOf('{ released: web }')).toBe('pass: what this run deployed serves (2 resources)')
      expect(await lineOf('{ released: [orders, web] }')).toBe('pass: what this run deployed serves (3 resources)')
    })

    test('is the release where the update was that of this run', async () => {
      updated = new Date(THEN)
      expect(await lineOf('{ released: web }')).toBe('pass: what this run deployed serves (2 resources)')
    })
  })

  test('is not the release where its stack does not exist', async () => {
    existing = []
    expect(await lineOf('{ released: web }')).toBe('fail: not what this run deployed: stack web does not exist')
  })
})

describe('whether the release serves is unknown', () => {
  test.each<[string, string, () => void, string]>([
    [
      'no deployment of this run is known',
      'orders',
      () => (recorded = undefined),
      'what this run deployed is not known',
    ],
    ['a value was not recorded', 'orders', () => (recorded = {}), 'version was not recorded, code was not recorded'],
    [
      'a value was recorded as unknown',
      'orders',
      () => recorded && (recorded['deployments/orders/alias/live/code'] = null),
      'code was not recorded',
    ],
    ['a value cannot be read', 'orders', () => (code = {}), 'without digests of the code'],
    ['nothing runs', 'web', () => (fleet = { desired: 0, instances: [] }), 'Auto Scaling group fleet: nothing runs'],
    [
      'a deployment is running',
      'orders',
      () => (group = groupAt('2', { deploymentId: 'd-2', status: 'InProgress' })),
      'the deployment d-2 is running',
    ],
    [
      'its stack is being updated',
      'web',
      () => (stackStatus = 'UPDATE_IN_PROGRESS'),
      'stack web: its status is UPDATE_IN_PROGRESS',
    ],
    [
      'its stack is being rolled back',
      'web',
      () => (stackStatus = 'UPDATE_ROLLBACK_IN_PROGRESS'),
      'stack web: its status is UPDATE_ROLLBACK_IN_PROGRESS',
    ],
    ['a stack has no serving resource', 'base', () => undefined, 'stack base: nothing that serves was found'],
  ])('where %s', async (_, id, change, said) => {
    change()
    const text = await lineOf(`{ released: ${id} }`)
    expect(text).toMatch(/^inconclusive: /)
    expect(text).toContain(said)
  })

  test('where the call is denied, with the permission that is missing', async () => {
    denied = true
    expect(await judged('{ released: orders }')).toMatchObject({
      outcome: 'inconclusive',
      advice: 'Allow lambda:GetAlias for the verify-role (docs/iam/serving.json).',
    })
  })
})

test.each(['ordres', 'desk'])('an ID that is neither a stack nor a deployment in AWS is an error: %s', async (id) => {
  expect(await lineOf(`{ released: ${id} }`)).toMatch(`error: ${id}: neither a stack nor a deployment in AWS`)
})
