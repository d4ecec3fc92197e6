import { relative, resolve } from 'node:path'
import { planChecks } from '../checks/engine/select.ts'
import { placeOfEnvironment, type Environment, type ReleaseEnvironment } from '../config/model/environment.ts'
import type { Inputs } from '../config/model/inputs.ts'
import { githubEnvironmentOf } from '../config/model/sections/environments.ts'
import type { Config } from '../config/schema/index.ts'
import type { ComposedEnvironment, Composition } from '../evidence/composition.ts'
import type { Plan } from '../evidence/document.ts'
import { AFTER_DEPLOYMENT } from '../evidence/phase.ts'
import { byPlace, isSamePlace, type Place } from '../evidence/place.ts'

/** How a composition calls a configuration that the workflow contains. */
export const INLINE = 'inline'

/** Pure: what a release consists of in these environments. Accounts are told by stacks of the plans, else by roles. */
export function compositionOf(
  config: Pick<Config, 'verify' | 'environments'>,
  environments: readonly ReleaseEnvironment[],
  { path, plans }: { readonly path: string; readonly plans: readonly Plan[] },
): Composition {
  return {
    config: path,
    environments: environments.map((environment) =>
      composed(
        environment,
        githubEnvironmentOf(config.environments, environment.key),
        plans.find((plan) => isSamePlace(plan, placeOfEnvironment(environment))),
      ),
    ),
    checks: planChecks(config.verify).map(({ name, key, kind, phase, sampling }, index) => ({
      name,
      key,
      kind,
      named: config.verify[index]?.name !== undefined,
      ...(phase !== AFTER_DEPLOYMENT && { phase }),
      ...(sampling.dryRun && { dryRun: true }),
    })),
  }
}

function composed(environment: Environment, github: string, plan: Plan | undefined): ComposedEnvironment {
  const { key, name, region, words, stacks, deployments } = environment
  const account = plan?.account ?? words['account']
  return {
    key,
    name,
    github,
    region,
    ...(account !== undefined && { account }),
    stacks: stacks.map((stack) => ({ id: stack.id, name: stack.name })),
    deployments: deployments.map((deployment) => ({
      id: deployment.id,
      platform: deployment.platform,
      target:
        deployment.platform === 'ecs-native'
          ? `${deployment.cluster}/${deployment.service}`
          : `${deployment.application}/${deployment.group}`,
    })),
  }
}

/** Where a composed environment is. */
function composedPlace({ key, account, region }: ComposedEnvironment): Place {
  return { environment: key, ...(account !== undefined && { account }), ...(region !== '' && { region }) }
}

/** A configuration by its path from the root of the workspace, in one spelling. */
export function configPath(config: Inputs['config'], workspace: string): string {
  return 'path' in config ? relative(workspace, resolve(workspace, config.path)) : INLINE
}

/** Prechecks of one environment each describe one release together. */
export function mergedComposition(parts: readonly Composition[]): Composition | undefined {
  const [first] = parts
  if (first === undefined) return undefined
  const all = parts.flatMap((part) => part.environments)
  const places = byPlace(all.map((each) => ({ ...composedPlace(each), composed: each })))
  return {
    ...first,
    environments: places.flatMap(({ entries }) => entries.slice(-1).map(({ composed: each }) => each)),
  }
}
