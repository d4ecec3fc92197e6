/** A stored attestation. */
export interface Attestation {
  readonly id: number
  /** The Sigstore bundle as it was sent. */
  readonly bundle: Readonly<Record<string, unknown>>
  /** `sha256:HEX` of each subject. */
  readonly subjects: readonly string[]
  readonly predicateType: string
  readonly initiator: string
}
