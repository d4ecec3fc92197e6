import type { PacedClock } from '../../../clock.ts'
import type { Host } from '../../hosts/hosts.ts'
import type { World } from '../../world.ts'
import { scalingGroups } from '../autoscaling/groups.ts'
import { untilNext } from '../cloudwatch/metrics.ts'
import type { Metrics } from '../cloudwatch/metrics.ts'
import { isDetailed, settingsOf } from './instances.ts'

const MINUTE_MS = 60_000
/** Basic monitoring has a datapoint in five minutes; detailed monitoring one in each. */
const BASIC_MINUTES = 5

/** Each minute, with both kinds of monitoring: no check fails. */
const STATUS = ['StatusCheckFailed', 'StatusCheckFailed_Instance', 'StatusCheckFailed_System']
/** Of an instance with little to do: percent, and bytes in a sample. */
const LOAD: Readonly<Record<string, number>> = { CPUUtilization: 3, NetworkIn: 20_000, NetworkOut: 20_000 }

/** Records the metrics of an instance in the namespace AWS/EC2 until it is terminated; see spec/cloudwatch.md. */
export async function measureInstance(world: World, metrics: Metrics, clock: PacedClock, host: Host): Promise<void> {
  for (let minute = 0; ; minute += 1) {
    await clock.sleep(untilNext(MINUTE_MS, clock))
    if (world.hosts.find(host.home, host.id) !== host) return
    const detailed = isDetailed(settingsOf(world, host))
    const group = scalingGroups(world)
      .list(host.home)
      .find(({ instances }) => instances.has(host.id))
    const dimensions = [{ InstanceId: host.id }, ...(group ? [{ AutoScalingGroupName: group.name }] : [])]
    const put = (name: string, value: number): void => {
      for (const each of dimensions) metrics.put(host.home, { namespace: 'AWS/EC2', name, dimensions: each }, value)
    }
    for (const name of STATUS) put(name, 0)
    if (!detailed && minute % BASIC_MINUTES !== 0) continue
    for (const [name, value] of Object.entries(LOAD)) put(name, value)
  }
}
