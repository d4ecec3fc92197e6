import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs'
import type { Containers } from '../../aws/clients/containers.ts'
import { errorName } from '../../aws/errors.ts'
import type { Finding } from '../../evidence/finding.ts'
import { ActionError } from '../../support/errors.ts'
import { readTaskDefinition, type ReadTaskDefinition, type TaskDefinitionFile } from './read.ts'
import type { Fault } from './fault.ts'
import { isRegistered } from './registered.ts'

export { readTaskDefinition, type ReadTaskDefinition }

/** The faults of a task definition before it is registered. */
export async function lintTaskDefinition(
  { faults, sourceOf }: Pick<ReadTaskDefinition, 'faults' | 'sourceOf'>,
  { file, subject }: Pick<TaskDefinitionFile, 'file' | 'subject'>,
): Promise<Finding[]> {
  if (faults.length === 0)
    return [
      {
        code: 'task-definition/valid',
        outcome: 'pass',
        title: `${file}: every member has the type that ECS accepts`,
        subject,
        source: { file },
      },
    ]
  return await Promise.all(
    faults.map(async (fault): Promise<Finding> => {
      const { code, outcome, title, expected, observed, advice } = fault
      const source = await sourceOf(fault.path)
      return {
        code,
        outcome,
        title: `${file}: ${title}`,
        subject,
        expected,
        observed,
        advice,
        source,
      }
    }),
  )
}

/** The input to register. Throws an ActionError for the first fault: what precheck reports is never registered. */
export function registrable(
  { input, faults }: Pick<ReadTaskDefinition, 'input' | 'faults'>,
  { file, subject }: Pick<TaskDefinitionFile, 'file' | 'subject'>,
): RegisterTaskDefinitionCommandInput {
  const fault: Fault | undefined = faults.find(({ outcome }) => outcome === 'fail')
  if (!fault) return input
  const { title, advice, expected, observed } = fault
  throw new ActionError('config/file', { message: title, advice, expected, observed, subject, file })
}

/**
 * The ARN of a revision, named by its ARN or the newest of a family, where it has the same members as the input; undefined
 * where it differs or does not exist. RegisterTaskDefinition has no client token, and every call makes a revision.
 */
export async function findTaskDefinition(
  containers: Pick<Containers, 'describeTaskDefinition'>,
  name: string,
  input: RegisterTaskDefinitionCommandInput,
): Promise<string | undefined> {
  try {
    const { taskDefinition, tags = [] } = await containers.describeTaskDefinition({
      taskDefinition: name,
      include: ['TAGS'],
    })
    const found = { ...taskDefinition, tags }
    return isRegistered(input, found) ? taskDefinition?.taskDefinitionArn : undefined
  } catch (error) {
    if (errorName(error) === 'ClientException') return undefined
    throw error
  }
}

/** Registers a task definition and gives the ARN of its revision. */
export async function registerTaskDefinition(
  containers: Pick<Containers, 'registerTaskDefinition'>,
  input: RegisterTaskDefinitionCommandInput,
  subject: string,
): Promise<string> {
  const { taskDefinition } = await containers.registerTaskDefinition(input)
  if (taskDefinition?.taskDefinitionArn !== undefined) return taskDefinition.taskDefinitionArn
  throw new ActionError('aws/service', {
    message: `ECS did not return an ARN of the task definition ${input.family}`,
    subject,
  })
}
