import { readRoleArn } from '../../../aws/trust/provider.ts'
import type { LiveItem, LiveTier } from '../../../cloudformation/live/contract.ts'
import type { DeployedStack } from '../../../cloudformation/snapshot.ts'
import type { Finding, Json } from '../../../evidence/finding.ts'
import type { PlanOptions } from '../../../plan/contract.ts'
import { mapLimit } from '../../../support/limit.ts'
import { listed } from '../../../support/text/text.ts'
import type { ServiceRole } from '../../snapshot/service-role.ts'
import type { LiveReads } from '../live/reads.ts'

const TYPE = 'AWS::IAM::Role'
const ROLES_AT_ONCE = 3
const NAMED_AT_MOST = 10

/**
 * What limits and allows the service roles of the stacks, by stack id. It is read like the access of resources, with the
 * same permissions; a role that cannot be read is a finding. Nothing is read where no live state is.
 */
export async function surveyServiceRoles(
  {
    environment,
    only,
    live: { tier },
  }: Pick<PlanOptions, 'environment' | 'only'> & { readonly live: { readonly tier: LiveTier } },
  reading: Pick<LiveReads, 'accessOf'>,
  deployed: ReadonlyMap<string, DeployedStack>,
): Promise<{ readonly roles: ReadonlyMap<string, ServiceRole>; readonly findings: readonly Finding[] }> {
  const roles = new Map<string, ServiceRole>()
  const findings: Finding[] = []
  const stacks = tier === 'off' ? [] : environment.stacks.filter(({ id }) => !only?.length || only.includes(id))
  await mapLimit(stacks, ROLES_AT_ONCE, async (stack) => {
    const arn = stack.role ?? deployed.get(stack.id)?.state.role
    const role = arn === undefined ? undefined : readRoleArn(arn)
    if (role === undefined) return
    const found = await reading.accessOf({ logicalId: '', physicalId: role.name, type: TYPE }, role.account)
    if (found === undefined) return
    const { items, unread } = found
    if (unread.length === 0) {
      roles.set(stack.id, {
        boundary: valuesOf(items.get('/PermissionsBoundary'))[0] ?? null,
        attached: valuesOf(items.get('/ManagedPolicyArns')),
        inline: (items.get('/Policies') ?? []).map(({ key, value }) => ({ name: key, document: value as Json })),
      })
      return
    }
    const actions = [...new Set(unread.flatMap(({ action }) => action ?? []))]
    findings.push({
      code: 'drift/not-read',
      outcome: 'skipped',
      title: `${environment.key}: boundary and policies of the service role ${role.name} of ${stack.id} were not read, and are not compared`,
      subject: `stack/${stack.id}/service-role`,
      expected: 'what the role may do in each environment',
      observed: listed([...new Set(unread.map(({ reason }) => reason))], NAMED_AT_MOST),
      advice:
        actions.length === 0
          ? 'Run precheck again, or compare the roles by other means.'
          : `Allow ${actions.join(', ')} on ${arn ?? ''} for the plan role; docs/iam/plan-role-live.json has the statement.`,
      details: { environment: environment.key, stack: stack.name, region: environment.region },
    })
  })
  return { roles, findings }
}

function valuesOf(items: readonly LiveItem[] = []): Json[] {
  return items.map(({ value }) => value as Json)
}
