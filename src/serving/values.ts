import { nameOfArn } from '../ecs/names.ts'
import { digestOfBytes } from '../evidence/digest.ts'
import type { Served, ServingResource, ServingState } from './contract.ts'
import type { ServingFacts } from './environment.ts'
import { pathOfServing } from './find.ts'

/** Nothing serves now, as in a group that is scaled to zero. */
export const NONE = 'none'
const VALUE_LENGTH = 300

/**
 * Pure: what serves, as values of a place's state; `null` where it is not known. They stay the same while groups and services
 * scale: not how many instances or tasks there are, but what they run.
 */
export function valuesOfServing({ states, unlisted }: ServingFacts): Record<string, string | null> {
  return Object.fromEntries([
    ...unlisted.map(({ stack }) => [`serving/stack/${stack}`, null] as const),
    ...states.flatMap(({ resource, served }: ServingState): (readonly [string, string | null])[] => {
      const path = `serving/${pathOfServing(resource)}`
      if (isRecordedElsewhere(resource) || isNeverReadable(resource)) return []
      if (served === undefined) return [[path, null]]
      return Object.entries(valuesOf(served)).map(([name, value]) => [`${path}/${name}`, value])
    }),
  ])
}

/**
 * Pure: the images of the tasks of a deployment by ECS, without their revisions: `web sha256:…`. Both environments have them
 * under one path.
 */
export function valuesOfDeployedImages(
  { states }: Pick<ServingFacts, 'states'>,
  services: readonly { readonly id: string; readonly cluster: string; readonly service: string }[],
): Record<string, string> {
  return Object.fromEntries(
    states.flatMap(({ resource, served }) => {
      if (resource.kind !== 'service' || served?.kind !== 'service') return []
      const own = services.find(({ cluster, service }) => cluster === resource.cluster && service === resource.service)
      const images = served.running.flatMap(({ images: containers }) =>
        Object.entries(containers).flatMap(([name, list]) =>
          list.flatMap(({ digest }) => (digest === undefined ? [] : [`${name} ${digest}`])),
        ),
      )
      return own === undefined || images.length === 0 ? [] : [[`deployments/${own.id}/images`, listed(images)] as const]
    }),
  )
}

/** Pure: what one resource serves, by the paths under which a place's state has it; empty where it was not read. */
export function valuesOfState({ resource, served }: ServingState): Record<string, string | null> {
  if (served === undefined) return {}
  const path = isRecordedElsewhere(resource)
    ? `deployments/${resource.of.slice('deployment/'.length)}/alias/${resource.alias}`
    : `serving/${pathOfServing(resource)}`
  return Object.fromEntries(Object.entries(valuesOf(served)).map(([name, value]) => [`${path}/${name}`, value]))
}

/** A text of bounded length that still differs wherever the whole differs. */
export function bounded(text: string): string {
  if (text.length <= VALUE_LENGTH) return text
  return `${text.slice(0, VALUE_LENGTH).toWellFormed()}… (${digestOfBytes(Buffer.from(text))})`
}

/** The alias of a deployment is a value of the deployment. */
function isRecordedElsewhere(
  resource: ServingResource,
): resource is Extract<ServingResource, { readonly kind: 'alias' }> {
  return resource.kind === 'alias' && resource.of.startsWith('deployment/')
}

/** A value that cannot be read at all is not a part of the state: it would always be unknown. */
function isNeverReadable(resource: ServingResource): boolean {
  return resource.kind === 'stage' && resource.apis.length === 0
}

function valuesOf(served: Served): Record<string, string | null> {
  switch (served.kind) {
    case 'alias': {
      const shares = Object.entries(served.others).map(([version, weight]) => `${version}: ${weight}`)
      return { version: [served.serves.version, ...shares].join(', '), code: served.serves.code ?? null }
    }
    case 'service': {
      const images = served.running.flatMap(({ taskDefinition, images: containers }) =>
        Object.entries(containers).flatMap(([name, list]) =>
          list.map(({ image, digest }) => `${nameOfArn(taskDefinition)} ${name} ${digest ?? image}`),
        ),
      )
      return { 'task-definition': served.taskDefinition, images: listed(images) }
    }
    case 'scaling-group': {
      const { template, launchConfiguration } = served
      return {
        template: template ? `${template.id}:${template.resolved}` : (launchConfiguration ?? null),
        instances: listed(Object.keys(served.inService)),
      }
    }
    case 'stage':
      return Object.fromEntries(
        served.stages.map(({ api, deployment }) => [
          served.stages.length === 1 ? 'deployment' : `${api}/deployment`,
          deployment ?? null,
        ]),
      )
    case 'deployment-group':
      return { revisions: listed(served.targets.map(({ revision }) => revision ?? 'nothing that is known')) }
  }
}

function listed(values: readonly string[]): string {
  return values.length === 0 ? NONE : [...new Set(values)].toSorted().join(', ')
}
