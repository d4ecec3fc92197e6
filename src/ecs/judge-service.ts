import type { Finding } from '../evidence/finding.ts'
import type { NamedService, ServiceState } from './service.ts'

/** Pure: why a service cannot be deployed by ECS; undefined where it can. */
export function judgeDeployable(
  service: ServiceState | undefined,
  { id, cluster, service: name }: NamedService & { readonly id: string },
  { key, region }: { readonly key: string; readonly region: string },
): Finding | undefined {
  const about = { subject: `deployment/${id}/service`, details: { environment: key } }
  if (service === undefined || service.status !== 'ACTIVE') {
    return {
      ...about,
      code: 'service/missing',
      outcome: 'fail',
      title: `${key}: the cluster ${cluster} has no active service ${name}`,
      expected: `an active service ${name}`,
      observed: service?.status ?? 'nothing',
      advice: `Correct \`cluster\` and \`service\` of ${id}; \`aws ecs list-services --region ${region} --cluster ${cluster}\` lists them.`,
    }
  }
  if (service.controller !== 'ECS') {
    const byCodeDeploy = service.controller === 'CODE_DEPLOY'
    return {
      ...about,
      code: 'service/controller',
      outcome: 'fail',
      title: `${key}: ${cluster}/${name} is deployed by the controller ${service.controller}, and not by ECS`,
      expected: 'the deployment controller ECS',
      observed: service.controller,
      advice: byCodeDeploy
        ? `Deploy it with \`platform: ecs\`, or move the service to the controller ECS (\`aws ecs update-service --deployment-controller type=ECS\`).`
        : 'Let the service have the controller ECS, or deploy it with what creates its task sets.',
    }
  }
  if (service.scheduling === 'REPLICA' && service.desired === 0) {
    return {
      ...about,
      code: 'service/no-tasks',
      outcome: 'fail',
      title: `${key}: ${cluster}/${name} has a desired count of 0, so a deployment would prove nothing`,
      expected: 'a desired count of at least 1',
      observed: '0',
      advice: `Scale the service first: \`aws ecs update-service --region ${region} --cluster ${cluster} --service ${name} --desired-count 1\`.`,
    }
  }
  return undefined
}
