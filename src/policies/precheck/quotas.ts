import type { Finding } from '../../evidence/finding.ts'
import { listed } from '../../support/text/text.ts'
import type { EnvironmentFacts, PlannedQuota, Rule } from '../contract.ts'

const SHOWN = 5
/** From this share of a quota on, a finding notes how little is left. */
const NEAR = 0.9

/** A quota is one of the account: the rehearsal in another account does not show it. */
export const rule: Rule = {
  meta: {
    code: 'production/quotas',
    title: 'The quotas of the accounts have room for the planned changes',
    docs:
      'Stacks (CloudFormation), roles, managed policies, instance profiles, users and groups (IAM), reservable ' +
      'concurrency and stored code (Lambda): limit and use are read where a planned change takes from them. ' +
      'CloudFormation checks further quotas when it makes the change set; its own answers are `change-set/validation-failed`.',
    codes: ['quota/exceeded', 'quota/near', 'quota/not-read', 'quota/enough'],
  },
  judge: ({ environments }) => environments.flatMap((environment) => judgeEnvironment(environment)),
}

type Known = Extract<PlannedQuota, { limit: number }>

function judgeEnvironment({ environment: { key }, quotas = [] }: EnvironmentFacts): Finding[] {
  const known = quotas.filter((each): each is Known => 'limit' in each)
  const findings = known.flatMap((each) => judgeQuota(key, each))
  const enough = known.filter((each) => !isExceeded(each) && !isNear(each))
  return [
    ...findings,
    ...quotas.flatMap((each) =>
      'limit' in each
        ? []
        : [
            {
              code: 'quota/not-read',
              outcome: 'noted',
              title: `${key}: the quotas of ${each.service} were not read`,
              subject: `environment/${key}/quotas/${each.service}`,
              expected: 'limit and use of what the planned changes take',
              observed: each.unknown.why,
              advice: each.unknown.advice,
              details: { environment: key },
            } as const,
          ],
    ),
    ...(enough.length === 0
      ? []
      : [
          {
            code: 'quota/enough',
            outcome: 'noted',
            title: `${key}: ${enough.length} of ${known.length} quotas have room for the planned changes`,
            subject: `environment/${key}/quotas`,
            expected: 'room for each planned change',
            observed: listed(enough.map(useOf), SHOWN),
            details: { environment: key },
          } as const,
        ]),
  ]
}

const isExceeded = ({ limit, used, amount, freed }: Known): boolean => amount > 0 && used + amount - freed > limit
const isNear = ({ limit, used, amount }: Known): boolean => used + amount > limit * NEAR
const useOf = ({ service, of, limit, used, amount }: Known): string =>
  `${service}: ${used} of ${limit} ${of}${amount > 0 ? `, ${amount} more` : ''}`

function judgeQuota(environment: string, quota: Known): Finding[] {
  const { service, of, limit, used, amount, by, freed } = quota
  const isOver = isExceeded(quota)
  if (!isOver && !isNear(quota)) return []
  const name = `${service}: ${of}`
  return [
    {
      code: isOver ? 'quota/exceeded' : 'quota/near',
      outcome: isOver ? 'fail' : 'noted',
      title: isOver
        ? `${environment}: the planned changes need ${amount} more ${of} of ${service}, and the quota of ${limit} leaves ${Math.max(0, limit - used)}`
        : `${environment}: the planned changes bring ${service} near its quota of ${limit} ${of}`,
      subject: `environment/${environment}/quotas/${name.replaceAll(/[^A-Za-z]+/g, '-')}`,
      expected: isOver
        ? `at least ${amount} of ${limit} ${of} free`
        : `at most ${NEAR * 100} % of ${limit} ${of} in use`,
      observed: `${used} in use, ${amount} more by ${listed([...by], SHOWN)}${freed > 0 ? `, ${freed} given up` : ''}`,
      advice: `Request a higher quota in Service Quotas for ${service}, or remove what is not used.`,
      details: { environment },
    },
  ]
}
