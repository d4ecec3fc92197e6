import type * as sdk from '@aws-sdk/client-ecs'
import { ServiceError } from '../../../../contract.ts'
import type { Call, Service } from '../../../../contract.ts'
import type { Containers } from '../containers.ts'
import { briefOf, shownRevision, shownServiceDeployment } from '../describe.ts'
import { checkCount, clusterOf, invalid, listed } from '../lookup.ts'
import { running } from '../model.ts'
import type { Managed, ServiceDeployment } from '../model.ts'
import { notFound } from './operations.ts'
import type { EcsState } from '../state.ts'

const MAX_DESCRIBED = 20
const HOOK_ID = /^ecs-[a-z]+-[\w-]+$/
const ENDING: ReadonlySet<string> = new Set(['STOP_REQUESTED', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'])

export function deploymentOperations(containers: Containers, ecs: EcsState): Service['operations'] {
  const { services, clock } = ecs

  function existing(call: Call, arn: string): { service: Managed; deployment: ServiceDeployment } {
    const found = services.deployment(call, arn)
    if (found !== undefined) return found
    throw new ServiceError('ServiceDeploymentNotFoundException', 'The service deployment does not exist.')
  }

  return {
    ListServiceDeployments(input: sdk.ListServiceDeploymentsCommandInput, call) {
      const cluster = clusterOf(containers, call, input.cluster)
      const service = services.find(call, cluster, input.service ?? '')
      if (service === undefined) throw notFound()
      const { status: statuses, createdAt: { before, after } = {} } = input
      const found = service.deployments
        .filter(({ status }) => statuses === undefined || statuses.length === 0 || statuses.includes(status))
        .filter(({ created }) => (before === undefined || created < before) && (after === undefined || created > after))
        .map((deployment) => briefOf(service, deployment))
      return listed('serviceDeployments', found, input, MAX_DESCRIBED)
    },
    DescribeServiceDeployments(input: sdk.DescribeServiceDeploymentsCommandInput, call) {
      const arns = input.serviceDeploymentArns ?? []
      checkCount('Service deployments', arns, MAX_DESCRIBED)
      const found = arns.map((arn) => ({ arn, known: services.deployment(call, arn) }))
      return {
        serviceDeployments: found.flatMap(({ known }) =>
          known === undefined ? [] : [shownServiceDeployment(ecs, known.service, known.deployment)],
        ),
        failures: found.filter(({ known }) => known === undefined).map(({ arn }) => ({ arn, reason: 'MISSING' })),
      }
    },
    DescribeServiceRevisions(input: sdk.DescribeServiceRevisionsCommandInput, call) {
      const arns = input.serviceRevisionArns ?? []
      checkCount('Service revisions', arns, MAX_DESCRIBED)
      const found = arns.map((arn) => ({ arn, known: services.revision(call, arn) }))
      return {
        serviceRevisions: found.flatMap(({ known }) =>
          known === undefined ? [] : [shownRevision(known.service, known.revision)],
        ),
        failures: found.filter(({ known }) => known === undefined).map(({ arn }) => ({ arn, reason: 'MISSING' })),
      }
    },
    StopServiceDeployment(input: sdk.StopServiceDeploymentCommandInput, call) {
      const { serviceDeploymentArn: arn = '', stopType = 'ROLLBACK' } = input
      const { deployment } = existing(call, arn)
      if (!running(deployment)) {
        throw new ServiceError(
          'ConflictException',
          `The service deployment is in the state ${deployment.status} and cannot be stopped.`,
        )
      }
      if (!ENDING.has(deployment.status)) {
        deployment.status = stopType === 'ABORT' ? 'STOP_REQUESTED' : 'ROLLBACK_REQUESTED'
        deployment.updated = clock.now()
        deployment.stop ??= { kind: stopType === 'ABORT' ? 'abort' : 'rollback' }
        deployment.poke?.()
      }
      return { serviceDeploymentArn: arn }
    },
    ContinueServiceDeployment(input: sdk.ContinueServiceDeploymentCommandInput, call) {
      const { serviceDeploymentArn: arn = '', hookId = '', action = 'CONTINUE' } = input
      if (!HOOK_ID.test(hookId)) throw invalid('Invalid hookId: hookId must follow the format: ecs-{hookType}-{id}')
      const { deployment } = existing(call, arn)
      if (!running(deployment)) {
        throw invalid('Continuing a service deployment is not allowed for service deployment in terminal states.')
      }
      const hook = deployment.hooks.find(({ detail }) => detail.hookId === hookId)
      if (hook?.detail.status !== 'AWAITING_ACTION' || hook.answer !== undefined) {
        throw invalid('Provided hookId is either completed, unavailable, or not associated with the given Resource ARN')
      }
      hook.answer = action
      deployment.poke?.()
      return { serviceDeploymentArn: arn }
    },
  }
}
