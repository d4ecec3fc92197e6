import type { ScenarioInput } from '../../sandbox/scenario.ts'
import { openWorld, type PrecheckWorld, type Seen } from '../dist/support/precheck-world.ts'
import { liedFiles, type Lie, type Stage } from './row.ts'

export interface AwsStage {
  readonly name: string
  readonly files: Readonly<Record<string, string>>
  /** The remaining state of the sandbox. */
  readonly scenario?: Omit<ScenarioInput, 'github'>
  /** The environment of precheck; both when absent. */
  readonly environment?: string
  readonly only?: string
  /** Whether pre-prod is deployed to after precheck. */
  readonly deploys?: boolean
  /** Runs in AWS before the first step. */
  readonly before?: (world: PrecheckWorld) => Promise<void>
  /** Variables of the steps. */
  readonly env?: Readonly<Record<string, string>>
}

/** Steps against the AWS of a scenario. Each run has a sandbox of its own. */
export function awsStage({ name, files, scenario, environment, only, deploys, before, env }: AwsStage): Stage {
  return {
    name,
    async play(lie: Lie = {}) {
      const lied = liedFiles(files, lie.files)
      const github = { repository: 'acme/shop', files: { ...lied.files } }
      const oddities = lie.aws ?? {}
      const world = await openWorld({ ...scenario, github }, { oddities, ...(env && { env: () => env }) })
      try {
        await before?.(world)
        const inputs = {
          command: 'precheck',
          ...(environment !== undefined && { environment }),
          ...(only !== undefined && { only }),
        }
        const seen = [await world.step(inputs)]
        if (deploys && seen[0]?.result.status === 0) {
          seen.push(await world.step({ command: 'deploy-preprod', needs: needsOf(seen[0]) }))
        }
        const altered = [...world.odd.values()].reduce((sum, each) => sum + each, 0)
        return {
          findings: seen.flatMap(({ evidence }) => evidence.findings),
          green: seen.every(({ result }) => result.status === 0),
          told: altered + lied.told,
        }
      } finally {
        await world.close()
      }
    },
    close: () => Promise.resolve(),
  }
}

function needsOf({ result }: Seen): string {
  return JSON.stringify({ precheck: { result: 'success', outputs: Object.fromEntries(result.outputs) } })
}
