import { showRevision } from '../codedeploy/revision/location.ts'
import { propertyOf } from '../codedeploy/appspec/content.ts'
import type { DeploymentState } from '../codedeploy/deployment.ts'
import { isByEcs, type Deployment, type EcsNativeDeployment, type Environment } from '../config/model/environment.ts'
import type { Finding } from '../evidence/finding.ts'
import type { LastReleaseAnswer } from '../policies/contract.ts'
import { oneLine } from '../support/text/text.ts'
import type { ReleaseDeployment, History } from './history.ts'
import type { RemoteDeployment } from './previous.ts'
import { judgeStack, type PlannedStack } from './stacks/judge.ts'

/** A deployment with what its group says. */
export interface Planned {
  readonly deployment: RemoteDeployment | EcsNativeDeployment
  readonly history: History
  /** The previous version does not exist any more. */
  readonly lost?: Finding
}

/** The newest release: its run, and what it did last, as deployments and records say. */
export interface NewestRelease {
  readonly run: string
  /** ISO 8601, UTC. */
  readonly at: string
  /** `deployment d-ABC`, `change of the stack shop`. */
  readonly newest: string
}

/** Pure: the release is the run of the newest deployment of all groups, or of the newest record of a stack. */
export function newestRelease(found: readonly Planned[], stacks: readonly PlannedStack[]): NewestRelease | undefined {
  const deployed = found.flatMap(({ history }) =>
    history.kind === 'foreign' || history.from === undefined
      ? []
      : [{ run: history.from.run, at: history.from.state.createdAt, newest: `deployment ${history.from.state.id}` }],
  )
  const changed = stacks.flatMap(({ stack, history }) =>
    history.kind === 'none'
      ? []
      : [{ run: history.record.run, at: history.record.at, newest: `change of the stack ${stack.name}` }],
  )
  return [...deployed, ...changed].toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))[0]
}

/**
 * Pure: what is rolled back, and what forbids it. A deployment or stack that another run changed was not part of the
 * release, and stays.
 */
export function judgePlan(facts: {
  readonly environment: Environment
  readonly only: readonly string[]
  readonly lastRelease: LastReleaseAnswer
  readonly found: readonly Planned[]
  readonly stacks: readonly PlannedStack[]
  readonly release: NewestRelease | undefined
}): {
  readonly deployments: readonly Planned[]
  readonly stacks: readonly PlannedStack[]
  readonly findings: readonly Finding[]
  /** Parts of the release that have no way back here: `stack/web`. */
  readonly remaining: readonly string[]
} {
  const { environment, only, lastRelease, found, release } = facts
  const selected = (id: string): boolean => only.length === 0 || only.includes(id)
  const findings: Finding[] = release ? [ofRelease(release, lastRelease, environment)] : []
  const deployments: Planned[] = []
  const stacks: PlannedStack[] = []
  const remaining: string[] = []
  for (const planned of found) {
    const { deployment, history } = planned
    if (!selected(deployment.id)) continue
    if (history.kind !== 'foreign' && history.from !== undefined && history.from.run !== release?.run) {
      findings.push(stays(deployment, history.from, release))
      continue
    }
    findings.push(planned.lost ?? show(planned, environment))
    if (history.kind === 'back' || history.kind === 'there' || history.kind === 'running') deployments.push(planned)
    else remaining.push(`deployment/${deployment.id}`)
  }
  for (const { id, platform } of environment.deployments) {
    const why = NO_WAY[platform]
    if (why === undefined || !selected(id)) continue
    findings.push({ ...noWay(id, why), advice: AGAIN })
    remaining.push(`deployment/${id}`)
  }
  for (const planned of facts.stacks) {
    if (!selected(planned.stack.id)) continue
    const judged = judgeStack(planned, { environment, run: release?.run })
    findings.push(...judged.findings)
    if (judged.walks) stacks.push(planned)
    else if (judged.remains) remaining.push(`stack/${planned.stack.id}`)
  }
  return { deployments, stacks, findings, remaining }
}

const AGAIN =
  'On a host of your own, check the commit of the release before out, and run `deploy-production` there: it installs that revision.'

/** Why no deployment of CodeDeploy's goes back. */
const NO_WAY: Readonly<Partial<Record<Deployment['platform'], string>>> = {
  local: 'it is deployed to the host of a job, which has no earlier release',
}

/** The release by its deployments, compared with the last one that its evidence proves. */
function ofRelease({ run, at, newest }: NewestRelease, answer: LastReleaseAnswer, { key }: Environment): Finding {
  const about = { code: 'rollback/release' as const, subject: `environment/${key}/rollback` }
  const expected = `run ${run}, by the ${newest}`
  if (answer.kind === 'found') {
    const { runId, finishedAt } = answer.release
    const isLater = finishedAt !== undefined && Date.parse(finishedAt) > Date.parse(at)
    if (runId !== run && isLater) {
      return {
        ...about,
        outcome: 'fail',
        title: `run ${runId} released to ${key} after run ${run}, and made none of these deployments`,
        expected,
        observed: `run ${runId}, ${finishedAt}`,
        advice: `Nothing was rolled back: the last release changed stacks only, and did not record them. Undo its change sets as the findings of the stacks say.`,
      }
    }
    return {
      ...about,
      outcome: 'noted',
      title:
        runId === run
          ? `the release of run ${run} is rolled back; its evidence says that it passed`
          : `the release of run ${run} is rolled back; the last one that passed is that of run ${runId}`,
      expected,
      observed: `run ${runId}, commit ${answer.release.sha}`,
    }
  }
  const why = answer.kind === 'first' ? `no run of ${answer.workflow} has evidence of a release` : answer.why
  return {
    ...about,
    outcome: 'noted',
    title: `the release of run ${run} is rolled back, by what AWS says of it`,
    expected,
    observed: why,
  }
}

function show({ deployment, history }: Planned, environment: Environment): Finding {
  const { id } = deployment
  const service = isByEcs(deployment) ? deployment : undefined
  const who = service ? 'ECS' : 'CodeDeploy'
  const subject = `deployment/${id}/rollback`
  const planned = { code: 'rollback/planned' as const, outcome: 'noted' as const, subject }
  switch (history.kind) {
    case 'back':
      return {
        ...planned,
        title: `${id} goes back from ${named(history.from.state)} to ${named(history.to)}`,
        expected: nameOf(history.to),
        observed: `${nameOf(history.from.state)}, ${history.from.state.status}`,
      }
    case 'there':
      return {
        ...planned,
        title: `${id} has the previous version already, by ${history.at.id}: it is proved, and not deployed again`,
        expected: nameOf(history.at),
        observed: `${history.at.id} ${history.at.status}`,
      }
    case 'running':
      return {
        ...planned,
        title: history.isRelease
          ? `${history.state.id} of ${id} still runs: it is stopped, and ${who} rolls it back`
          : `${history.state.id} rolls ${id} back and still runs: its end is waited for`,
        expected: 'the previous version on every target',
        observed: `${history.state.id} ${history.state.status}`,
      }
    case 'foreign': {
      const { id: deploymentId, status, creator, createdAt, description } = history.state
      const stop = service
        ? `\`aws ecs list-service-deployments --region ${environment.region} --cluster ${service.cluster} --service ${service.service}\` names it, and StopServiceDeployment`
        : `\`aws deploy stop-deployment --region ${environment.region} --deployment-id ${deploymentId}\``
      return {
        code: 'rollback/foreign',
        outcome: 'fail',
        title: `${id} was deployed by another process since the release: ${deploymentId}`,
        subject,
        expected: 'a release of this action as the newest deployment of the group',
        observed: `${deploymentId} ${status}, by ${creator || 'unknown'}, ${createdAt}${description === '' ? '' : `: ${oneLine(description, 120)}`}`,
        advice: `Nothing was rolled back. Ask who made it (if it still runs, ${stop} ends it); then deploy the wanted revision by hand, or a release.`,
      }
    }
    case 'none':
      return noWay(id, history.why)
  }
}

/** `d-ABC (version 2)`: what a person calls the version. */
function named(state: DeploymentState): string {
  return `${state.id} (${nameOf(state)})`
}

function nameOf({ revision }: DeploymentState): string {
  if (revision === undefined) return 'unknown revision'
  const version = propertyOf(revision, 'TargetVersion')
  if (version !== undefined) return `version ${version} of ${propertyOf(revision, 'Name')}`
  return propertyOf(revision, 'TaskDefinition') ?? showRevision(revision)
}

function noWay(id: string, why: string): Finding {
  return {
    code: 'rollback/none',
    outcome: 'noted',
    title: `${id} cannot be rolled back: ${why}`,
    subject: `deployment/${id}/rollback`,
    expected: 'an earlier version',
    observed: why,
  }
}

function stays(
  { id }: Pick<RemoteDeployment, 'id'>,
  from: ReleaseDeployment,
  release: NewestRelease | undefined,
): Finding {
  return {
    code: 'rollback/not-in-release',
    outcome: 'noted',
    title: `${id} stays: run ${release?.run} did not deploy it`,
    subject: `deployment/${id}/rollback`,
    expected: `a deployment of run ${release?.run}`,
    observed: `${from.state.id} of run ${from.run}`,
  }
}
