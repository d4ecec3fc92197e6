import type { StackState } from '../cloudformation/stack.ts'
import { readStack } from '../cloudformation/stack.ts'
import type { CodeDeploy } from '../codedeploy/client.ts'
import { readDeployment } from '../codedeploy/deployment.ts'
import { readGroupInfo } from '../codedeploy/group/group.ts'
import { isByCodeDeploy, isByEcs, type Deployment, type Stack } from '../config/model/environment.ts'
import { fillOutputs, type Outputs } from '../config/model/references.ts'
import type { ChangeSetPlan } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import { readServingOf, type DeployedService, type NamedDeploymentGroup } from '../serving/environment.ts'
import { judgeDeployed } from '../serving/judge-deployed.ts'
import { judgeServing, mayBeLate } from '../serving/judge.ts'
import type { DeployContext, OwnDeployment, OwnService } from './contract.ts'

/** A change that has ended shows in the answers of its service within this time. */
const LATEST_MS = 20_000
const PAUSE_MS = 4_000

/** What a step brought. */
export interface DeployedParts {
  readonly stacks: readonly Stack[]
  readonly deployments: readonly Deployment[]
  readonly outputs: Outputs
  /** What was executed. */
  readonly plans: readonly ChangeSetPlan[]
  /** Deployments of this step that succeeded. */
  readonly own: readonly OwnDeployment[]
  readonly ownServices?: readonly OwnService[]
}

/** Reads what serves after everything has ended, and judges whether it is what was released. */
export async function proveServing(
  { ports, environment, access }: DeployContext,
  { stacks, deployments, outputs, plans, own, ownServices = [] }: DeployedParts,
): Promise<readonly Finding[]> {
  if (stacks.length === 0 && deployments.every(({ platform }) => platform === 'local')) return []
  const cloudformation = await ports.connect.cloudformation(access)
  const codedeploy = () => ports.connect.codedeploy(access)
  const states = await Promise.all(
    stacks.map(async ({ id, name }) => ({ id, state: await readStack(cloudformation, name) })),
  )
  const named = deployments
    .filter(isByCodeDeploy)
    .map((deployment) => fillOutputs(deployment, outputs, `deployment/${deployment.id}`))
  const services = deployments.filter(isByEcs).map((deployment): DeployedService => {
    const { id, cluster, service } = fillOutputs(deployment, outputs, `deployment/${deployment.id}`)
    const taskDefinition = ownServices.findLast((one) => one.deployment.id === id)?.taskDefinition
    return { id, cluster, service, ...(taskDefinition !== undefined && { taskDefinition }) }
  })
  const readGroups = async (): Promise<NamedDeploymentGroup[]> => {
    const groups: NamedDeploymentGroup[] = []
    for (const { id, application, group } of named) {
      const info = await readGroupInfo(await codedeploy(), { id, application, group })
      if (info) groups.push({ id, application, group, info })
    }
    return groups
  }
  const changedTypes = new Map(plans.map((plan) => [`stack/${plan.stack}`, new Set(typesOf(plan))]))
  const ids = [...stacks.map(({ id }) => `stack/${id}`), ...deployments.map(({ id }) => `deployment/${id}`)]
  const until = ports.clock.now().getTime() + LATEST_MS
  for (;;) {
    const calls = { cloudformation, codedeploy, reads: await ports.connect.state(access) }
    const groups = await readGroups()
    const others = own.length === 0 ? [] : await judgeOwn(await codedeploy(), own, groups, environment.key)
    // What another process deployed to a group is not the release, even if its targets have the same revision.
    const isOther = (of: string): boolean => others.some(({ subject }) => subject.startsWith(`${of}/`))
    const places = { stacks: states.flatMap(({ id, state }) => placeOf(id, state)), groups, services }
    const findings = [
      ...others,
      ...judgeServing(await readServingOf(calls, places, ports.cancelled), {
        environment: environment.key,
        brought: ids.filter((of) => !isOther(of)),
        changedTypes,
      }),
    ]
    if (!mayBeLate(findings) || ports.clock.now().getTime() >= until) return findings
    ports.log.info(`${environment.key}: what serves is not yet what was released; it is read again`)
    await ports.clock.sleep(PAUSE_MS, ports.cancelled)
  }
}

/** Compares the groups with the deployments of this run. */
async function judgeOwn(
  codedeploy: CodeDeploy,
  own: readonly OwnDeployment[],
  groups: readonly NamedDeploymentGroup[],
  environment: string,
): Promise<Finding[]> {
  const findings: Finding[] = []
  // The last one of a deployment counts: an earlier one may have been gone back from.
  for (const [id, list] of Map.groupBy(own, ({ deployment }) => deployment.id)) {
    const deploymentId = list.at(-1)?.deploymentId ?? ''
    const info = groups.find((group) => group.id === id)?.info
    const { revision } = await readDeployment(codedeploy, deploymentId)
    const last = info?.lastAttemptedDeployment?.deploymentId
    findings.push(...judgeDeployed({ id, deploymentId, revision, group: info?.targetRevision, last }, environment))
  }
  return findings
}

function placeOf(id: string, state: StackState | undefined): { readonly id: string; readonly arn: string }[] {
  return state === undefined ? [] : [{ id, arn: state.arn }]
}

function typesOf({ changes, nested }: ChangeSetPlan): string[] {
  return [...changes.map(({ type }) => type), ...nested.flatMap(typesOf)]
}
