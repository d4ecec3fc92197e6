import { unguarded } from '../../../__tests__/commands/world.ts'
import { arnOf } from '../../../__tests__/docs/roles/roles.ts'
import { deployServing, SERVED, SERVING } from '../../../__tests__/docs/roles/serving-world.ts'
import { resolveEnvironment } from '../../../src/config/model/environment.ts'
import { readPlaceState } from '../../../src/precheck/state/place-state.ts'
import { shownOfEach, type Story } from './contract.ts'
import { configOf } from './worlds.ts'

/** Permissions of the reads of the serving state. */

const CONFIG = configOf('plan', 'deploy', SERVED)

export const SERVING_STORIES: readonly Story[] = [
  {
    name: 'what serves is read',
    role: 'plan',
    documents: ['serving'],
    scenario: SERVING,
    async play(roles) {
      await deployServing(roles)
      const environment = resolveEnvironment(unguarded(CONFIG), 'preprod', 'eu-west-1')
      const ports = await roles.job()
      const access = { region: 'eu-west-1', role: arnOf('plan'), session: 'test' }
      const state = { values: {} as Readonly<Record<string, string | null>> }
      const failed = await shownOfEach([
        async () => Object.assign(state, await readPlaceState({ ports, environment, access, sure: true })),
      ])
      const lines = Object.entries(state.values).map(
        ([path, value]) => `${path} ${value === null ? 'not read' : 'read'}`,
      )
      // An unread value is null in the recorded state; the log has the reason.
      return { lines: [...failed.lines, ...lines], text: [failed.text, ...roles.world.log].join('\n') }
    },
  },
]
