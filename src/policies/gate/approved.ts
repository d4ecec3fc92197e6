import { digestOf, type Digest } from '../../evidence/digest.ts'
import type { Finding } from '../../evidence/finding.ts'
import type { ApprovalRecord } from '../../github/approvals.ts'
import { sameLogin, settingsOf, type GateFacts, type GateRule } from './contract.ts'

/** So many hexadecimal digits of a digest name it beyond doubt, and still fit into a comment. */
const NAMING_DIGITS = 12

export const rule: GateRule = {
  meta: {
    code: 'approved',
    title: 'A reviewer who did not start the run approved this deployment.',
    docs: "Read inside of the environment's job. GitHub records who approved, but neither when nor for which attempt. So after a re-run, or where several reviews are on record, the comment of the approval must name the evidence, by the twelve digits that the gate shows. A job that runs without an approval on record was let in by an administrator, or the rules are not enforced: it stops.",
    codes: [
      'gate/approval-comment',
      'gate/approved',
      'gate/not-approved',
      'gate/self-approved',
      'gate/rejected',
      'gate/approval-unclear',
    ],
  },
  judge(facts) {
    if (!facts.github?.environment) return []
    if (facts.where === 'outside') return [howToApprove(facts)]
    const { approvals, environment, run } = facts.github
    if (!approvals) return []
    const records = approvals.filter(({ environments }) =>
      environments.some(({ id, name }) => id === environment.id || name === environment.name),
    )
    const approved = records.filter(({ state }) => state === 'approved')
    const valid = approved.filter((record) => whyNot(record, facts) === undefined)
    if (valid.length === 0) return [notApproved(facts, records, approved)]

    const named = valid.filter(({ comment }) => namesDigest(comment, evidenceDigest(facts)))
    const doubts = [
      run.attempt > 1 && `this is attempt ${run.attempt}`,
      records.length > 1 && `${records.length} reviews are on record`,
      records.length > approved.length &&
        `one of them is "${records.find(({ state }) => state !== 'approved')?.state}"`,
    ].filter((doubt) => doubt !== false)
    if (doubts.length > 0 && named.length === 0) return [unclear(facts, records, doubts.join(', '))]

    const by = (named[0] ?? valid[0])?.user ?? ''
    return [
      {
        code: 'gate/approved',
        outcome: 'pass',
        title: `${by} approved the deployment to ${facts.environment}`,
        subject: subjectOf(facts),
        expected: expectation(facts),
        observed: show(records),
      },
    ]
  },
}

/** Told before anybody is asked: with this comment an approval holds even in a re-run. */
function howToApprove(facts: GateFacts): Finding {
  const digits = namingOf(facts)
  return {
    code: 'gate/approval-comment',
    outcome: 'skipped',
    title: `an approval with the comment "${digits}" names this evidence`,
    subject: subjectOf(facts),
    observed: `evidence ${digits}`,
    advice: `Needed after a re-run: approve with the comment "${digits}".`,
  }
}

/** Why an approval does not count; undefined where it does. */
function whyNot(
  { user }: ApprovalRecord,
  { github, reviewers, triggers }: GateFacts,
): 'nobody' | 'trigger' | 'stranger' | undefined {
  if (user === undefined) return 'nobody'
  if (reviewers.notTrigger && triggers.some((trigger) => sameLogin(trigger, user))) return 'trigger'
  const required = (github?.environment?.rules ?? []).flatMap((one) =>
    one.kind === 'required-reviewers' ? one.reviewers : [],
  )
  // Members of teams are not visible to the job; where only people are required, it must be one of them.
  const onlyPeople = required.every(({ type }) => type === 'User')
  return onlyPeople && !required.some(({ name }) => sameLogin(name, user)) ? 'stranger' : undefined
}

function notApproved(
  facts: GateFacts,
  records: readonly ApprovalRecord[],
  approved: readonly ApprovalRecord[],
): Finding {
  const finding = (code: string, title: string, advice: string): Finding => ({
    code: `gate/${code}`,
    outcome: 'fail',
    title,
    subject: subjectOf(facts),
    expected: expectation(facts),
    observed: show(records),
    advice,
  })
  if (approved.some((record) => whyNot(record, facts) === 'trigger')) {
    return finding(
      'self-approved',
      'the run was approved by the one who started it',
      `Let another reviewer approve a new run, and switch on "Prevent self-review": ${settingsOf(facts)}.`,
    )
  }
  if (records.some(({ state }) => state === 'rejected')) {
    return finding(
      'rejected',
      `the deployment to ${facts.environment} was rejected`,
      'Start a new run when its reasons are gone.',
    )
  }
  return finding(
    'not-approved',
    `nobody who may approved this deployment to ${facts.environment}, yet its job runs`,
    `Start a new run and let a required reviewer approve it. An administrator may have bypassed the rules, or the plan of a private repository does not enforce them: ${settingsOf(facts)}.`,
  )
}

function unclear(facts: GateFacts, records: readonly ApprovalRecord[], doubts: string): Finding {
  const digest = namingOf(facts)
  return {
    code: 'gate/approval-unclear',
    outcome: 'fail',
    title: `it cannot be told which approval is for this evidence: ${doubts}`,
    subject: subjectOf(facts),
    expected: `an approval whose comment names ${digest}`,
    observed: show(records),
    advice: `Run the job again and approve it with the comment "${digest}", or start a new run.`,
  }
}

/**
 * What reviewers approve: all evidence that the gate stood on. The gate's own document is left out, so that the gate can
 * tell this digest to the reviewers and the job that they let in computes the same.
 */
function evidenceDigest({ chain }: GateFacts): Digest {
  const links = chain.links.filter(({ evidence }) => evidence.slot.command !== 'gate')
  return digestOf(links.map(({ digest }) => digest).toSorted())
}

/** The digits that a comment has to hold. */
function namingOf(facts: GateFacts): string {
  return evidenceDigest(facts).slice('sha256:'.length).slice(0, NAMING_DIGITS)
}

function namesDigest(comment: string, digest: Digest): boolean {
  const hex = digest.slice('sha256:'.length)
  const words = comment.toLowerCase().match(/[0-9a-f]+/g) ?? []
  return words.some((word) => word.length >= NAMING_DIGITS && hex.startsWith(word))
}

function subjectOf({ environment }: GateFacts): string {
  return `environment/${environment}/approval`
}

function expectation({ reviewers, triggers }: GateFacts): string {
  return reviewers.notTrigger
    ? `an approval by a reviewer other than ${triggers.join(' and ')}`
    : 'an approval by a reviewer'
}

function show(records: readonly ApprovalRecord[]): string {
  return (
    records.map(({ state, user }) => `${state} by ${user ?? 'a deleted account'}`).join(', ') || 'no review on record'
  )
}
