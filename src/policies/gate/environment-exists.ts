import type { GateRule } from './contract.ts'

export const rule: GateRule = {
  meta: {
    code: 'environment-exists',
    title: 'The environment that guards production exists.',
    docs: 'GitHub creates an environment that a job names and that does not exist, without any rule: a typing mistake is an open door.',
    codes: ['gate/environment-missing', 'gate/environment-exists'],
  },
  judge({ github, environment }) {
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
        title: `the repository has no environment ${environment}: a job that names it would run unguarded`,
        subject,
        expected: environment,
        observed: 'no environment of that name',
        advice: `Create it with required reviewers (Settings › Environments › New environment › ${environment}), or correct environments.production.name.`,
      },
    ]
  },
}
