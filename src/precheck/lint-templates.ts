import type { Finding } from '../evidence/finding.ts'
import type { Prepared } from './prepare.ts'

const TASK_DEFINITION = 'AWS::ECS::TaskDefinition'

/** Judges the task definitions that templates declare: a template of several stacks or environments once. */
export async function lintTemplates(prepared: readonly Prepared[]): Promise<Finding[]> {
  const templates = new Map(
    prepared.flatMap(({ sources }) =>
      [...sources]
        .filter(([, { template }]) => Object.values(template.resources).some(({ type }) => type === TASK_DEFINITION))
        .map(([stack, { template }]) => [template.file, { stack, template }] as const),
    ),
  )
  if (templates.size === 0) return []
  const { lintTemplate } = await import('../ecs/task-definition/in-template.ts')
  const found = await Promise.all([...templates.values()].map(({ stack, template }) => lintTemplate(stack, template)))
  return found.flat()
}
