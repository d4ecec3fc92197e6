import type { Finding } from '../evidence/finding.ts'
import { lintTemplate } from '../ecs/task-definition/in-template.ts'
import type { Prepared } from './prepare.ts'

/** Judges the task definitions that templates declare: a template of several stacks or environments once. */
export async function lintTemplates(prepared: readonly Prepared[]): Promise<Finding[]> {
  const templates = new Map(
    prepared.flatMap(({ sources }) =>
      [...sources].map(([stack, { template }]) => [template.file, { stack, template }] as const),
    ),
  )
  const found = await Promise.all([...templates.values()].map(({ stack, template }) => lintTemplate(stack, template)))
  return found.flat()
}
