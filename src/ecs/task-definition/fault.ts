import type { Path } from '../../aws/shape.ts'
import type { TASK_DEFINITIONS } from '../../evidence/codes/task-definitions.ts'
import type { Outcome } from '../../evidence/outcome.ts'

/** Something that is wrong with a task definition, and where. */
export interface Fault {
  readonly code: Exclude<keyof typeof TASK_DEFINITIONS, 'task-definition/valid'>
  readonly outcome: Extract<Outcome, 'fail' | 'inconclusive'>
  readonly title: string
  readonly path: Path
  readonly expected: string
  readonly observed: string
  readonly advice: string
}

/** What ECS refuses, or what could never start. */
export function faultAt(
  path: Path,
  title: string,
  { expected, observed, advice }: { readonly expected: string; readonly observed: string; readonly advice?: string },
): Fault {
  return {
    code: 'task-definition/invalid',
    outcome: 'fail',
    title,
    path,
    expected,
    observed,
    advice: advice ?? `${observed === 'nothing' ? 'Add' : 'Write'} ${expected}.`,
  }
}
