import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy'
import type { StackState } from '../../cloudformation/stack.ts'
import { readAlias } from '../../codedeploy/function-version.ts'
import { readGroupInfo } from '../../codedeploy/group/group.ts'
import { showRevision } from '../../codedeploy/revision/location.ts'
import type { CodeDeployDeployment, EcsNativeDeployment, LambdaDeployment } from '../../config/model/environment.ts'
import { nameOfArn } from '../../ecs/names.ts'
import { listServiceDeployments } from '../../ecs/service-deployment.ts'
import { alarmNamesOf, readService, strategyOf } from '../../ecs/service.ts'
import type { DeployedService, NamedDeploymentGroup } from '../../serving/environment.ts'
import { fillService } from '../survey/deployments/service-names.ts'
import { surveyAlias } from '../survey/deployments/alias.ts'
import { fillNames, isOpen } from '../survey/deployments/groups.ts'
import { unknownIfDenied, type StateOptions, type Values } from './options.ts'

export async function stateOfDeployment(
  options: StateOptions,
  deployment: CodeDeployDeployment,
  read: (name: string) => Promise<StackState | undefined>,
): Promise<{ readonly values: Values; readonly alarms: readonly string[]; readonly group?: NamedDeploymentGroup }> {
  const named = await fillNames(options, deployment, read)
  if (isOpen(named)) return { values: {}, alarms: [] }
  const info = await readGroupInfo(await options.ports.connect.codedeploy(options.access), named)
  if (info === undefined) return { values: {}, alarms: [] }
  const alias = deployment.platform === 'lambda' ? await valuesOfAlias(options, deployment, read) : {}
  return {
    values: { ...valuesOfGroup(deployment.id, info), ...alias },
    alarms: (info.alarmConfiguration?.alarms ?? []).map(({ name = '' }) => name),
    group: { id: deployment.id, application: named.application, group: named.group, info },
  }
}

export async function stateOfService(
  options: StateOptions,
  deployment: EcsNativeDeployment,
  read: (name: string) => Promise<StackState | undefined>,
): Promise<{ readonly values: Values; readonly alarms: readonly string[]; readonly named?: DeployedService }> {
  const { cluster, service, open } = await fillService(options, deployment, read)
  if (open) return { values: {}, alarms: [] }
  const containers = await options.ports.connect.containers(options.access)
  const state = await readService(containers, { cluster, service })
  if (state === undefined || state.controller !== 'ECS') return { values: {}, alarms: [] }
  const [active] = await listServiceDeployments(containers, { cluster, service }, 'active')
  const [newest] = await listServiceDeployments(containers, { cluster, service }, 'newest')
  const alarms = alarmNamesOf(state.configuration)
  const path = `deployments/${deployment.id}`
  return {
    values: {
      [`${path}/last`]: newest === undefined ? 'none' : nameOfArn(newest),
      ...(active !== undefined && { [`${path}/unfinished`]: nameOfArn(active) }),
      [`${path}/revision`]: state.taskDefinition === undefined ? null : nameOfArn(state.taskDefinition),
      [`${path}/configuration`]: strategyOf(state.configuration),
      [`${path}/alarms`]: alarms.length === 0 ? 'off' : alarms.toSorted().join(', '),
    },
    alarms,
    named: { id: deployment.id, cluster, service },
  }
}

export function valuesOfGroup(id: string, info: DeploymentGroupInfo): Values {
  const path = `deployments/${id}`
  const { lastSuccessfulDeployment: last, lastAttemptedDeployment: attempt } = info
  const { targetRevision: revision, alarmConfiguration: alarms } = info
  // One that runs, failed or was stopped may have changed a part of the targets.
  const isUnfinished = attempt?.deploymentId !== undefined && attempt.deploymentId !== last?.deploymentId
  return {
    [`${path}/last`]: last?.deploymentId ?? 'none',
    ...(isUnfinished && {
      [`${path}/unfinished`]: `${attempt.deploymentId} ${attempt.status ?? 'of an unknown status'}`,
    }),
    ...(revision && { [`${path}/revision`]: showRevision(revision) }),
    [`${path}/configuration`]: info.deploymentConfigName ?? null,
    [`${path}/alarms`]:
      alarms?.enabled === true
        ? (alarms.alarms ?? [])
            .map(({ name = '' }) => name)
            .toSorted()
            .join(', ')
        : 'off',
    [`${path}/automatic-rollback`]:
      info.autoRollbackConfiguration?.enabled === true
        ? (info.autoRollbackConfiguration.events ?? []).toSorted().join(', ')
        : 'off',
  }
}

async function valuesOfAlias(
  options: StateOptions,
  deployment: LambdaDeployment,
  read: (name: string) => Promise<StackState | undefined>,
): Promise<Values> {
  const alias = await surveyAlias(options, deployment, read)
  if (alias?.state === undefined) return {}
  const functions = await options.ports.connect.functions(options.access)
  const { version, others } = await readAlias(functions, { id: deployment.id, ...alias })
  const path = `deployments/${deployment.id}/alias/${alias.alias}`
  const shares = Object.entries(others).map(([other, weight]) => `${other}: ${weight}`)
  const code = await functions.getFunctionConfiguration({ FunctionName: alias.name, Qualifier: version }).then(
    ({ CodeSha256 }) => CodeSha256 ?? null,
    (error: unknown) => unknownIfDenied(error, options),
  )
  return { [`${path}/version`]: [version, ...shares].join(', '), [`${path}/code`]: code }
}
