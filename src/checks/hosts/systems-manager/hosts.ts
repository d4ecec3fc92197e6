import type { InstanceInformation } from '@aws-sdk/client-ssm'
import type { HostCommands } from '../../../aws/clients/host-commands.ts'
import { pagesOf } from '../../../aws/pages.ts'
import type { TaggedHost, Tags } from './contract.ts'

/** States of instances that run, or will. */
const ALIVE = ['pending', 'running']
/** Nodes outside of EC2, of which EC2 knows nothing. */
const OUTSIDE = 'mi-'

/**
 * The instances that run and have all of the tags, sorted by id, with those outside of EC2 that Systems Manager manages. An
 * instance that was terminated stays in the list of Systems Manager for some time, and does not count.
 */
export async function taggedHosts(
  calls: Pick<HostCommands, 'describeInstances' | 'describeInstanceInformation'>,
  tags: Tags,
): Promise<TaggedHost[]> {
  const byTag = Object.entries(tags).map(([name, values]) => ({ name: `tag:${name}`, values: [...values] }))
  const known = new Map<string, InstanceInformation>()
  const managed = pagesOf('NextToken', (next) =>
    calls.describeInstanceInformation({
      Filters: byTag.map(({ name, values }) => ({ Key: name, Values: values })),
      ...next,
    }),
  )
  for await (const { InstanceInformationList = [] } of managed)
    for (const each of InstanceInformationList) known.set(each.InstanceId ?? '', each)
  const ids = new Set([...known.keys()].filter((id) => id.startsWith(OUTSIDE)))
  const instances = pagesOf('NextToken', (next) =>
    calls.describeInstances({
      Filters: [
        ...byTag.map(({ name, values }) => ({ Name: name, Values: values })),
        { Name: 'instance-state-name', Values: ALIVE },
      ],
      ...next,
    }),
  )
  for await (const { Reservations = [] } of instances)
    for (const { InstanceId = '' } of Reservations.flatMap(({ Instances = [] }) => Instances)) ids.add(InstanceId)
  return [...ids].toSorted().map((id) => {
    const { PingStatus: ping, PlatformType: platform } = known.get(id) ?? {}
    return { id, ...(ping !== undefined && { ping }), ...(platform !== undefined && { platform }) }
  })
}
