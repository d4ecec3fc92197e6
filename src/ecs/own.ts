import type { RegisterTaskDefinitionCommandInput, Tag, TaskDefinition } from '@aws-sdk/client-ecs'
import type { Containers } from '../aws/clients/containers.ts'
import { errorName } from '../aws/errors.ts'
import { isRegistered } from './task-definition/registered.ts'

/**
 * Neither UpdateService nor a deployment of a service has a client token or a description. A deployment is known as one of
 * this run by the task definition that it deploys, which this run has registered with a tag.
 */

const OWN_TAG = 'test-deployments:deployment'

/** What the tag says: the run, the environment and the id of the deployment; all attempts of a run have the same. */
export function ownerOf(run: { readonly runId: string }, environment: string, id: string): string {
  return `${run.runId}/${environment}/${id}`
}

/** The run that an owner names; undefined for one of another environment or deployment. */
export function runOfOwner(owner: string, environment: string, id: string): string | undefined {
  const end = `/${environment}/${id}`
  return owner.endsWith(end) ? owner.slice(0, -end.length) : undefined
}

/** The input with the tag of its owner. */
export function withOwner(
  input: RegisterTaskDefinitionCommandInput,
  owner: string,
): RegisterTaskDefinitionCommandInput {
  return { ...input, tags: [...(input.tags ?? []), { key: OWN_TAG, value: owner }] }
}

/** A registered task definition, and who registered it. */
export interface RegisteredDefinition {
  readonly arn: string
  readonly definition: TaskDefinition
  /** Without the tag of the owner. */
  readonly tags: readonly Tag[]
  /** Undefined where no run of this action has registered it. */
  readonly owner: string | undefined
}

/** By ARN, or the newest of a family; undefined where there is none. */
export async function readDefinition(
  containers: Pick<Containers, 'describeTaskDefinition'>,
  name: string,
): Promise<RegisteredDefinition | undefined> {
  try {
    const { taskDefinition, tags = [] } = await containers.describeTaskDefinition({
      taskDefinition: name,
      include: ['TAGS'],
    })
    if (taskDefinition?.taskDefinitionArn === undefined) return undefined
    return {
      arn: taskDefinition.taskDefinitionArn,
      definition: taskDefinition,
      tags: tags.filter(({ key }) => key !== OWN_TAG),
      owner: tags.find(({ key }) => key === OWN_TAG)?.value,
    }
  } catch (error) {
    if (errorName(error) === 'ClientException') return undefined
    throw error
  }
}

/** Whether an attempt of the run has registered it, with this content. Pure. */
export function isOwn(
  { definition, tags, owner }: RegisteredDefinition,
  expected: string,
  input: RegisterTaskDefinitionCommandInput,
): boolean {
  return owner === expected && isRegistered(input, { ...definition, tags })
}
