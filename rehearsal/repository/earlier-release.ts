import type { PacedClock } from '../../sandbox/clock.ts'
import { resolveEnvironment } from '../../src/config/model/environment.ts'
import type { Config } from '../../src/config/schema/index.ts'
import type { EnvironmentName } from '../contract.ts'
import type { Account } from '../installed.ts'
import { buildEarlier, deployEarlier } from './existing-deployments.ts'
import { createExistingStacks } from './existing-stacks.ts'
import { ENVIRONMENTS, regionOf } from './scenario.ts'

/**
 * Gives both accounts what a release finds there where parameters keep previous values: the stacks, and what servers of
 * these stacks serve. @returns the names of the stacks; none for a first release
 */
export async function createEarlierRelease(
  account: (environment: EnvironmentName) => Account,
  config: Config,
  { root, files, build }: { readonly root: string; readonly files: string; readonly build?: string | undefined },
  clock: PacedClock,
): Promise<readonly string[]> {
  const { signal } = new AbortController()
  const environments = ENVIRONMENTS.map((each) => resolveEnvironment(config, each, regionOf(config)))
  const made = await Promise.all(
    environments.map((environment) => createExistingStacks(account(environment.key), environment, files, signal)),
  )
  const names = made.flatMap((each) => each.names)
  if (names.length === 0) return names
  const workspace = await buildEarlier(files, root, build, clock)
  // The job `build` says why it fails.
  if (workspace === undefined) return names
  await Promise.all(
    environments.map((environment, index) =>
      deployEarlier(account(environment.key), environment, workspace, made[index]?.outputs ?? {}, signal),
    ),
  )
  return names
}
