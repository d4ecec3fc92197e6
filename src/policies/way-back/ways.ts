import { alarmNamesOf } from '../../ecs/service.ts'
import type { EnvironmentFacts } from '../contract.ts'

/** How one part of an environment is rolled back. */
export interface Way {
  /** `stack/web`, `deployment/app`. */
  readonly part: string
  /** What AWS does by itself. */
  readonly how: string
  /** What starts it, besides alarms. */
  readonly on: readonly string[]
  readonly alarms: readonly string[]
  /** What `command: rollback` does afterwards. */
  readonly byCommand: string
}

const EVENTS: Readonly<Record<string, string>> = {
  DEPLOYMENT_FAILURE: 'a failed deployment',
  DEPLOYMENT_STOP_ON_REQUEST: 'a stopped deployment',
  DEPLOYMENT_STOP_ON_ALARM: 'an alarm',
}

/** Pure: the parts that have an earlier version, by which alarms AWS rolls them back, and what a command does. */
export function waysBack({
  stacks,
  groups,
  services = [],
}: Pick<EnvironmentFacts, 'stacks' | 'groups' | 'services'>): Way[] {
  const ofStacks = stacks.flatMap(({ stack, before, plan }): Way[] => {
    if (before === undefined || plan === undefined || plan.kind === 'create') return []
    const { alarms, monitoringMinutes } = before.rollback
    const watching = monitoringMinutes > 0 ? ` and for ${monitoringMinutes} min after it` : ''
    return [
      {
        part: `stack/${stack.id}`,
        how: `CloudFormation rolls a failed update back${alarms.length > 0 ? `, and watches its alarms during the update${watching}` : ''}`,
        on: before.disableRollback ? [] : ['a failed update'],
        alarms: alarms.map((arn) => arn.split(':alarm:')[1] ?? arn),
        byCommand: 'a change set to the previous template and parameters',
      },
    ]
  })
  const ofGroups = groups.flatMap(({ deployment, platform, info }): Way[] => {
    if (platform === undefined || info?.lastSuccessfulDeployment === undefined) return []
    const { enabled = false, events = [] } = info.autoRollbackConfiguration ?? {}
    const { enabled: watched = false, alarms = [] } = info.alarmConfiguration ?? {}
    const onAlarm = enabled && watched && events.includes('DEPLOYMENT_STOP_ON_ALARM')
    return [
      {
        part: `deployment/${deployment}`,
        how: enabled
          ? 'CodeDeploy deploys the last revision that was deployed successfully'
          : 'CodeDeploy does not roll back',
        on: enabled
          ? events.filter((event) => event !== 'DEPLOYMENT_STOP_ON_ALARM').map((event) => EVENTS[event] ?? event)
          : [],
        alarms: onAlarm ? alarms.flatMap(({ name }) => (name === undefined ? [] : [name])) : [],
        byCommand: BY_COMMAND[platform] ?? 'the previous revision',
      },
    ]
  })
  const ofServices = services.flatMap(({ deployment, state }): Way[] => {
    if (state?.taskDefinition === undefined) return []
    const { configuration } = state
    const { enable = false, rollback = false } = configuration.deploymentCircuitBreaker ?? {}
    const onFailure = enable && rollback
    const alarms = configuration.alarms?.rollback === true ? alarmNamesOf(configuration) : []
    const rollsBack = onFailure || alarms.length > 0
    return [
      {
        part: `deployment/${deployment}`,
        how: rollsBack
          ? 'ECS returns to the previous service revision while the deployment runs'
          : 'ECS does not roll back',
        on: onFailure ? ['a failed deployment'] : [],
        alarms: [...alarms],
        byCommand: 'an update to the previous task definition',
      },
    ]
  })
  return [...ofStacks, ...ofGroups, ...ofServices]
}

const BY_COMMAND: Readonly<Record<string, string>> = {
  server: 'a deployment of the previous revision',
  lambda: 'a deployment that moves the alias to its previous version',
  ecs: 'a deployment of the previous task definition',
}
