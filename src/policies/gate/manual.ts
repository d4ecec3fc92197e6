import type { ManualTest } from '../../checks/manual.ts'
import type { Finding } from '../../evidence/finding.ts'
import type { Phase } from '../../evidence/phase.ts'
import { countedApprovals } from './protection/approved.ts'
import { demandedOf, sameLogin, settingsOf, type GateFacts, type GateRule } from './contract.ts'

export const rule: GateRule = {
  meta: {
    code: 'manual',
    title: "Each person's test is confirmed by the approval of a member of its team.",
    docs: "For checks with `manual`. Before the approval the gate lists them as waiting. Inside of the environment's job one passes with an approval that counts, by somebody who is not among the required reviewers by name, where the environment requires the team of the test and no other team: GitHub lets no one else approve. Where that does not tell whether the approver is a member, the result is inconclusive. GitHub records no time of an approval; the finding has the time at which it was read.",
    codes: ['check/manual'],
  },
  judge(facts) {
    if (facts.key !== facts.environments.at(-1)) return []
    return facts.checks.flatMap(({ manual, name, kind }) =>
      manual === undefined ? [] : [judgeTest(facts, { name, kind }, manual)],
    )
  },
}

function judgeTest(
  facts: GateFacts,
  { name, kind }: Pick<GateFacts['checks'][number], 'name' | 'kind'>,
  { what, by }: ManualTest,
): Finding {
  const { environment } = facts
  const about = {
    code: 'check/manual' as const,
    subject: `check/${name}`,
    expected: `an approval of ${environment} by a member of the team ${by}`,
    details: { kind, check: name, key: 'manual', phase: 'approval' satisfies Phase, by },
  }
  const unknown = (title: string, observed: string): Finding => ({
    ...about,
    outcome: 'inconclusive',
    title: `${name}: ${title}`,
    observed,
    advice: `Let ${environment} require the team ${by} and no other team (${settingsOf(facts)}), and let a member who is not required by name approve a new run.`,
  })
  const doubt = doubtOf(facts, by)
  if (doubt !== undefined) return unknown('whether a member of the team approves cannot be known', doubt)
  if (facts.where === 'outside' && !facts.mustBeInside) {
    return {
      ...about,
      outcome: 'noted',
      title: `${name}: waits for ${by}`,
      observed: 'no approval yet',
      advice: `Test this before you approve the deployment to ${environment}: ${what}. The approval of a member of ${by} confirms it.`,
    }
  }
  if (facts.where !== 'inside')
    return unknown('the approvals were not read', `the job is ${facts.where} the environment`)
  const counted = countedApprovals(facts)
  const people = requiredOf(facts).filter(({ type }) => type === 'User')
  const member = counted.find(({ user }) => user !== undefined && !people.some((one) => sameLogin(one.name, user)))
  if (member) {
    return {
      ...about,
      outcome: 'pass',
      title: `${name}: ${member.user} of ${by} confirmed it with the approval of ${environment}`,
      observed: `approved by ${member.user} before ${facts.now.toISOString()}${member.comment === '' ? ', without a comment' : `: ${member.comment}`}`,
    }
  }
  return counted.length === 0
    ? unknown('no approval confirms it', 'no approval that counts')
    : unknown(
        'who approved is required by name, and may be no member of the team',
        counted.map(({ user = 'a deleted account' }) => user).join(', '),
      )
}

/** Why an approval cannot tell that its giver is a member of the team; undefined where it can. */
function doubtOf(facts: GateFacts, team: string): string | undefined {
  if (!demandedOf(facts)) return 'the configuration demands no approval'
  if (facts.channel === 'pull-request-review') return 'reviews of a pull request do not tell the teams of the reviewer'
  if (!facts.github?.environment?.rules) return 'GitHub did not say who may approve'
  const others = requiredOf(facts).filter(({ type }) => type !== 'User')
  const names = [...new Set(others.map(({ type, name }) => `${type.toLowerCase()} ${name.toLowerCase()}`))]
  if (!names.includes(`team ${team}`)) return `the team ${team} is not among the required reviewers`
  return names.length > 1 ? `${names.join(' and ')} may approve` : undefined
}

function requiredOf({ github }: GateFacts): readonly { readonly type: string; readonly name: string }[] {
  return (github?.environment?.rules ?? []).flatMap((one) => (one.kind === 'required-reviewers' ? one.reviewers : []))
}
