import type { FindingCode } from '../../../evidence/codes/index.ts'
import type { Finding } from '../../../evidence/finding.ts'
import { fnmatch } from '../../../support/text/fnmatch.ts'
import { settingsOf, type ProtectionFacts, type ProtectionRule } from '../contract.ts'

export const rule: ProtectionRule = {
  meta: {
    code: 'allowed-branches',
    title: 'The ref of this run may be deployed to the environment.',
    docs: 'An environment can be limited to protected branches or to patterns. GitHub refuses other refs only when the job starts; the gate reports it before a review is requested.',
    codes: ['gate/any-branch', 'gate/branch-refused', 'gate/branch-unknown', 'gate/branch-allowed'],
  },
  judge(facts) {
    const { environment } = facts.github ?? {}
    if (!environment) return []
    const subject = `environment/${facts.environment}`
    const observed = facts.ref
    const advice = `See ${settingsOf(facts)} › Deployment branches and tags.`
    const say = (code: FindingCode, outcome: Finding['outcome'], title: string, expected: string): Finding[] => [
      { code, outcome, title, subject, expected, observed, ...(outcome !== 'pass' && { advice }) },
    ]
    switch (environment.branches) {
      case 'all':
        return say(
          'gate/any-branch',
          'noted',
          `every branch may be deployed to ${facts.environment}`,
          'a limit to some refs',
        )
      case 'protected':
        // Where the repository protects no branch at all, this limit lets every branch pass.
        return facts.refProtected === 'true'
          ? say('gate/branch-allowed', 'pass', 'the ref is a protected branch', 'a protected branch')
          : say(
              'gate/any-branch',
              'noted',
              'the ref is not known to be protected; GitHub decides',
              'a protected branch',
            )
      case 'custom':
        return judgePatterns(facts, say)
      default:
        return say(
          'gate/branch-unknown',
          'inconclusive',
          'GitHub did not say which refs may be deployed',
          'a known limit',
        )
    }
  },
}

type Say = (code: FindingCode, outcome: Finding['outcome'], title: string, expected: string) => Finding[]

function judgePatterns({ github, ref }: ProtectionFacts, say: Say): Finding[] {
  const policies = github?.branchPolicies ?? []
  const expected =
    policies.map(({ name, type }) => (type === 'branch' ? name : `${type} ${name}`)).join(', ') || 'no ref at all'
  const type = ref.startsWith('refs/tags/') ? 'tag' : 'branch'
  const name = ref.replace(/^refs\/(heads|tags)\//, '')
  const match = policies.some((policy) => policy.type === type && fnmatch(policy.name, name))
  if (match) return say('gate/branch-allowed', 'pass', `the ${type} ${name} may be deployed`, expected)
  return say('gate/branch-refused', 'fail', `GitHub does not allow the ${type} ${name} to be deployed`, expected)
}
