import { checksOf, runChecks, type ChecksRun } from '../../checks/engine/run-checks.ts'
import type { PlannedCheck } from '../../checks/engine/select.ts'
import { surroundingsOf } from '../../checks/engine/surroundings.ts'
import { checksFor, withEndpoint } from '../../checks/engine/test-endpoint.ts'
import { accessTo } from '../../config/model/environment.ts'
import type { Outputs } from '../../config/model/references.ts'
import type { Finding } from '../../evidence/finding.ts'
import { blocking, verdictOf } from '../../evidence/verdict.ts'
import { plural } from '../../support/text/text.ts'
import type { DeployContext } from '../contract.ts'

/** The checks of a version of a function before any alias leads to it. */
export interface VersionChecks {
  readonly checks: readonly PlannedCheck[]
  readonly run: ChecksRun
}

/** Undefined where no check before traffic is about the deployment. */
export function versionChecks(context: DeployContext, id: string, outputs: Outputs): VersionChecks | undefined {
  const { ports, record, environment, run } = context
  const checks = checksFor(checksOf(context.checks, ['before-traffic'], environment.words), id)
  if (checks.length === 0) return undefined
  const access = accessTo(environment, 'verify', run.runId)
  const surroundings = surroundingsOf(environment, outputs, { access, deployed: undefined })
  return { checks, run: { ports, record, surroundings, outputs } }
}

/**
 * Checks a published version by its number, before a deployment that moves an alias to it is created: `{test-endpoint}` is
 * NAME:VERSION. Where a finding blocks, nothing is to be deployed.
 */
export async function checkVersion(
  wanted: VersionChecks | undefined,
  { id, name, version }: { readonly id: string; readonly name: string; readonly version: string },
): Promise<readonly Finding[]> {
  if (wanted === undefined) return []
  const { checks, run } = wanted
  const endpoint = { name: `version ${version}`, address: `${name}:${version}`, headers: {} }
  run.ports.log.info(`${id}: ${name}:${version} has no traffic yet; ${plural(checks.length, 'check')} of this phase`)
  const findings = await runChecks({ ...run, fill: (one) => withEndpoint(one, endpoint) }, checks)
  const judging = checks.filter(({ sampling }) => !sampling.dryRun).length
  if (judging === 0) return findings
  const about = {
    subject: `deployment/${id}/before-traffic`,
    expected: 'every check before traffic passes on the new version',
  }
  if (verdictOf(findings) === 'pass') {
    return [
      ...findings,
      {
        ...about,
        code: 'traffic/checked',
        outcome: 'pass',
        title: `${plural(judging, 'check')} passed on ${name}:${version} before it got traffic`,
        observed: `${judging} of ${judging} passed`,
      },
    ]
  }
  const [first] = blocking(findings)
  return [
    ...findings,
    {
      ...about,
      code: 'traffic/not-started',
      outcome: 'fail',
      title: `${name}:${version} gets no traffic: ${first?.title ?? 'no check passed'}`,
      observed: first?.title ?? 'no check passed',
      advice: 'Correct what the check found, and start the release again; the alias points to the previous version.',
    },
  ]
}
