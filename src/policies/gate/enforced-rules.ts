import type { GateRule } from './contract.ts'

export const rule: GateRule = {
  meta: {
    code: 'enforced-rules',
    title: 'The plan of the repository lets GitHub enforce its rules.',
    docs: 'In private repositories of the plans Free, Pro and Team, required reviewers and wait timers are not enforced, though they may still be shown. The job cannot see the plan; what proves that reviewers are asked is the approval itself, which is read inside of the job.',
    codes: ['gate/rules-may-be-ignored', 'gate/rules-enforced'],
  },
  judge({ github, environment }) {
    if (!github?.environment) return []
    const { repository } = github
    const subject = `environment/${environment}`
    const expected = 'a public repository, or GitHub Enterprise'
    const kind = repository.visibility ?? (repository.private ? 'private' : 'public')
    const plan = repository.plan === undefined ? '' : `, plan ${repository.plan}`
    const observed = `${kind}${plan}`
    if (kind === 'public' || kind === 'internal' || repository.plan === 'enterprise') {
      const title = 'GitHub enforces the rules of this repository'
      return [{ code: 'gate/rules-enforced', outcome: 'pass', title, subject, expected, observed }]
    }
    return [
      {
        code: 'gate/rules-may-be-ignored',
        outcome: 'skipped',
        title: 'the repository is private: below GitHub Enterprise nobody is asked, whatever the rules say',
        subject,
        expected,
        observed,
        advice: 'Make sure that the plan of the repository includes required reviewers for private repositories.',
      },
    ]
  },
}
