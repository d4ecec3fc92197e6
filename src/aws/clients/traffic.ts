import type * as ec2 from '@aws-sdk/client-ec2'
import type * as balancing from '@aws-sdk/client-elastic-load-balancing-v2'
import type { AwsAccess } from '../access.ts'
import type { SdkFactory } from '../sdk.ts'

/** Reads that tell where a version is reached that has no traffic yet. All reject with an ActionError. */
export interface Traffic {
  balancers(): Promise<Balancers>
  instances(): Promise<Instances>
}

export interface Balancers {
  describeListeners(input: balancing.DescribeListenersCommandInput): Promise<balancing.DescribeListenersCommandOutput>
  describeRules(input: balancing.DescribeRulesCommandInput): Promise<balancing.DescribeRulesCommandOutput>
  describeLoadBalancers(
    input: balancing.DescribeLoadBalancersCommandInput,
  ): Promise<balancing.DescribeLoadBalancersCommandOutput>
  describeTargetGroups(
    input: balancing.DescribeTargetGroupsCommandInput,
  ): Promise<balancing.DescribeTargetGroupsCommandOutput>
}

export interface Instances {
  describeInstances(input: ec2.DescribeInstancesCommandInput): Promise<ec2.DescribeInstancesCommandOutput>
}

export function connectTraffic(access: AwsAccess, make: SdkFactory): Traffic {
  return {
    async balancers() {
      const {
        DescribeListenersCommand,
        DescribeLoadBalancersCommand,
        DescribeRulesCommand,
        DescribeTargetGroupsCommand,
        ElasticLoadBalancingV2Client,
      } = await import('@aws-sdk/client-elastic-load-balancing-v2')
      return make<Balancers>(access, 'elasticloadbalancing', (config) => new ElasticLoadBalancingV2Client(config), {
        describeListeners: DescribeListenersCommand,
        describeRules: DescribeRulesCommand,
        describeLoadBalancers: DescribeLoadBalancersCommand,
        describeTargetGroups: DescribeTargetGroupsCommand,
      })
    },
    async instances() {
      const { DescribeInstancesCommand, EC2Client } = await import('@aws-sdk/client-ec2')
      return make<Instances>(access, 'ec2', (config) => new EC2Client(config), {
        describeInstances: DescribeInstancesCommand,
      })
    },
  }
}
