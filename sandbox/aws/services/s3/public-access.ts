/** The settings of "Block public access". */
const BLOCKS = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const
export type PublicAccessBlock = Readonly<Record<(typeof BLOCKS)[number], boolean>>

/** The settings of a new bucket. */
export const BLOCKED: PublicAccessBlock = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
}

/** A public access block with the given members; absent ones are off. */
export const blockOf = (given: Readonly<Record<string, unknown>>): PublicAccessBlock =>
  Object.fromEntries(BLOCKS.map((name) => [name, String(given[name]) === 'true'])) as PublicAccessBlock
