import type { StackState } from '../cloudformation/stack.ts'
import { readStack } from '../cloudformation/stack.ts'
import { readGroupInfo } from '../codedeploy/group.ts'
import type { Deployment, Stack } from '../config/model/environment.ts'
import { fillOutputs, type Outputs } from '../config/model/references.ts'
import type { ChangeSetPlan } from '../evidence/document.ts'
import type { Finding } from '../evidence/finding.ts'
import { readServingOf, type NamedDeploymentGroup } from '../serving/environment.ts'
import { judgeServing, mayBeLate, type Released } from '../serving/judge.ts'
import type { DeployContext } from './contract.ts'

/** A change that has ended shows in the answers of its service within this time. */
const LATEST_MS = 20_000
const PAUSE_MS = 4_000

/** What a step brought. */
export interface Brought {
  readonly stacks: readonly Stack[]
  readonly deployments: readonly Deployment[]
  readonly outputs: Outputs
  /** What was executed. */
  readonly plans: readonly ChangeSetPlan[]
}

/** Reads what serves after everything has ended, and judges whether it is what was released. */
export async function proveServing(
  { ports, environment, access }: DeployContext,
  { stacks, deployments, outputs, plans }: Brought,
): Promise<readonly Finding[]> {
  if (stacks.length === 0 && deployments.every(({ platform }) => platform === 'local')) return []
  const cloudformation = await ports.connect.cloudformation(access)
  const codedeploy = () => ports.connect.codedeploy(access)
  const states = await Promise.all(
    stacks.map(async ({ id, name }) => ({ id, state: await readStack(cloudformation, name) })),
  )
  const groups: NamedDeploymentGroup[] = []
  for (const deployment of deployments) {
    if (deployment.platform === 'local') continue
    const { id, application, group } = fillOutputs(deployment, outputs, `deployment/${deployment.id}`)
    const info = await readGroupInfo(await codedeploy(), { id, application, group })
    if (info) groups.push({ id, application, group, info })
  }
  const released: Released = {
    environment: environment.key,
    brought: [...stacks.map(({ id }) => `stack/${id}`), ...deployments.map(({ id }) => `deployment/${id}`)],
    changedTypes: new Map(plans.map((plan) => [`stack/${plan.stack}`, new Set(typesOf(plan))])),
  }
  const places = { stacks: states.flatMap(({ id, state }) => placeOf(id, state)), groups }
  const until = ports.clock.now().getTime() + LATEST_MS
  for (;;) {
    const calls = { cloudformation, codedeploy, reads: await ports.connect.state(access) }
    const findings = judgeServing(await readServingOf(calls, places, ports.cancelled), released)
    if (!mayBeLate(findings) || ports.clock.now().getTime() >= until) return findings
    ports.log.info(`${environment.key}: what serves is not yet what was released; it is read again`)
    await ports.clock.sleep(PAUSE_MS, ports.cancelled)
  }
}

function placeOf(id: string, state: StackState | undefined): { readonly id: string; readonly arn: string }[] {
  return state === undefined ? [] : [{ id, arn: state.arn }]
}

function typesOf({ changes, nested }: ChangeSetPlan): string[] {
  return [...changes.map(({ type }) => type), ...nested.flatMap(typesOf)]
}
