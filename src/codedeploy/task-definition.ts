import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs'
import { unknownInTaskDefinition, type Containers } from '../aws/clients.ts'
import { ActionError, messageOf } from '../support/errors.ts'

/** What DescribeTaskDefinition adds: people keep its answer as their file. */
const ANSWERED = [
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'registeredBy',
  'deregisteredAt',
  'deleteRequestedAt',
]

/** Reads a task definition, JSON, words filled. Rejects with `config/file` what RegisterTaskDefinition does not know. */
export async function readTaskDefinition(
  text: string,
  about: { readonly file: string; readonly subject: string; readonly words: (text: string) => string },
): Promise<RegisterTaskDefinitionCommandInput> {
  const { file, subject } = about
  let read: unknown
  try {
    read = JSON.parse(text, (_key, value: unknown) => (typeof value === 'string' ? about.words(value) : value))
  } catch (error) {
    if (error instanceof ActionError) throw error
    throw new ActionError('config/file', {
      message: `${file} is not JSON: ${messageOf(error)}`,
      advice: 'Give a task definition as for `aws ecs register-task-definition --cli-input-json`.',
      subject,
      file,
    })
  }
  const members: Record<string, unknown> = typeof read === 'object' && read !== null ? { ...read } : {}
  for (const name of ANSWERED) delete members[name]
  const [unknown] = await unknownInTaskDefinition(members)
  const lacks = ['family', 'containerDefinitions'].find((name) => members[name] === undefined)
  if (unknown === undefined && lacks === undefined) return members as unknown as RegisterTaskDefinitionCommandInput
  throw new ActionError('config/file', {
    message: lacks === undefined ? `a task definition has no ${unknown}` : `the task definition has no ${lacks}`,
    advice: 'Correct it; `aws ecs register-task-definition --generate-cli-skeleton` shows what there may be.',
    subject,
    expected: lacks ?? 'a member of RegisterTaskDefinition',
    observed: unknown ?? 'nothing',
    file,
  })
}

/** Registers a task definition and gives the ARN of its revision. */
export async function registerTaskDefinition(
  containers: Pick<Containers, 'registerTaskDefinition'>,
  input: RegisterTaskDefinitionCommandInput,
  subject: string,
): Promise<string> {
  const { taskDefinition } = await containers.registerTaskDefinition(input)
  if (taskDefinition?.taskDefinitionArn !== undefined) return taskDefinition.taskDefinitionArn
  throw new ActionError('aws/service', { message: `ECS gave no ARN for the task definition ${input.family}`, subject })
}
