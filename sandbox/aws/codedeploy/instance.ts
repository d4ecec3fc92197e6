import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type * as sdk from '@aws-sdk/client-codedeploy'
import type { AgentOptions, AgentResult } from '../../../src/codedeploy/agent/types.ts'
import { waitUntil } from '../../clock.ts'
import type { TargetGroup } from '../hosts/balancers.ts'
import type { Host } from '../hosts/hosts.ts'
import { beginEvent, SUCCESS } from './engine.ts'
import type { Workshop } from './engine.ts'
import { AGENT_SILENT } from './errors.ts'
import type { Deployment, Target } from './state.ts'

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

/** The service does these itself: the agent never hears of them. */
const OF_THE_SERVICE: readonly string[] = ['BlockTraffic', 'AllowTraffic']

/** Which events an instance goes through, by its part in the deployment. */
export const EVENTS = {
  inPlace: INSTALL,
  inPlaceBalanced: [...BLOCK, ...INSTALL, ...ALLOW],
  green: INSTALL,
  greenBalanced: [...INSTALL, ...ALLOW],
  blueBalanced: BLOCK,
} as const

/** One instance and all that it needs to be deployed to. */
export interface Job {
  readonly deployment: Deployment
  readonly target: Target
  readonly host: Host
  readonly groups: readonly TargetGroup[]
}

/** Runs these events on one instance, one by one. Gives whether it went well; a stop in between counts as not. */
export async function runEvents(workshop: Workshop, job: Job, events: readonly string[]): Promise<boolean> {
  const { deployment, target } = job
  for (const name of events) {
    if (deployment.stop !== undefined) return false
    if (!(await agentAnswers(workshop, job))) {
      const event = target.events.find((each) => each.lifecycleEventName === name)
      Object.assign(event ?? {}, { status: 'Failed', diagnostics: unknownError(AGENT_SILENT) })
      fail(workshop, target)
      return false
    }
    const end = beginEvent(workshop, target, name)
    await workshop.clock.sleep(workshop.durations.event)
    const result = await perform(workshop, job, name)
    end(result.status, result.diagnostics)
    const forgiven = name === 'ApplicationStop' && deployment.info.ignoreApplicationStopFailures === true
    if (result.status === 'Failed' && !forgiven) {
      fail(workshop, target)
      return false
    }
  }
  return true
}

function fail(workshop: Workshop, target: Target): void {
  for (const event of target.events) if (event.status === 'Pending') event.status = 'Skipped'
  target.status = 'Failed'
  target.updated = workshop.clock.now()
}

const LOOK_MS = 1_000

/** An agent that hangs keeps its event pending until the service loses patience. */
async function agentAnswers({ clock, durations, hosts }: Workshop, { deployment, host }: Job): Promise<boolean> {
  const answers = (): boolean => !host.silent && hosts.find(host.home, host.id) !== undefined
  const wait = { limit: durations.silence, step: LOOK_MS }
  await waitUntil(clock, wait, () => answers() || deployment.stop !== undefined)
  return answers()
}

interface EventResult {
  readonly status: 'Succeeded' | 'Failed'
  readonly diagnostics?: sdk.Diagnostics
}

async function perform(workshop: Workshop, job: Job, name: string): Promise<EventResult> {
  const { balancers, durations } = workshop
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
  return commandAgent(workshop, job, name)
}

async function commandAgent(workshop: Workshop, job: Job, name: string): Promise<EventResult> {
  try {
    const revision = await fetchRevision(workshop, job, name)
    const result = await workshop.deployRevision(agentOptions(workshop, job, name, revision))
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

/** The revision's file on the instance; it is downloaded when DownloadBundle says so and not looked for before. */
async function fetchRevision({ objects }: Workshop, { deployment, host }: Job, event: string): Promise<string> {
  const location = deployment.info.revision?.s3Location
  const folder = join(host.agentRoot, 'downloads')
  const file = join(folder, `${deployment.id}.${location?.bundleType ?? 'bundle'}`)
  if (event !== 'DownloadBundle') return file
  const bucket = objects.find(location?.bucket ?? '')
  const object = bucket && objects.get(bucket, location?.key ?? '', location?.version)
  if (bucket === undefined) throw new Error('The specified bucket does not exist')
  if (object === undefined) throw new Error('The specified key does not exist.')
  const wanted = location?.eTag?.replaceAll('"', '')
  const found = object.etag.replaceAll('"', '')
  if (wanted !== undefined && wanted !== found) {
    throw new Error(`Expected deployment bundle ETag ${wanted} but was actually ${found}`)
  }
  await mkdir(folder, { recursive: true })
  await writeFile(file, object.body)
  return file
}

function agentOptions(workshop: Workshop, job: Job, event: string, revision: string): AgentOptions {
  const { deployment, host } = job
  const { info, group } = deployment
  const location = info.revision?.s3Location
  const blueGreen = info.deploymentStyle?.deploymentType === 'BLUE_GREEN'
  return {
    revision,
    ...(bundleTypeOf(location?.bundleType) && { bundleType: bundleTypeOf(location?.bundleType)! }),
    root: host.agentRoot,
    destinationRoot: host.disk,
    applicationName: group.application.name,
    deploymentGroupName: group.info.deploymentGroupName ?? '',
    deploymentGroupId: group.info.deploymentGroupId ?? '',
    deploymentId: deployment.id,
    deploymentCreator: info.creator ?? 'user',
    deploymentType: blueGreen ? 'BLUE_GREEN' : 'IN_PLACE',
    events: [event],
    possibleEvents: EVENTS.inPlaceBalanced.filter((each) => !OF_THE_SERVICE.includes(each)),
    environment: {
      PATH: process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
      HOME: host.disk,
      LANG: 'C.UTF-8',
      PORT: String(host.port),
    },
    revisionEnvironment: {
      BUNDLE_BUCKET: location?.bucket ?? '',
      BUNDLE_KEY: location?.key ?? '',
      ...(location?.version !== undefined && { BUNDLE_VERSION: location.version }),
      ...(location?.eTag !== undefined && { BUNDLE_ETAG: location.eTag }),
    },
    ...(info.fileExistsBehavior !== undefined && { fileExistsBehavior: info.fileExistsBehavior }),
    signal: workshop.closing,
  }
}

const bundleTypeOf = (type: string | undefined): 'zip' | 'tar' | 'tgz' | undefined =>
  type === 'zip' || type === 'tar' || type === 'tgz' ? type : undefined

/** The digest that GetApplicationRevision shows for a text. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
