import type { Source } from '../evidence/finding.ts'
import { ActionError } from '../support/errors.ts'
import type { CloudFormation } from './client.ts'
import { isLoop, mayMake } from './for-each.ts'
import { isRecord, parseTemplate, type Template } from './template.ts'

/**
 * The template as its transforms have made it, for a change set that is made: its resources and outputs are those that
 * CloudFormation will make; text, digest and lines stay the original's.
 */
export async function readProcessed(
  cloudformation: Pick<CloudFormation, 'getTemplate'>,
  changeSet: { readonly arn: string; readonly stackArn: string },
  original: Template,
): Promise<Template> {
  const { TemplateBody: text = '' } = await cloudformation.getTemplate({
    StackName: changeSet.stackArn,
    ChangeSetName: changeSet.arn,
    TemplateStage: 'Processed',
  })
  try {
    return withProcessed(original, text)
  } catch (error) {
    if (!(error instanceof ActionError)) throw error
    throw new ActionError('aws/service', {
      message: `CloudFormation’s processed template of ${original.file} cannot be read: ${error.message}`,
      subject: `template/${original.file}`,
      cause: error,
    })
  }
}

/** Pure. Each resource stands where the original declares it, or what it was made from. */
export function withProcessed(original: Template, text: string): Template {
  const processed = parseTemplate(text, original.file)
  const resources = Object.entries(processed.resources).map(([id, resource]) => [
    id,
    { ...resource, source: sourceOf(original, id) },
  ])
  return {
    ...original,
    resources: Object.fromEntries(resources) as Template['resources'],
    outputs: processed.outputs,
  }
}

/** The resource itself, the loop that made it, or the one whose name it carries, as with AWS::Serverless. */
function sourceOf(original: Template, id: string): Source {
  const own = Object.hasOwn(original.resources, id) ? original.resources[id] : undefined
  if (own !== undefined) return own.source
  const section = original.body['Resources']
  const loop = Object.entries(isRecord(section) ? section : {}).find(
    ([name, value]) => isLoop(name) && mayMake(value, id),
  )
  if (loop !== undefined) return original.source(['Resources', loop[0]])
  const [named] = Object.keys(original.resources)
    .filter((name) => id.startsWith(name))
    .toSorted((a, b) => b.length - a.length)
  return named === undefined ? { file: original.file } : (original.resources[named]?.source ?? { file: original.file })
}
