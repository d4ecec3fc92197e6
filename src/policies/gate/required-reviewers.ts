import type { Finding } from '../../evidence/finding.ts'
import { sameLogin, settingsOf, type GateRule } from './contract.ts'

export const rule: GateRule = {
  meta: {
    code: 'required-reviewers',
    title: 'The environment requires reviewers, enough of them besides who started the run.',
    docs: '`gate.reviewers.at-least` counts the reviewers who could approve (a team counts as one: its members are not visible to the job). GitHub asks only one of them.',
    codes: ['gate/unprotected', 'gate/too-few-reviewers', 'gate/required-reviewers'],
  },
  judge(facts) {
    const environment = facts.github?.environment
    if (!environment) return []
    const { atLeast, notTrigger } = facts.reviewers
    const subject = `environment/${facts.environment}`
    const expected = `at least ${atLeast} required ${atLeast === 1 ? 'reviewer' : 'reviewers'}${notTrigger ? ` besides ${facts.triggers.join(' and ')}` : ''}`
    const advice = `Add them: ${settingsOf(facts)} › Required reviewers.`
    const no = (code: string, outcome: 'fail' | 'inconclusive', title: string, observed: string): Finding[] => [
      { code, outcome, title, subject, expected, observed, advice },
    ]
    if (!environment.rules) {
      return no('gate/unprotected', 'inconclusive', `GitHub did not tell what protects ${facts.environment}`, 'unknown')
    }
    const all = environment.rules.flatMap((one) => (one.kind === 'required-reviewers' ? one.reviewers : []))
    if (all.length === 0) {
      return no('gate/unprotected', 'fail', `the environment ${facts.environment} asks nobody`, 'no required reviewers')
    }
    const count = all.filter(
      ({ type, name }) =>
        !(notTrigger && type === 'User' && facts.triggers.some((trigger) => sameLogin(trigger, name))),
    )
    const observed = all.map(({ type, name }) => (type === 'User' ? name : `${type.toLowerCase()} ${name}`)).join(', ')
    if (count.length < atLeast) {
      return no('gate/too-few-reviewers', 'fail', `too few can approve a deployment to ${facts.environment}`, observed)
    }
    const title = `the environment ${facts.environment} requires a review`
    return [{ code: 'gate/required-reviewers', outcome: 'pass', title, subject, expected, observed }]
  },
}
