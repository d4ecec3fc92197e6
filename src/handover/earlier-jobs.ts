import { linkEvidence, type Chain } from '../evidence/chain/chain.ts'
import type { BindingFacts } from '../evidence/chain/binding.ts'
import type { Binding } from '../evidence/chain/bound-job.ts'
import type { Digest } from '../evidence/digest.ts'
import type { Origin } from '../evidence/document.ts'
import { parseEvidence } from '../evidence/parse.ts'
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
  /** By command: the GitHub environment in which its job must run. */
  readonly environments?: BindingFacts['environments']
}

/** Collects what earlier jobs left, and links what is valid of it. Rejects with an ActionError where it cannot be read. */
export async function linkEarlier(earlier: Earlier): Promise<{ chain: Chain; found: readonly FoundDocument[] }> {
  const { ports, needs, origin, release, youngerThan } = earlier
  const collected = await collectEvidence(ports, earlier.folder)
  const proofs = await ports.connect.proofs()
  const verify = collected.length === 0 ? undefined : await proofs?.verifier()
  const found = collected.map((document) => ({
    ...document,
    ...(verify && { binding: bindingOf(document, verify) }),
  }))
  const bindings = verify && { environments: earlier.environments ?? {} }
  const endpoints = await endpointsOf(ports.place.env)
  const chain = linkEvidence({
    needs,
    found,
    bindings,
    origin,
    release,
    endpoints,
    now: ports.clock.now(),
    youngerThan,
  })
  return { chain, found }
}

function bindingOf({ bytes, token }: FoundDocument, verify: (token: string, digest: Digest) => Binding): Binding {
  if (token === undefined) return { kind: 'none' }
  const { digest } = parseEvidence(bytes)
  return digest === undefined ? { kind: 'none' } : verify(token, digest)
}
