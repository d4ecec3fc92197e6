import type { RevisionLocation } from '@aws-sdk/client-codedeploy'
import { appSpecContent, propertyOf } from '../codedeploy/appspec/content.ts'
import type { CodeDeploy } from '../codedeploy/client.ts'
import { endOfDeployment, listDeployments, readDeployment, type DeploymentState } from '../codedeploy/deployment.ts'
import { readGroupInfo } from '../codedeploy/group/group.ts'
import { showRevision } from '../codedeploy/revision/location.ts'
import type { CodeDeployDeployment } from '../config/model/environment.ts'
import type { DeployContext } from '../deploy/contract.ts'
import type { Finding } from '../evidence/finding.ts'
import { mapLimit } from '../support/limit.ts'
import { whyGone, type Gone } from './revision-gone.ts'

/** A deployment by CodeDeploy whose names are known. */
export type RemoteDeployment = CodeDeployDeployment

/** The version to which a deployment goes back. */
export interface Previous {
  /** The deployment that brought it. */
  readonly deploymentId: string
  readonly revision: RevisionLocation
  readonly shown: string
}

export type Before =
  | { readonly kind: 'found'; readonly previous: Previous }
  /** A first release: there is no version to which it could go back. */
  | { readonly kind: 'none'; readonly why: string }
  /** There was one, and it does not exist any more. */
  | { readonly kind: 'lost'; readonly finding: Finding }

/** Deployments of earlier attempts of a run are newer than this. */
const EARLIER_MS = 30 * 24 * 60 * 60_000
const READS_AT_ONCE = 4
/** CodeDeploy's description of a rehearsed way back has it after the id of the deployment. */
export const ROLLBACK_SUFFIX = '/rollback'

/** The version that the group has now, and whether it still exists. Rejects with an ActionError where a call fails. */
export async function previousOf(context: DeployContext, deployment: RemoteDeployment): Promise<Before> {
  const codedeploy = await context.ports.connect.codedeploy(context.access)
  const info = await readGroupInfo(codedeploy, deployment)
  if (info === undefined) return { kind: 'none', why: 'its group does not exist yet' }
  return previousFrom(context, deployment, info.lastSuccessfulDeployment?.deploymentId)
}

/** As `previousOf`, where `last` was the last deployment in the group that succeeded. */
export async function previousFrom(
  context: DeployContext,
  deployment: RemoteDeployment,
  last: string | undefined,
): Promise<Before> {
  if (last === undefined) return { kind: 'none', why: 'it was never deployed successfully' }
  const codedeploy = await context.ports.connect.codedeploy(context.access)
  const state = await readDeployment(codedeploy, last)
  const found = isForward(context, deployment, state) ? await beforeThisRun(context, codedeploy, deployment) : state
  if (found?.revision === undefined) return { kind: 'none', why: `the revision of ${last} is not known` }
  const previous = { deploymentId: found.id, revision: found.revision, shown: showRevision(found.revision) }
  const gone = await whyGone(context, found.revision)
  return gone === undefined
    ? { kind: 'found', previous }
    : { kind: 'lost', finding: lost(deployment, previous, { gone }) }
}

/** Whether an earlier attempt of this run made the deployment to bring the release. */
function isForward(
  { run, environment }: DeployContext,
  { id }: RemoteDeployment,
  { description }: DeploymentState,
): boolean {
  return (
    run.runAttempt > 1 &&
    description.startsWith(`test-deployments ${environment.key}/${id} `) &&
    description.includes(`, run ${run.runId}, attempt `)
  )
}

async function beforeThisRun(
  context: DeployContext,
  codedeploy: CodeDeploy,
  deployment: RemoteDeployment,
): Promise<DeploymentState | undefined> {
  const since = new Date(context.ports.clock.now().getTime() - EARLIER_MS)
  const ids = await listDeployments(codedeploy, deployment, { since })
  const states = await mapLimit(ids, READS_AT_ONCE, (id) => readDeployment(codedeploy, id))
  return states
    .filter((state) => endOfDeployment(state.status) === 'succeeded' && !isForward(context, deployment, state))
    .toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))[0]
}

/** `release`: it was found after the release was deployed. */
export function lost(
  { id }: Pick<RemoteDeployment, 'id'>,
  { deploymentId, shown }: Previous,
  { gone, release }: { readonly gone: Gone; readonly release?: 'stays' },
): Finding {
  const { observed, restore } = gone
  return {
    code: 'rollback/lost-revision',
    outcome: 'fail',
    title: `${id} cannot be rolled back: ${observed}`,
    subject: `deployment/${id}/rollback`,
    expected: `the revision of ${deploymentId}: ${shown}`,
    observed,
    advice: release
      ? `The release stays. ${restore}, and keep the last two revisions until the next release has passed.`
      : `Nothing was deployed. ${restore}, or deploy an existing version first; keep the last two revisions.`,
  }
}

/** The AppSpec of a function names the version that its alias has now: the way back starts from it. */
export function revisionBack({ revision }: Previous, from: RevisionLocation | undefined): RevisionLocation {
  const text = revision.appSpecContent?.content
  const now = propertyOf(from, 'TargetVersion')
  if (text === undefined || now === undefined) return revision
  return appSpecContent(text, { words: (word) => word, properties: { CurrentVersion: now } })
}
