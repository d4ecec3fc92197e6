import type { CodeTable } from './entry.ts'

/** Task definitions of ECS, judged before they are registered. */
export const TASK_DEFINITIONS = {
  'task-definition/valid': {
    title: 'The task definition is valid',
    meaning:
      'Every member has the type that ECS takes and fits the others, and names that refer to containers and volumes exist.',
    outcomes: ['pass'],
  },
  'task-definition/invalid': {
    title: 'ECS would refuse the task definition',
    meaning:
      'A member is unknown, missing, has another type or form than ECS takes, or does not fit another one: a size that Fargate does not have, an image that no registry could have, secrets without a role.',
    outcomes: ['fail'],
    next: 'Correct the member; `aws ecs register-task-definition --generate-cli-skeleton` shows what there can be.',
  },
  'task-definition/placeholder': {
    title: 'The task definition holds a placeholder',
    meaning: 'A text such as `<IMAGE1_NAME>` or `${IMAGE}` would be registered as it is.',
    outcomes: ['fail'],
    next: 'Replace it before the release is packaged, or refer to an output of a stack.',
  },
  'task-definition/reference': {
    title: 'The task definition refers to something that it does not have',
    meaning: 'A container or a volume is named that is not in the task definition, or two containers share a name.',
    outcomes: ['fail'],
    next: 'Correct the name, or add what it refers to.',
  },
  'task-definition/unclear': {
    title: 'It is not known whether ECS takes a value of the task definition',
    meaning: 'A value is not among those that AWS lists, or a free text looks like a placeholder.',
    outcomes: ['inconclusive'],
    next: 'Correct the value; capitals count.',
  },
} as const satisfies CodeTable
