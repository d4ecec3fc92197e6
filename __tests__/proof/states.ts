import { openAwsWorld, type AwsWorld } from '../gate/aws-world.ts'
import { rowsOf, type Played, type Row, type Stage } from './row.ts'

/** The serving state during the verification, and between the page and the deployment to production. */

interface Meanwhile {
  /** Runs in AWS before the last steps. */
  readonly meanwhile?: (world: AwsWorld) => Promise<void>
}

/** A release whose `last` steps are judged. */
function stage(name: string, first: readonly string[], last: readonly string[], check?: string): Stage<Meanwhile> {
  return {
    name,
    async play({ meanwhile } = {}): Promise<Played> {
      const world = await openAwsWorld(check)
      try {
        for (const command of first) await world.step(command)
        await meanwhile?.(world)
        const seen = []
        for (const command of last) seen.push(await world.step(command))
        return {
          findings: seen.flatMap(({ evidence }) => evidence.findings),
          green: seen.every(({ status }) => status === 0),
          told: meanwhile ? 1 : 0,
        }
      } finally {
        await world.close()
      }
    },
    close: () => Promise.resolve(),
  }
}

const production = stage('production', ['precheck', 'deploy-preprod', 'verify', 'gate'], ['deploy-production'])
const verified = stage('verification', ['precheck', 'deploy-preprod'], ['verify', 'gate'])
const checked = stage('verification of what serves', ['precheck', 'deploy-preprod'], ['verify'], '{ released: orders }')
const TEXT = { says: 'every job that it needs has succeeded', truth: 'an alarm of pre-prod was changed in between' }

export const STATES: readonly Row[] = [
  ...rowsOf(production, { meanwhile: (world) => world.setThreshold('production', 5000) }, [
    {
      code: 'gate/state-unchanged',
      subject: 'environment/production/state',
      says: 'a reviewer approved the page',
      truth: 'the threshold of an alarm is 5000 since then',
    },
  ]),
  ...rowsOf(checked, { meanwhile: (world) => world.moveAlias('preprod', '1') }, [
    {
      code: 'check/released',
      subject: 'check/orders: what serves is this release',
      says: 'every job that it needs has succeeded',
      truth: 'the alias leads to the previous version again',
    },
  ]),
  ...rowsOf(verified, { meanwhile: (world) => world.setThreshold('preprod', 5000) }, [
    { code: 'verify/same-state', subject: 'environment/preprod/state', ...TEXT },
    { code: 'gate/verified-state', subject: 'environment/preprod/state', ...TEXT },
  ]),
]
