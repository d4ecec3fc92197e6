import type { Inputs } from '../config/model/inputs.ts'
import type { EnvironmentKey } from '../config/model/environment-keys.ts'
import type { Config } from '../config/schema/index.ts'
import type { Digest } from '../evidence/digest.ts'
import type { LastRelease, Origin } from '../evidence/document.ts'
import type { Recorder } from '../evidence/recorder.ts'
import { isOfJob, slotPath, type Link, type TEMPORARY } from '../evidence/chain/slots.ts'
import { linkEarlier, type Earlier } from './earlier-jobs.ts'

/** What a verification builds on. */
export interface EarlierJobs {
  readonly deployments: readonly Link[]
  /** What precheck of this run restored. */
  readonly lastRelease?: LastRelease
}

/**
 * The deployments of this run that a verification is about: those that its job was told of with `needs`, and those of
 * earlier steps of the same job. Records all that this step builds on; a digest that is recorded here existed before the
 * first check began. Rejects with an ActionError where the evidence cannot be read.
 */
export async function earlierDeployments(
  {
    ports,
    inputs,
    config,
    origin,
    record,
  }: {
    readonly ports: Earlier['ports']
    readonly inputs: Inputs
    readonly config: Config
    readonly origin: Origin
    readonly record: Recorder
  },
  environment: EnvironmentKey | typeof TEMPORARY,
  release: Digest,
): Promise<EarlierJobs> {
  const { needs, evidence: folder } = inputs
  const youngerThan = config.gate['evidence-younger-than']
  const { chain } = await linkEarlier({ ports, needs, folder, origin, release, youngerThan })
  const isDeployment = ({ evidence: { slot } }: Link): boolean => slot.command === `deploy-${environment}`
  const steps = chain.others.filter(
    (other) => isDeployment(other) && isOfJob(other.evidence, origin) && other.evidence.release?.digest === release,
  )
  record.builtOn(...[...chain.links, ...steps].map(({ digest }) => digest))
  const deployments = [...steps, ...chain.links.filter(isDeployment)]
  if (needs !== undefined && deployments.length === 0) {
    record.find({
      code: 'verify/no-deployment',
      outcome: 'noted',
      title: `this verification builds on no deployment to ${environment} of this run: the gate does not count it`,
      subject: 'verify',
      expected: `the evidence of deploy-${environment}`,
      observed: chain.links.map(({ evidence }) => slotPath(evidence.slot)).join(', ') || 'no valid evidence',
      advice: `Let this job need the job that deploys to ${environment}, and pass \`needs: \${{ toJSON(needs) }}\`.`,
    })
  }
  const lastRelease = chain.links.find(({ evidence }) => evidence.lastRelease !== undefined)?.evidence.lastRelease
  return { deployments, ...(lastRelease && { lastRelease }) }
}
