import type { RevisionLocation } from '@aws-sdk/client-codedeploy'
import { sameRevision, showRevision } from '../codedeploy/revision/location.ts'
import type { Finding } from '../evidence/finding.ts'

/** A deployment of this run that succeeded, and what its group says afterwards. */
export interface DeployedFacts {
  /** Id of the deployment in the configuration. */
  readonly id: string
  readonly deploymentId: string
  /** Of that deployment; undefined where CodeDeploy does not return it. */
  readonly revision: RevisionLocation | undefined
  /** Of the group now. */
  readonly group: RevisionLocation | undefined
  /** The last deployment of the group that was started. */
  readonly last: string | undefined
}

/**
 * Pure: whether the group still has what this run deployed. After a rollback by CodeDeploy, or a deployment by another process,
 * all answers agree with each other, and what serves is not the release.
 */
export function judgeDeployed(facts: DeployedFacts, environment: string): Finding[] {
  const { id, deploymentId, revision, group, last } = facts
  const about = {
    subject: `deployment/${id}/serving/revision`,
    expected: `${revision ? showRevision(revision) : 'the revision'} of ${deploymentId}`,
    observed: `${group ? showRevision(group) : 'no revision that is known'}; last deployment ${last ?? 'unknown'}`,
    details: { environment },
  }
  if (revision === undefined || group === undefined) {
    return [
      {
        ...about,
        code: 'serving/unread',
        outcome: 'inconclusive',
        title: `${environment}: whether the group of ${id} still has what this run deployed is not known`,
        advice: `Look at \`aws deploy get-deployment --deployment-id ${deploymentId}\` and at its group.`,
      },
    ]
  }
  if (sameRevision(revision, group)) return []
  return [
    {
      ...about,
      code: 'serving/not-released',
      outcome: 'fail',
      title: `${environment}: the group of ${id} has another revision than ${deploymentId} of this run brought`,
      advice: `Find out who deployed or rolled back after it: \`aws deploy get-deployment --deployment-id ${last ?? deploymentId}\`.`,
    },
  ]
}
