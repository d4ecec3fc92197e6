import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { openAwsWorld, type AwsWorld } from '../../gate/aws-world.ts'
import { openReleases } from '../support/releases.ts'

/** The deployed state is the verified one, and production is in the state that reviewers saw. */

const TIMEOUT = 180_000
let world: AwsWorld
beforeEach(async () => {
  world = await openAwsWorld(undefined, { from: 'source' })
})
afterEach(() => world.close())

test(
  'an alarm threshold that is set to 5000 after the page was written blocks production, by name and value',
  async () => {
    for (const command of ['precheck', 'deploy-preprod', 'verify', 'gate']) {
      const { status, blockers } = await world.step(command)
      expect([command, status, blockers]).toEqual([command, 0, []])
    }
    await world.setThreshold('production', 5000)
    const seen = await world.step('deploy-production')
    expect([seen.status, seen.blockers[0]]).toEqual([
      1,
      'fail gate/state-changed environment/production/state/alarms/errors-production/Threshold',
    ])
    expect(seen.evidence.findings).toContainEqual(
      expect.objectContaining({ code: 'gate/state-changed', expected: '5', observed: '5000' }),
    )
    await world.setThreshold('production', 5)
    world.run.rerun('ada')
    const { digest } = await world.step('gate')
    expect(digest).toMatch(/^sha256:/)
  },
  TIMEOUT,
)

const CAPACITY = '/ProvisionedThroughput/ReadCapacityUnits'
/** A table whose reads Application Auto Scaling sets between limits that are parameters, as most templates have them. */
const SCALED_TABLE = (title: string): string => `Description: ${title}
Parameters: { Least: { Type: Number, Default: 5 }, Most: { Type: Number, Default: 50 } }
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      ProvisionedThroughput: { ReadCapacityUnits: !Ref Least, WriteCapacityUnits: 5 }
  Target:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    Properties:
      MinCapacity: !Ref Least
      MaxCapacity: !Ref Most
      ResourceId: !Sub table/\${Orders}
      ScalableDimension: dynamodb:table:ReadCapacityUnits
      ServiceNamespace: dynamodb
  Policy:
    Type: AWS::ApplicationAutoScaling::ScalingPolicy
    Properties:
      PolicyName: reads
      PolicyType: TargetTrackingScaling
      ScalingTargetId: !Ref Target
      TargetTrackingScalingPolicyConfiguration:
        TargetValue: 70
        PredefinedMetricSpecification: { PredefinedMetricType: DynamoDBReadCapacityUtilization }
  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: ${title} } }
`

test(
  'a capacity that automatic scaling sets between the page and production does not close it',
  async () => {
    const files = {
      '.github/test-deployments.yml': `version: 1
stacks: [{ id: web, name: "web-{environment}", template: web.yml }]
verify: [{ name: it answers, run: "true" }]
`,
      'web.yml': SCALED_TABLE('new'),
    }
    const history = [
      { each: ['preprod', 'production'], deploy: { stack: 'web-{each}', template: SCALED_TABLE('old') } },
    ]
    const releases = await openReleases(files, { history }, { from: 'source' })
    try {
      const run = releases.begin(files)
      const step = (command: string): ReturnType<typeof releases.step> =>
        releases.step(run, files, command, {
          needs: ['precheck', 'deploy-preprod', 'verify', 'gate'].slice(
            0,
            ['precheck', 'deploy-preprod', 'verify', 'gate', 'deploy-production'].indexOf(command),
          ),
          ...(command.startsWith('deploy-') && { environment: command.slice('deploy-'.length) }),
        })
      const scaleTo = (stack: string, units: number): Promise<void> =>
        releases.sandbox.admin.tamper({
          stack,
          resource: 'Orders',
          properties: { ProvisionedThroughput: { ReadCapacityUnits: units, WriteCapacityUnits: 5 } },
          by: 'application-autoscaling',
        })
      await scaleTo('web-production', 10)
      const precheck = await step('precheck')
      expect([precheck.status, precheck.blockers]).toEqual([0, []])
      expect(precheck.evidence.findings).toContainEqual(
        expect.objectContaining({
          code: 'drift/scaled',
          subject: `stack/web/resource/Orders/property${CAPACITY}`,
          expected: '5 to 50',
        }),
      )
      for (const command of ['deploy-preprod', 'verify']) expect((await step(command)).blockers).toEqual([])
      await scaleTo('web-production', 20)
      expect((await step('gate')).blockers).toEqual([])
      await scaleTo('web-production', 40)
      const deployed = await step('deploy-production')
      expect([deployed.status, deployed.blockers]).toEqual([0, []])
    } finally {
      await releases.close()
    }
  },
  TIMEOUT,
)
