import type { AwsAccess } from '../access.ts'
import type { SdkFactory } from '../sdk.ts'

/** Reads that tell where a version is reached that has no traffic yet. All reject with an ActionError. */
export type Traffic = ReturnType<typeof connectTraffic>
export type Balancers = Awaited<ReturnType<Traffic['balancers']>>
export type Instances = Awaited<ReturnType<Traffic['instances']>>

export function connectTraffic(access: AwsAccess, make: SdkFactory) {
  return {
    async balancers() {
      const {
        DescribeListenersCommand,
        DescribeLoadBalancersCommand,
        DescribeRulesCommand,
        DescribeTargetGroupsCommand,
        ElasticLoadBalancingV2Client,
      } = await import('@aws-sdk/client-elastic-load-balancing-v2')
      return make(access, 'elasticloadbalancing', (config) => new ElasticLoadBalancingV2Client(config), {
        describeListeners: DescribeListenersCommand,
        describeRules: DescribeRulesCommand,
        describeLoadBalancers: DescribeLoadBalancersCommand,
        describeTargetGroups: DescribeTargetGroupsCommand,
      })
    },
    async instances() {
      const { DescribeInstancesCommand, EC2Client } = await import('@aws-sdk/client-ec2')
      return make(access, 'ec2', (config) => new EC2Client(config), {
        describeInstances: DescribeInstancesCommand,
      })
    },
  }
}
