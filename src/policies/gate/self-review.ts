import { settingsOf, type GateRule } from './contract.ts'

export const rule: GateRule = {
  meta: {
    code: 'self-review',
    title: 'Who started the run cannot approve it.',
    docs: 'Without "Prevent self-review" GitHub records the approval of the person who started the run like any other. `gate.reviewers.not: []` accepts that.',
    codes: ['gate/self-review', 'gate/self-review-prevented'],
  },
  judge(facts) {
    const { environment } = facts.github ?? {}
    if (!environment?.rules || !facts.reviewers.notTrigger) return []
    const review = environment.rules.find((one) => one.kind === 'required-reviewers')
    if (!review) return []
    const subject = `environment/${facts.environment}`
    const expected = 'prevent self-review: on'
    if (review.preventSelfReview === true) {
      const title = 'who started the run cannot approve it'
      return [{ code: 'gate/self-review-prevented', outcome: 'pass', title, subject, expected, observed: expected }]
    }
    return [
      {
        code: 'gate/self-review',
        outcome: review.preventSelfReview === false ? 'fail' : 'inconclusive',
        title: `${facts.triggers.join(' and ')} could approve a run of their own`,
        subject,
        expected,
        observed: `prevent self-review: ${review.preventSelfReview === false ? 'off' : 'unknown'}`,
        advice: `Switch it on: ${settingsOf(facts)} › Required reviewers › Prevent self-review.`,
      },
    ]
  },
}
