import { isRecord, textAt } from '../../support/records.ts'
import type { Template, TemplateResource as Resource } from '../../cloudformation/template/template.ts'
import type { FoundAccount } from '../account/found.ts'
import { filled } from '../account/twins.ts'
import type { Found, FoundTaskDefinition, FoundTemplate } from '../found.ts'
import { nameText } from '../names.ts'
import type { PlannedDeployment, PlannedStack } from './planned.ts'

/** Services of templates that ECS itself deploys, where the repository has their task definitions in JSON. Pure. */

const OTHER_CONTROLLERS = ['CODE_DEPLOY', 'EXTERNAL']

/** @param taken paths of task definitions that AppSpecs get */
export function servicesOf(
  { templates, taskDefinitions }: Pick<Found, 'templates' | 'taskDefinitions'>,
  stacks: readonly PlannedStack[],
  { taken, todo }: { readonly taken: readonly (string | undefined)[]; readonly todo: string[] },
): PlannedDeployment[] {
  const free = taskDefinitions.filter(({ path }) => !taken.includes(path))
  const services = templates.flatMap((each) => servicesIn(each))
  const planned: PlannedDeployment[] = []
  for (const { found, logicalId, resource } of services) {
    const { id: stack, path, template } = found
    const file = definitionOf(resource, free, services.length)
    if (file === undefined) continue
    const stackName = stacks.find((each) => each.id === stack)?.name
    const service = nameText(resource.properties['ServiceName'], stackName)
    const cluster = clusterOf(resource, template, stackName)
    if (service === undefined || cluster === undefined)
      todo.push(
        `Give ${logicalId} in ${path} a ServiceName, and its cluster a ClusterName: the deployment of ${file.path} names both, and these are names that AWS makes.`,
      )
    const id = planned.some((each) => each.id === logicalId.toLowerCase())
      ? `${stack}-${logicalId.toLowerCase()}`
      : logicalId.toLowerCase()
    planned.push({
      id,
      platform: 'ecs-native',
      service: service ?? logicalId,
      cluster: cluster ?? 'default',
      taskDefinition: file.path,
      resource: `${stack}/${logicalId}`,
      ...(file.family !== undefined && { family: file.family }),
    })
  }
  return planned
}

/**
 * Services of the account whose task definition is a file of the repository, by its family.
 * @param planned deployments that have their files already
 */
export function deployedServicesOf(
  { services, words }: FoundAccount,
  { taskDefinitions }: Pick<Found, 'taskDefinitions'>,
  planned: readonly PlannedDeployment[],
): PlannedDeployment[] {
  const taken = new Set(planned.map(({ taskDefinition }) => taskDefinition))
  const ids = new Set(planned.map(({ id }) => id))
  return services.flatMap(({ names: [cluster = '', service = ''], item }) => {
    const files = taskDefinitions.filter(
      ({ path, family }) =>
        !taken.has(path) && family !== undefined && filled(family, words.preprod) === (item.family ?? ''),
    )
    const [file] = files
    if (file === undefined || files.length > 1) return []
    taken.add(file.path)
    const base = service
      .replaceAll('{environment}', '')
      .replaceAll(/[^A-Za-z0-9]+/g, '-')
      .replaceAll(/^[^A-Za-z]+|-+$/g, '')
      .toLowerCase()
    let id = base === '' ? 'service' : base
    for (let number = 2; ids.has(id); number++) id = `${base === '' ? 'service' : base}-${number}`
    ids.add(id)
    const { path: taskDefinition, family } = file
    return [{ id, platform: 'ecs-native', service, cluster, taskDefinition, ...(family !== undefined && { family }) }]
  })
}

interface ServiceInTemplate {
  readonly found: FoundTemplate
  readonly logicalId: string
  readonly resource: Resource
}

function servicesIn(found: FoundTemplate): ServiceInTemplate[] {
  return Object.entries(found.template.resources).flatMap(([logicalId, resource]) => {
    if (resource.type !== 'AWS::ECS::Service') return []
    const controller = textAt(resource.properties, 'DeploymentController', 'Type')
    return OTHER_CONTROLLERS.includes(controller ?? '') ? [] : [{ found, logicalId, resource }]
  })
}

/** The file with the container that the load balancer names; without one, the only file of the only service. */
function definitionOf(
  { properties }: Resource,
  files: readonly FoundTaskDefinition[],
  services: number,
): FoundTaskDefinition | undefined {
  const [balancer] = Array.isArray(properties['LoadBalancers']) ? (properties['LoadBalancers'] as unknown[]) : []
  const container = textAt(balancer, 'ContainerName')
  if (container === undefined) return services === 1 && files.length === 1 ? files[0] : undefined
  const own = files.filter(({ containers }) => containers.includes(container))
  return own.length === 1 ? own[0] : undefined
}

/** Absent, it is the cluster `default`: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html */
function clusterOf({ properties }: Resource, template: Template, stackName: string | undefined): string | undefined {
  const named = properties['Cluster']
  if (named === undefined) return 'default'
  const target = isRecord(named) && typeof named['Ref'] === 'string' ? template.resources[named['Ref']] : undefined
  return nameText(target === undefined ? named : target.properties['ClusterName'], stackName)
}
