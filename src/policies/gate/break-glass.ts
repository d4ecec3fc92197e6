import type { BreakGlass } from '../../config/schema/break-glass.ts'
import type { FindingCode } from '../../evidence/codes/index.ts'
import type { Finding } from '../../evidence/finding.ts'
import { blocks } from '../../evidence/verdict.ts'
import { didYouMean } from '../../support/text/nearest.ts'

/** What an emergency may let pass. Never: who approves, who this job is, what is planned, and whose evidence it is. */
const MAY_PASS = new Set<FindingCode>([
  'evidence/not-passed',
  'evidence/stale',
  'gate/step-missing',
  'gate/check-missing',
  'gate/kind-missing',
  'gate/no-checks',
  'gate/not-built-on',
  'gate/began-early',
  'gate/deployed-again',
  'gate/deployed-meanwhile',
  'gate/state-changed',
  'gate/state-unknown',
  'gate/frozen',
  'gate/outside-window',
  'parity/differs',
  'parity/not-known-yet',
  'parity/not-compared',
  'parity/one-environment',
])

/** An emergency ends within so many days: one without an end would be a rule of the repository. */
const MOST_DAYS = 7
const DAY_MS = 86_400_000
const CORRECT = 'Correct the input `break-glass`, or remove it and start the job again.'

export interface Emergency {
  readonly glass: BreakGlass
  /** Who started this attempt of the run, as GitHub says; undefined where it does not. */
  readonly who: string | undefined
  readonly now: Date
  /** The owner of the workflow forbids it. */
  readonly forbidden: boolean
}

/** The findings of the gate with those waived that the emergency names, and what is to be known of it. Pure. */
export function breakGlass(findings: readonly Finding[], { glass, who, now, forbidden }: Emergency): Finding[] {
  const { rules, until, reason } = glass
  const named = (code: string): boolean =>
    rules.some((rule) => (rule.endsWith('*') ? code.startsWith(rule.slice(0, -1)) : code === rule))
  const subject = 'gate/break-glass'
  const refuse = (title: string, expected: string, observed: string, advice = CORRECT): Finding => ({
    code: 'gate/break-glass-refused',
    outcome: 'fail',
    title,
    subject,
    expected,
    observed,
    advice,
  })
  const exact = rules.filter((rule) => !rule.endsWith('*') && !MAY_PASS.has(rule as FindingCode))
  const refusals = [
    ...(forbidden ? [refuse('the owner of the workflow forbids to break the glass', 'no `break-glass`', reason)] : []),
    ...(!(Date.parse(until) > now.getTime())
      ? [refuse(`the emergency ended at ${until}`, `a time after ${now.toISOString()}`, until)]
      : []),
    ...(Date.parse(until) > now.getTime() + MOST_DAYS * DAY_MS
      ? [
          refuse(
            `the emergency would last longer than ${MOST_DAYS} days`,
            `a time until ${new Date(now.getTime() + MOST_DAYS * DAY_MS).toISOString()}`,
            until,
            `Write a time within ${MOST_DAYS} days as \`until\` of the input \`break-glass\`, and start the job again. For what lasts longer, change the rule in the configuration.`,
          ),
        ]
      : []),
    ...(!who ? [refuse('GitHub does not say who declared the emergency', 'a login', 'unknown')] : []),
    ...(exact.length > 0
      ? [
          refuse(
            `the glass cannot be broken for ${exact.map((code) => code + didYouMean(code, [...MAY_PASS])).join(', ')}`,
            [...MAY_PASS].join(', '),
            exact.join(', '),
          ),
        ]
      : []),
  ]
  if (refusals.length > 0) return [...findings, ...refusals]
  const waived = { reason, owner: who ?? '', until }
  const passed = findings.map((finding) =>
    blocks(finding) && named(finding.code) && MAY_PASS.has(finding.code) ? { ...finding, waived } : finding,
  )
  return [
    ...passed,
    {
      code: 'gate/break-glass',
      outcome: 'noted',
      title: `${who} broke the glass until ${until}: ${reason}`,
      subject,
      expected: 'a release that passes the gate',
      observed: `${passed.filter((each) => each.waived === waived).length} findings do not block: ${rules.join(', ')}`,
      advice: 'Review the emergency afterwards; the findings are listed as declared risks.',
    },
  ]
}
