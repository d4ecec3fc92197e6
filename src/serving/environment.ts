import type { DeploymentGroupInfo } from '@aws-sdk/client-codedeploy'
import { whyUnread } from '../cloudformation/live/read.ts'
import type { CloudFormation } from '../cloudformation/client.ts'
import { ActionError } from '../support/errors.ts'
import { mapLimit } from '../support/limit.ts'
import type { ServingResource, ServingState } from './contract.ts'
import { distinctServing, servingOfGroup, servingOfStack } from './find.ts'
import { readServing, type ServingReads } from './read.ts'

/** A deployment of the configuration with its group as CodeDeploy has it. */
export interface NamedDeploymentGroup {
  readonly id: string
  readonly application: string
  readonly group: string
  readonly info: DeploymentGroupInfo
}

/** A service that ECS deploys by itself. */
export interface DeployedService {
  /** Of the deployment in the configuration. */
  readonly id: string
  readonly cluster: string
  readonly service: string
  /** What it is to serve, where that is known: the ARN of a task definition. */
  readonly taskDefinition?: string
}

/** What serves in an environment. */
export interface ServingFacts {
  readonly states: readonly ServingState[]
  /** Stacks of which the resources could not be listed. */
  readonly unlisted: readonly { readonly stack: string; readonly reason: string; readonly action?: string }[]
}

/** Pure. */
export function servingOfService({ id, cluster, service, taskDefinition }: DeployedService): ServingResource {
  const taskDefinitions = taskDefinition === undefined ? [] : [taskDefinition]
  return { kind: 'service', of: `deployment/${id}`, cluster, service, taskDefinitions }
}

const STACKS_AT_ONCE = 4

/** Finds what serves in the stacks and deployment groups of an environment, and reads what it serves. */
export async function readServingOf(
  calls: ServingReads & { readonly cloudformation: Pick<CloudFormation, 'listStackResources'> },
  {
    stacks,
    groups,
    services = [],
    only,
  }: {
    readonly stacks: readonly { readonly id: string; readonly arn: string }[]
    readonly groups: readonly NamedDeploymentGroup[]
    readonly services?: readonly DeployedService[]
    /** `stack/web`, `deployment/app`: nothing else is read. */
    readonly only?: readonly string[]
  },
  signal: AbortSignal,
): Promise<ServingFacts> {
  const unlisted: ServingFacts['unlisted'][number][] = []
  const ofStacks = await mapLimit(stacks, STACKS_AT_ONCE, async (stack): Promise<ServingResource[]> => {
    try {
      return await servingOfStack(calls.cloudformation, stack)
    } catch (error) {
      if (signal.aborted || !(error instanceof ActionError)) throw error
      unlisted.push({ stack: stack.id, ...whyUnread(error) })
      return []
    }
  })
  const resources = distinctServing([
    ...ofStacks.flat(),
    ...groups.flatMap((group) => servingOfGroup(group, group.info)),
    ...services.map(servingOfService),
  ])
  const wanted = only === undefined ? resources : resources.filter(({ of }) => only.includes(of))
  return { states: await readServing(calls, wanted, signal), unlisted }
}
