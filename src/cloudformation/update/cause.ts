import type { Finding, Json } from '../../evidence/finding.ts'

/** The cause of a failure as another service reports it. */
export interface Cause {
  /** Empty where the title stays as it is. */
  readonly title: string
  readonly observed: string
  readonly advice: string
  readonly details: { readonly [key: string]: Json }
}

/** The finding with its cause: the advice of the cause replaces general advice; the next step for the stack stays. */
export function withCause(finding: Finding, cause: Cause | undefined, nextStep: string): Finding {
  if (cause === undefined) return finding
  const { title, observed = '', details } = finding
  return {
    ...finding,
    title: cause.title === '' ? title : `${title}: ${cause.title}`,
    observed: `${observed}; ${cause.observed}`,
    advice: [cause.advice, nextStep].filter((step) => step !== '').join(' '),
    details: { ...cause.details, ...(details as Cause['details'] | undefined) },
  }
}
