import type { AwsAccess } from '../aws/access.ts'
import { accessTo } from '../config/model/environment.ts'
import {
  resolveTemporary,
  temporaryName,
  temporarySection,
  type TemporaryEnvironment,
} from '../config/model/temporary-environment.ts'
import type { Finding } from '../evidence/finding.ts'
import { OFFLINE } from '../evidence/chain/slots.ts'
import type { ProtectionContext } from '../handover/protection.ts'
import { readEvent } from '../precheck/event/github-event.ts'
import { recordOf } from '../support/records.ts'
import { TemporaryRecord } from './record.ts'

/** What the steps of temporary environments work with. */
export type TemporaryContext = ProtectionContext

/** The temporary environment that the step is about, by its input and the event of the run. */
export async function temporaryOf(context: TemporaryContext): Promise<TemporaryEnvironment> {
  const { config, inputs, origin } = context
  const { name: pattern } = temporarySection(config.environments)
  const facts = { pullRequest: await pullRequestOf(context), runId: origin.runId }
  return resolveTemporary(config, temporaryName(pattern, inputs.temporary ?? 'true', facts), regionOf(context))
}

/** The region of environments that name none; empty where nothing asks AWS. */
export function regionOf({ inputs, ports }: Pick<TemporaryContext, 'inputs' | 'ports'>): string | undefined {
  const { AWS_REGION, AWS_DEFAULT_REGION } = ports.place.env
  // A workflow that leaves a region out sets the variable all the same, to nothing.
  return AWS_REGION || AWS_DEFAULT_REGION || (inputs.only.includes(OFFLINE) ? '' : undefined)
}

/** The number of the pull request whose event started the run. */
export async function pullRequestOf({ ports }: Pick<TemporaryContext, 'ports'>): Promise<number | undefined> {
  const { number, pull_request: pull } = recordOf(await readEvent(ports.place.env['GITHUB_EVENT_PATH']))
  return pull !== undefined && typeof number === 'number' && Number.isSafeInteger(number) && number > 0
    ? number
    : undefined
}

export async function openRecord(
  { ports, origin }: Pick<TemporaryContext, 'ports' | 'origin'>,
  access: AwsAccess,
): Promise<TemporaryRecord> {
  const calls = await ports.connect.temporary(access)
  return new TemporaryRecord(await calls.parameters(), origin.repository)
}

/** The access with which temporary environments are made and removed: never that of pre-prod. */
export function accessOf(environment: TemporaryEnvironment, runId: string): AwsAccess {
  return accessTo(environment, 'deploy', runId)
}

/** Findings that keep a job from changing temporary environments; none where it is one of theirs. */
export async function judgeJob(context: TemporaryContext, environment: TemporaryEnvironment): Promise<Finding[]> {
  const { ports } = context
  const expected = environment.githubEnvironment
  const job = await ports.connect.job()
  if (job?.environment === expected) return []
  const observed =
    job === undefined ? 'unknown: the job may not ask for a token' : (job.environment ?? 'no environment')
  return [
    {
      code: 'temporary/wrong-job',
      outcome: job === undefined ? 'inconclusive' : 'fail',
      title:
        job === undefined
          ? `it is not known whether this job is one of the GitHub environment ${expected}`
          : `this job is not one of the GitHub environment ${expected}`,
      subject: `environment/${environment.name}/job`,
      expected: `environment: ${expected}`,
      observed,
      advice: `Give the job \`environment: ${expected}\` and \`permissions: id-token: write\`.`,
    },
  ]
}
