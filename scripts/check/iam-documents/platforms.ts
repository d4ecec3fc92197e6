import { assemblyFiles, BOOTSTRAPPED } from '../../../__tests__/docs/roles/cdk-assembly.ts'
import type { RoleName, RoleWorld } from '../../../__tests__/docs/roles/roles.ts'
import type { ScenarioInput } from '../../../sandbox/scenario.ts'
import { shownOf, type Shown, type Story } from './contract.ts'
import { configOf, deploy, precheck, ROLE } from './worlds.ts'

/** Permissions of Lambda, ECS and assets of the CDK in addition to the roles of every release. */

const ROLLS_BACK = { autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] } }
const PAIR = {
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
const CONTAINER = { name: 'web', image: 'shop:2', memory: 128, portMappings: [{ containerPort: 80 }] }
const role = (name: string): string => `arn:aws:iam::111111111111:role/${name}`
const taskOf = (family: string): string =>
  JSON.stringify({
    family,
    taskRoleArn: role('shop-task'),
    executionRoleArn: role('shop-task-execution'),
    containerDefinitions: [CONTAINER],
  })

interface Release {
  readonly plan: RoleName
  readonly deploy: RoleName
  readonly body: string
  readonly files: Readonly<Record<string, string>>
}

/** Precheck, the deployment, and its repetition by a second attempt. */
async function release(roles: RoleWorld, { plan, deploy: deployRole, body, files }: Release): Promise<Shown> {
  await roles.world.write(files)
  const config = configOf(plan, deployRole, body)
  const before = await precheck(roles, config)
  const done = await deploy(roles, config, [before])
  return shownOf(before, done, await deploy(roles, config, [before], { runAttempt: 2 }))
}

const both = (name: string, given: Release, scenario: ScenarioInput): Story[] =>
  (['plan', 'deploy'] as const)
    .filter((purpose) => given[purpose].includes('-'))
    .map((purpose) => ({
      name: `${name}, by its ${purpose}-role`,
      role: given[purpose],
      documents: [given[purpose].replace('-', '-role-')],
      scenario,
      play: (roles) => release(roles, given),
    }))

export const PLATFORM_STORIES: readonly Story[] = [
  ...both(
    'code gets to Lambda',
    {
      plan: 'plan-lambda',
      deploy: 'deploy-lambda',
      body: 'deployments: [{ platform: lambda, application: shop, group: shop-preprod, appspec: api.yml, revision: { directory: dist } }]\n',
      files: {
        'api.yml':
          'version: 0.0\nResources: [{ api: { Type: "AWS::Lambda::Function", Properties: { Name: shop-orders, Alias: live } } }]\n',
        'dist/index.mjs': 'export const handler = () => 2',
      },
    },
    {
      functions: [{ name: 'shop-orders', versions: ['one'], aliases: { live: '1' } }],
      applications: [{ name: 'shop', platform: 'Lambda', groups: { 'shop-preprod': ROLLS_BACK } }],
    },
  ),
  ...both(
    'a task definition gets to a service by CodeDeploy',
    {
      plan: 'plan',
      deploy: 'deploy-ecs',
      body: 'deployments: [{ platform: ecs, application: shop, group: shop-preprod, appspec: web.yml, task-definition: task.json }]\n',
      files: {
        'web.yml':
          'version: 0.0\nResources: [{ TargetService: { Type: "AWS::ECS::Service", Properties: { LoadBalancerInfo: { ContainerName: web, ContainerPort: 80 } } } }]\n',
        'task.json': taskOf('web'),
      },
    },
    {
      taskDefinitions: [{ family: 'web', containerDefinitions: [CONTAINER] }],
      services: [{ cluster: 'shop', name: 'web', taskDefinition: 'web:1' }],
      applications: [{ name: 'shop', platform: 'ECS', groups: { 'shop-preprod': { ...ROLLS_BACK, ...PAIR } } }],
    },
  ),
  ...both(
    'a task definition gets to a service by ECS',
    {
      plan: 'plan-ecs-native',
      deploy: 'deploy-ecs-native',
      body: 'deployments: [{ platform: ecs-native, cluster: shop, service: web, task-definition: task.json }]\n',
      files: { 'task.json': taskOf('shop-web') },
    },
    {
      taskDefinitions: [{ family: 'shop-web', containerDefinitions: [CONTAINER] }],
      services: [{ cluster: 'shop', name: 'web', taskDefinition: 'shop-web:1', controller: 'ECS' }],
    },
  ),
  ...both(
    'stacks and assets of the CDK get to their account',
    {
      plan: 'plan-assets',
      deploy: 'deploy-assets',
      body: `stacks: [{ cdk: cdk.out, images: { Api: api }, ${ROLE} }]\n`,
      files: assemblyFiles(),
    },
    BOOTSTRAPPED,
  ),
]
