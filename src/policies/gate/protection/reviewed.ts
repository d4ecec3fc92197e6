import type { FindingCode } from '../../../evidence/codes/index.ts'
import type { Finding } from '../../../evidence/finding.ts'
import type { PullRequest, PullReview } from '../../../github/reviews.ts'
import { plural } from '../../../support/text/text.ts'
import { demandedOf, sameLogin, type ProtectionFacts, type ProtectionRule, type ReviewFacts } from '../contract.ts'
import { evidenceDigest, names, namingOf } from './naming.ts'
import { authorsUnknown, disqualified } from './people.ts'

/** A comment is no decision, and a pending review is not given yet. Everything else is one, of a kind that is not known too. */
const NO_DECISIONS = new Set(['COMMENTED', 'PENDING'])
const MAY_WRITE = new Set(['admin', 'write'])

export const rule: ProtectionRule = {
  meta: {
    code: 'reviewed',
    title: 'People with write access approved the pull request for this evidence.',
    docs: 'Only with the input `approval: pull-request-review`, for repositories whose plan has no required reviewers. The last decision of each person counts: an approval whose text names the digest of the evidence, given after the evidence was complete and after every push of the timeline, by somebody with write access who is neither the author of the pull request or of its commits, nor started the run, nor is a bot. A last decision that requests changes blocks. `commit_id` proves nothing: GitHub moves it on to later commits.',
    codes: [
      'gate/review-channel',
      'gate/no-pull-request',
      'gate/approved',
      'gate/rejected',
      'gate/not-approved',
      'gate/too-few-approvals',
      'gate/authors-unknown',
    ],
  },
  judge(facts) {
    if (facts.channel !== 'pull-request-review' || !demandedOf(facts) || facts.where === undefined) return []
    const remark: Finding = {
      code: 'gate/review-channel',
      outcome: 'noted',
      title: `deployments to ${facts.environment} are approved by reviews of the pull request, which is weaker than a protected environment`,
      subject: `environment/${facts.environment}`,
      expected: 'required reviewers of a GitHub environment',
      observed: 'approval: pull-request-review, chosen by the workflow',
      advice: `GitHub holds no job back: only this step reads the reviews. Approve with the comment "${namingOf(facts)}", then run the job of the deployment again.`,
    }
    return [remark, ...(facts.where === 'inside' && facts.reviewed ? judgeReviews(facts, facts.reviewed) : [])]
  },
}

function judgeReviews(facts: ProtectionFacts, reviewed: ReviewFacts): Finding[] {
  const { pulls, sha } = reviewed
  const subject = `environment/${facts.environment}/approval`
  const [pull, ...others] = pulls.filter((one) => isOf(one, sha))
  if (pull === undefined || others.length > 0) {
    return [
      {
        code: 'gate/no-pull-request',
        outcome: 'fail',
        title: `no single pull request belongs to the commit ${sha.slice(0, 12)}`,
        subject,
        expected: 'one pull request of which it is the head or the merge',
        observed: [pull, ...others].map((one) => (one ? `#${one.number}` : 'none')).join(', '),
        advice: 'Release the head of an open pull request, or the commit of its merge.',
      },
    ]
  }
  const { atLeast = 1 } = demandedOf(facts) ?? {}
  const decisions = lastDecisions(reviewed.reviews)
  const observed =
    decisions
      .map(
        (review) =>
          `${review.state} by ${review.user ?? 'a deleted account'}${because(whyNot(review, pull, facts, reviewed))}`,
      )
      .join('; ') || `no review of #${pull.number}`
  const expected = `${plural(atLeast, 'approval')} of #${pull.number} with the comment "${namingOf(facts)}"`
  const no = (code: FindingCode, title: string): Finding[] => [
    {
      code,
      outcome: 'fail',
      title,
      subject,
      expected,
      observed,
      advice: `Let a person with write access approve #${pull.number} with the comment "${namingOf(facts)}", then run this job again.`,
    },
  ]
  const refusing = decisions.find(
    ({ state, user }) => state === 'CHANGES_REQUESTED' && MAY_WRITE.has(permissionOf(user, reviewed)),
  )
  if (refusing) return no('gate/rejected', `${refusing.user} requested changes of #${pull.number}`)
  const counted = decisions.filter((review) => whyNot(review, pull, facts, reviewed) === undefined)
  if (counted.length === 0) return no('gate/not-approved', `no review of #${pull.number} approves this evidence`)
  const unknown = facts.authors?.unknown ?? []
  if (unknown.length > 0) return [authorsUnknown(facts, unknown)]
  if (counted.length < atLeast) {
    return no(
      'gate/too-few-approvals',
      `${plural(counted.length, 'person', 'people')} approved #${pull.number}, and ${atLeast} must`,
    )
  }
  return [
    {
      code: 'gate/approved',
      outcome: 'pass',
      title: `${counted.map(({ user = '' }) => user).join(', ')} approved #${pull.number} for this evidence`,
      subject,
      expected,
      observed,
    },
  ]
}

function isOf({ headSha, merged, mergeSha }: PullRequest, sha: string): boolean {
  return headSha === sha || (merged && mergeSha === sha)
}

/**
 * The last decision of each person, by its time: the list should be in that order, and need not be. Of two of one second that
 * which does not approve counts.
 */
function lastDecisions(reviews: readonly PullReview[]): PullReview[] {
  const last = new Map<string, PullReview>()
  for (const review of reviews.filter(({ state }) => !NO_DECISIONS.has(state))) {
    const who = review.user?.toLowerCase() ?? `#${review.id}`
    const known = last.get(who)
    if (known === undefined || replaces(review, known)) last.set(who, review)
  }
  return [...last.values()]
}

function replaces(review: PullReview, known: PullReview): boolean {
  const [is, was] = [review, known].map(({ submittedAt }) => Date.parse(submittedAt ?? ''))
  // Without a time the place in the list is all that is known.
  if (is === undefined || was === undefined || Number.isNaN(is) || Number.isNaN(was)) return review.state !== 'APPROVED'
  return is > was || (is === was && review.state !== 'APPROVED')
}

/** Why a decision does not count; undefined where it does. */
function whyNot(
  review: PullReview,
  pull: PullRequest,
  facts: ProtectionFacts,
  reviewed: ReviewFacts,
): string | undefined {
  if (review.state !== 'APPROVED') return 'no approval'
  const { user } = review
  const reason = disqualified(review, facts)
  if (user === undefined || reason === 'nobody') return 'the account does not exist any more'
  if (reason === 'trigger' || facts.triggers.some((login) => sameLogin(login, user))) return 'started the run'
  if (reason === 'bot' || review.userType !== 'User') return 'is no person'
  if (pull.author === undefined || sameLogin(pull.author, user)) return 'is the author'
  if (facts.authors === undefined || facts.authors.logins.some((login) => sameLogin(login, user)))
    return 'wrote commits of it'
  if (!MAY_WRITE.has(permissionOf(user, reviewed))) return `has the permission ${permissionOf(user, reviewed)}`
  if (!names(review.body, evidenceDigest(facts))) return 'does not name the evidence'
  if (!isNewer(review, facts)) return 'is older than the evidence'
  return isAfterPushes(review, reviewed) ? undefined : 'is older than a push'
}

function permissionOf(user: string | undefined, { permissions }: ReviewFacts): string {
  return permissions.get(user?.toLowerCase() ?? '') ?? 'none'
}

/** The text of an older review may have been edited, so its time counts too. */
function isNewer({ submittedAt }: PullReview, { chain }: ProtectionFacts): boolean {
  const finished = chain.links
    .filter(({ evidence }) => evidence.slot.command !== 'gate')
    .map(({ evidence }) => Date.parse(evidence.finishedAt))
  // GitHub gives times in whole seconds.
  return (
    submittedAt !== undefined && finished.every((time) => Date.parse(submittedAt) >= Math.floor(time / 1_000) * 1_000)
  )
}

function isAfterPushes({ id, submittedAt = '' }: PullReview, { timeline }: ReviewFacts): boolean {
  const position = timeline.findIndex((entry) => entry.kind === 'review' && entry.id === id)
  if (position === -1 || !timeline.some(({ kind }) => kind === 'commit')) return false
  const given = Date.parse(submittedAt)
  return timeline.every((entry, index) => {
    if (entry.kind === 'commit') return index < position && given >= Date.parse(entry.committedAt)
    return entry.kind !== 'force-push' || (index < position && given >= Date.parse(entry.at))
  })
}

function because(reason: string | undefined): string {
  return reason === undefined ? '' : ` (${reason})`
}
