import { isByCodeDeploy } from '../../config/model/environment.ts'
import { type BuiltInput, isCdk, isSam } from '../../config/model/packaged.ts'
import type { Config } from '../../config/schema/index.ts'
import { type Change, other } from './change.ts'

export function stackChanges(before: Config, after: Config): Change[] {
  const earlier = new Map(before.stacks.map((stack) => [stack.id ?? 'stack', stack]))
  return after.stacks.flatMap((stack): Change[] => {
    const id = stack.id ?? 'stack'
    const was = earlier.get(id)
    if (was === undefined) return []
    const added = stack.capabilities.filter((capability) => !was.capabilities.includes(capability))
    return [
      ...other(`stacks/${id}/role`, was.role, stack.role, true),
      ...added.map((capability): Change => ({
        path: `stacks/${id}/capabilities/${capability}`,
        weaker: true,
        before: 'not acknowledged',
        after: 'acknowledged',
      })),
    ]
  })
}

/** Of entries whose stacks other tools build: what they build from names them. */
export function builtChanges(before: Config, after: Config): Change[] {
  const earlier = new Map((before.built ?? []).map((input) => [builtFrom(input), input]))
  return (after.built ?? []).flatMap((input): Change[] => {
    const from = builtFrom(input)
    const was = earlier.get(from)
    if (was === undefined) return []
    const [had, has] = [capabilitiesOf(was), capabilitiesOf(input)]
    return [
      ...other(`stacks/${from}/role`, was.role, input.role, true),
      // Without a list those of samconfig.toml count, which are not known here.
      ...other(
        `stacks/${from}/capabilities`,
        had,
        has,
        had === undefined || has === undefined || has.some((each) => !had.includes(each)),
      ),
    ]
  })
}

function builtFrom(input: BuiltInput): string {
  return isCdk(input) ? input.cdk : isSam(input) ? input.sam : input.template
}

function capabilitiesOf(input: BuiltInput): readonly string[] | undefined {
  return isCdk(input) ? undefined : input.capabilities
}

export function deploymentChanges(before: Config, after: Config): Change[] {
  const earlier = new Map(before.deployments.map((deployment) => [deployment.id ?? 'app', deployment]))
  return after.deployments.flatMap((deployment): Change[] => {
    const id = deployment.id ?? 'app'
    const was = earlier.get(id)
    if (was === undefined || !isByCodeDeploy(was) || !isByCodeDeploy(deployment)) return []
    const config = 'deployment-config'
    const configs = other(`deployments/${id}/${config}`, was[config], deployment[config], true)
    if (was.platform !== 'server' || deployment.platform !== 'server') return configs
    const ignores = 'ignore-application-stop-failures'
    return [
      ...configs,
      ...other(`deployments/${id}/${ignores}`, was[ignores], deployment[ignores], deployment[ignores]),
    ]
  })
}
