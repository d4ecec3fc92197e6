import type { LookUps } from '../aws/clients/look-ups.ts'
import { pagesOf } from '../aws/pages.ts'
import type { CloudFormation } from './client.ts'

/** A quota of an account (and region), and how much of it is used. */
export interface Quota {
  /** `stacks`: what is counted. */
  readonly of: string
  readonly limit: number
  readonly used: number
}

/** Every status of a stack that exists: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackSummary.html */
const GONE = 'DELETE_COMPLETE'

/** The stacks of the region, nested ones too, and their quota; undefined where CloudFormation does not return it. */
export async function readStackQuota(
  cloudformation: Pick<CloudFormation, 'describeAccountLimits' | 'listStacks'>,
): Promise<Quota | undefined> {
  let limit: number | undefined
  for await (const { AccountLimits = [] } of pagesOf('NextToken', (next) => cloudformation.describeAccountLimits(next)))
    limit ??= AccountLimits.find(({ Name }) => Name === 'StackLimit')?.Value
  if (limit === undefined) return undefined
  let used = 0
  for await (const { StackSummaries = [] } of pagesOf('NextToken', (next) => cloudformation.listStacks(next))) {
    used += StackSummaries.filter(({ StackStatus }) => StackStatus !== GONE).length
  }
  return { of: 'stacks', limit, used }
}

/** By type of resource: the names of its number and quota in GetAccountSummary, and what is counted. */
const SUMMARY: Readonly<Record<string, { readonly name: string; readonly of: string }>> = {
  'AWS::IAM::Role': { name: 'Roles', of: 'roles' },
  'AWS::IAM::ManagedPolicy': { name: 'Policies', of: 'managed policies' },
  'AWS::IAM::InstanceProfile': { name: 'InstanceProfiles', of: 'instance profiles' },
  'AWS::IAM::User': { name: 'Users', of: 'users' },
  'AWS::IAM::Group': { name: 'Groups', of: 'groups' },
}
export const IAM_TYPES = Object.keys(SUMMARY)

/** The quotas of IAM, by type of resource, as far as it returns them. */
export async function readIamQuotas(
  iam: Pick<Awaited<ReturnType<LookUps['permissions']>>, 'getAccountSummary'>,
): Promise<Map<string, Quota>> {
  const { SummaryMap = {} } = await iam.getAccountSummary({})
  const numbers = SummaryMap as Readonly<Record<string, number | undefined>>
  return new Map(
    Object.entries(SUMMARY).flatMap(([type, { name, of }]) => {
      const [used, limit] = [numbers[name], numbers[`${name}Quota`]]
      return used === undefined || limit === undefined ? [] : [[type, { of, limit, used }] as const]
    }),
  )
}

/** Lambda keeps this number of concurrent executions for functions that reserve none (developer guide, reserved concurrency). */
const UNRESERVED_AT_LEAST = 100

export interface FunctionQuotas {
  /** What functions can reserve. */
  readonly concurrency: Quota | undefined
  /** In bytes. */
  readonly code: Quota | undefined
}

export async function readFunctionQuotas(
  lambda: Pick<Awaited<ReturnType<LookUps['functions']>>, 'getAccountSettings'>,
): Promise<FunctionQuotas> {
  const { AccountLimit, AccountUsage } = await lambda.getAccountSettings({})
  const {
    ConcurrentExecutions: all,
    UnreservedConcurrentExecutions: unreserved,
    TotalCodeSize: limit,
  } = AccountLimit ?? {}
  const used = AccountUsage?.TotalCodeSize
  return {
    concurrency:
      all === undefined || unreserved === undefined
        ? undefined
        : {
            of: 'reservable concurrent executions',
            limit: Math.max(0, all - UNRESERVED_AT_LEAST),
            used: all - unreserved,
          },
    code: limit === undefined || used === undefined ? undefined : { of: 'bytes of code', limit, used },
  }
}
