import type { Inputs } from '../config/model/inputs.ts'
import { ENVIRONMENT_KEYS } from '../config/model/environment-keys.ts'
import { resolveEnvironment } from '../config/model/environment.ts'
import { githubEnvironmentOf } from '../config/model/sections/environments.ts'
import type { Config } from '../config/schema/index.ts'
import type { Composition } from '../evidence/composition.ts'
import type { Origin } from '../evidence/document.ts'
import { compositionOf, configPath } from '../handover/composition.ts'
import { findLastRelease } from '../handover/last-release.ts'
import type { LastReleaseAnswer } from '../policies/contract.ts'
import type { Ports } from '../ports.ts'
import { ActionError } from '../support/errors.ts'
import { configurationAt } from './event/base-commit.ts'

interface Asking {
  readonly ports: Ports
  readonly inputs: Pick<Inputs, 'config'>
  readonly config: Config
  readonly origin: Origin
  /** With `only: offline` a job may lack the permissions to read from GitHub. */
  readonly offline: boolean
}

/** The last release to production, from its evidence, otherwise from the configuration of its commit. */
export async function lastReleaseOf({ ports, inputs, config, origin, offline }: Asking): Promise<LastReleaseAnswer> {
  const { workspace, env } = ports.place
  const path = configPath(inputs.config, workspace)
  const region = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || undefined
  const configuredAt = async (sha: string, why: string): Promise<Composition | undefined> => {
    const earlier = await configurationAt(ports, inputs.config, sha)
    if (earlier === undefined) return undefined
    if (earlier.built) {
      throw new ActionError('config/assembly', {
        message: `the stacks of commit ${sha.slice(0, 7)} were built by another tool, and are known from its evidence only: ${why}`,
        advice: 'Keep the evidence of releases as long as they are in production: in a bucket, or as artifacts.',
      })
    }
    const environments = ENVIRONMENT_KEYS.map((key) => resolveEnvironment(earlier, key, region))
    return compositionOf(earlier, environments, { path, plans: [] })
  }
  const production = githubEnvironmentOf(config.environments, 'production')
  const answer = await findLastRelease({ ports, origin, config: path, production, configuredAt })
  return offline && answer.kind === 'unknown' ? { kind: 'not-compared', why: `only: offline; ${answer.why}` } : answer
}
