import type * as sdk from '@aws-sdk/client-codedeploy'
import type { Service } from '../../../contract.ts'
import { pageOf } from '../../paging.ts'
import { invalidToken } from './configs.ts'
import { failure } from './errors.ts'
import { deploymentOf } from './state.ts'
import type { CodeDeployState, Deployment, Target } from './state.ts'

const PAGE = 100
const BATCH = 25

const TYPES = {
  instanceTarget: 'InstanceTarget',
  lambdaTarget: 'LambdaTarget',
  ecsTarget: 'ECSTarget',
  cloudFormationTarget: 'CloudFormationTarget',
} as const

export function targetOperations(state: CodeDeployState): Service['operations'] {
  function started(deployment: Deployment): Deployment {
    if (deployment.info.startTime === undefined) {
      throw failure('DeploymentNotStartedException', `The deployment ${deployment.id} has not started`)
    }
    return deployment
  }

  function targetOf(deployment: Deployment, id: string): Target {
    const target = deployment.targets.find((each) => each.id === id)
    if (target === undefined) {
      throw failure(
        'DeploymentTargetDoesNotExistException',
        `The deployment target ${id} does not exist in deployment ${deployment.id}`,
      )
    }
    return target
  }

  return {
    ListDeploymentTargets(input: sdk.ListDeploymentTargetsCommandInput, call) {
      const deployment = started(deploymentOf(state, call, input.deploymentId))
      const { TargetStatus: statuses, ServerInstanceLabel: labels } = input.targetFilters ?? {}
      const ids = deployment.targets
        .filter(({ status }) => statuses === undefined || statuses.includes(status))
        .filter(({ label }) => labels === undefined || labels.includes(label ?? ''))
        .map(({ id }) => id)
      const { items, next } = pageOf(ids, PAGE, input.nextToken, invalidToken)
      return { targetIds: items, ...(next !== undefined && { nextToken: next }) }
    },
    BatchGetDeploymentTargets(input: sdk.BatchGetDeploymentTargetsCommandInput, call) {
      const deployment = started(deploymentOf(state, call, input.deploymentId))
      const ids = input.targetIds ?? []
      if (ids.length > BATCH) {
        throw failure(
          'DeploymentTargetListSizeExceededException',
          `The maximum number of deployment targets is ${BATCH}`,
        )
      }
      return { deploymentTargets: ids.map((id) => shown(deployment, targetOf(deployment, id))) }
    },
    GetDeploymentTarget(input: sdk.GetDeploymentTargetCommandInput, call) {
      const deployment = started(deploymentOf(state, call, input.deploymentId))
      return { deploymentTarget: shown(deployment, targetOf(deployment, input.targetId ?? '')) }
    },
    ListDeploymentInstances(input: sdk.ListDeploymentInstancesCommandInput, call) {
      const { targets } = started(deploymentOf(state, call, input.deploymentId))
      const { instanceStatusFilter: statuses, instanceTypeFilter: labels } = input
      const ids = targets
        .filter(({ status }) => statuses === undefined || statuses.includes(status))
        .filter(({ label }) => labels === undefined || label === undefined || labels.includes(label))
        .map(({ id }) => id)
      const { items, next } = pageOf(ids, PAGE, input.nextToken, invalidToken)
      return { instancesList: items, ...(next !== undefined && { nextToken: next }) }
    },
    GetDeploymentInstance(input: sdk.GetDeploymentInstanceCommandInput, call) {
      const deployment = started(deploymentOf(state, call, input.deploymentId))
      const target = deployment.targets.find(({ id }) => id === input.instanceId)
      if (target === undefined) {
        throw failure('InstanceDoesNotExistException', `The instance ${input.instanceId} could not be found`)
      }
      return { instanceSummary: summary(deployment, target) }
    },
    BatchGetDeploymentInstances(input: sdk.BatchGetDeploymentInstancesCommandInput, call) {
      const deployment = started(deploymentOf(state, call, input.deploymentId))
      const targets = deployment.targets.filter(({ id }) => (input.instanceIds ?? []).includes(id))
      return { instancesSummary: targets.map((target) => summary(deployment, target)), errorMessage: '' }
    },
  }
}

function shown(deployment: Deployment, target: Target): sdk.DeploymentTarget {
  return {
    deploymentTargetType: TYPES[target.kind],
    [target.kind]: {
      deploymentId: deployment.id,
      targetId: target.id,
      // Targets of this kind have no ARN.
      ...(target.kind !== 'cloudFormationTarget' && { targetArn: target.arn }),
      status: target.status,
      lastUpdatedAt: target.updated,
      lifecycleEvents: target.events,
      ...(target.label && { instanceLabel: target.label }),
      ...target.details,
    },
  }
}

const summary = (deployment: Deployment, target: Target): sdk.InstanceSummary => ({
  deploymentId: deployment.id,
  instanceId: target.arn,
  status: target.status,
  lastUpdatedAt: target.updated,
  lifecycleEvents: target.events,
  ...(target.label && { instanceType: target.label }),
})
