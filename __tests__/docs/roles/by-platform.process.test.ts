import { PutObjectCommand } from '@aws-sdk/client-s3'
import { afterEach, describe, expect, test } from '@jest/globals'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import { deploying } from '../../commands/deploy/deploying.ts'
import { lines } from '../../commands/world.ts'
import { archive, clientsOf, revisionFiles } from '../../sandbox/world.ts'
import { actionsOf, arnOf, policy, startRoles, type RoleName, type RoleWorld } from './roles.ts'
import { assemblyFiles, BOOTSTRAPPED } from './cdk-assembly.ts'

/** Additional permissions for Lambda and ECS: a scenario for each, and no permission that it did not need. */

const group = { autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] } }
const SERVICE = {
  ecsServices: [{ clusterName: 'shop', serviceName: 'web' }],
  loadBalancerInfo: {
    targetGroupPairInfoList: [
      {
        targetGroups: [{ name: 'blue' }, { name: 'green' }],
        prodTrafficRoute: {
          listenerArns: ['arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/app/shop/1/2'],
        },
      },
    ],
  },
}
const config = (plan: RoleName, deploy: RoleName, deployment: string): string => `
version: 1
environments:
  preprod: { region: eu-west-1, plan-role: "${arnOf(plan)}", deploy-role: "${arnOf(deploy)}" }
  production: { region: eu-west-1, plan-role: "${arnOf(plan)}", deploy-role: "${arnOf(deploy)}" }
deployments: [${deployment}]
`

let roles: RoleWorld
afterEach(() => roles.world.close())

/** Deploys to pre-prod with these roles; returns the actions that each used in addition to the common documents. */
async function release(
  plan: RoleName,
  deploy: RoleName,
  deployment: string,
  files: Readonly<Record<string, string>>,
  scenario: ScenarioInput,
): Promise<{ plan: string[]; deploy: string[]; lines: string[] }> {
  roles = await startRoles(scenario)
  const { world } = roles
  await world.write(files)
  const text = config(plan, deploy, deployment)
  // Observing, because findings of the rules about these sandboxes are not the subject.
  const inputs = { environment: 'preprod', mode: 'observe' } as const
  const evidence = await world.precheck(text, inputs, await roles.job())
  const ports = await roles.job()
  const done = await deploying({ ...world, ports }, text, { evidence: [evidence], inputs: { mode: 'observe' } })
  const about = { evidence: [evidence], inputs: { mode: 'observe' as const }, runAttempt: 2 }
  const again = await deploying({ ...world, ports: await roles.job() }, text, about)
  expect(lines(again)).toContain('noted release/resumed deployment/app')
  expect(roles.refused).toEqual([])
  const beyond = (role: RoleName, ...ordinary: readonly string[]): string[] => {
    // Two documents may allow one action.
    const own = role.includes('-') ? actionsOf(role.replace('-', '-role-')) : []
    const isOrdinary = (action: string): boolean => ordinary.some((name) => actionsOf(name).includes(action))
    return roles.used(role).filter((action) => own.includes(action) || !isOrdinary(action))
  }
  return {
    plan: beyond(plan, 'plan-role', 'plan-role-live', 'serving'),
    deploy: beyond(deploy, 'deploy-role', 'serving'),
    lines: lines(done),
  }
}

describe('with the roles of docs/iam', () => {
  test('code is deployed to Lambda', async () => {
    const used = await release(
      'plan-lambda',
      'deploy-lambda',
      '{ platform: lambda, application: shop, group: shop-preprod, appspec: api.yml, revision: { directory: dist } }',
      {
        'api.yml':
          'version: 0.0\nResources: [{ api: { Type: "AWS::Lambda::Function", Properties: { Name: shop-orders, Alias: live } } }]\n',
        'dist/index.mjs': 'export const handler = () => 2',
      },
      {
        functions: [{ name: 'shop-orders', versions: ['one'], aliases: { live: '1' } }],
        applications: [{ name: 'shop', platform: 'Lambda', groups: { 'shop-preprod': group } }],
      },
    )
    expect(used.lines).toContain('pass deployment/alias-moved deployment/app/alias/live')
    expect(used.plan).toEqual(actionsOf('plan-role-lambda'))
    expect(used.deploy).toEqual(actionsOf('deploy-role-lambda'))
  })
  test('an existing object is deployed to servers, by its version and by its digest', async () => {
    const home = { account: '111111111111', region: 'eu-west-1' }
    roles = await startRoles({
      buckets: [{ name: 'shop-builds', ...home, versioned: true }],
      applications: [
        {
          name: 'shop',
          platform: 'Server',
          groups: {
            'shop-preprod': { ...group, ec2TagFilters: [{ Key: 'fleet', Value: 'shop', Type: 'KEY_AND_VALUE' }] },
          },
        },
      ],
    })
    const { world } = roles
    await world.sandbox.aws.hosts.launch(home, [{ Key: 'fleet', Value: 'shop' }], new Date())
    const { s3 } = clientsOf(world.sandbox, home)
    const Body = await archive(revisionFiles('one', { ValidateService: 'true' }))
    const put = new PutObjectCommand({
      Bucket: 'shop-builds',
      Key: 'releases/shop.tar',
      Body,
      ChecksumAlgorithm: 'SHA256',
    })
    const { VersionId, ChecksumSHA256 } = await s3.send(put)
    const deployment = `{ platform: server, application: shop, group: "shop-{environment}", revision: { s3: { bucket: shop-builds, key: releases/shop.tar, PIN } } }`
    for (const pin of [`version: "${VersionId}"`, `sha256: "${ChecksumSHA256}"`]) {
      const text = config('plan-revisions', 'deploy-revisions', deployment.replace('PIN', pin))
      const inputs = { environment: 'preprod', mode: 'observe' } as const
      const evidence = await world.precheck(text, inputs, await roles.job())
      expect(lines(evidence)).toContain('pass release/revision-read deployment/app/revision')
      const done = await deploying({ ...world, ports: await roles.job() }, text, {
        evidence: [evidence],
        inputs: { mode: 'observe' },
      })
      expect(lines(done)).toContain('pass deployment/succeeded deployment/app')
    }
    expect(roles.refused).toEqual([])
    for (const role of ['plan-revisions', 'deploy-revisions'] as const)
      expect(roles.used(role)).toEqual(expect.arrayContaining(actionsOf('revisions')))
  })
  test('stacks and assets of the CDK are deployed to their account', async () => {
    roles = await startRoles(BOOTSTRAPPED)
    const { world } = roles
    await world.write(assemblyFiles())
    const text = `${config('plan-assets', 'deploy-assets', '')}stacks: [{ cdk: cdk.out, images: { Api: api }, role: "arn:aws:iam::{account}:role/shop-cloudformation" }]\n`
    const inputs = { environment: 'preprod', mode: 'observe' } as const
    const evidence = await world.precheck(text, inputs, await roles.job())
    const done = await deploying({ ...world, ports: await roles.job() }, text, {
      evidence: [evidence],
      inputs: { mode: 'observe' },
    })
    expect(roles.refused).toEqual([])
    expect(lines(evidence)).toContain('pass bootstrap/ready environment/preprod/bootstrap')
    expect(lines(done)).toContain('pass asset/published environment/preprod/assets')
    expect(lines(done)).toContain('pass image/published environment/preprod/images')
    const usedOf = (role: 'plan' | 'deploy', own: readonly string[]): string[] =>
      roles.used(`${role}-assets`).filter((action) => own.includes(action))
    const ofPlan = [...new Set(actionsOf('plan-role-assets'))]
    expect(usedOf('plan', ofPlan)).toEqual(ofPlan)
    // CopyImages is for an image of an earlier build. The others are those of the plan-role: production is planned
    // again.
    const published = [
      ...new Set(
        policy('deploy-role-assets')
          .Statement.slice(0, 3)
          .flatMap(({ Action }) => Action),
      ),
    ]
    expect(usedOf('deploy', published)).toEqual(published.toSorted())
    const sids = (name: string) => policy(name).Statement.slice(name.startsWith('plan') ? 2 : 4)
    expect(sids('deploy-role-assets')).toEqual(sids('plan-role-assets'))
  })
  test('a task definition is deployed to ECS', async () => {
    const container = { name: 'web', image: 'shop:2', memory: 128, portMappings: [{ containerPort: 80 }] }
    const role = (name: string): string => `arn:aws:iam::111111111111:role/${name}`
    const used = await release(
      'plan',
      'deploy-ecs',
      '{ platform: ecs, application: shop, group: shop-preprod, appspec: web.yml, task-definition: task.json }',
      {
        'web.yml':
          'version: 0.0\nResources: [{ TargetService: { Type: "AWS::ECS::Service", Properties: { LoadBalancerInfo: { ContainerName: web, ContainerPort: 80 } } } }]\n',
        'task.json': JSON.stringify({
          family: 'web',
          taskRoleArn: role('shop-task'),
          executionRoleArn: role('shop-task-execution'),
          containerDefinitions: [container],
        }),
      },
      {
        taskDefinitions: [{ family: 'web', containerDefinitions: [container] }],
        services: [{ cluster: 'shop', name: 'web', taskDefinition: 'web:1' }],
        applications: [{ name: 'shop', platform: 'ECS', groups: { 'shop-preprod': { ...group, ...SERVICE } } }],
      },
    )
    expect(used.lines).toContain('pass deployment/succeeded deployment/app')
    expect(used.plan).toEqual([])
    expect(used.deploy).toEqual(actionsOf('deploy-role-ecs'))
  })
  test('a task definition is deployed to a service that ECS itself deploys', async () => {
    const container = { name: 'web', image: 'shop:2', memory: 128, portMappings: [{ containerPort: 80 }] }
    const role = (name: string): string => `arn:aws:iam::111111111111:role/${name}`
    const used = await release(
      'plan-ecs-native',
      'deploy-ecs-native',
      '{ platform: ecs-native, cluster: shop, service: web, task-definition: task.json }',
      {
        'task.json': JSON.stringify({
          family: 'shop-web',
          taskRoleArn: role('shop-task'),
          executionRoleArn: role('shop-task-execution'),
          containerDefinitions: [container],
        }),
      },
      {
        taskDefinitions: [{ family: 'shop-web', containerDefinitions: [container] }],
        services: [{ cluster: 'shop', name: 'web', taskDefinition: 'shop-web:1', controller: 'ECS' }],
      },
    )
    expect(used.lines).toContain('pass service/deployed deployment/app')
    expect(used.plan).toEqual(actionsOf('plan-role-ecs-native'))
    // A deployment that fails, waits before traffic, or is stopped needs the others.
    const others = [
      'ecs:ContinueServiceDeployment',
      'ecs:StopServiceDeployment',
      'elasticloadbalancing:DescribeTargetHealth',
      'logs:GetLogEvents',
    ]
    expect([...used.deploy, ...others].toSorted()).toEqual(actionsOf('deploy-role-ecs-native'))
  })
})
