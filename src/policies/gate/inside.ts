import type { GateRule } from './contract.ts'

export const rule: GateRule = {
  meta: {
    code: 'inside',
    title: 'The job knows by a signed claim whether it is inside of the environment, and deploys only there.',
    docs: 'GitHub puts the name of the environment into the token of the job that names it. Approvals count only there. A job without `id-token: write` cannot prove where it is, so nothing is decided in it.',
    codes: ['gate/identity', 'gate/outside', 'gate/inside'],
  },
  judge({ where, environment, mustBeInside }) {
    if (where === 'unknown') {
      return [
        {
          code: 'gate/identity',
          outcome: 'fail',
          title: 'the job cannot prove where it is',
          subject: 'github/identity',
          expected: 'an OIDC token of the job',
          observed: 'no permission to ask for one',
          advice: 'Give the job `permissions: id-token: write`.',
        },
      ]
    }
    if (where === 'another' || (where === 'outside' && mustBeInside)) {
      return [
        {
          code: 'gate/outside',
          outcome: 'fail',
          title: `the job is not inside of the environment ${environment}`,
          subject: `environment/${environment}`,
          expected: `environment: ${environment}`,
          observed: where === 'another' ? 'another environment' : 'no environment',
          advice: `Set \`environment: ${environment}\` at the job, so that its rules and approvals hold for it.`,
        },
      ]
    }
    if (where === 'outside') return []
    return [
      {
        code: 'gate/inside',
        outcome: 'pass',
        title: `the job is inside of the environment ${environment}`,
        subject: `environment/${environment}`,
        expected: environment,
        observed: environment,
      },
    ]
  },
}
