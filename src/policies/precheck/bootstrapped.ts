import type { Finding } from '../../evidence/finding.ts'
import type { BootstrapFacts, EnvironmentFacts, Rule } from '../contract.ts'

/** A template of the CDK refuses a bootstrap stack that is absent or too old, one resource after the change began. */
export const rule: Rule = {
  meta: {
    code: 'account/bootstrapped',
    title: 'The account is bootstrapped for the stacks of the CDK',
    docs:
      'Stacks of the CDK need the bootstrap stack of their account and region: its bucket, its roles, and the version that ' +
      'the assembly names. The version is read from the parameter of Systems Manager.',
    codes: ['bootstrap/ready', 'bootstrap/missing', 'bootstrap/outdated', 'bootstrap/unknown'],
  },
  judge: ({ environments }) =>
    environments.flatMap((environment) => (environment.bootstrap ?? []).map((each) => judgeOne(environment, each))),
}

function judgeOne(
  { environment }: EnvironmentFacts,
  { parameter, needed, found, why, command }: BootstrapFacts,
): Finding {
  const { key } = environment
  const about = {
    subject: `environment/${key}/bootstrap`,
    expected: `version ${needed} or newer in ${parameter}`,
    details: { environment: key },
  }
  if (found === 'absent') {
    return {
      ...about,
      code: 'bootstrap/missing',
      outcome: 'fail',
      title: `${key}: the account is not bootstrapped for the CDK in ${environment.region}`,
      observed: `no parameter ${parameter}`,
      advice: `Run \`${command}\`.`,
    }
  }
  const version = Number(found)
  if (found === 'unknown' || !Number.isSafeInteger(version)) {
    return {
      ...about,
      code: 'bootstrap/unknown',
      outcome: 'inconclusive',
      title: `${key}: whether the account is bootstrapped for the CDK is not known`,
      observed: why ?? found,
      advice: `Allow ssm:GetParameters on ${parameter} for the plan-role, or run \`${command}\`.`,
    }
  }
  if (version < needed) {
    return {
      ...about,
      code: 'bootstrap/outdated',
      outcome: 'fail',
      title: `${key}: the bootstrap stack of the CDK is too old`,
      observed: `version ${version}`,
      advice: `Run \`${command}\` with a recent CDK.`,
    }
  }
  return {
    ...about,
    code: 'bootstrap/ready',
    outcome: 'pass',
    title: `${key}: the account is bootstrapped for the CDK`,
    observed: `version ${version}`,
  }
}
