import type { Deployment, Environment } from '../../config/model/environment.ts'
import { referencedStacks } from '../../config/model/references.ts'

/**
 * Pure: the subjects (`stack/web`, `deployment/api`) that must have ended before each deployment begins. Without
 * `depends-on` these are all stacks, which may make its group; a server deployment also follows the one before it, since
 * the agent of a host that both have runs one deployment at a time. With `depends-on` they are what it names, and the
 * stacks to whose outputs the deployment refers. Two deployments to one group or to this host never run side by side.
 * @param texts texts of the files of each deployment, by its id, which may refer to outputs
 */
export function neededByDeployments(
  { stacks, deployments }: Pick<Environment, 'stacks' | 'deployments'>,
  texts: ReadonlyMap<string, readonly string[]>,
): Map<string, readonly string[]> {
  const ids = stacks.map(({ id }) => id)
  return new Map(
    deployments.map((own, at) => {
      const earlier = deployments.slice(0, at)
      const named = own['depends-on']
      const needed = new Set<string>()
      for (const id of named ?? ids) {
        if (ids.includes(id)) needed.add(`stack/${id}`)
        if (named !== undefined && deployments.some((other) => other.id === id)) needed.add(`deployment/${id}`)
      }
      for (const id of referencedStacks([own, texts.get(own.id) ?? []], ids)) needed.add(`stack/${id}`)
      for (const other of earlier) {
        const mayShareHosts = named === undefined && own.platform === 'server' && other.platform === 'server'
        if (mayShareHosts || placeOf(own) === placeOf(other)) needed.add(`deployment/${other.id}`)
      }
      return [own.id, [...needed]]
    }),
  )
}

function placeOf(deployment: Deployment): string {
  switch (deployment.platform) {
    case 'local':
      return 'local'
    case 'ecs-native':
      return JSON.stringify(['service', deployment.cluster, deployment.service])
    default:
      return JSON.stringify([deployment.application, deployment.group])
  }
}
