import type { DeploymentGroupInfo, RevisionLocation } from '@aws-sdk/client-codedeploy'
import type { Filter } from '@aws-sdk/client-ec2'
import { pagesOf } from '../aws/pages.ts'
import type { StateReads } from '../aws/clients/state-reads.ts'
import type { CodeDeploy } from '../codedeploy/client.ts'
import { readOnPremisesInstances, readScalingGroups } from '../codedeploy/group/count-instances.ts'
import { readDeployment } from '../codedeploy/deployment.ts'
import { readTargets } from '../codedeploy/targets.ts'
import { readGroupInfo } from '../codedeploy/group/group.ts'
import { showRevision } from '../codedeploy/revision/location.ts'
import { areKnown, selectionOf, selects, type TagFilter, type TagGroups } from '../codedeploy/selection.ts'
import { ActionError } from '../support/errors.ts'
import type { ServedByDeploymentGroup, ServingTarget } from './contract.ts'

/** So many deployments are examined, newest first, for the last success of each target. */
const MOST_EXAMINED = 20

type Calls = Pick<StateReads, 'describeAutoScalingGroups' | 'describeInstances'>
type Deployments = Pick<
  CodeDeploy,
  | 'getDeploymentGroup'
  | 'listDeployments'
  | 'getDeployment'
  | 'listDeploymentTargets'
  | 'batchGetDeploymentTargets'
  | 'listOnPremisesInstances'
>

/**
 * The instances that a group selects now, each with the revision that was deployed to it last with success: also by a
 * deployment that failed elsewhere, or by one that Auto Scaling started for a new instance.
 */
export async function readGroupServing(
  codedeploy: Deployments,
  reads: Calls,
  { application, group }: { readonly application: string; readonly group: string },
): Promise<ServedByDeploymentGroup> {
  const info = await readGroupInfo(codedeploy, { id: group, application, group })
  if (info === undefined) {
    throw new ActionError('aws/service', {
      message: `the deployment group ${application}/${group} does not exist`,
      subject: `deployment-group/${group}`,
      expected: 'a deployment group',
      observed: 'none',
    })
  }
  const present = await presentInstances(codedeploy, reads, info)
  const found = new Map<string, ServingTarget>()
  const removed = new Set<string>()
  let examined = 0
  for await (const id of newestFirst(codedeploy, { application, group })) {
    if (present.every((target) => found.has(target) || removed.has(target)) || examined === MOST_EXAMINED) break
    examined++
    const { revision, undoes } = await readDeployment(codedeploy, id)
    // The side of a blue/green deployment that leaves the group, whatever its tags are: BlueInstanceTerminationOption.
    const leaves = undoes === undefined ? 'Blue' : 'Green'
    for (const target of await readTargets(codedeploy, id)) {
      const instance = instanceOf(target.id)
      if (target.status !== 'Succeeded' || found.has(instance) || removed.has(instance)) continue
      if (target.label === leaves) removed.add(instance)
      else found.set(instance, { id: instance, deployment: id, ...(revision && { revision: showRevision(revision) }) })
    }
  }
  return {
    kind: 'deployment-group',
    last: info.lastSuccessfulDeployment?.deploymentId,
    revision: revisionOf(info.targetRevision),
    targets: present.filter((id) => !removed.has(id)).map((id) => found.get(id) ?? { id }),
    examined,
  }
}

function revisionOf(revision: RevisionLocation | undefined): string | undefined {
  return revision && showRevision(revision)
}

/** Ids of the instances that can be deployed to now. */
async function presentInstances(codedeploy: Deployments, reads: Calls, info: DeploymentGroupInfo): Promise<string[]> {
  const { ec2, onPremises, scalingGroups } = selectionOf(info)
  if (!areKnown(ec2) || !areKnown(onPremises)) {
    throw new ActionError('aws/service', {
      message: `a tag filter of ${info.deploymentGroupName} is of a kind that this version does not know`,
      subject: `deployment-group/${info.deploymentGroupName}`,
    })
  }
  const groups = scalingGroups.length > 0 ? await readScalingGroups(reads, scalingGroups) : []
  return [
    ...new Set([
      ...groups.flatMap(({ inService }) => inService),
      ...(ec2.length > 0 ? await runningInstances(reads, ec2) : []),
      ...(onPremises.length > 0 ? await readOnPremisesInstances(codedeploy, onPremises) : []),
    ]),
  ].toSorted()
}

/** Running instances of EC2 whose tags are selected. */
async function runningInstances(reads: Calls, groups: TagGroups): Promise<string[]> {
  const found = new Set<string>()
  // Instances that match one group at all contain those that match every group.
  for (const filter of groups[0] ?? []) {
    const Filters: Filter[] = [{ Name: 'instance-state-name', Values: ['running'] }, ...filterOf(filter)]
    const pages = pagesOf('NextToken', (next) => reads.describeInstances({ Filters, ...next }))
    for await (const { Reservations = [] } of pages) {
      for (const { InstanceId, Tags = [] } of Reservations.flatMap(({ Instances = [] }) => Instances)) {
        if (InstanceId !== undefined && selects(groups, Tags)) found.add(InstanceId)
      }
    }
  }
  return [...found]
}

/** No filter of DescribeInstances selects by the value of any tag: then all running instances are read. */
function filterOf({ Key = '', Value = '', Type }: TagFilter): Filter[] {
  if (Type === 'VALUE_ONLY') return []
  return Type === 'KEY_ONLY' ? [{ Name: 'tag-key', Values: [Key] }] : [{ Name: `tag:${Key}`, Values: [Value] }]
}

/** Ids of the deployments of a group, page by page. */
async function* newestFirst(
  codedeploy: Pick<CodeDeploy, 'listDeployments'>,
  {
    application: applicationName,
    group: deploymentGroupName,
  }: { readonly application: string; readonly group: string },
): AsyncGenerator<string, void, undefined> {
  const pages = pagesOf('nextToken', (next) =>
    codedeploy.listDeployments({ applicationName, deploymentGroupName, ...next }),
  )
  for await (const { deployments = [] } of pages) yield* deployments
}

/** A target's id is that of the instance, or an ARN that ends in it. */
function instanceOf(target: string): string {
  return target.split('/').at(-1) ?? target
}
