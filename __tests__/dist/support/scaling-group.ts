import { setTimeout } from 'node:timers/promises'
import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
} from '@aws-sdk/client-auto-scaling'
import { KEYS, type PrecheckWorld } from './precheck-world.ts'

const POLL_MS = 50

/** Creates an Auto Scaling group in eu-west-1, and waits until all of its instances are InService. */
export async function makeScalingGroup({ sandbox }: PrecheckWorld, name: string, size: number): Promise<void> {
  const client = new AutoScalingClient({ endpoint: sandbox.awsUrl, region: 'eu-west-1', credentials: { ...KEYS } })
  try {
    await client.send(
      new CreateAutoScalingGroupCommand({
        AutoScalingGroupName: name,
        MinSize: 0,
        MaxSize: Math.max(size, 1),
        DesiredCapacity: size,
        LaunchTemplate: { LaunchTemplateName: 'web', Version: '1' },
        AvailabilityZones: ['eu-west-1a'],
      }),
    )
    for (;;) {
      const { AutoScalingGroups = [] } = await client.send(
        new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] }),
      )
      const states = (AutoScalingGroups[0]?.Instances ?? []).map(({ LifecycleState }) => LifecycleState)
      if (states.length === size && states.every((state) => state === 'InService')) return
      await setTimeout(POLL_MS)
    }
  } finally {
    client.destroy()
  }
}
