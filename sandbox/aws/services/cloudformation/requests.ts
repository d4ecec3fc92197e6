import type { Call } from '../../../contract.ts'
import { changeSetNotFound, constraint, invalid } from './errors.ts'
import type { ChangeSet, Desired, Stack } from './model.ts'
import { parseS3Url } from './s3-url.ts'
import type { Store } from './store.ts'

/** Maximum bytes of a template in a request, and of one in S3. */
const INLINE_LIMIT = 51_200
const OBJECT_LIMIT = 1_048_576

export interface TemplateInput {
  readonly TemplateBody?: string
  readonly TemplateURL?: string
  readonly UsePreviousTemplate?: boolean
}

const STACK_NAME = '[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*'
export function checkStackName(name: string | undefined): string {
  if (name === undefined || name === '') throw invalid('StackName is a required parameter.')
  if (!new RegExp(`^(?:${STACK_NAME})$`).test(name)) {
    throw constraint(name, 'stackName', `Member must satisfy regular expression pattern: ${STACK_NAME}`)
  }
  if (!name.startsWith('arn:') && name.length > 128) {
    throw constraint(name, 'stackName', 'Member must have length less than or equal to 128')
  }
  return name
}

/** The template text that a request specifies. */
export async function templateText(store: Store, input: TemplateInput, previous: Desired | undefined): Promise<string> {
  const { TemplateBody: body, TemplateURL: url, UsePreviousTemplate: keep } = input
  if (keep && (body !== undefined || url !== undefined)) {
    throw invalid('You cannot specify both usePreviousTemplate and Template Body or Template URL.')
  }
  if (keep) {
    if (previous) return previous.body
    throw invalid('UsePreviousTemplate must not be specified for a stack that has no template')
  }
  if (body !== undefined && url !== undefined) throw invalid('Specify either Template URL or Template Body, not both.')
  if (url !== undefined) return readUrl(store, url)
  if (body === undefined || body === '') throw invalid('Either Template URL or Template Body must be specified.')
  if (Buffer.byteLength(body) > INLINE_LIMIT) {
    throw constraint(body, 'templateBody', `Member must have length less than or equal to ${INLINE_LIMIT}`)
  }
  return body
}

export async function readUrl(store: Store, url: string): Promise<string> {
  const { bucket, key } = parseS3Url(url)
  const bytes = await store.options.readObject(bucket, key)
  if (!bytes) {
    throw invalid(
      'S3 error: The specified key does not exist.\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
    )
  }
  if (bytes.byteLength > OBJECT_LIMIT) throw invalid(`Template may not exceed ${OBJECT_LIMIT} bytes in size.`)
  return Buffer.from(bytes).toString('utf8')
}

/** The stack of a request; throws CloudFormation's error when it does not exist. `words` selects the wording. */
export function requireStack(
  store: Store,
  call: Call,
  name: string | undefined,
  words: 'id' | 'plain' = 'plain',
): Stack {
  const wanted = checkStackName(name)
  const stack = store.find(call, wanted)
  if (stack) return stack
  throw invalid(words === 'id' ? `Stack with id ${wanted} does not exist` : `Stack [${wanted}] does not exist`)
}

export interface ChangeSetInput {
  readonly ChangeSetName?: string
  readonly StackName?: string
  readonly NextToken?: string
}

/** A change set by its ARN, or by its name and stack. An executed one can be found by its ARN only. */
export function findChangeSet(store: Store, call: Call, input: ChangeSetInput): ChangeSet {
  const name = input.ChangeSetName ?? ''
  if (name.startsWith('arn:')) {
    const found = store
      .stacksOf(call)
      .flatMap((s) => s.changeSets)
      .find((c) => c.id === name)
    if (found) return found
    throw changeSetNotFound(name)
  }
  if (input.StackName === undefined)
    throw invalid('StackName must be specified if ChangeSetName is not specified as an ARN.')
  const stack = requireStack(store, call, input.StackName)
  const found = stack.changeSets.find((c) => c.name === name && c.executionStatus !== 'EXECUTE_COMPLETE')
  if (found) return found
  throw changeSetNotFound(name)
}
