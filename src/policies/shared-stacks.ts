import type { Finding } from '../evidence/finding.ts'

/** A stack of the release, where it is. */
export interface PlacedStack {
  readonly environment: string
  readonly id: string
  readonly name: string
  readonly arn: string
}

/** Pure: stacks that two environments have in common; each once for every environment after the first. */
export function sharedStacks(stacks: readonly PlacedStack[]): Finding[] {
  const owners = new Map<string, string>()
  for (const { arn, environment } of stacks) if (!owners.has(arn)) owners.set(arn, environment)
  return stacks
    .filter(({ arn, environment }) => owners.get(arn) !== environment)
    .map(({ id, name, arn }) => ({
      code: 'stack/shared',
      outcome: 'fail',
      title: `${name} belongs to both environments: a rehearsal on it is a deployment to production`,
      subject: `stack/${id}`,
      expected: 'a stack of its own for each environment',
      observed: arn,
      advice: `Put {environment} into \`name\` of the stack ${id}, or give the environments other accounts or regions.`,
    }))
}
