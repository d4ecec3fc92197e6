import type { ContainerDefinition, RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs'
import { showPath, type Path } from '../../aws/shape.ts'
import { didYouMean } from '../../support/text/nearest.ts'
import type { Fault } from './fault.ts'

/** Names in a task definition that refer to its own containers and volumes. Members have their types. */
export function referenceFaults(members: Readonly<Record<string, unknown>>): Fault[] {
  const { containerDefinitions, volumes, proxyConfiguration } = members as Partial<RegisterTaskDefinitionCommandInput>
  const list = containerDefinitions ?? []
  const containers = list.flatMap(({ name }) => name ?? [])
  const known = { container: containers, volume: (volumes ?? []).flatMap(({ name }) => name ?? []) }
  const proxy = proxyConfiguration?.containerName
  const used = [
    ...list.flatMap((container, at) => usedBy(container, ['containerDefinitions', at])),
    ...(proxy === undefined
      ? []
      : [{ kind: 'container' as const, name: proxy, path: ['proxyConfiguration', 'containerName'] }]),
  ]
  const twice = containers.filter((name, at) => containers.indexOf(name) !== at)
  return [
    ...twice.map((name): Fault => ({
      code: 'task-definition/reference',
      outcome: 'fail',
      title: `two containers have the name ${name}`,
      path: ['containerDefinitions', containers.lastIndexOf(name), 'name'],
      expected: 'different names',
      observed: name,
      advice: 'Give each container a different name.',
    })),
    ...used.filter(({ kind, name }) => !known[kind].includes(name)).map((one) => unknownName(one, known[one.kind])),
  ]
}

interface UsedName {
  readonly kind: 'container' | 'volume'
  readonly name: string
  readonly path: Path
}

function usedBy(container: ContainerDefinition, path: Path): UsedName[] {
  const { dependsOn, volumesFrom, links, mountPoints } = container
  const used = (kind: UsedName['kind'], name: string | undefined, ...below: Path): UsedName[] =>
    name === undefined ? [] : [{ kind, name, path: [...path, ...below] }]
  return [
    ...(dependsOn ?? []).flatMap((one, at) => used('container', one.containerName, 'dependsOn', at, 'containerName')),
    ...(volumesFrom ?? []).flatMap((one, at) =>
      used('container', one.sourceContainer, 'volumesFrom', at, 'sourceContainer'),
    ),
    // `name:alias`
    ...(links ?? []).flatMap((link, at) => used('container', link.split(':')[0], 'links', at)),
    ...(mountPoints ?? []).flatMap((one, at) => used('volume', one.sourceVolume, 'mountPoints', at, 'sourceVolume')),
  ]
}

function unknownName({ kind, name, path }: UsedName, known: readonly string[]): Fault {
  return {
    code: 'task-definition/reference',
    outcome: 'fail',
    title: `${showPath(path)} names the ${kind} ${name}, which the task definition does not have${didYouMean(name, known)}`,
    path,
    expected: known.length === 0 ? `a ${kind} in the task definition` : known.join(', '),
    observed: name,
    advice: `Correct the name, or add the ${kind}.`,
  }
}
