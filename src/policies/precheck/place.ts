import type { Finding } from '../../evidence/finding.ts'
import type { EnvironmentFacts, Rule } from '../contract.ts'
import { sharedStacks, type Place } from '../shared-stacks.ts'

const NAMED_AT_MOST = 10

/** The stacks of an environment are its own, and in its account. */
export const rule: Rule = {
  meta: {
    code: 'stack/place',
    title: 'The stacks of an environment are its own, and in its account',
    docs:
      'A role or a name of the wrong environment makes a release look at other stacks than it will deploy. The stacks ' +
      'have to be in the account of the roles, and none may belong to both environments: to rehearse on it would be to ' +
      'deploy to production. An environment that has none of its stacks while the other has all is told: it is right ' +
      'for a first release, and only then.',
    codes: ['stack/other-account', 'stack/shared', 'stack/none-here'],
  },
  judge({ environments }) {
    return [...environments.flatMap(inOtherAccount), ...shared(environments), ...noneHere(environments)]
  },
}

function placesOf({ stacks }: EnvironmentFacts): Place[] {
  return stacks.flatMap(({ stack, before, plan, facts }) => {
    const arn = before?.arn ?? facts?.stackArn ?? plan?.stackArn ?? ''
    return arn === '' ? [] : [{ id: stack.id, name: stack.name, arn }]
  })
}

const accountIn = (arn: string | undefined): string | undefined => arn?.split(':')[4]

function inOtherAccount(facts: EnvironmentFacts): Finding[] {
  const { environment } = facts
  const roles = { 'plan-role': environment.planRole, 'deploy-role': environment.deployRole }
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
        title: `${environment.key}: what was looked at is in the account ${account}, and the ${key} is of ${wanted}`,
        subject: `environment/${environment.key}`,
        expected: `stacks in the account ${wanted}, that of ${role}`,
        observed: place.arn,
        advice:
          environment.planRole === undefined
            ? `Set \`environments.${environment.key}.plan-role\`, or give the job credentials of ${wanted}.`
            : `Correct \`environments.${environment.key}\`: plan-role and deploy-role are of one account.`,
        details: { environment: environment.key },
      },
    ]
  })
}

function shared(environments: readonly EnvironmentFacts[]): Finding[] {
  const placesIn = (key: string): Place[] =>
    environments.filter(({ environment }) => environment.key === key).flatMap(placesOf)
  return sharedStacks(placesIn('preprod'), placesIn('production'))
}

function noneHere(environments: readonly EnvironmentFacts[]): Finding[] {
  return environments.flatMap((facts): Finding[] => {
    const { environment, stacks } = facts
    const other = environments.find((each) => each !== facts)
    const missing = stacks.filter(({ plan }) => plan?.kind === 'create')
    if (other === undefined || stacks.length === 0 || missing.length < stacks.length) return []
    if (!other.stacks.every(({ before, plan }) => before !== undefined && plan?.kind !== 'create')) return []
    const account = accountIn(placesOf(facts)[0]?.arn)
    const where = `${account === undefined ? '' : `the account ${account}, `}${environment.region}`
    const names = missing.slice(0, NAMED_AT_MOST).map(({ stack }) => stack.name)
    const more = missing.length - names.length
    const through = environment.planRole === undefined ? 'the credentials of the job' : environment.planRole
    return [
      {
        code: 'stack/none-here',
        outcome: 'skipped',
        title: `${environment.key}: not one of its stacks is there, while ${other.environment.key} has all of its own`,
        subject: `environment/${environment.key}`,
        expected: `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''} in ${where}; or the first release`,
        observed: 'no such stack: all would be made',
        advice:
          `Nothing has to be done where this is the first release to ${environment.key}. Otherwise it was looked for in ` +
          `the wrong place: see whether ${through} and the region ${environment.region} are those of ${environment.key}.`,
        details: { environment: environment.key },
      },
    ]
  })
}
