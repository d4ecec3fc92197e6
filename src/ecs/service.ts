import type * as sdk from '@aws-sdk/client-ecs'
import type { Containers } from '../aws/clients/containers.ts'
import { errorName } from '../aws/errors.ts'

/** A service as it is at the moment. */
export interface ServiceState {
  readonly arn: string
  readonly cluster: string
  readonly name: string
  /** As AWS writes it: ACTIVE, DRAINING, INACTIVE. */
  readonly status: string
  /** ECS, CODE_DEPLOY or EXTERNAL. */
  readonly controller: string
  /** REPLICA or DAEMON. */
  readonly scheduling: string
  readonly desired: number
  /** ARN of the task definition of the newest deployment; undefined where AWS does not return it. */
  readonly taskDefinition: string | undefined
  readonly configuration: sdk.DeploymentConfiguration
  readonly balancers: readonly sdk.LoadBalancer[]
  /** Newest first. */
  readonly events: readonly ServiceEvent[]
}

export interface ServiceEvent {
  readonly id: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly message: string
}

/** How the configuration names a service. */
export interface NamedService {
  readonly cluster: string
  readonly service: string
}

/** Reads a service; undefined where it or its cluster does not exist. */
export async function readService(
  containers: Pick<Containers, 'describeServices'>,
  { cluster, service }: NamedService,
): Promise<ServiceState | undefined> {
  try {
    const { services = [] } = await containers.describeServices({ cluster, services: [service] })
    const [found] = services
    if (found === undefined || found.status === 'INACTIVE') return undefined
    return {
      arn: found.serviceArn ?? '',
      cluster,
      name: found.serviceName ?? service,
      status: found.status ?? 'of an unknown status',
      controller: found.deploymentController?.type ?? 'ECS',
      scheduling: found.schedulingStrategy ?? 'REPLICA',
      desired: found.desiredCount ?? 0,
      taskDefinition: found.taskDefinition === '' ? undefined : found.taskDefinition,
      configuration: found.deploymentConfiguration ?? {},
      balancers: found.loadBalancers ?? [],
      events: (found.events ?? []).map(({ id = '', createdAt, message = '' }) => ({
        id,
        at: createdAt?.toISOString() ?? '',
        message,
      })),
    }
  } catch (error) {
    if (errorName(error) === 'ClusterNotFoundException') return undefined
    throw error
  }
}

/** `ROLLING` where the service does not name another. */
export function strategyOf({ strategy = 'ROLLING' }: sdk.DeploymentConfiguration): string {
  return strategy
}

/** The alarms that ECS watches during a deployment; none where they are not enabled. */
export function alarmNamesOf({ alarms }: sdk.DeploymentConfiguration): readonly string[] {
  return alarms?.enable === true ? (alarms.alarmNames ?? []) : []
}

/** The command that shows a service. */
export function describeServiceCommand({ cluster, service }: NamedService, region: string): string {
  return `aws ecs describe-services --region ${region} --cluster ${cluster} --services ${service}`
}
