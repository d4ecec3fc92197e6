import { nameOfArn } from '../ecs/names.ts'
import type { Served, ServingResource, ServingState } from './contract.ts'
import type { ServingFacts } from './environment.ts'
import { pathOfServing } from './find.ts'

/** Nothing serves now, as in a group that is scaled to zero. */
export const NONE = 'none'

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

/** The alias of a deployment is a value of the deployment. */
function isRecordedElsewhere({ kind, of }: ServingResource): boolean {
  return kind === 'alias' && of.startsWith('deployment/')
}

/** A value that nobody can ever read is no part of the state: it would be unknown for ever. */
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
