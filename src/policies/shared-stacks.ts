import type { Finding } from '../evidence/finding.ts'

/** A stack of the release, where it is. */
export interface Place {
  readonly id: string
  readonly name: string
  readonly arn: string
}

/** Pure: stacks that pre-prod and production have in common. */
export function sharedStacks(preprod: readonly Place[], production: readonly Place[]): Finding[] {
  const rehearsed = new Set(preprod.map(({ arn }) => arn))
  return production
    .filter(({ arn }) => rehearsed.has(arn))
    .map(({ id, name, arn }) => ({
      code: 'stack/shared',
      outcome: 'fail',
      title: `${name} belongs to both environments: to rehearse on it is to deploy to production`,
      subject: `stack/${id}`,
      expected: 'a stack of its own for each environment',
      observed: arn,
      advice: `Put {environment} into \`name\` of the stack ${id}, or give the environments other accounts or regions.`,
    }))
}
