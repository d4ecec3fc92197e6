import type { Finding } from '../../evidence/finding.ts'
import { settingsOf, type GateFacts, type GateRule } from './contract.ts'

export const rule: GateRule = {
  meta: {
    code: 'allowed-branches',
    title: 'The ref of this run may be deployed to the environment.',
    docs: 'An environment can be limited to protected branches or to patterns. GitHub refuses other refs only when the job starts; the gate tells before anybody is asked to review.',
    codes: ['gate/any-branch', 'gate/branch-refused', 'gate/branch-unknown', 'gate/branch-allowed'],
  },
  judge(facts) {
    const { environment } = facts.github ?? {}
    if (!environment) return []
    const subject = `environment/${facts.environment}`
    const observed = facts.ref
    const advice = `See ${settingsOf(facts)} › Deployment branches and tags.`
    const say = (code: string, outcome: Finding['outcome'], title: string, expected: string): Finding[] => [
      { code: `gate/${code}`, outcome, title, subject, expected, observed, ...(outcome !== 'pass' && { advice }) },
    ]
    switch (environment.branches) {
      case 'all':
        return say(
          'any-branch',
          'skipped',
          `every branch may be deployed to ${facts.environment}`,
          'a limit to some refs',
        )
      case 'protected':
        // Where the repository protects no branch at all, this limit lets every branch pass.
        return facts.refProtected === 'true'
          ? say('branch-allowed', 'pass', 'the ref is a protected branch', 'a protected branch')
          : say('any-branch', 'skipped', 'the ref is not known to be protected; GitHub decides', 'a protected branch')
      case 'custom':
        return judgePatterns(facts, say)
      default:
        return say('branch-unknown', 'inconclusive', 'GitHub did not tell which refs may be deployed', 'a known limit')
    }
  },
}

type Say = (code: string, outcome: Finding['outcome'], title: string, expected: string) => Finding[]

function judgePatterns({ github, ref }: GateFacts, say: Say): Finding[] {
  const policies = github?.branchPolicies ?? []
  const expected =
    policies.map(({ name, type }) => (type === 'branch' ? name : `${type} ${name}`)).join(', ') || 'no ref at all'
  const type = ref.startsWith('refs/tags/') ? 'tag' : 'branch'
  const name = ref.replace(/^refs\/(heads|tags)\//, '')
  const match = policies.some((policy) => policy.type === type && matches(policy.name, name))
  if (match) return say('branch-allowed', 'pass', `the ${type} ${name} may be deployed`, expected)
  return say('branch-refused', 'fail', `GitHub will not let the ${type} ${name} enter`, expected)
}

/** Patterns as Ruby's File.fnmatch reads them with FNM_PATHNAME: `*` and `?` stop at a slash, a leading double star does not. */
function matches(pattern: string, name: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll(/\*\*\/|\*|\?/g, (wild) => (wild === '**/' ? '(?:.*/)?' : wild === '*' ? '[^/]*' : '[^/]'))
  try {
    return new RegExp(`^${source}$`).test(name)
  } catch {
    return false
  }
}
