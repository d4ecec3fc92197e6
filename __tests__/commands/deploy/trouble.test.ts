import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { troubleRule, type TroubleRule } from '../../../sandbox/aws/wire/trouble.ts'
import type { Evidence } from '../../../src/evidence/document.ts'
import { clientsOf, makeFleet, revisionFiles } from '../../sandbox/world.ts'
import { deploying } from './deploying.ts'
import { lines, startWorld, type World } from '../world.ts'

const TEMPLATE = `
Parameters:
  Title: { Type: String, Default: orders }
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties: { DisplayName: !Ref Title }
`
const CONFIG = `
version: 1
stacks:
  - { id: web, name: "web-{environment}", template: web.yml }
deployments:
  - { id: app, platform: server, application: shop, group: fleet, revision: { directory: app, bucket: revisions } }
`
let world: World
let precheck: Evidence
beforeEach(async () => {
  world = await startWorld()
  const files = Object.entries(revisionFiles('one')).map(([name, text]) => [`app/${name}`, text] as const)
  await world.write({ 'web.yml': TEMPLATE, ...Object.fromEntries(files) })
  await makeFleet({ sandbox: world.sandbox, aws: clientsOf(world.sandbox), traffic: [], complaints: [] }, 1)
  precheck = await world.precheck(CONFIG, { environment: 'preprod', mode: 'observe' })
})
afterEach(() => world.close())

const trouble = (rule: Partial<TroubleRule>): void => world.sandbox.aws.trouble.add(troubleRule.parse(rule))
const release = (runAttempt = 1): Promise<Evidence> =>
  deploying(world, CONFIG, { evidence: [precheck], inputs: { mode: 'observe' }, runAttempt })
const good = (evidence: Evidence): void => {
  const reported = lines(evidence)
  expect(reported).toContain('pass stack/updated stack/web')
  expect(reported).toContain('pass deployment/succeeded deployment/app')
}
const operations = async (): Promise<{ beginnings: number; deployments: number }> => {
  const { StackEvents = [] } = await (await world.cloudformation()).describeStackEvents({ StackName: 'web-preprod' })
  const { deployments = [] } = await (
    await world.ports.connect.codedeploy({ region: world.region, session: 's' })
  ).listDeployments({ applicationName: 'shop', deploymentGroupName: 'fleet' })
  return {
    beginnings: StackEvents.filter(({ ResourceStatus }) => ResourceStatus === 'CREATE_IN_PROGRESS').filter(
      ({ ResourceType }) => ResourceType === 'AWS::CloudFormation::Stack',
    ).length,
    deployments: deployments.length,
  }
}
const ONCE = { beginnings: 1, deployments: 1 }

describe('a release with failing API calls', () => {
  test.each<[string, Partial<TroubleRule>]>([
    ['responses of ExecuteChangeSet are lost', { on: 'cloudformation:ExecuteChangeSet', do: 'reset-after', times: 1 }],
    ['requests of ExecuteChangeSet are lost', { on: 'cloudformation:ExecuteChangeSet', do: 'reset-before', times: 2 }],
    ['the response of CreateDeployment is lost', { on: 'codedeploy:CreateDeployment', do: 'reset-after', times: 1 }],
    ['the request of CreateDeployment is lost', { on: 'codedeploy:CreateDeployment', do: 'reset-before', times: 1 }],
    ['polling is throttled', { on: ['cloudformation:Describe*', 'codedeploy:Get*'], do: 'throttle', times: 2 }],
    [
      'polling fails with an internal error of AWS',
      { on: 'cloudformation:DescribeStackEvents', do: 'error-500', after: 1, times: 7 },
    ],
  ])('completes, and does nothing twice, when %s', async (_what, rule) => {
    trouble(rule)
    good(await release())
    expect(await operations()).toEqual(ONCE)
  })

  test('whose job loses its permissions during the deployment reports what still runs, and its next attempt continues it', async () => {
    trouble({ on: 'codedeploy:GetDeployment', do: 'expired', after: 1, times: 1 })
    const interrupted = await release()
    expect(lines(interrupted)).toContain('error aws/expired aws/codedeploy/GetDeployment')
    expect(lines(interrupted).filter((line) => line.includes('deployment/failed'))).toEqual([])
    expect(interrupted.handles).toContainEqual(expect.objectContaining({ kind: 'deployment', state: 'running' }))
    good(await release(2))
    expect((await operations()).beginnings).toBe(1)
  })

  test('whose role may not execute change sets reports the missing action', async () => {
    trouble({ on: 'cloudformation:ExecuteChangeSet', do: 'deny' })
    const refused = await release()
    const [finding] = refused.findings.filter(({ outcome }) => outcome === 'error')
    expect(finding).toMatchObject({
      code: 'aws/denied',
      advice: expect.stringContaining('cloudformation:ExecuteChangeSet'),
    })
    expect(refused.handles.filter(({ state }) => state === 'running')).toEqual([])
  })
})
