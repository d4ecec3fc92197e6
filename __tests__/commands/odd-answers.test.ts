import { afterEach, describe, expect, test } from '@jest/globals'
import { instead, withoutEntry, withoutMember, type Oddity } from '../odd-engine.ts'
import { atOnce, blockers, openSourceWorld, type PrecheckWorld, type Seen } from '../dist/support/precheck-world.ts'

/** Engines with false success responses: no such response is a pass. */

let world: PrecheckWorld
afterEach(() => world.close())

const needs = (seen: Seen): string =>
  JSON.stringify({ precheck: { result: 'success', outputs: Object.fromEntries(seen.result.outputs) } })
const CONFIG = `version: 1
environments: { preprod: { approval: { none: nobody is asked here } } }
stacks: [{ id: web, name: "web-{environment}", template: web.yml }]
`
const topic = (name: string): string =>
  `Resources:\n  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: ${name} } }\n`
const NEW = `${topic('two')}  More: { Type: AWS::SNS::Topic }\n`

async function open(template: string, oddities: Readonly<Record<string, Oddity>> = {}, before?: string): Promise<void> {
  const files = { '.github/test-deployments.yml': CONFIG, 'web.yml': template }
  const history =
    before === undefined ? [] : [{ each: ['preprod', 'production'], deploy: { stack: 'web-{each}', template: before } }]
  world = await openSourceWorld({ github: { files }, history }, { oddities })
}

describe('a change set', () => {
  test('of a new stack without changes is not a plan', async () => {
    await open(topic('one'), {
      DescribeChangeSet: (answer) => answer.replaceAll(/<Changes>[\s\S]*<\/Changes>/g, '<Changes/>'),
    })
    const seen = await world.precheck()
    expect(blockers(seen)).toEqual(['inconclusive change-set/incomplete stack/web'])
    expect(seen.result.status).toBe(1)
    expect(seen.everything).not.toContain('outputs or settings only')
    expect(world.odd.get('DescribeChangeSet')).toBeGreaterThan(0)
  })
})

describe('an update', () => {
  async function release(oddities: Readonly<Record<string, Oddity>>): Promise<Seen> {
    await open(NEW, oddities, topic('one'))
    const checked = await world.precheck()
    expect(blockers(checked)).toEqual([])
    return world.step({ command: 'deploy-preprod', needs: needs(checked) })
  }

  test('passes where plan, events and resources agree', async () => {
    const deployed = await release({})
    expect(blockers(deployed)).toEqual([])
    expect(deployed.result.status).toBe(0)
  })

  test('after which CloudFormation lists no resource is not as planned', async () => {
    let updated = false
    const deployed = await release({
      ExecuteChangeSet: (answer) => {
        updated = true
        return answer
      },
      ListStackResources: (answer) =>
        updated ? answer.replaceAll(/<StackResourceSummaries>[\s\S]*<\/StackResourceSummaries>/g, '') : answer,
    })
    expect(blockers(deployed)).toEqual(['inconclusive stack/not-as-planned stack/web'])
    expect(deployed.result.status).toBe(1)
  })

  test('without a report of a planned change is not as planned', async () => {
    const deployed = await release({ DescribeStackEvents: withoutEntry('<LogicalResourceId>More<') })
    expect(blockers(deployed)).toEqual(['inconclusive stack/not-as-planned stack/web'])
    expect(deployed.everything).toContain('web/More (Add): CREATE_COMPLETE expected, no event reported')
  })

  test('with more changes than planned is not the reviewed one', async () => {
    const deployed = await release({
      DescribeStackEvents: (answer) => answer.replaceAll('<LogicalResourceId>More<', '<LogicalResourceId>Another<'),
    })
    expect(blockers(deployed)).toEqual([
      'inconclusive stack/not-as-planned stack/web',
      'inconclusive stack/unplanned-change stack/web',
    ])
  })
})

test('with a failed removal in the cleanup reports its reason and a command', async () => {
  world = await openSourceWorld({
    failures: [{ resource: 'web-preprod/Old', on: 'delete', reason: 'resource sg-1 has a dependent object', times: 9 }],
    github: { files: { '.github/test-deployments.yml': CONFIG, 'web.yml': topic('two') } },
    history: [
      {
        each: ['preprod', 'production'],
        deploy: {
          stack: 'web-{each}',
          template: `${topic('one')}  Old: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: old } }\n`,
        },
      },
    ],
  })
  const checked = await world.precheck()
  expect(blockers(checked)).toEqual([])
  const deployed = await world.step({ command: 'deploy-preprod', needs: needs(checked) })
  expect(blockers(deployed)).toEqual(['fail stack/left-behind stack/web/resource/Old'])
  expect(deployed.result.status).toBe(1)
  expect(deployed.result.summary).toContain('resource sg-1 has a dependent object')
  expect(deployed.result.summary).toContain('aws cloudcontrol delete-resource --type-name AWS::EC2::SecurityGroup')
})

describe('CodeDeploy', () => {
  test('whose group has no platform uses that of the application', async () => {
    world = await openSourceWorld('serverless.yml', {
      oddities: { GetDeploymentGroup: withoutMember('computePlatform') },
    })
    const seen = await world.precheck()
    expect(blockers(seen)).toEqual([])
    expect(seen.everything).toContain('functions/preprod deploys to Lambda')
  })

  test('without any platform is not treated as servers', async () => {
    const hidden = withoutMember('computePlatform')
    world = await openSourceWorld('serverless.yml', {
      oddities: { GetDeploymentGroup: hidden, GetApplication: hidden },
    })
    const seen = await world.precheck()
    expect(blockers(seen)).toEqual([
      'inconclusive deployment/platform-unknown deployment/orders/group',
      'inconclusive deployment/platform-unknown deployment/web/group',
    ])
  })

  test.each([
    ['lists no target', { ListDeploymentTargets: instead({ targetIds: [] }) }, 'deployment/counts-differ'],
    [
      'lists a target and does not describe it',
      { BatchGetDeploymentTargets: instead({ deploymentTargets: [] }) },
      'deployment/incomplete',
    ],
  ])('that reports a deployment as Succeeded and %s is not a pass', async (_, oddities, code) => {
    world = await openSourceWorld(atOnce('serverless.yml'), { oddities })
    const checked = await world.precheck()
    const deployed = await world.step({ command: 'deploy-preprod', needs: needs(checked) })
    // Both run at the same time, and this engine gives each the same response.
    expect(blockers(deployed).toSorted()).toEqual([
      `inconclusive ${code} deployment/orders`,
      `inconclusive ${code} deployment/web`,
    ])
    expect(deployed.result.status).toBe(1)
  })
})
