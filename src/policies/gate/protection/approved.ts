import type { FindingCode } from '../../../evidence/codes/index.ts'
import type { Finding } from '../../../evidence/finding.ts'
import type { ApprovalRecord } from '../../../github/approvals.ts'
import { commentFor, evidenceDigest, names, namingOf } from './naming.ts'
import { approversOf, authorsUnknown, disqualified, type Disqualification } from './people.ts'
import { plural } from '../../../support/text/text.ts'
import { demandedOf, sameLogin, settingsOf, type ProtectionFacts, type ProtectionRule } from '../contract.ts'

export const rule: ProtectionRule = {
  meta: {
    code: 'approved',
    title: 'A reviewer who did not start the run approved this deployment.',
    docs: "Read inside of the environment's job. GitHub records who decided, but neither when nor for which run attempt, and documents no order. So after a re-run, or where several reviews are on record, the comment of the approval must name the evidence, by the twelve digits that the gate shows. After a rejection only an approval counts that names the evidence and a later run attempt, `0123456789ab/3`: an earlier approval does not outlive the rejection. A job that runs without an approval on record was started by an administrator's bypass, or the rules are not enforced: it stops.",
    codes: [
      'gate/one-approval',
      'gate/excluded-approver',
      'gate/authors-unknown',
      'gate/approval-comment',
      'gate/approved',
      'gate/not-approved',
      'gate/self-approved',
      'gate/rejected',
      'gate/approval-ambiguous',
    ],
  },
  judge(facts) {
    if (!facts.github?.environment || facts.channel === 'pull-request-review') return []
    if (facts.where === undefined) return []
    if (facts.where === 'outside') return [howToApprove(facts)]
    const decided = decisionOf(facts)
    if (decided === undefined) return []
    const { records, counted } = decided
    if (decided.doubts !== undefined) return [unclear(facts, records, decided.doubts)]
    if (counted.length > 0) return accept(facts, records, counted)
    return decided.overruled ? [overruled(facts, records)] : [...unknownAuthors(facts), notApproved(facts, records)]
  },
}

interface Decision {
  /** All reviews of this environment. */
  readonly records: readonly ApprovalRecord[]
  /** The approvals that count. */
  readonly counted: readonly ApprovalRecord[]
  /** Somebody decided otherwise, and no valid approval is known to be newer. */
  readonly overruled: boolean
  /** Why it is not known whether any approval is for this evidence. */
  readonly doubts?: string
}

/** The approvals that count; none where it is not known whether an approval is about this evidence. */
export function countedApprovals(facts: ProtectionFacts): readonly ApprovalRecord[] {
  const decided = decisionOf(facts)
  return unknownAuthors(facts).length > 0 ? [] : (decided?.counted ?? [])
}

/** Undefined where the reviews were not read. */
function decisionOf(facts: ProtectionFacts): Decision | undefined {
  const { approvals, environment, run } = facts.github ?? {}
  if (!approvals || !environment || !run) return undefined
  const records = approvals.filter(({ environments }) =>
    environments.some(({ id, name }) => id === environment.id || name === environment.name),
  )
  const valid = records.filter((record) => record.state === 'approved' && whyNot(record, facts) === undefined)
  if (valid.length === 0) return { records, counted: [], overruled: false }

  const named = valid.filter(({ comment }) => names(comment, evidenceDigest(facts)))
  if (records.some(({ state }) => state !== 'approved')) {
    // Only the run attempt in a comment shows which of two decisions is the newer one.
    const newer = valid.filter(({ comment }) => run.attempt > 1 && names(comment, evidenceDigest(facts), run.attempt))
    return { records, counted: newer, overruled: newer.length === 0 }
  }
  const doubts = [
    run.attempt > 1 && `this is run attempt ${run.attempt}`,
    records.length > 1 && `${records.length} reviews are on record`,
    demandedOf(facts)?.digestAlways === true && 'the configuration demands the digest of the evidence in the comment',
  ].filter((doubt) => doubt !== false)
  if (doubts.length > 0 && named.length === 0)
    return { records, counted: [], overruled: false, doubts: doubts.join(', ') }
  return { records, counted: named.length > 0 ? named : valid, overruled: false }
}

/** The approvals that count. GitHub starts the job after one of them, so that `at-least` of them cannot be demanded. */
function accept(
  facts: ProtectionFacts,
  records: readonly ApprovalRecord[],
  counted: readonly ApprovalRecord[],
): Finding[] {
  const people = new Set(counted.map(({ user = '' }) => user.toLowerCase()))
  const { atLeast = 1 } = demandedOf(facts) ?? {}
  const unknown = unknownAuthors(facts)
  if (unknown.length > 0) return unknown
  return [
    accepted(facts, records, counted[0]),
    ...(people.size >= atLeast ? [] : [fewerThanDemanded(facts, people.size, atLeast)]),
  ]
}

function fewerThanDemanded(facts: ProtectionFacts, people: number, atLeast: number): Finding {
  return {
    code: 'gate/one-approval',
    outcome: 'noted',
    title: `${plural(people, 'person', 'people')} approved the deployment to ${facts.environment}, and GitHub demands no more`,
    subject: subjectOf(facts),
    expected: `${atLeast} people`,
    observed: plural(people, 'person', 'people'),
    advice: 'With `approval: pull-request-review` so many people must have approved as `at-least` says.',
  }
}

/** An address that belongs to no account may be the approver's. */
function unknownAuthors(facts: ProtectionFacts): Finding[] {
  if (demandedOf(facts)?.notAuthors !== true) return []
  const unknown = facts.authors === undefined ? ['the commits were not read'] : facts.authors.unknown
  return unknown.length === 0 ? [] : [authorsUnknown(facts, unknown)]
}

function accepted(
  facts: ProtectionFacts,
  records: readonly ApprovalRecord[],
  record: ApprovalRecord | undefined,
): Finding {
  return {
    code: 'gate/approved',
    outcome: 'pass',
    title: `${record?.user ?? ''} approved the deployment to ${facts.environment}`,
    subject: subjectOf(facts),
    expected: expectation(facts),
    observed: show(records),
  }
}

/** Told before anybody is asked: with this comment an approval holds even in a re-run. */
function howToApprove(facts: ProtectionFacts): Finding {
  const comment = commentFor(facts, facts.github?.run.attempt ?? 1)
  return {
    code: 'gate/approval-comment',
    outcome: 'noted',
    title: `an approval with the comment "${comment}" names this evidence and run attempt`,
    subject: subjectOf(facts),
    observed: `evidence ${namingOf(facts)}`,
    advice: `${demandedOf(facts)?.digestAlways === true ? 'Needed' : 'Needed after a re-run'}: approve with the comment "${comment}", with the run attempt of the deployment after the slash.`,
    details: { approvers: { ...approversOf(facts) } },
  }
}

/** Why an approval does not count; undefined where it does. */
function whyNot(record: ApprovalRecord, facts: ProtectionFacts): Disqualification | 'stranger' | undefined {
  const { github } = facts
  const reason = disqualified(record, facts)
  if (reason !== undefined || record.user === undefined) return reason
  const { user } = record
  const required = (github?.environment?.rules ?? []).flatMap((one) =>
    one.kind === 'required-reviewers' ? one.reviewers : [],
  )
  // Members of teams are not visible to the job; where only people are required, it must be one of them.
  const onlyPeople = required.every(({ type }) => type === 'User')
  return onlyPeople && !required.some(({ name }) => sameLogin(name, user)) ? 'stranger' : undefined
}

function notApproved(facts: ProtectionFacts, records: readonly ApprovalRecord[]): Finding {
  const approved = records.filter(({ state }) => state === 'approved')
  if (isSelfApproved(facts, approved)) return selfApproved(facts, records, 'Let another reviewer approve a new run')
  if (records.some(({ state }) => state === 'rejected')) return overruled(facts, records)
  const excluded = approved.find((record) => ['author', 'bot'].includes(whyNot(record, facts) ?? ''))
  if (excluded) {
    const what =
      whyNot(excluded, facts) === 'bot'
        ? `is an account of the type ${excluded.userType ?? 'unknown'}`
        : 'wrote commits of this release'
    return refusal(
      facts,
      records,
      'gate/excluded-approver',
      `the deployment to ${facts.environment} was approved by ${excluded.user}, who ${what}`,
      'Let another reviewer approve a new run.',
    )
  }
  return refusal(
    facts,
    records,
    'gate/not-approved',
    `the job runs without an approval of the deployment to ${facts.environment}`,
    `Start a new run and let a required reviewer approve it. An administrator may have bypassed the rules, or the plan of a private repository does not enforce them: ${settingsOf(facts)}.`,
  )
}

function isSelfApproved(facts: ProtectionFacts, records: readonly ApprovalRecord[]): boolean {
  return records.some((record) => record.state === 'approved' && whyNot(record, facts) === 'trigger')
}

function selfApproved(facts: ProtectionFacts, records: readonly ApprovalRecord[], advice: string): Finding {
  return refusal(
    facts,
    records,
    'gate/self-approved',
    'the run was approved by the person who started it',
    `${advice}, and switch on "Prevent self-review": ${settingsOf(facts)}.`,
  )
}

/** Somebody decided otherwise, and no approval is known to be newer than that. */
function overruled(facts: ProtectionFacts, records: readonly ApprovalRecord[]): Finding {
  const rejection = records.find(({ state }) => state === 'rejected')
  const other = records.find(({ state }) => state !== 'approved')
  const comment = commentFor(facts, (facts.github?.run.attempt ?? 1) + 1)
  return refusal(
    facts,
    records,
    rejection ? 'gate/rejected' : 'gate/approval-ambiguous',
    rejection
      ? `the deployment to ${facts.environment} was rejected, and no approval is known to be newer`
      : `one of the decisions about ${facts.environment} is "${other?.state}", and no approval is known to be newer`,
    `Start a new run when the reasons are resolved; or run the job again and let a reviewer approve it with the comment "${comment}", which names that run attempt.`,
  )
}

function unclear(facts: ProtectionFacts, records: readonly ApprovalRecord[], doubts: string): Finding {
  const comment = commentFor(facts, (facts.github?.run.attempt ?? 1) + 1)
  // Another approval is on record, of an earlier run attempt or not: the first cause is who gave this one.
  if (isSelfApproved(facts, records)) {
    return selfApproved(
      facts,
      records,
      `No other approval is known to be for this evidence (${doubts}). Run the job again and let another reviewer approve it with the comment "${comment}", or start a new run`,
    )
  }
  return {
    ...refusal(
      facts,
      records,
      'gate/approval-ambiguous',
      `it is not known which approval is for this evidence: ${doubts}`,
      `Run the job again and approve it with the comment "${comment}", or start a new run.`,
    ),
    expected: `an approval whose comment names ${namingOf(facts)}`,
  }
}

function refusal(
  facts: ProtectionFacts,
  records: readonly ApprovalRecord[],
  code: FindingCode,
  title: string,
  advice: string,
): Finding {
  return {
    code,
    outcome: 'fail',
    title,
    subject: subjectOf(facts),
    expected: expectation(facts),
    observed: show(records),
    advice,
  }
}

function subjectOf({ environment }: ProtectionFacts): string {
  return `environment/${environment}/approval`
}

function expectation(facts: ProtectionFacts): string {
  return demandedOf(facts)?.notTrigger
    ? `an approval by a reviewer other than ${facts.triggers.join(' and ')}`
    : 'an approval by a reviewer'
}

function show(records: readonly ApprovalRecord[]): string {
  return (
    records.map(({ state, user }) => `${state} by ${user ?? 'a deleted account'}`).join(', ') || 'no review on record'
  )
}
