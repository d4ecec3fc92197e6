import { digestOf, type Digest } from '../../../evidence/digest.ts'
import type { ProtectionFacts } from '../contract.ts'

/** So many hexadecimal digits of a digest name it beyond doubt, and still fit into a comment. */
const NAMING_DIGITS = 12

/**
 * What reviewers approve: all evidence that the gate stood on. The gate's own document is left out, so that the gate can
 * tell this digest to the reviewers and the job that they let in computes the same.
 */
export function evidenceDigest({ chain }: Pick<ProtectionFacts, 'chain'>): Digest {
  const digests = chain.links.filter(({ evidence }) => evidence.slot.command !== 'gate').map(({ digest }) => digest)
  const [only] = digests
  return only !== undefined && digests.length === 1 ? only : digestOf(digests.toSorted())
}

/** The comment by which an approval names the evidence and the run attempt that it is for. */
export function commentFor(facts: Pick<ProtectionFacts, 'chain'>, attempt: number): string {
  return `${namingOf(facts)}/${attempt}`
}

/** The digits that a comment has to hold. */
export function namingOf(facts: Pick<ProtectionFacts, 'chain'>): string {
  return evidenceDigest(facts).slice('sha256:'.length).slice(0, NAMING_DIGITS)
}

/** Whether a comment names the evidence; with `attempt`, whether it names it for that run attempt: `0123456789ab/3`. */
export function names(comment: string, digest: Digest, attempt?: number): boolean {
  const hex = digest.slice('sha256:'.length)
  return [...comment.toLowerCase().matchAll(/([0-9a-f]+)(?:\/(\d+))?/g)].some(
    ([, word = '', number]) =>
      word.length >= NAMING_DIGITS && hex.startsWith(word) && (attempt === undefined || Number(number) === attempt),
  )
}
