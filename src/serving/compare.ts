import { nameOfArn } from '../ecs/names.ts'
import { plural } from '../support/text/text.ts'
import type {
  Served,
  ServedByAlias,
  ServedByDeploymentGroup,
  ServedByScalingGroup,
  ServedByService,
  ServedByStage,
  ServingResource,
} from './contract.ts'

/** How what a resource serves compares with what was released. */
export type Compared =
  | { readonly kind: 'equal'; readonly observed: string }
  | {
      readonly kind: 'differs' | 'nothing' | 'unknown'
      readonly expected: string
      readonly observed: string
      /** The missing permission. */
      readonly action?: string | undefined
    }

type Of<K extends ServingResource['kind']> = Extract<ServingResource, { readonly kind: K }>

/** Pure. */
export function compareServed(resource: ServingResource, served: Served): Compared {
  switch (served.kind) {
    case 'alias':
      return compareAlias(resource as Of<'alias'>, served)
    case 'service':
      return compareService(resource as Of<'service'>, served)
    case 'scaling-group':
      return compareScalingGroup(served)
    case 'stage':
      return compareStage(resource as Of<'stage'>, served)
    case 'deployment-group':
      return compareTargets(served)
  }
}

function compareAlias({ of, versions = [] }: Of<'alias'>, { serves, others, latest }: ServedByAlias): Compared {
  const shares = Object.keys(others).map((version) => `, and a part of the calls goes to ${version}`)
  const observed = `version ${serves.version}${shares.join('')} (code ${serves.code ?? 'unknown'})`
  if (versions.length > 0 && (!versions.includes(serves.version) || shares.length > 0)) {
    return { kind: 'differs', expected: `version ${versions.join(' or ')} only`, observed }
  }
  if (shares.length > 0) return { kind: 'differs', expected: 'one version', observed }
  if (serves.version === '$LATEST') return { kind: 'equal', observed }
  if (serves.code === undefined || latest.code === undefined) {
    return { kind: 'unknown', expected: 'digests of the code', observed }
  }
  // A deployment brings a version of its own; the function itself may be ahead of it.
  if (of.startsWith('stack/') && serves.code !== latest.code) {
    return { kind: 'differs', expected: `the code of the function, ${latest.code}`, observed }
  }
  return { kind: 'equal', observed }
}

function compareService(
  { taskDefinitions = [] }: Of<'service'>,
  { taskDefinition, desired, running, changing }: ServedByService,
): Compared {
  const own = nameOfArn(taskDefinition)
  const released = taskDefinitions.map(nameOfArn)
  const tasks = running.map(({ taskDefinition: definition, count, images }) => {
    const digests = Object.entries(images).map(
      ([name, list]) => `${name} ${list.map(({ image, digest }) => digest ?? image).join(' and ')}`,
    )
    return `${plural(count, 'task')} of ${nameOfArn(definition)} (${digests.join(', ')})`
  })
  const observed = [`task definition ${own}`, ...tasks, ...(changing > 0 ? [`${changing} changing`] : [])].join('; ')
  if (released.length > 0 && !released.includes(own)) {
    return { kind: 'differs', expected: `task definition ${released.join(' or ')}`, observed }
  }
  if (running.length === 0) {
    const expected = desired === 0 ? 'running tasks' : plural(desired, 'running task')
    return { kind: desired === 0 ? 'nothing' : 'differs', expected, observed }
  }
  if (running.some(({ taskDefinition: definition }) => nameOfArn(definition) !== own)) {
    return { kind: 'differs', expected: `tasks of ${own} only`, observed }
  }
  const images = running.flatMap(({ images: containers }) => Object.values(containers))
  if (images.some((list) => list.length > 1)) {
    return { kind: 'differs', expected: 'one image for each container', observed }
  }
  if (images.length === 0 || images.flat().some(({ digest }) => digest === undefined)) {
    return { kind: 'unknown', expected: 'digests of the images', observed }
  }
  return { kind: 'equal', observed }
}

function compareScalingGroup({
  template,
  launchConfiguration,
  inService,
  desired,
  isMixed,
}: ServedByScalingGroup): Compared {
  const own = template ? `${template.id}:${template.resolved}` : launchConfiguration
  const started = Object.entries(inService)
  const observed =
    started.map(([from, count]) => `${plural(count, 'instance')} of ${from}`).join(', ') || 'no instance InService'
  if (own === undefined) {
    return { kind: 'unknown', expected: 'a launch template or a launch configuration', observed }
  }
  if (started.length === 0) {
    return desired === 0
      ? { kind: 'nothing', expected: 'instances InService', observed }
      : { kind: 'differs', expected: `${plural(desired, 'instance')} of ${own}`, observed }
  }
  if (isMixed) return { kind: 'unknown', expected: 'one launch template for all instances', observed }
  if (started.some(([from]) => from !== own)) return { kind: 'differs', expected: `instances of ${own} only`, observed }
  return { kind: 'equal', observed }
}

function compareStage({ deployments }: Of<'stage'>, { stages }: ServedByStage): Compared {
  const observed = stages
    .map(
      ({ api, deployment, isAutomatic }) =>
        `${api}: deployment ${deployment ?? 'unknown'}${isAutomatic ? ', automatic' : ''}`,
    )
    .join('; ')
  const compared = stages.filter(({ isAutomatic }) => !isAutomatic)
  if (compared.some(({ deployment }) => deployment === undefined)) {
    return { kind: 'unknown', expected: 'the deployment of the stage', observed }
  }
  if (compared.length > 0 && deployments.length === 0) {
    return { kind: 'unknown', expected: 'a deployment of the API in the stack', observed }
  }
  const expected = `deployment ${deployments.join(' or ')}`
  if (compared.some(({ deployment = '' }) => !deployments.includes(deployment))) {
    return { kind: 'differs', expected, observed }
  }
  return { kind: 'equal', observed }
}

function compareTargets({ revision, targets, last }: ServedByDeploymentGroup): Compared {
  if (revision === undefined) {
    return { kind: 'unknown', expected: 'the revision of the group', observed: last ?? 'no deployment' }
  }
  if (targets.length === 0) return { kind: 'nothing', expected: 'instances', observed: 'none is selected' }
  const others = targets.filter((target) => target.revision !== revision)
  if (others.length === 0) return { kind: 'equal', observed: `${plural(targets.length, 'instance')} with ${revision}` }
  const shown = others.map(
    ({ id, revision: other, deployment }) =>
      `${id}: ${other === undefined ? 'no known deployment' : `${other} by ${deployment}`}`,
  )
  return {
    kind: 'differs',
    expected: `${revision} on ${plural(targets.length, 'instance')}`,
    observed: `not on ${others.length}: ${shown.slice(0, MOST_SHOWN).join(', ')}${shown.length > MOST_SHOWN ? `, and ${shown.length - MOST_SHOWN} more` : ''}`,
  }
}

const MOST_SHOWN = 5
