import { judgeAliasBefore } from '../../codedeploy/alias.ts'
import { computePlatform } from '../../codedeploy/lifecycle.ts'
import type { GroupFacts } from '../../codedeploy/group/group.ts'
import type { Finding } from '../../evidence/finding.ts'
import { placedChanges } from '../planned/changes.ts'
import type { EnvironmentFacts, Facts, Rule } from '../contract.ts'

const ALIAS = 'AWS::Lambda::Alias'
const VERSION = 'AWS::Lambda::Version'

/** A deployment is for the platform of its group, and the alias and the version of its AppSpec are there. */
export const rule: Rule = {
  meta: {
    code: 'deployment/fits',
    title: 'A deployment fits its group, and the alias that it moves exists',
    docs:
      'CodeDeploy refuses a revision for another platform than that of the application. A deployment to Lambda moves an ' +
      'alias from one version to another: it must exist and point to one published version only. The version that the ' +
      'AppSpec names must exist, unless this release may publish one.',
    codes: [
      'deployment/platform',
      'deployment/platform-unknown',
      'deployment/alias-missing',
      'deployment/alias-unknown',
      'deployment/alias-split',
      'deployment/alias-wrong-version',
      'deployment/version-missing',
      'deployment/fits',
    ],
  },
  judge(facts) {
    return facts.environments.flatMap((environment) =>
      environment.groups.flatMap((group) => judgeGroup(group, environment, facts)),
    )
  },
}

function judgeGroup(group: GroupFacts, environment: EnvironmentFacts, facts: Facts): Finding[] {
  const platform = group.platform === undefined ? undefined : computePlatform(group.platform)
  // What a stack of this release makes is not there yet; the rule about its protection tells of a group that is missing.
  if (platform === undefined || group.info === undefined) return []
  const name = environment.environment.key
  const details = { environment: name }
  const label = `${group.application}/${group.group}`
  const told = [...new Set([group.info.computePlatform, group.applicationPlatform].filter((one) => one !== undefined))]
  const [actual] = told
  if (actual === undefined || told.length > 1) {
    return [
      {
        code: 'deployment/platform-unknown',
        outcome: 'inconclusive',
        title: `${name}: CodeDeploy does not say unambiguously which platform ${label} deploys to`,
        subject: `deployment/${group.deployment}/group`,
        expected: `${platform}, from the group and from its application`,
        observed: `the group: ${group.info.computePlatform ?? 'nothing'}; the application: ${group.applicationPlatform ?? 'nothing'}`,
        advice: `See \`aws deploy get-application --application-name ${group.application} --region ${environment.environment.region}\`.`,
        details,
      },
    ]
  }
  if (actual !== platform) {
    return [
      {
        code: 'deployment/platform',
        outcome: 'fail',
        title: `${name}: ${label} deploys to ${actual}, and the deployment ${group.deployment} is for ${platform}`,
        subject: `deployment/${group.deployment}/group`,
        expected: platform,
        observed: actual,
        advice: `Correct \`platform\` of the deployment ${group.deployment}, or its application and group.`,
        details,
      },
    ]
  }
  const wrong = group.alias && judgeAlias(group.deployment, group.alias, environment, facts)
  if (wrong) return [{ ...wrong, title: `${name}: ${wrong.title}`, details }]
  return [
    {
      code: 'deployment/fits',
      outcome: 'pass',
      title: `${name}: ${label} deploys to ${actual}${group.alias?.state ? `, and ${group.alias.name}:${group.alias.alias} leads to version ${group.alias.state.version}` : ''}`,
      subject: `deployment/${group.deployment}/group`,
      expected: platform,
      observed: actual,
      details,
    },
  ]
}

function judgeAlias(
  id: string,
  alias: NonNullable<GroupFacts['alias']>,
  environment: EnvironmentFacts,
  facts: Facts,
): Finding | undefined {
  const label = `${alias.name}:${alias.alias}`
  const subject = `deployment/${id}/alias/${alias.alias}`
  if (alias.unknown !== undefined) {
    return {
      code: 'deployment/alias-unknown',
      outcome: 'skipped',
      title: `the alias that ${id} moves depends on ${alias.unknown}, which is not known yet`,
      subject,
      expected: 'the name of a function and of an alias',
      observed: alias.unknown,
    }
  }
  if (alias.state !== undefined && !(alias.state.version === '$LATEST' && mayBeMade([ALIAS], environment, facts))) {
    return judgeAliasBefore(id, alias, alias.state) ?? judgeVersion(id, alias, environment, facts)
  }
  if (mayBeMade([ALIAS], environment, facts)) {
    return {
      code: 'deployment/alias-unknown',
      outcome: 'skipped',
      title: alias.state
        ? `${label} points to $LATEST; this release changes an alias`
        : `${label} does not exist yet; this release creates an alias`,
      subject,
      expected: label,
      observed: alias.state?.version ?? 'no such alias',
    }
  }
  return {
    code: 'deployment/alias-missing',
    outcome: 'fail',
    title: `the alias ${label} does not exist, and no stack of this release would create it`,
    subject,
    expected: label,
    observed: 'no such alias',
    advice: `Correct Name and Alias in the AppSpec of ${id}, or make the alias: \`aws lambda create-alias --function-name ${alias.name} --name ${alias.alias} --function-version VERSION --region ${environment.environment.region}\`.`,
  }
}

function judgeVersion(
  id: string,
  { name, missingVersion }: NonNullable<GroupFacts['alias']>,
  environment: EnvironmentFacts,
  facts: Facts,
): Finding | undefined {
  if (missingVersion === undefined || mayBeMade([VERSION], environment, facts)) return undefined
  return {
    code: 'deployment/version-missing',
    outcome: 'fail',
    title: `${name} has no version ${missingVersion}, to which ${id} shifts the traffic, and no stack of this release would publish it`,
    subject: `deployment/${id}/version/${missingVersion}`,
    expected: `version ${missingVersion}`,
    observed: 'no such version in this account and region',
    advice: `Correct TargetVersion in the AppSpec of ${id}. Numbers of versions differ between accounts: write an output of a stack, \`{stack.ID.outputs.NAME}\`, or give the code as \`revision\`.`,
  }
}

function mayBeMade(types: readonly string[], environment: EnvironmentFacts, facts: Facts): boolean {
  return (
    environment.stacks.some(({ plan }) => plan === undefined) ||
    placedChanges(facts).some(
      (placed) =>
        placed.environment === environment && types.includes(placed.change.type) && placed.change.action !== 'Remove',
    )
  )
}
