import { showRevision } from '../codedeploy/revision-location.ts'
import { propertyOf } from '../codedeploy/appspec/content.ts'
import type { DeploymentState } from '../codedeploy/deployment.ts'
import type { Environment } from '../config/model/environment.ts'
import type { Finding } from '../evidence/finding.ts'
import type { LastReleaseAnswer } from '../policies/contract.ts'
import { oneLine } from '../support/text/text.ts'
import type { Brought, History } from './history.ts'
import type { RemoteDeployment } from './previous.ts'

/** A deployment with what its group says. */
export interface Planned {
  readonly deployment: RemoteDeployment
  readonly history: History
  /** The version of before does not exist any more. */
  readonly lost?: Finding
}

/**
 * Pure: what is rolled back, and what forbids it. The release is the run of the newest deployment of all groups; a
 * deployment that another run brought was not part of it, and stays.
 */
export function judgePlan(facts: {
  readonly environment: Environment
  readonly only: readonly string[]
  readonly lastRelease: LastReleaseAnswer
  readonly found: readonly Planned[]
}): { readonly deployments: readonly Planned[]; readonly findings: readonly Finding[] } {
  const { environment, only, lastRelease, found } = facts
  const selected = (id: string): boolean => only.length === 0 || only.includes(id)
  const release = newestOf(found)
  const findings: Finding[] = release ? [ofRelease(release, lastRelease, environment)] : []
  const deployments: Planned[] = []
  for (const planned of found) {
    const { deployment, history } = planned
    if (!selected(deployment.id)) continue
    if (history.kind !== 'foreign' && history.from !== undefined && history.from.run !== release?.run) {
      findings.push(stays(deployment, history.from, release))
      continue
    }
    findings.push(planned.lost ?? show(planned, environment))
    if (history.kind === 'back' || history.kind === 'there' || history.kind === 'running') deployments.push(planned)
  }
  for (const { id, platform } of environment.deployments) {
    if (platform === 'local' && selected(id)) findings.push(noWay(id, 'it is deployed to the host of a job'))
  }
  for (const { id, name } of environment.stacks) if (selected(id)) findings.push(stackStays(id, name, environment))
  return { deployments, findings }
}

function newestOf(found: readonly Planned[]): Brought | undefined {
  return found
    .flatMap(({ history }) => (history.kind !== 'foreign' && history.from !== undefined ? [history.from] : []))
    .toSorted((a, b) => (a.state.createdAt < b.state.createdAt ? 1 : -1))[0]
}

/** The release by its deployments, compared with the last one that its evidence proves. */
function ofRelease({ run, state }: Brought, answer: LastReleaseAnswer, { key }: Environment): Finding {
  const about = { code: 'rollback/release' as const, subject: `environment/${key}/rollback` }
  const expected = `run ${run}, whose deployment ${state.id} is the newest`
  if (answer.kind === 'found') {
    const { runId, finishedAt } = answer.release
    const isLater = finishedAt !== undefined && Date.parse(finishedAt) > Date.parse(state.createdAt)
    if (runId !== run && isLater) {
      return {
        ...about,
        outcome: 'fail',
        title: `run ${runId} released to ${key} after run ${run}, and made none of these deployments`,
        expected,
        observed: `run ${runId}, ${finishedAt}`,
        advice: `Nothing was rolled back: the last release changed stacks only. Undo its change sets as the findings of the stacks say.`,
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
    title: `the release of run ${run} is rolled back, by what CodeDeploy says of it`,
    expected,
    observed: why,
  }
}

function show({ deployment: { id }, history }: Planned, environment: Environment): Finding {
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
        title: `${id} has the version of before already, by ${history.at.id}: it is proved, and not deployed again`,
        expected: nameOf(history.at),
        observed: `${history.at.id} ${history.at.status}`,
      }
    case 'running':
      return {
        ...planned,
        title: history.isRelease
          ? `${history.state.id} of ${id} still runs: it is stopped, and CodeDeploy rolls it back`
          : `${history.state.id} rolls ${id} back and still runs: its end is waited for`,
        expected: 'the version of before on every target',
        observed: `${history.state.id} ${history.state.status}`,
      }
    case 'foreign': {
      const { id: deploymentId, status, creator, createdAt, description } = history.state
      const stop = `\`aws deploy stop-deployment --region ${environment.region} --deployment-id ${deploymentId}\``
      return {
        code: 'rollback/foreign',
        outcome: 'fail',
        title: `${id} was deployed by somebody else since the release: ${deploymentId}`,
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

function stays({ id }: RemoteDeployment, from: Brought, release: Brought | undefined): Finding {
  return {
    code: 'rollback/not-in-release',
    outcome: 'noted',
    title: `${id} stays: run ${release?.run} did not deploy it`,
    subject: `deployment/${id}/rollback`,
    expected: `a deployment of run ${release?.run}`,
    observed: `${from.state.id} of run ${from.run}`,
  }
}

function stackStays(id: string, name: string, { region, key }: Environment): Finding {
  const change = `--region ${region} --stack-name ${name} --change-set-name back`
  return {
    code: 'rollback/stack-stays',
    outcome: 'noted',
    title: `the stack ${name} is not rolled back by this command`,
    subject: `stack/${id}/rollback`,
    expected: 'nothing to undo, or the reverse change set',
    observed: `${key} keeps the stack as the release left it`,
    advice: `If the release changed it, check out the commit of the release before and make the reverse change set: \`aws cloudformation create-change-set ${change} --template-body file://TEMPLATE\` (with the \`--parameters\` and \`--capabilities\` of that release); look at it with \`aws cloudformation describe-change-set ${change}\`, then \`aws cloudformation execute-change-set ${change}\`.`,
  }
}
