import type { X509Certificate } from 'node:crypto'
import { perWorld } from '../../world.ts'

/** A certificate that was imported, with its private key, which is never returned. */
export interface Imported {
  readonly arn: string
  /** The account and region. */
  readonly home: string
  readonly certificate: X509Certificate
  /** The certificate and then those of its chain, as PEM. */
  readonly chain: string
  /** PEM; undefined when none was given. */
  readonly key: string | undefined
  readonly at: Date
}

/** The certificates of all accounts, by ARN. */
export const certificatesOf = perWorld(() => new Map<string, Imported>())
