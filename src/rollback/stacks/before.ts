import { z } from 'zod'
import type { CloudFormation } from '../../cloudformation/client.ts'
import { MASKED, type StackState } from '../../cloudformation/stack.ts'
import { parseTemplate } from '../../cloudformation/template/template.ts'
import type { Stack } from '../../config/model/environment.ts'
import type { StackSource } from '../../plan/sources/read-sources.ts'
import { ActionError } from '../../support/errors.ts'

/** A stack as it was before a release changed it: all that a change set back to it needs. */
export interface StackBefore {
  readonly template: string
  readonly parameters: Readonly<Record<string, string>>
  /** Names of parameters whose values AWS does not give (NoEcho). */
  readonly secrets: readonly string[]
  readonly tags: Readonly<Record<string, string>>
  readonly capabilities: readonly string[]
  readonly role?: string | undefined
}

export const stackBeforeShape: z.ZodType<StackBefore> = z.strictObject({
  template: z.string(),
  parameters: z.record(z.string(), z.string()),
  secrets: z.array(z.string()),
  tags: z.record(z.string(), z.string()),
  capabilities: z.array(z.string()),
  role: z.string().optional(),
})

/** Reads what a stack is now. Undefined where it has no resources yet: going back would mean to delete it. */
export async function readStackBefore(
  cloudformation: Pick<CloudFormation, 'getTemplate'>,
  state: StackState,
): Promise<StackBefore | undefined> {
  if (state.status === 'REVIEW_IN_PROGRESS') return undefined
  const parameters = Object.entries(state.parameters)
  return {
    template: await templateOf(cloudformation, state.arn),
    parameters: Object.fromEntries(parameters.filter(([, value]) => value !== MASKED)),
    secrets: parameters.flatMap(([name, value]) => (value === MASKED ? [name] : [])),
    tags: ownTags(state),
    capabilities: state.capabilities,
    ...(state.role !== undefined && { role: state.role }),
  }
}

/** The previous template and parameters, as a source of a plan. */
export function sourceOfBefore(stack: Stack, before: StackBefore): StackSource {
  const values = Object.entries(before.parameters).map(([name, value]) => [name, { value }] as const)
  const kept = before.secrets.map((name) => [name, { previous: true as const }] as const)
  return {
    id: stack.id,
    template: parseTemplate(before.template, `template of ${stack.name} before the release`),
    parameters: { values: Object.fromEntries([...values, ...kept]), tags: before.tags, source: () => undefined },
    dependsOn: [],
  }
}

async function templateOf(cloudformation: Pick<CloudFormation, 'getTemplate'>, arn: string): Promise<string> {
  const { TemplateBody: text } = await cloudformation.getTemplate({ StackName: arn, TemplateStage: 'Original' })
  if (text !== undefined && text !== '') return text
  throw new ActionError('aws/service', {
    message: `cloudformation:GetTemplate did not return the template of ${arn}`,
    subject: 'stack',
  })
}

/** Without tags of AWS, which a request may not set. */
function ownTags({ tags }: StackState): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tags).filter(([name]) => !name.startsWith('aws:')))
}

/** Pure: what of a stack is not as it was. Secret values cannot be compared. */
export function differences(before: StackBefore, now: StackBefore): string[] {
  const of = (what: string, a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): string[] =>
    [...new Set([...Object.keys(a), ...Object.keys(b)])]
      .filter((name) => a[name] !== b[name])
      .toSorted()
      .map((name) => `${what} ${name}`)
  return [
    ...(lines(before.template) === lines(now.template) ? [] : ['the template']),
    ...of('the parameter', before.parameters, now.parameters),
    ...of('the tag', before.tags, now.tags),
  ]
}

function lines(text: string): string {
  return text.replaceAll('\r\n', '\n').trimEnd()
}
