import { adviceOn, allowed, refusalIn } from '../aws/refusals.ts'
import type { Finding } from '../evidence/finding.ts'
import { listed } from '../support/text/text.ts'

/** Errors of AWS that have one cause for all stacks; each of the others is a cause for each call. */
const WHOLE: Readonly<Record<string, (cause: string) => string>> = {
  'config/file': () => '',
  'aws/no-credentials': () => '',
  'aws/expired': () => '',
  'aws/unreachable': (cause) => cause.split('/').slice(0, 2).join('/'),
}
const MOST_NAMED = 10

/**
 * Pure: merges errors with one cause into one finding that names all subjects. One missing permission can fail the plan and
 * the drift of every stack, in both environments.
 */
export function mergeCauses(findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, [Finding, ...Finding[]]>()
  for (const [index, finding] of findings.entries()) {
    const key = keyOf(finding) ?? `${index}`
    const group = groups.get(key)
    if (group) group.push(finding)
    else groups.set(key, [finding])
  }
  return [...groups.values()].map((group) => (causeOf(group[0]) === undefined ? group[0] : merged(group)))
}

function keyOf(finding: Finding): string | undefined {
  const cause = causeOf(finding)
  if (cause === undefined) return undefined
  const which = WHOLE[finding.code]?.(cause) ?? cause
  const refusal = finding.code === 'aws/denied' ? refusalIn(finding.observed ?? '') : undefined
  const why = refusal ? `${refusal.who} ${refusal.action} ${refusal.policy}` : ''
  const words = finding.code === 'aws/service' ? finding.title : ''
  return JSON.stringify([finding.code, finding.outcome, which, why, words])
}

function merged(group: readonly [Finding, ...Finding[]]): Finding {
  const [first] = group
  const environments = [...new Set(group.flatMap((finding) => member(finding, 'environment') ?? []))]
  const subjects = [...new Set(group.map(({ subject }) => subject))]
  const [firstRefusal, ...others] = group.flatMap(({ code, observed }) =>
    code === 'aws/denied' ? (refusalIn(observed ?? '') ?? []) : [],
  )
  const where = environments.length === 0 ? '' : `${environments.join(' and ')}: `
  const many = subjects.length > 1
  const what = subjects.every((subject) => subject.startsWith('stack/')) ? 'stacks' : 'stacks and deployments'
  const hit = listed(subjects, MOST_NAMED)
  return {
    ...first,
    title: `${where}${first.title}${many ? ` (${subjects.length} ${what})` : ''}`,
    subject: many ? (environments.length === 1 ? `environment/${environments[0]}` : 'aws') : first.subject,
    ...(many && { observed: first.observed === undefined ? hit : `${hit}\n${first.observed}` }),
    ...(firstRefusal && {
      expected: allowed([firstRefusal, ...others]),
      advice: adviceOn([firstRefusal, ...others]),
    }),
    details: { ...(environments.length === 1 && { environment: environments[0] as string }), subjects },
  }
}

/** The call of AWS that failed; undefined where the finding is not about a call. */
function causeOf(finding: Finding): string | undefined {
  return finding.outcome === 'error' || finding.outcome === 'noted' ? member(finding, 'cause') : undefined
}

function member({ details }: Finding, name: string): string | undefined {
  if (typeof details !== 'object' || details === null || Array.isArray(details)) return undefined
  const value = (details as { readonly [key: string]: unknown })[name]
  return typeof value === 'string' ? value : undefined
}
