import { randomUUID } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-codedeploy'
import type { SandboxClock, Service } from '../../../contract.ts'
import { homeKey } from '../../names.ts'
import type { Home } from '../../names.ts'
import { pageOf } from '../../paging.ts'
import { failure } from './errors.ts'
import type { CodeDeployState } from './state.ts'

type Config = sdk.DeploymentConfigInfo

/** The predefined configurations for servers. */
const SERVER: readonly [name: string, hosts: sdk.MinimumHealthyHosts][] = [
  ['OneAtATime', { type: 'HOST_COUNT', value: 1 }],
  ['HalfAtATime', { type: 'FLEET_PERCENT', value: 50 }],
  ['AllAtOnce', { type: 'HOST_COUNT', value: 0 }],
]

const canary = (percentage: number, minutes: number): sdk.TrafficRoutingConfig => ({
  type: 'TimeBasedCanary',
  timeBasedCanary: { canaryPercentage: percentage, canaryInterval: minutes },
})

const linear = (percentage: number, minutes: number): sdk.TrafficRoutingConfig => ({
  type: 'TimeBasedLinear',
  timeBasedLinear: { linearPercentage: percentage, linearInterval: minutes },
})

const LAMBDA: readonly [name: string, routing: sdk.TrafficRoutingConfig][] = [
  ['LambdaAllAtOnce', { type: 'AllAtOnce' }],
  ['LambdaCanary10Percent5Minutes', canary(10, 5)],
  ['LambdaCanary10Percent10Minutes', canary(10, 10)],
  ['LambdaCanary10Percent15Minutes', canary(10, 15)],
  ['LambdaCanary10Percent30Minutes', canary(10, 30)],
  ['LambdaLinear10PercentEvery1Minute', linear(10, 1)],
  ['LambdaLinear10PercentEvery2Minutes', linear(10, 2)],
  ['LambdaLinear10PercentEvery3Minutes', linear(10, 3)],
  ['LambdaLinear10PercentEvery10Minutes', linear(10, 10)],
]

const ECS: readonly [name: string, routing: sdk.TrafficRoutingConfig][] = [
  ['ECSAllAtOnce', { type: 'AllAtOnce' }],
  ['ECSCanary10Percent5Minutes', canary(10, 5)],
  ['ECSCanary10Percent15Minutes', canary(10, 15)],
  ['ECSLinear10PercentEvery1Minutes', linear(10, 1)],
  ['ECSLinear10PercentEvery3Minutes', linear(10, 3)],
]

const INTRODUCED = new Date('2015-11-05T18:36:28Z')
const PREFIX = 'CodeDeployDefault.'

/** The predefined configurations, which every account has. */
export const PREDEFINED: ReadonlyMap<string, Config> = new Map(
  [
    ...SERVER.map(([name, minimumHealthyHosts]) => ({ name, computePlatform: 'Server' as const, minimumHealthyHosts })),
    ...LAMBDA.map(([name, trafficRoutingConfig]) => ({
      name,
      computePlatform: 'Lambda' as const,
      trafficRoutingConfig,
    })),
    ...ECS.map(([name, trafficRoutingConfig]) => ({ name, computePlatform: 'ECS' as const, trafficRoutingConfig })),
  ].map(({ name, ...config }, index) => [
    PREFIX + name,
    {
      ...config,
      deploymentConfigName: PREFIX + name,
      deploymentConfigId: `00000000-0000-0000-0000-${String(index + 1).padStart(12, '0')}`,
      createTime: INTRODUCED,
    },
  ]),
)

export function configOf(state: CodeDeployState, home: Home, name: string): Config {
  const config = PREDEFINED.get(name) ?? state.configs.get(homeKey(home, name))
  if (config === undefined) {
    throw failure('DeploymentConfigDoesNotExistException', `No deployment configuration found for name: ${name}`)
  }
  return config
}

/** The number of hosts that must stay in service during a deployment to `hosts` hosts. */
export function healthyHostsNeeded(config: Config, hosts: number): number {
  if (config.deploymentConfigName === `${PREFIX}OneAtATime`) return Math.max(0, hosts - 1)
  const { type, value = 0 } = config.minimumHealthyHosts ?? {}
  return type === 'FLEET_PERCENT' ? Math.ceil((hosts * value) / 100) : value
}

const PAGE = 100

export function configOperations(state: CodeDeployState, clock: SandboxClock): Service['operations'] {
  return {
    CreateDeploymentConfig(input: sdk.CreateDeploymentConfigCommandInput, call) {
      const {
        deploymentConfigName: name = '',
        minimumHealthyHosts,
        trafficRoutingConfig,
        computePlatform = 'Server',
      } = input
      const key = homeKey(call, name)
      if (name.startsWith(PREFIX)) {
        throw failure(
          'InvalidDeploymentConfigNameException',
          `Deployment configuration names must not begin with ${PREFIX}`,
        )
      }
      if (state.configs.has(key)) {
        throw failure(
          'DeploymentConfigAlreadyExistsException',
          `Deployment configuration already exists with name: ${name}`,
        )
      }
      if (computePlatform === 'Server' && minimumHealthyHosts === undefined) {
        throw failure('InvalidMinimumHealthyHostValueException', 'Minimum healthy hosts is required')
      }
      const deploymentConfigId = randomUUID()
      state.configs.set(key, {
        deploymentConfigId,
        deploymentConfigName: name,
        createTime: clock.now(),
        computePlatform,
        ...(minimumHealthyHosts && { minimumHealthyHosts }),
        ...(trafficRoutingConfig && { trafficRoutingConfig }),
      })
      return { deploymentConfigId }
    },
    GetDeploymentConfig: (input: sdk.GetDeploymentConfigCommandInput, call) => ({
      deploymentConfigInfo: configOf(state, call, input.deploymentConfigName ?? ''),
    }),
    ListDeploymentConfigs(input: sdk.ListDeploymentConfigsCommandInput, call) {
      const prefix = `${homeKey(call)}/`
      const own = [...state.configs.keys()]
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length))
      const { items, next } = pageOf([...PREDEFINED.keys(), ...own], PAGE, input.nextToken, invalidToken)
      return { deploymentConfigsList: items, ...(next !== undefined && { nextToken: next }) }
    },
    DeleteDeploymentConfig(input: sdk.DeleteDeploymentConfigCommandInput, call) {
      const name = input.deploymentConfigName ?? ''
      const users = [...state.applications.values()].flatMap(({ groups }) => [...groups.values()])
      if (users.some(({ info }) => info.deploymentConfigName === name)) {
        throw failure('DeploymentConfigInUseException', `Deployment configuration is in use: ${name}`)
      }
      state.configs.delete(homeKey(call, name))
      return {}
    },
  }
}

export const invalidToken = (): Error =>
  failure('InvalidNextTokenException', 'The next token was specified in an invalid format')
