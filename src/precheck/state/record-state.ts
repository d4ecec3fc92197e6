import type { DriftReport } from '../../cloudformation/drift/drift.ts'
import { accessTo, type Environment, type ReleaseEnvironment } from '../../config/model/environment.ts'
import type { AwsAccess } from '../../aws/access.ts'
import type { Origin, PlaceState } from '../../evidence/document.ts'
import type { Recorder } from '../../evidence/recorder.ts'
import type { StateFacts } from '../../policies/gate/contract.ts'
import type { Ports } from '../../ports.ts'
import { ActionError } from '../../support/errors.ts'
import type { NamedImages } from './image-values.ts'
import type { StateOptions } from './options.ts'
import { readPlaceState } from './place-state.ts'

/** The state of an environment for the gate; undefined where it has nothing in AWS. Drift is detected on request. */
export async function stateFacts(
  ports: Ports,
  environment: ReleaseEnvironment,
  {
    runId,
    drift,
    sure = false,
    images,
  }: { readonly runId: string; readonly drift: boolean; readonly sure?: boolean; readonly images: NamedImages },
): Promise<StateFacts | undefined> {
  if (!isInAws(environment)) return undefined
  const access = accessTo(environment, 'plan', runId)
  const read = await tryPlaceState({ ports, environment, access, sure, images, ...(drift && { drift: 'detect' }) })
  const { key } = environment
  return 'state' in read ? { key, now: read.state, ours: [] } : { key, now: undefined, unread: read.unread, ours: [] }
}

/** Records what serves before a release, with the drift that precheck found. That it cannot be read is a remark. */
export async function recordSurveyed(
  { ports, record, origin }: Parameters<typeof recordState>[0],
  environment: Environment,
  { drift, images }: { readonly drift: readonly DriftReport[]; readonly images: NamedImages },
): Promise<void> {
  if (!isInAws(environment)) return
  const read = await tryPlaceState({
    ports,
    environment,
    access: accessTo(environment, 'plan', origin.runId),
    sure: true,
    drift,
    images,
  })
  if ('state' in read) return record.state(read.state)
  record.find({
    code: 'gate/state-unknown',
    outcome: 'noted',
    title: `what serves in ${environment.key} could not be recorded`,
    subject: `environment/${environment.key}/state`,
    expected: 'the state of stacks, deployment groups, aliases and alarms',
    observed: read.unread,
    advice: 'Give the plan-role the permission that the message names.',
  })
}

/** Records what serves after a deployment, with the role that deployed. That it cannot be read is a remark. */
export async function recordState(
  { ports, record, origin }: { readonly ports: Ports; readonly record: Recorder; readonly origin: Origin },
  environment: Environment,
  images: NamedImages,
): Promise<PlaceState | undefined> {
  if (!isInAws(environment)) return undefined
  const read = await tryPlaceState({
    ports,
    environment,
    access: accessTo(environment, 'deploy', origin.runId),
    sure: true,
    images,
  })
  if ('state' in read) {
    record.state(read.state)
    return read.state
  }
  record.find({
    code: 'deploy/state-unread',
    outcome: 'noted',
    title: `what serves in ${environment.key} after the deployment could not be recorded`,
    subject: `environment/${environment.key}/state`,
    expected: 'the state of stacks, deployment groups, aliases and alarms',
    observed: read.unread,
    advice: 'Give the deploy-role the permission that the message names; the gate needs the record.',
  })
  return undefined
}

/** The state of a place for the gate, or why it was not read. */
export async function tryPlaceState(
  options: StateOptions,
): Promise<{ readonly state: PlaceState } | { readonly unread: string }> {
  const { ports, access } = options
  if (!options.sure && !mayAsk(ports.place.env, access)) return { unread: 'this job has no identity at AWS' }
  try {
    return { state: await readPlaceState(options) }
  } catch (error) {
    if (ports.cancelled.aborted || !(error instanceof ActionError)) throw error
    return { unread: error.message }
  }
}

const CREDENTIALS = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
]

/** A job without credentials does not wait for those of its host. */
function mayAsk(env: Ports['place']['env'], { role }: AwsAccess): boolean {
  if (role !== undefined) return Boolean(env['ACTIONS_ID_TOKEN_REQUEST_URL'])
  // A runner of one's own may have the credentials of its host.
  return env['RUNNER_ENVIRONMENT'] === 'self-hosted' || CREDENTIALS.some((name) => Boolean(env[name]))
}

/** Whether anything of the environment is in AWS. */
export function isInAws({ stacks, deployments }: Environment): boolean {
  return stacks.length > 0 || deployments.some(({ platform }) => platform !== 'local')
}
