import type { Service } from '../../../contract.ts'
import type { World } from '../../world.ts'

/** Default quotas of an account: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const QUOTAS = {
  RolesQuota: 1000,
  PoliciesQuota: 1500,
  InstanceProfilesQuota: 1000,
  UsersQuota: 5000,
  GroupsQuota: 300,
}

/** GetAccountSummary: of the entities that the sandbox has, and their quotas. */
export function summaryOperations({ iam, scenario }: Pick<World, 'iam' | 'scenario'>): Service['operations'] {
  return {
    GetAccountSummary(_input: unknown, { account }) {
      const quotas = Object.entries(QUOTAS).map(([name, value]) => [
        name,
        scenario.quotas[`iam/${name}` as keyof typeof scenario.quotas] ?? value,
      ])
      const SummaryMap: Record<string, number> = {
        ...(Object.fromEntries(quotas) as Record<string, number>),
        Roles: iam.roles(account).length,
        Policies: iam.policies(account).length,
        InstanceProfiles: iam.profiles(account).length,
        Users: 0,
        Groups: 0,
      }
      return { SummaryMap }
    },
  }
}
