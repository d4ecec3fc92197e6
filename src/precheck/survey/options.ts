import { accessTo } from '../../config/model/environment.ts'
import { environmentsBefore } from '../../config/model/environment-keys.ts'
import type { Inputs } from '../../config/model/inputs.ts'
import type { Config } from '../../config/schema/index.ts'
import type { Origin } from '../../evidence/document.ts'
import type { ChangeSetLedger } from '../../plan/change-sets/ledger.ts'
import { offSwitch } from '../../policies/off-switch.ts'
import type { Ports } from '../../ports.ts'
import type { Prepared } from '../prepare.ts'
import type { SurveyOptions } from './index.ts'

/** The options of the survey of an environment, from the configuration and the job. `today`: ISO date. */
export function surveyOptions(
  { environment, sources }: Prepared,
  {
    ports,
    inputs,
    config,
    origin,
    ledger,
    today,
    pullRequest,
    alone,
  }: {
    readonly ports: Ports
    readonly inputs: Inputs
    readonly config: Config
    readonly origin: Origin
    readonly ledger: ChangeSetLedger
    /** Of a precheck whose change sets nothing executes. */
    readonly pullRequest?: number | undefined
    readonly today: string
    /** True where the step looks at one environment. */
    readonly alone: boolean
  },
): SurveyOptions {
  // Whoever switches the rule off lets macros run; otherwise a stack with one is not planned.
  const macrosRun = offSwitch({ config, today }, 'template/macro')
  return {
    ports,
    environment,
    access: accessTo(environment, 'plan', origin.runId),
    run: origin,
    purpose: 'precheck',
    preview: inputs.temporary !== undefined || environmentsBefore(environment.key).length > 0,
    sources,
    ledger,
    ...(pullRequest !== undefined && { pullRequest }),
    ...(!macrosRun && { transforms: config.precheck.transforms }),
    // Models are read to be compared with those of another environment.
    live: { tier: alone && config.precheck.drift.live === 'all' ? 'access' : config.precheck.drift.live },
    readsPerSecond: config['aws-calls-per-second'],
    whoDidIt: config.precheck.drift['who-did-it'],
    only: inputs.only,
  }
}
