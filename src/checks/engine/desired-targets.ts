import type { StateReads } from '../../aws/clients/state-reads.ts'
import { ActionError } from '../../support/errors.ts'

/** What desires targets: an Auto Scaling group, or a service of ECS by its name or ARN. */
type DesiredBy = { readonly 'scaling-group': string } | { readonly cluster: string; readonly service: string }

/** The desired number of targets. Rejects where what desires them does not exist, is being deleted, or has no such number. */
export async function readDesired(
  reads: Pick<StateReads, 'describeAutoScalingGroups' | 'describeServices'>,
  by: DesiredBy | undefined,
): Promise<number | undefined> {
  if (by === undefined) return undefined
  const refused = (what: string, observed: string): ActionError =>
    new ActionError('aws/service', {
      message: `${what} ${observed}`,
      subject: 'check/desired-by',
      expected: `${what}, with a desired number of targets`,
      observed,
      advice: 'Correct `desired-by` of the check.',
    })
  const desiredOf = (
    what: string,
    found: { readonly desired?: number | undefined; readonly ends?: string } | undefined,
  ) => {
    if (found === undefined) throw refused(what, 'does not exist')
    if (found.ends !== undefined) throw refused(what, `is in the state ${found.ends}`)
    if (!Number.isSafeInteger(found.desired)) throw refused(what, 'has no desired number of targets')
    return found.desired
  }
  if ('service' in by) {
    const { services = [] } = await reads.describeServices({ cluster: by.cluster, services: [by.service] })
    const service = services.find(({ serviceName, serviceArn }) => [serviceName, serviceArn].includes(by.service))
    const { status = 'unknown', desiredCount } = service ?? {}
    // A service that was deleted is described for some time.
    const isThere = service !== undefined && status !== 'INACTIVE'
    return desiredOf(
      `the ECS service ${by.cluster}/${by.service}`,
      isThere ? { desired: desiredCount, ...(status !== 'ACTIVE' && { ends: status }) } : undefined,
    )
  }
  const name = by['scaling-group']
  const { AutoScalingGroups = [] } = await reads.describeAutoScalingGroups({ AutoScalingGroupNames: [name] })
  const group = AutoScalingGroups.find(({ AutoScalingGroupName }) => AutoScalingGroupName === name)
  return desiredOf(
    `the Auto Scaling group ${name}`,
    // Only one that is being deleted has a status.
    group && { desired: group.DesiredCapacity, ...(group.Status !== undefined && { ends: group.Status }) },
  )
}
