import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type * as sdk from '@aws-sdk/client-codedeploy'
import type { AgentOptions, AgentResult } from '../../../../../src/codedeploy/agent/types.ts'
import { waitUntil } from '../../../../clock.ts'
import type { TargetGroup } from '../../../hosts/balancers.ts'
import type { Host } from '../../../hosts/hosts.ts'
import type { DeployContext } from '../contract.ts'
import { AGENT_SILENT } from '../errors.ts'
import { SUCCESS, beginEvent } from '../lifecycle-events.ts'
import type { Deployment, Target } from '../state.ts'
import { archiveOf } from './github-revision.ts'

const BLOCK = ['BeforeBlockTraffic', 'BlockTraffic', 'AfterBlockTraffic']
const INSTALL = [
  'ApplicationStop',
  'DownloadBundle',
  'BeforeInstall',
  'Install',
  'AfterInstall',
  'ApplicationStart',
  'ValidateService',
]
const ALLOW = ['BeforeAllowTraffic', 'AllowTraffic', 'AfterAllowTraffic']

/** Events of the service itself, which the agent does not receive. */
const SERVICE_EVENTS: readonly string[] = ['BlockTraffic', 'AllowTraffic']

/** Lifecycle events of an instance, by its role in the deployment. */
export const EVENTS = {
  inPlace: INSTALL,
  inPlaceBalanced: [...BLOCK, ...INSTALL, ...ALLOW],
  green: INSTALL,
  greenBalanced: [...INSTALL, ...ALLOW],
  blueBalanced: BLOCK,
} as const

/** A deployment to one instance. */
export interface Job {
  readonly deployment: Deployment
  readonly target: Target
  readonly host: Host
  readonly groups: readonly TargetGroup[]
}

/** Runs lifecycle events on an instance in order. @returns whether all succeeded; false also when stopped in between */
export async function runEvents(context: DeployContext, job: Job, events: readonly string[]): Promise<boolean> {
  const { deployment, target } = job
  for (const name of events) {
    if (deployment.stop !== undefined) return false
    if (!(await agentAnswers(context, job))) {
      const event = target.events.find((each) => each.lifecycleEventName === name)
      Object.assign(event ?? {}, { status: 'Failed', diagnostics: unknownError(AGENT_SILENT) })
      fail(context, target)
      return false
    }
    const end = beginEvent(context, target, name)
    await context.clock.sleep(context.durations.event)
    const result = await perform(context, job, name)
    end(result.status, result.diagnostics)
    const forgiven = name === 'ApplicationStop' && deployment.info.ignoreApplicationStopFailures === true
    if (result.status === 'Failed' && !forgiven) {
      fail(context, target)
      return false
    }
  }
  return true
}

function fail(context: DeployContext, target: Target): void {
  for (const event of target.events) if (event.status === 'Pending') event.status = 'Skipped'
  target.status = 'Failed'
  target.updated = context.clock.now()
}

const POLL_MS = 1_000

/** Waits until the agent responds, at most for the timeout of the service. */
async function agentAnswers({ clock, durations, hosts }: DeployContext, { deployment, host }: Job): Promise<boolean> {
  const answers = (): boolean => !host.silent && hosts.find(host.home, host.id) !== undefined
  const wait = { limit: durations.silence, step: POLL_MS }
  await waitUntil(clock, wait, () => answers() || deployment.stop !== undefined)
  return answers()
}

interface EventResult {
  readonly status: 'Succeeded' | 'Failed'
  readonly diagnostics?: sdk.Diagnostics
}

async function perform(context: DeployContext, job: Job, name: string): Promise<EventResult> {
  const { balancers, durations } = context
  if (name === 'BlockTraffic') {
    await Promise.all(job.groups.map((group) => balancers.deregister(group, job.host.id)))
    return { status: 'Succeeded' }
  }
  if (name === 'AllowTraffic') {
    const healthy = await Promise.all(
      job.groups.map((group) => balancers.register(group, job.host.id, durations.healthy)),
    )
    if (healthy.every(Boolean)) return { status: 'Succeeded' }
    return { status: 'Failed', diagnostics: unknownError('The instance did not become healthy in its target group.') }
  }
  return commandAgent(context, job, name)
}

async function commandAgent(context: DeployContext, job: Job, name: string): Promise<EventResult> {
  try {
    const revision = await fetchRevision(context, job, name)
    const result = await context.deployRevision(agentOptions(context, job, name, revision))
    return toEventResult(result)
  } catch (error) {
    return { status: 'Failed', diagnostics: unknownError(error instanceof Error ? error.message : String(error)) }
  }
}

function toEventResult(result: AgentResult): EventResult {
  if (result.outcome === 'succeeded') return { status: 'Succeeded', diagnostics: SUCCESS }
  const found = result.failed?.diagnostics ?? result.events.at(-1)?.diagnostics
  if (found === undefined)
    return { status: 'Failed', diagnostics: unknownError(`The agent reported ${result.outcome}.`) }
  const { errorCode, scriptName, message, logTail } = found
  return { status: 'Failed', diagnostics: { errorCode, scriptName, message, logTail } }
}

const unknownError = (message: string): sdk.Diagnostics => ({
  errorCode: 'UnknownError',
  scriptName: '',
  message,
  logTail: '',
})

/** The path of the revision on the instance; DownloadBundle downloads it. */
async function fetchRevision(context: DeployContext, { deployment, host }: Job, event: string): Promise<string> {
  const { revision } = deployment.info
  const folder = join(host.agentRoot, 'downloads')
  const file = join(folder, `${deployment.id}.${archiveTypeOf(revision) ?? 'bundle'}`)
  if (event !== 'DownloadBundle') return file
  const body =
    revision?.revisionType === 'GitHub'
      ? await archiveOf(context.commitFiles, revision.gitHubLocation)
      : objectOf(context, revision?.s3Location)
  await mkdir(folder, { recursive: true })
  await writeFile(file, body)
  return file
}

/** The object of a revision in S3. */
function objectOf({ objects }: DeployContext, location: sdk.S3Location | undefined): Buffer {
  const bucket = objects.find(location?.bucket ?? '')
  const object = bucket && objects.get(bucket, location?.key ?? '', location?.version)
  if (bucket === undefined) throw new Error('The specified bucket does not exist')
  if (object === undefined) throw new Error('The specified key does not exist.')
  const wanted = location?.eTag?.replaceAll('"', '')
  const found = object.etag.replaceAll('"', '')
  if (wanted !== undefined && wanted !== found) {
    throw new Error(`Expected deployment bundle ETag ${wanted} but was actually ${found}`)
  }
  return object.body
}

function agentOptions(context: DeployContext, job: Job, event: string, revision: string): AgentOptions {
  const { deployment, host } = job
  const { info, group } = deployment
  const archiveType = archiveTypeOf(info.revision)
  const blueGreen = info.deploymentStyle?.deploymentType === 'BLUE_GREEN'
  return {
    revision,
    ...(archiveType && { bundleType: archiveType }),
    root: host.agentRoot,
    destinationRoot: host.disk,
    applicationName: group.application.name,
    deploymentGroupName: group.info.deploymentGroupName ?? '',
    deploymentGroupId: group.info.deploymentGroupId ?? '',
    deploymentId: deployment.id,
    deploymentCreator: info.creator ?? 'user',
    deploymentType: blueGreen ? 'BLUE_GREEN' : 'IN_PLACE',
    events: [event],
    possibleEvents: EVENTS.inPlaceBalanced.filter((each) => !SERVICE_EVENTS.includes(each)),
    environment: {
      PATH: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
      HOME: host.disk,
      LANG: 'C.UTF-8',
      PORT: String(host.port),
      ADDRESS: host.address,
    },
    revisionEnvironment: environmentOf(info.revision),
    ...(info.fileExistsBehavior !== undefined && { fileExistsBehavior: info.fileExistsBehavior }),
    signal: context.closing,
  }
}

/** What hooks can read about the revision. */
function environmentOf(revision: sdk.RevisionLocation | undefined): Record<string, string> {
  if (revision?.revisionType === 'GitHub') return { BUNDLE_COMMIT: revision.gitHubLocation?.commitId ?? '' }
  const location = revision?.s3Location
  return {
    BUNDLE_BUCKET: location?.bucket ?? '',
    BUNDLE_KEY: location?.key ?? '',
    ...(location?.version !== undefined && { BUNDLE_VERSION: location.version }),
    ...(location?.eTag !== undefined && { BUNDLE_ETAG: location.eTag }),
  }
}

function archiveTypeOf(revision: sdk.RevisionLocation | undefined): 'zip' | 'tar' | 'tgz' | undefined {
  if (revision?.revisionType === 'GitHub') return 'tar'
  const type = revision?.s3Location?.bundleType
  return type === 'zip' || type === 'tar' || type === 'tgz' ? type : undefined
}
