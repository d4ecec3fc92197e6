import type { Finding, Json } from '../evidence/finding.ts'

/** What was behind a failure that CloudFormation tells: another service's own story of it. */
export interface Cause {
  /** Empty where there is nothing to say in a title. */
  readonly title: string
  readonly observed: string
  readonly advice: string
  readonly details: { readonly [key: string]: Json }
}

/** The finding with what was behind it; what helps there takes the place of general advice, but not of the way out. */
export function explained(finding: Finding, cause: Cause | undefined, wayOut: string): Finding {
  if (cause === undefined) return finding
  const { title, observed = '', details } = finding
  return {
    ...finding,
    title: cause.title === '' ? title : `${title}: ${cause.title}`,
    observed: `${observed}; ${cause.observed}`,
    advice: [cause.advice, wayOut].filter((step) => step !== '').join(' '),
    details: { ...cause.details, ...(details as Cause['details'] | undefined) },
  }
}
