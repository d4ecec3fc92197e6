import type { RevisionLocation } from '@aws-sdk/client-codedeploy'
import { errorName } from '../aws/errors.ts'
import type { Finding } from '../evidence/finding.ts'
import type { Clock, Log } from '../support/runtime.ts'
import { showDuration } from '../support/text/durations.ts'
import { ActionError, messageOf } from '../support/errors.ts'
import { mapLimit } from '../support/limit.ts'
import { oneLine } from '../support/text/text.ts'
import type { CodeDeploy } from './client.ts'
import { endOfDeployment, listDeployments, readDeployment, type DeploymentState } from './deployment.ts'

/** One deployment to a group. */
export interface DeploymentRequest {
  /** Id in the configuration. */
  readonly id: string
  readonly application: string
  readonly group: string
  readonly region: string
  readonly revision: RevisionLocation
  readonly description: Description
  readonly config?: string
  /** Servers only. */
  readonly fileExists?: 'DISALLOW' | 'OVERWRITE' | 'RETAIN'
  readonly ignoreApplicationStopFailures?: boolean
  /** True: the alarms of its group do not stop it. CodeDeploy demands the permission UpdateDeploymentGroup for it. */
  readonly withoutAlarms?: boolean
  /** How long to wait for another deployment in the group, in milliseconds. */
  readonly patience: number
}

/** Identifies the deployments of this run: `run` is the same for all run attempts, `attempt` is not. */
export interface Description {
  readonly run: string
  readonly attempt: string
}

export type DeploymentStart =
  | { readonly kind: 'started' | 'adopted'; readonly deploymentId: string }
  | { readonly kind: 'busy'; readonly finding: Finding }

const BUSY_PAUSE_MS = 5_000
const LOST_PAUSE_MS = 2_000
const LOST_ANSWERS = 2
/** Accepted clock difference: a deployment that was created shortly before the request may be the requested one. */
const CLOCK_TOLERANCE_MS = 10 * 60_000
const DIGEST_DIGITS = 12
const READS_AT_ONCE = 4

/** The description of a deployment, by which it is found again after a lost response. */
export function describeDeployment(about: {
  readonly runId: string
  readonly runAttempt: number
  readonly environment: string
  readonly id: string
  readonly content: string
}): Description {
  const digest = about.content.replace('sha256:', '').slice(0, DIGEST_DIGITS)
  const run = `test-deployments ${about.environment}/${about.id} ${digest}, run ${about.runId}`
  return { run, attempt: `${run}, attempt ${about.runAttempt}` }
}

/**
 * Creates the deployment, once. CreateDeployment has no client token: after a lost response the deployment is found by its
 * description. A group runs one deployment at a time: one of an earlier attempt of this run is followed, another one is
 * waited for, with a deadline and a log line.
 */
export async function startDeployment(
  world: {
    readonly codedeploy: CodeDeploy
    readonly clock: Clock
    readonly log: Log
    readonly cancelled: AbortSignal
  },
  request: DeploymentRequest,
  /** Called before the request is sent: from then on the deployment may exist, also where no response arrives. */
  requesting: () => void = () => undefined,
): Promise<DeploymentStart> {
  const { codedeploy, clock, log, cancelled } = world
  const began = clock.now().getTime()
  let lost = 0
  let saidWho = ''
  for (;;) {
    cancelled.throwIfAborted()
    try {
      requesting()
      const { deploymentId } = await codedeploy.createDeployment(creation(request))
      if (deploymentId) return { kind: 'started', deploymentId }
      throw new ActionError('aws/service', {
        message: 'CodeDeploy did not return an id of the deployment',
        subject: `deployment/${request.id}`,
      })
    } catch (error) {
      if (isLost(error) && lost++ < LOST_ANSWERS) {
        log.warning(`${request.id}: ${oneLine(messageOf(error))}; checking whether the deployment was created`)
        await clock.sleep(LOST_PAUSE_MS, cancelled)
        const found = await findRequested(codedeploy, request, began)
        if (found) return { kind: 'adopted', deploymentId: found.id }
        continue
      }
      if (errorName(error) !== 'DeploymentLimitExceededException') throw error
      const running = await readActive(codedeploy, request)
      const ours = running.find(({ description }) => isOurs(description, request.description))
      if (ours) {
        log.info(`${request.id}: following ${ours.id}, which an earlier attempt of this run started`)
        return { kind: 'adopted', deploymentId: ours.id }
      }
      const who = running.map(showDeployment).join('; ') || 'a deployment that has just ended, or one of another group'
      const waited = clock.now().getTime() - began
      if (waited >= request.patience) return { kind: 'busy', finding: busy(request, who, waited, error) }
      if (who !== saidWho) log.info(`${request.id}: the group ${request.group} is busy with ${who}; waiting for it`)
      saidWho = who
      await clock.sleep(Math.min(BUSY_PAUSE_MS, request.patience - waited), cancelled)
    }
  }
}

function creation(request: DeploymentRequest): Parameters<CodeDeploy['createDeployment']>[0] {
  const { ignoreApplicationStopFailures } = request
  return {
    applicationName: request.application,
    deploymentGroupName: request.group,
    description: request.description.attempt,
    revision: request.revision,
    ...(ignoreApplicationStopFailures !== undefined && { ignoreApplicationStopFailures }),
    ...(request.config !== undefined && { deploymentConfigName: request.config }),
    ...(request.fileExists !== undefined && { fileExistsBehavior: request.fileExists }),
    ...(request.withoutAlarms === true && { overrideAlarmConfiguration: { enabled: false } }),
  }
}

function isOurs(description: string, ours: Description): boolean {
  return description === ours.attempt || description.startsWith(`${ours.run}, attempt `)
}

function isLost(error: unknown): boolean {
  return (
    error instanceof ActionError &&
    (error.code === 'aws/unreachable' || /InternalFailure|ServiceUnavailable|InternalServer/.test(errorName(error)))
  )
}

/** The deployment that this step requested at a time, in milliseconds, where the response was lost; undefined where none was created. */
export async function findRequested(
  codedeploy: CodeDeploy,
  request: Pick<DeploymentRequest, 'application' | 'group' | 'description'>,
  began: number,
): Promise<DeploymentState | undefined> {
  const since = new Date(began - CLOCK_TOLERANCE_MS)
  for (const id of await listDeployments(codedeploy, request, { since })) {
    const found = await readDeployment(codedeploy, id)
    if (found.description === request.description.attempt) return found
  }
  return undefined
}

/**
 * The last deployment of a group since a time, where an earlier attempt of this run made it of the same content, and it runs
 * or succeeded. Undefined where the last one is of another origin, was undone or failed: then the release is not there.
 */
export async function findEarlier(
  codedeploy: Pick<CodeDeploy, 'listDeployments' | 'getDeployment'>,
  request: Pick<DeploymentRequest, 'application' | 'group' | 'description'>,
  since: Date,
): Promise<DeploymentState | undefined> {
  const ids = await listDeployments(codedeploy, request, { since })
  const found = await mapLimit(ids, READS_AT_ONCE, (id) => readDeployment(codedeploy, id))
  const [last] = found.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
  if (last === undefined || last.undoes !== undefined || !isOurs(last.description, request.description))
    return undefined
  if (last.application !== request.application || last.group !== request.group) return undefined
  return ['succeeded', 'running'].includes(endOfDeployment(last.status)) ? last : undefined
}

async function readActive(codedeploy: CodeDeploy, request: DeploymentRequest): Promise<DeploymentState[]> {
  const ids = await listDeployments(codedeploy, request, 'active')
  return Promise.all(ids.map((id) => readDeployment(codedeploy, id)))
}

function showDeployment(deployment: DeploymentState): string {
  const said = oneLine(deployment.description, 120)
  return `${deployment.id} (${deployment.status}, by ${deployment.creator || 'unknown'}, since ${deployment.createdAt}${said === '' ? '' : `, "${said}"`})`
}

function busy(request: DeploymentRequest, who: string, waited: number, error: unknown): Finding {
  return {
    code: 'deployment/group-busy',
    outcome: 'fail',
    title: `the deployment group ${request.group} was busy for ${showDuration(waited)}; nothing was deployed`,
    subject: `deployment/${request.id}`,
    expected: 'no other deployment in the group',
    observed: `${who}: ${oneLine(messageOf(error))}`,
    advice: `Wait for it, or end it with \`aws deploy stop-deployment --region ${request.region} --deployment-id ID\`, then run the job again; a \`concurrency\` group per environment keeps releases apart.`,
  }
}
