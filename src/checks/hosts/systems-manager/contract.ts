import type { HostResult } from '../log.ts'

/** Values of tags by their names: an instance has all of the tags, and of each one of the values. */
export type Tags = Readonly<Record<string, readonly string[]>>

/** An instance that has the tags, as EC2 and Systems Manager know it. */
export interface TaggedHost {
  readonly id: string
  /** Undefined where Systems Manager does not know it. */
  readonly ping?: string
  /** Windows, Linux or MacOS. */
  readonly platform?: string
}

/** What is known of one host at the end. */
export interface HostReading {
  readonly host: string
  /** The result of the check there, from output with its last line; otherwise why it is not known. */
  readonly result: HostResult | { readonly verdict: 'none'; readonly said: string }
}

export type SsmFacts =
  | { readonly kind: 'not-sent'; readonly hosts: readonly TaggedHost[] }
  | { readonly kind: 'sent'; readonly command: string; readonly readings: readonly HostReading[] }

/** `Application=shop, Environment=preprod` */
export const showTags = (tags: Tags): string =>
  Object.entries(tags)
    .map(([name, values]) => `${name}=${values.join('|')}`)
    .join(', ')
