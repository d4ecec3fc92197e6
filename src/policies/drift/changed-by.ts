import type { EnvironmentFacts } from '../contract.ts'

/** Who changed a resource last, when and by which call, where CloudTrail was asked and has it. */
export function changedBy(physicalId: string, { changedBy: changes }: EnvironmentFacts): string | undefined {
  const [newest] = changes.get(physicalId) ?? []
  return newest && `${newest.who} at ${newest.at} (${newest.call})`
}
