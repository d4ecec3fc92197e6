import type { Source } from '../../evidence/finding.ts'
import { ActionError } from '../../support/errors.ts'
import { isRecord } from '../../support/records.ts'
import type { CloudFormation } from '../client.ts'
import { isLoop, mayMake } from './for-each.ts'
import { parseTemplate, type Template } from './template.ts'

/**
 * The template of a finished change set after its transforms: it has the resources and outputs that CloudFormation will
 * create. Text, digest and lines are those of the original.
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
      message: `the template that CloudFormation processed from ${original.file} cannot be parsed: ${error.message}`,
      subject: `template/${original.file}`,
      cause: error,
    })
  }
}

/** Pure. The source of each resource is its line in the original, or that of the loop or resource that it was made from. */
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

/** The line of the resource, of the loop that made it, or of the resource whose name begins its own, as for AWS::Serverless. */
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
