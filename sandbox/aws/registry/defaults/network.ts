import type { DefaultsByType } from '../contract.ts'
import { eachFilled, filled, fixed } from './fill.ts'

const INSTANCE_NAMES = {
  EnableResourceNameDnsAAAARecord: false,
  EnableResourceNameDnsARecord: false,
  HostnameType: 'ip-name',
}
const ALL_TRAFFIC = { FromPort: -1, IpProtocol: '-1', ToPort: -1 }

/** For a rule for all protocols, AWS returns the ports -1. */
function withPorts(rules: unknown): unknown {
  if (!Array.isArray(rules)) return undefined
  return rules.map((rule: { IpProtocol?: unknown }) =>
    rule.IpProtocol === '-1' || rule.IpProtocol === -1 ? { ...rule, ...ALL_TRAFFIC } : rule,
  )
}

/** Networks, security groups, gateways and instances. */
export const NETWORK_DEFAULTS: DefaultsByType = {
  'AWS::EC2::SecurityGroup': {
    source: 'template reference: without egress rules AWS adds one that allows all traffic; the default VPC',
    complete: (known, { physicalId, owner }) => {
      const rules = {
        SecurityGroupEgress: withPorts(known['SecurityGroupEgress']) ?? [{ CidrIp: '0.0.0.0/0', ...ALL_TRAFFIC }],
        ...(known['SecurityGroupIngress'] !== undefined && {
          SecurityGroupIngress: withPorts(known['SecurityGroupIngress']),
        }),
      }
      const given = physicalId.startsWith('sg-')
        ? `${owner.stackName}-${owner.logicalId}-${physicalId.slice(-12)}`
        : physicalId
      return filled({ ...known, ...rules }, { GroupName: given })
    },
  },
  'AWS::EC2::Subnet': fixed('template reference; EC2 API reference, Subnet', {
    AssignIpv6AddressOnCreation: false,
    BlockPublicAccessStates: { InternetGatewayBlockMode: 'off' },
    EnableDns64: false,
    Ipv6Native: false,
    MapPublicIpOnLaunch: false,
    PrivateDnsNameOptionsOnLaunch: INSTANCE_NAMES,
  }),
  'AWS::EC2::VPC': {
    source: 'template reference',
    complete: (known, { physicalId }) =>
      filled(known, {
        CidrBlockAssociations: [physicalId.replace(/^vpc-/, 'vpc-cidr-assoc-')],
        EnableDnsHostnames: false,
        EnableDnsSupport: true,
        InstanceTenancy: 'default',
      }),
  },
  'AWS::EC2::NatGateway': fixed('template reference; EC2 API reference, CreateNatGateway', {
    AvailabilityMode: 'zonal',
    ConnectivityType: 'public',
  }),
  'AWS::EC2::EIP': fixed('template reference', { Domain: 'vpc' }),
  'AWS::EC2::Instance': {
    source: 'template reference; EC2 API reference, RunInstances and InstanceMetadataOptionsResponse',
    complete: (known) => {
      const interfaces = eachFilled(known['NetworkInterfaces'], {
        AssociateCarrierIpAddress: false,
        DeleteOnTermination: true,
        Ipv6AddressCount: 0,
        SecondaryPrivateIpAddressCount: 0,
      })
      return filled(
        { ...known, ...(interfaces !== undefined && { NetworkInterfaces: interfaces }) },
        {
          DisableApiTermination: false,
          EbsOptimized: false,
          EnclaveOptions: { Enabled: false },
          HibernationOptions: { Configured: false },
          InstanceInitiatedShutdownBehavior: 'stop',
          Monitoring: false,
          PrivateDnsNameOptions: INSTANCE_NAMES,
          SourceDestCheck: true,
          State: { Code: '16', Name: 'running' },
          Tenancy: 'default',
        },
      )
    },
  },
  'AWS::EC2::VPCEndpoint': {
    source: 'template reference; EC2 API reference, CreateVpcEndpoint',
    complete: (known, { owner }) =>
      filled(known, { IpAddressType: 'ipv4', PrivateDnsEnabled: false, ServiceRegion: owner.region }),
  },
  'AWS::Route53::HostedZone': fixed('Route 53 API reference, HostedZoneFeatures', {
    HostedZoneFeatures: { EnableAcceleratedRecovery: false },
  }),
}
