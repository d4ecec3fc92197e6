import { demandedOf, settingsOf, type ProtectionRule } from '../contract.ts'

export const rule: ProtectionRule = {
  meta: {
    code: 'self-review',
    title: 'The person who started the run cannot approve it.',
    docs: 'Without "Prevent self-review" GitHub records the approval of the person who started the run like any other. `not: []` accepts that, for production under `gate.reviewers`, for pre-prod under `environments.preprod.approval`.',
    codes: ['gate/self-review', 'gate/self-review-prevented'],
  },
  judge(facts) {
    const { environment } = facts.github ?? {}
    if (!environment?.rules || !demandedOf(facts)?.notTrigger || facts.channel === 'pull-request-review') return []
    const review = environment.rules.find((one) => one.kind === 'required-reviewers')
    if (!review) return []
    const subject = `environment/${facts.environment}`
    const expected = 'prevent self-review: on'
    if (review.preventSelfReview === true) {
      const title = 'the person who started the run cannot approve it'
      return [{ code: 'gate/self-review-prevented', outcome: 'pass', title, subject, expected, observed: expected }]
    }
    return [
      {
        code: 'gate/self-review',
        outcome: review.preventSelfReview === false ? 'fail' : 'inconclusive',
        title: `${facts.triggers.join(' and ')} could approve their own run`,
        subject,
        expected,
        observed: `prevent self-review: ${review.preventSelfReview === false ? 'off' : 'unknown'}`,
        advice: `Switch it on: ${settingsOf(facts)} › Required reviewers › Prevent self-review.`,
      },
    ]
  },
}
