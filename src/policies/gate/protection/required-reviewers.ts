import type { FindingCode } from '../../../evidence/codes/index.ts'
import type { Finding } from '../../../evidence/finding.ts'
import { plural } from '../../../support/text/text.ts'
import type { Reviewer } from '../../../github/environment.ts'
import { demandedOf, sameLogin, settingsOf, type ProtectionRule } from '../contract.ts'

export const rule: ProtectionRule = {
  meta: {
    code: 'required-reviewers',
    title: 'The environment requires reviewers, enough of them besides who started the run.',
    docs: '`at-least` (`gate.reviewers` for production, `environments.preprod.approval` for pre-prod) counts the reviewers who could approve (a team counts as one: its members are not visible to the job). GitHub needs the approval of only one of them.',
    codes: ['gate/unprotected', 'gate/too-few-reviewers', 'gate/required-reviewers'],
  },
  judge(facts) {
    const environment = facts.github?.environment
    const demanded = demandedOf(facts)
    if (!environment || !demanded || facts.channel === 'pull-request-review') return []
    const { atLeast, notTrigger } = demanded
    const subject = `environment/${facts.environment}`
    const expected = `at least ${plural(atLeast, 'required reviewer')}${notTrigger ? ` besides ${facts.triggers.join(' and ')}` : ''}`
    const advice = `Add them: ${settingsOf(facts)} › Required reviewers.`
    const no = (code: FindingCode, outcome: 'fail' | 'inconclusive', title: string, observed: string): Finding[] => [
      { code, outcome, title, subject, expected, observed, advice },
    ]
    if (!environment.rules) {
      return no('gate/unprotected', 'inconclusive', `GitHub did not say what protects ${facts.environment}`, 'unknown')
    }
    const all = environment.rules.flatMap((one) => (one.kind === 'required-reviewers' ? one.reviewers : []))
    if (all.length === 0) {
      return no(
        'gate/unprotected',
        'fail',
        `the environment ${facts.environment} has no required reviewers`,
        'no required reviewers',
      )
    }
    // One that is listed twice is one; a kind of reviewer that is not known does not count.
    const count = distinct(all).filter(
      ({ type, name }) =>
        type === 'Team' ||
        (type === 'User' && !(notTrigger && facts.triggers.some((trigger) => sameLogin(trigger, name)))),
    )
    const observed = all.map(({ type, name }) => (type === 'User' ? name : `${type.toLowerCase()} ${name}`)).join(', ')
    if (count.length < atLeast) {
      return no(
        'gate/too-few-reviewers',
        'fail',
        `too few reviewers can approve a deployment to ${facts.environment}`,
        observed,
      )
    }
    const title = `the environment ${facts.environment} requires a review`
    return [{ code: 'gate/required-reviewers', outcome: 'pass', title, subject, expected, observed }]
  },
}

function distinct(reviewers: readonly Reviewer[]): Reviewer[] {
  return [...new Map(reviewers.map((each) => [`${each.type} ${each.name.toLowerCase()}`, each])).values()]
}
