import type { ProtectionRule } from '../contract.ts'

export const rule: ProtectionRule = {
  meta: {
    code: 'enforced-rules',
    title: 'The plan of the repository lets GitHub enforce its rules.',
    docs: 'In private repositories of the plans Free, Pro and Team, required reviewers and wait timers are not enforced, though they may still be shown. The job cannot read the plan; the proof of a review is the approval itself, which is read inside the job.',
    codes: ['gate/enforcement-unknown', 'gate/rules-enforced'],
  },
  judge({ github, environment, channel }) {
    if (!github?.environment || channel === 'pull-request-review') return []
    const { repository } = github
    const subject = `environment/${environment}`
    const expected = 'a public repository, or GitHub Enterprise'
    const { visibility = repository.private ? 'private' : 'public' } = repository
    // A public repository is not private: where GitHub says both, neither counts.
    const kind =
      repository.private === (visibility === 'public') ? `${visibility}, private: ${repository.private}` : visibility
    const plan = repository.plan === undefined ? '' : `, plan ${repository.plan}`
    const observed = `${kind}${plan}`
    if (kind === 'public' || kind === 'internal' || repository.plan === 'enterprise') {
      const title = 'GitHub enforces the rules of this repository'
      return [{ code: 'gate/rules-enforced', outcome: 'pass', title, subject, expected, observed }]
    }
    return [
      {
        code: 'gate/enforcement-unknown',
        outcome: 'noted',
        title: 'the repository is private: without GitHub Enterprise its required reviewers are not enforced',
        subject,
        expected,
        observed,
        advice: 'Make sure that the plan of the repository includes required reviewers for private repositories.',
      },
    ]
  },
}
