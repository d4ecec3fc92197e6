import type { AwsAccess } from '../aws/access.ts'
import { accessTo, resolveEnvironment } from '../config/model/environment.ts'
import { ENVIRONMENT_KEYS, type EnvironmentKey } from '../config/model/environment-keys.ts'
import type { Inputs } from '../config/model/inputs.ts'
import type { Config } from '../config/schema/index.ts'
import type { Evidence, Slot } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import { TEMPORARY } from '../evidence/chain/slots.ts'
import type { Ports } from '../ports.ts'
import type { Place } from '../support/runtime.ts'
import { ActionError } from '../support/errors.ts'
import { notify, notSent } from './notify.ts'

/** Tells the topics and buses of `notify` how a step ended. @returns remarks about messages that were not sent */
export async function notifyOfStep(
  ports: Ports,
  config: Config,
  inputs: Inputs,
  evidence: Evidence,
): Promise<readonly Finding[]> {
  // A copy of pre-prod has another role, and its pull request has a comment about it.
  if (config.notify === undefined || evidence.slot.environment === TEMPORARY) return []
  const { slot, origin } = evidence
  try {
    return await notify(ports, config.notify, evidence, {
      access: accessOf(config, slot, ports.place.env, origin.runId),
      waitsFor: awaited(config, inputs),
    })
  } catch (error) {
    if (!(error instanceof ActionError)) throw error
    return [notSent('notify', error)]
  }
}

/** That of the command: what deploys sends with the deploy-role. */
function accessOf(config: Config, { command, environment }: Slot, env: Place['env'], runId: string): AwsAccess {
  const key = ENVIRONMENT_KEYS.find((each) => each === environment) ?? 'preprod'
  const resolved = resolveEnvironment(config, key, env['AWS_REGION'] || env['AWS_DEFAULT_REGION'])
  const changes = command.startsWith('deploy-') || command === 'rollback'
  return accessTo(resolved, changes ? 'deploy' : command === 'verify' ? 'verify' : 'plan', runId)
}

/** The environment whose approval the job after this step waits for. A step for a part of an environment opens nothing. */
function awaited({ environments }: Config, { command, only, environment }: Inputs): EnvironmentKey | undefined {
  if (command === 'gate') return 'production'
  const isWhole = only.length === 0 && environment === undefined
  return command === 'precheck' && isWhole && !('none' in environments.preprod.approval) ? 'preprod' : undefined
}
