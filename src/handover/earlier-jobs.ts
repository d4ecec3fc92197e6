import { linkEvidence, type Chain } from '../evidence/chain.ts'
import type { Digest } from '../evidence/digest.ts'
import type { Origin } from '../evidence/document.ts'
import type { Ports } from '../ports.ts'
import { endpointsOf } from './endpoints.ts'
import { collectEvidence, type FoundDocument } from './evidence-store.ts'

/** What a job knows of the jobs before it. */
export interface Earlier {
  readonly ports: Pick<Ports, 'place' | 'connect' | 'clock' | 'log' | 'cancelled'>
  /** `toJSON(needs)`. */
  readonly needs: string | undefined
  /** The evidence folder that was asked for. */
  readonly folder: string | undefined
  readonly origin: Origin
  readonly release: Digest
  /** Milliseconds. */
  readonly youngerThan: number
}

/** Collects what earlier jobs left, and links what is valid of it. Rejects with an ActionError where it cannot be read. */
export async function linkEarlier(earlier: Earlier): Promise<{ chain: Chain; found: readonly FoundDocument[] }> {
  const { ports, needs, origin, release, youngerThan } = earlier
  const found = await collectEvidence(ports, earlier.folder)
  const endpoints = await endpointsOf(ports.place.env)
  const chain = linkEvidence({ needs, found, origin, release, endpoints, now: ports.clock.now(), youngerThan })
  return { chain, found }
}
