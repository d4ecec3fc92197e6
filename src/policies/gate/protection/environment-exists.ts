import type { ProtectionRule } from '../contract.ts'

export const rule: ProtectionRule = {
  meta: {
    code: 'environment-exists',
    title: 'The GitHub environments of pre-prod and production exist.',
    docs: 'GitHub creates an environment that a job names and that does not exist, without any rule: a typing mistake leaves it unprotected.',
    codes: ['gate/environment-missing', 'gate/environment-exists'],
  },
  judge({ github, environment, key }) {
    if (!github) return []
    const subject = `environment/${environment}`
    if (github.environment) {
      return [
        { code: 'gate/environment-exists', outcome: 'pass', title: `the environment ${environment} exists`, subject },
      ]
    }
    return [
      {
        code: 'gate/environment-missing',
        outcome: 'fail',
        title: `the repository has no environment ${environment}: a job that names it would run without protection`,
        subject,
        expected: environment,
        observed: 'no environment of that name',
        advice: `Create it with required reviewers (Settings › Environments › New environment › ${environment}), or correct \`environments.${key}.github-environment\`.`,
      },
    ]
  },
}
