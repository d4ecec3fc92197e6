import type { Evidence } from './document.ts'
import type { Finding, Json } from './finding.ts'

/**
 * The document with a secret in none of the texts that people read. What binds documents to each other stays: slots,
 * digests, plans and outputs hold no secrets, and later jobs compare them.
 */
export function maskEvidence(evidence: Evidence, conceal: (text: string) => string): Evidence {
  // Half a character has no canonical form, and so no digest.
  const hide = (text: string): string => conceal(text).toWellFormed()
  return {
    ...evidence,
    ...(evidence.url !== undefined && { url: hide(evidence.url) }),
    findings: evidence.findings.map((finding) => maskFinding(finding, hide)),
    measurements: evidence.measurements.map((one) => ({
      ...one,
      name: hide(one.name),
      ...(one.subject !== undefined && { subject: hide(one.subject) }),
    })),
    timeline: evidence.timeline.map((entry) => ({
      ...entry,
      subject: hide(entry.subject),
      event: hide(entry.event),
      ...(entry.detail !== undefined && { detail: hide(entry.detail) }),
    })),
    handles: evidence.handles.map((handle) => ({
      ...handle,
      ...(handle.advice !== undefined && { advice: hide(handle.advice) }),
    })),
    approvals: evidence.approvals.map((approval) => ({ ...approval, comment: hide(approval.comment) })),
  }
}

function maskFinding(finding: Finding, hide: (text: string) => string): Finding {
  const { expected, observed, advice, details } = finding
  return {
    ...finding,
    title: hide(finding.title),
    subject: hide(finding.subject),
    ...(expected !== undefined && { expected: hide(expected) }),
    ...(observed !== undefined && { observed: hide(observed) }),
    ...(advice !== undefined && { advice: hide(advice) }),
    ...(details !== undefined && { details: maskJson(details, hide) }),
  }
}

function maskJson(value: Json, hide: (text: string) => string): Json {
  if (typeof value === 'string') return hide(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item: Json) => maskJson(item, hide))
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, maskJson(member, hide)]))
}
