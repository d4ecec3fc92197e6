import type { Raised } from '../config/schema/floor.ts'
import type { Finding } from '../evidence/finding.ts'

/** A rule of the repository is weaker than what the owner of the workflow demands, which counts. */
export function floorRaised({ path, configured, floor }: Raised): Finding {
  return {
    code: 'gate/floor-raised',
    outcome: 'noted',
    title: `${path} is ${configured}, and the workflow demands ${floor}`,
    subject: `config/${path.replaceAll('.', '/')}`,
    expected: floor,
    observed: configured,
    advice: `Raise ${path} in the configuration.`,
  }
}
