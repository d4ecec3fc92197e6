import type { Environment } from '../../config/model/environment.ts'
import type { Outputs } from '../../config/model/references.ts'
import type { Surroundings } from './sample.ts'

/** What checks of an environment have around them. Hosts are in reach where the deployments are on this host. */
export function surroundingsOf(
  environment: Environment,
  outputs: Outputs,
  rest: Pick<Surroundings, 'access' | 'deployed' | 'lastRelease' | 'released' | 'analyses'>,
): Surroundings {
  const { deployments } = environment
  const local = deployments.filter((deployment) => deployment.platform === 'local')
  const reachable = local.length > 0 && local.length === deployments.length
  return {
    ...rest,
    environment: environment.name,
    hosts: reachable
      ? local.map((deployment) => ({ name: deployment.id, root: deployment['destination-root'] ?? '/' }))
      : 'unreachable',
    variables: variablesFor(environment, outputs),
  }
}

const PREFIX = 'TEST_DEPLOYMENTS'

/** `TEST_DEPLOYMENTS_ENVIRONMENT`, and `TEST_DEPLOYMENTS_WEB_URL` for the output Url of the stack web. */
function variablesFor(environment: Environment, outputs: Outputs): Record<string, string> {
  const named = Object.entries(outputs).flatMap(([stack, values]) =>
    Object.entries(values).map(([name, value]) => [variableName(stack, name), value] as const),
  )
  return { ...Object.fromEntries(named), [`${PREFIX}_ENVIRONMENT`]: environment.name }
}

function variableName(stack: string, output: string): string {
  return `${PREFIX}_${stack}_${output}`.replaceAll(/\W/g, '_').toUpperCase()
}
