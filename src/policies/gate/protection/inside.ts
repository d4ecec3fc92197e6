import type { ProtectionRule } from '../contract.ts'

export const rule: ProtectionRule = {
  meta: {
    code: 'inside',
    title: 'The job proves by a signed claim that it runs in the environment.',
    docs: 'GitHub puts the name of the environment into the token of the job that names it. Approvals count only there. A job without `id-token: write` cannot prove in which environment it runs, so it is refused.',
    codes: ['gate/no-identity', 'gate/not-in-environment', 'gate/in-environment'],
  },
  judge({ where, environment, mustBeInside, reviewers }) {
    if (where === undefined || 'none' in reviewers) return []
    if (where === 'unknown') {
      return [
        {
          code: 'gate/no-identity',
          outcome: 'fail',
          title: 'the job cannot prove in which environment it runs',
          subject: 'github/identity',
          expected: 'an OIDC token of the job',
          observed: 'no permission to request one',
          advice: 'Give the job `permissions: id-token: write`.',
        },
      ]
    }
    if (where === 'another' || (where === 'outside' && mustBeInside)) {
      return [
        {
          code: 'gate/not-in-environment',
          outcome: 'fail',
          title: `the job does not run in the environment ${environment}`,
          subject: `environment/${environment}`,
          expected: `environment: ${environment}`,
          observed: where === 'another' ? 'another environment' : 'no environment',
          advice: `Set \`environment: ${environment}\` at the job, so that its rules and approvals apply to it.`,
        },
      ]
    }
    if (where === 'outside') return []
    return [
      {
        code: 'gate/in-environment',
        outcome: 'pass',
        title: `the job runs in the environment ${environment}`,
        subject: `environment/${environment}`,
        expected: environment,
        observed: environment,
      },
    ]
  },
}
