import type { Finding } from '../../evidence/finding.ts'
import { listed } from '../../support/text/text.ts'
import type { EnvironmentFacts, Rule } from '../contract.ts'
import { sharedStacks, type PlacedStack } from '../shared-stacks.ts'

const NAMED_AT_MOST = 10

/** The stacks of an environment are its own, and in its account. */
export const rule: Rule = {
  meta: {
    code: 'stack/place',
    title: 'The stacks of an environment are its own, and in its account',
    docs:
      'A role or a name of the wrong environment makes precheck examine other stacks than will be deployed. The stacks ' +
      'must be in the account of the roles, and none may belong to both environments: a rehearsal on it would ' +
      'deploy to production. An environment that has none of its stacks while the other has all is reported: this is right ' +
      'for a first release, and only then.',
    codes: ['stack/other-account', 'stack/shared', 'stack/none-exist'],
  },
  judge({ environments }) {
    return [
      ...environments.flatMap(inOtherAccount),
      ...sharedStacks(environments.flatMap(placesOf)),
      ...noStackExists(environments),
    ]
  },
}

function placesOf({ environment, stacks }: EnvironmentFacts): PlacedStack[] {
  return stacks.flatMap(({ stack, before, plan, facts }) => {
    const arn = before?.arn ?? facts?.stackArn ?? plan?.stackArn ?? ''
    return arn === '' ? [] : [{ environment: environment.key, id: stack.id, name: stack.name, arn }]
  })
}

const accountIn = (arn: string | undefined): string | undefined => arn?.split(':')[4]

function inOtherAccount(facts: EnvironmentFacts): Finding[] {
  const { environment } = facts
  const roles = {
    'plan-role': environment.planRole,
    'verify-role': environment.verifyRole,
    'deploy-role': environment.deployRole,
  }
  const [place] = placesOf(facts)
  const account = accountIn(place?.arn)
  if (place === undefined || account === undefined) return []
  return Object.entries(roles).flatMap(([key, role]): Finding[] => {
    const wanted = accountIn(role)
    if (role === undefined || wanted === undefined || wanted === account) return []
    return [
      {
        code: 'stack/other-account',
        outcome: 'fail',
        title: `${environment.key}: the stacks that were read are in the account ${account}, and the ${key} is of ${wanted}`,
        subject: `environment/${environment.key}`,
        expected: `stacks in the account ${wanted}, that of ${role}`,
        observed: place.arn,
        advice:
          environment.planRole === undefined
            ? `Set \`environments.${environment.key}.plan-role\`, or give the job credentials of ${wanted}.`
            : `Correct \`environments.${environment.key}\`: its roles are of one account.`,
        details: { environment: environment.key },
      },
    ]
  })
}

function hasAll({ stacks }: EnvironmentFacts): boolean {
  return stacks.every(({ before, plan }) => before !== undefined && plan?.kind !== 'create')
}

function noStackExists(environments: readonly EnvironmentFacts[]): Finding[] {
  return environments.flatMap((facts): Finding[] => {
    const { environment, stacks } = facts
    const other = environments.find((each) => each !== facts && hasAll(each))
    const missing = stacks.filter(({ plan }) => plan?.kind === 'create')
    if (other === undefined || stacks.length === 0 || missing.length < stacks.length) return []
    const account = accountIn(placesOf(facts)[0]?.arn)
    const where = `${account === undefined ? '' : `the account ${account}, `}${environment.region}`
    const names = missing.map(({ stack }) => stack.name)
    const through = environment.planRole === undefined ? 'the credentials of the job' : environment.planRole
    return [
      {
        code: 'stack/none-exist',
        outcome: 'noted',
        title: `${environment.key}: none of its stacks exists, while ${other.environment.key} has all of its own`,
        subject: `environment/${environment.key}`,
        expected: `${listed(names, NAMED_AT_MOST)} in ${where}; or the first release`,
        observed: 'no such stack: all would be created',
        advice:
          `Nothing to do where this is the first release to ${environment.key}. Otherwise precheck read ` +
          `the wrong account or region: check whether ${through} and the region ${environment.region} are those of ${environment.key}.`,
        details: { environment: environment.key },
      },
    ]
  })
}
