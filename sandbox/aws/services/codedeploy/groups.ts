import { randomUUID } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-codedeploy'
import type { Service } from '../../../contract.ts'
import { pageOf } from '../../paging.ts'
import { configOf, invalidToken } from './configs.ts'
import { failure } from './errors.ts'
import { applicationOf, groupOf } from './state.ts'
import type { Application, CodeDeployState, Group } from './state.ts'

const PAGE = 100
const NAME = /^[a-zA-Z0-9+=,.@\-_]{1,100}$/
const ROLE = /^arn:aws[\w-]*:iam::\d{12}:role\/.+/

const DEFAULT_CONFIGS = {
  Server: 'CodeDeployDefault.OneAtATime',
  Lambda: 'CodeDeployDefault.LambdaAllAtOnce',
  ECS: 'CodeDeployDefault.ECSAllAtOnce',
  Kubernetes: 'CodeDeployDefault.OneAtATime',
} as const

/** The name of the lifecycle hook in an Auto Scaling group. */
const hookName = (group: string): string =>
  `CodeDeploy-managed-automatic-launch-deployment-hook-${group}-${randomUUID()}`

type Settings = Omit<sdk.CreateDeploymentGroupCommandInput, 'applicationName' | 'deploymentGroupName' | 'tags'>

/** The settings of a group as the API returns them. */
function toInfo(
  application: Application,
  name: string,
  settings: Settings,
  known?: sdk.DeploymentGroupInfo,
): sdk.DeploymentGroupInfo {
  const { autoScalingGroups, ...rest } = settings
  const platform = application.info.computePlatform ?? 'Server'
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  return {
    deploymentConfigName: DEFAULT_CONFIGS[platform],
    deploymentStyle: { deploymentType: 'IN_PLACE', deploymentOption: 'WITHOUT_TRAFFIC_CONTROL' },
    outdatedInstancesStrategy: 'UPDATE',
    triggerConfigurations: [],
    autoScalingGroups: [],
    terminationHookEnabled: false,
    ...known,
    ...given,
    ...(autoScalingGroups && {
      autoScalingGroups: autoScalingGroups.map((group) => ({ name: group, hook: hookName(name) })),
    }),
    applicationName: application.name,
    deploymentGroupId: known?.deploymentGroupId ?? randomUUID(),
    deploymentGroupName: name,
    computePlatform: platform,
  }
}

function check(state: CodeDeployState, application: Application, settings: Partial<Settings>): void {
  const { deploymentConfigName: config, serviceRoleArn: role, alarmConfiguration: alarms } = settings
  if (config !== undefined) configOf(state, application.home, config)
  if (role !== undefined && !ROLE.test(role)) throw failure('InvalidRoleException', `Invalid role: ${role}`)
  if (alarms?.enabled === true && (alarms.alarms ?? []).length === 0) {
    throw failure('InvalidAlarmConfigException', 'At least one alarm is required')
  }
  if (
    settings.autoRollbackConfiguration?.enabled === true &&
    (settings.autoRollbackConfiguration.events ?? []).length === 0
  ) {
    throw failure('InvalidAutoRollbackConfigException', 'At least one automatic rollback event is required')
  }
  const style = settings.deploymentStyle
  const balanced = settings.loadBalancerInfo !== undefined
  if (
    style?.deploymentOption === 'WITH_TRAFFIC_CONTROL' &&
    !balanced &&
    application.info.computePlatform === 'Server'
  ) {
    throw failure('InvalidLoadBalancerInfoException', 'Load balancer information is required with traffic control')
  }
}

export function createGroup(
  state: CodeDeployState,
  application: Application,
  name: string,
  settings: Settings,
  tags: sdk.Tag[] = [],
): Group {
  if (!NAME.test(name)) throw failure('InvalidDeploymentGroupNameException', `Invalid deployment group name: ${name}`)
  if (application.groups.has(name)) {
    throw failure('DeploymentGroupAlreadyExistsException', `Deployment group already exists with name: ${name}`)
  }
  check(state, application, settings)
  const group: Group = { application, info: toInfo(application, name, settings), tags, removed: new Set() }
  application.groups.set(name, group)
  state.scalingHooks?.install(group)
  return group
}

export function updateGroup(state: CodeDeployState, group: Group, settings: Partial<Settings>, newName?: string): void {
  const { application, info } = group
  const name = newName ?? info.deploymentGroupName ?? ''
  if (name !== info.deploymentGroupName && application.groups.has(name)) {
    throw failure('DeploymentGroupAlreadyExistsException', `Deployment group already exists with name: ${name}`)
  }
  check(state, application, settings)
  application.groups.delete(info.deploymentGroupName ?? '')
  state.scalingHooks?.remove(group)
  group.info = toInfo(application, name, settings as Settings, info)
  application.groups.set(name, group)
  state.scalingHooks?.install(group)
}

export function removeGroup(state: CodeDeployState, { groups }: Application, name: string): void {
  const group = groups.get(name)
  if (group !== undefined) state.scalingHooks?.remove(group)
  groups.delete(name)
}

export function groupOperations(state: CodeDeployState): Service['operations'] {
  return {
    CreateDeploymentGroup(input: sdk.CreateDeploymentGroupCommandInput, call) {
      const { applicationName, deploymentGroupName = '', tags, ...settings } = input
      const group = createGroup(state, applicationOf(state, call, applicationName), deploymentGroupName, settings, tags)
      return { deploymentGroupId: group.info.deploymentGroupId }
    },
    GetDeploymentGroup: (input: sdk.GetDeploymentGroupCommandInput, call) => ({
      deploymentGroupInfo: groupOf(state, call, input.applicationName, input.deploymentGroupName).info,
    }),
    BatchGetDeploymentGroups: (input: sdk.BatchGetDeploymentGroupsCommandInput, call) => ({
      deploymentGroupsInfo: (input.deploymentGroupNames ?? []).map(
        (name) => groupOf(state, call, input.applicationName, name).info,
      ),
    }),
    UpdateDeploymentGroup(input: sdk.UpdateDeploymentGroupCommandInput, call) {
      const { applicationName, currentDeploymentGroupName, newDeploymentGroupName, ...settings } = input
      const group = groupOf(state, call, applicationName, currentDeploymentGroupName)
      updateGroup(state, group, settings, newDeploymentGroupName)
      return { hooksNotCleanedUp: [] }
    },
    DeleteDeploymentGroup(input: sdk.DeleteDeploymentGroupCommandInput, call) {
      removeGroup(state, applicationOf(state, call, input.applicationName), input.deploymentGroupName ?? '')
      return { hooksNotCleanedUp: [] }
    },
    ListDeploymentGroups(input: sdk.ListDeploymentGroupsCommandInput, call) {
      const application = applicationOf(state, call, input.applicationName)
      const { items, next } = pageOf([...application.groups.keys()], PAGE, input.nextToken, invalidToken)
      return {
        applicationName: application.name,
        deploymentGroups: items,
        ...(next !== undefined && { nextToken: next }),
      }
    },
  }
}

export const groupArn = ({ application: { home, name }, info }: Group): string =>
  `arn:aws:codedeploy:${home.region}:${home.account}:deploymentgroup:${name}/${info.deploymentGroupName}`
