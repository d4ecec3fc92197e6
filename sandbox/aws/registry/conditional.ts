import type { Properties } from '../../contract.ts'
import { asText } from '../names.ts'

/**
 * Read-only properties that exist only under a condition, from the descriptions of the properties in the template
 * reference and of the operations that read them. All others are always returned.
 */

type Condition = (known: Properties) => boolean

const never: Condition = () => false
const where =
  (property: string): Condition =>
  (known) =>
    known[property] !== undefined
const endpoints = ({ EndpointConfiguration: given }: Properties): readonly unknown[] =>
  (given as { Types?: readonly unknown[] } | undefined)?.Types ?? ['EDGE']

const CONDITIONS: Readonly<Record<string, Readonly<Record<string, Condition>>>> = {
  'AWS::ApiGateway::DomainName': {
    DistributionDomainName: (known) => endpoints(known).includes('EDGE'),
    DistributionHostedZoneId: (known) => endpoints(known).includes('EDGE'),
    RegionalDomainName: (known) => endpoints(known).includes('REGIONAL'),
    RegionalHostedZoneId: (known) => endpoints(known).includes('REGIONAL'),
  },
  'AWS::AppConfig::ConfigurationProfile': { KmsKeyArn: where('KmsKeyIdentifier') },
  'AWS::CloudTrail::Trail': { SnsTopicArn: where('SnsTopicName') },
  'AWS::Cognito::UserPoolClient': { ClientSecret: ({ GenerateSecret: given }) => given === true },
  'AWS::DynamoDB::GlobalTable': { StreamArn: where('StreamSpecification') },
  'AWS::DynamoDB::Table': { StreamArn: where('StreamSpecification') },
  // Only of instances that are part of a fleet, or with a commitment.
  'AWS::EC2::CapacityReservation': {
    CapacityReservationFleetId: never,
    CommitmentInfo: never,
    DeliveryPreference: never,
    ReservationType: never,
  },
  // Only of regional gateways.
  'AWS::EC2::NatGateway': {
    AutoProvisionZones: ({ AvailabilityMode: mode }) => mode === 'regional',
    AutoScalingIps: ({ AvailabilityMode: mode }) => mode === 'regional',
    RouteTableId: ({ AvailabilityMode: mode }) => mode === 'regional',
  },
  'AWS::EC2::VPCEndpointService': {
    'PrivateDnsNameConfiguration.Name': where('PrivateDnsName'),
    'PrivateDnsNameConfiguration.State': where('PrivateDnsName'),
    'PrivateDnsNameConfiguration.Type': where('PrivateDnsName'),
    'PrivateDnsNameConfiguration.Value': where('PrivateDnsName'),
  },
  'AWS::EC2::VPC': {
    'VpcEncryptionControl.State': never,
    'VpcEncryptionControl.StateMessage': never,
    'VpcEncryptionControl.VpcEncryptionControlId': never,
    'VpcEncryptionControl.VpcId': never,
  },
  'AWS::EKS::Cluster': {
    EncryptionConfigKeyArn: where('EncryptionConfig'),
    // Of local clusters on Outposts.
    Id: where('OutpostConfig'),
    'KubernetesNetworkConfig.ServiceIpv6Cidr': ({ KubernetesNetworkConfig: given }) =>
      asText((given as { IpFamily?: unknown } | undefined)?.IpFamily) === 'ipv6',
  },
  'AWS::ElastiCache::ReplicationGroup': { EffectiveDurability: never },
  // Recorded responses have Name and Id instead.
  'AWS::Events::Rule': { RuleName: never },
  'AWS::Lambda::Function': {
    'SnapStartResponse.ApplyOn': where('SnapStart'),
    'SnapStartResponse.OptimizationStatus': where('SnapStart'),
  },
  'AWS::OpenSearchService::Domain': {
    DomainEndpointV2: where('IPAddressType'),
    'IdentityCenterOptions.IdentityCenterApplicationARN': where('IdentityCenterOptions'),
    'IdentityCenterOptions.IdentityStoreId': where('IdentityCenterOptions'),
  },
  'AWS::RDS::DBCluster': {
    'MasterUserSecret.SecretArn': where('ManageMasterUserPassword'),
    StorageThroughput: never,
  },
  // While something is going on, or for some engines.
  'AWS::RDS::DBInstance': {
    AutomaticRestartTime: never,
    'ListenerEndpoint.Address': ({ Engine: engine }) => asText(engine).startsWith('sqlserver'),
    'ListenerEndpoint.HostedZoneId': ({ Engine: engine }) => asText(engine).startsWith('sqlserver'),
    'MasterUserSecret.SecretArn': where('ManageMasterUserPassword'),
    PercentProgress: never,
    ResumeFullAutomationModeTime: never,
    SecondaryAvailabilityZone: ({ MultiAZ: multiple }) => multiple === true,
    StorageOperationPercentProgress: never,
    StorageOperationStatus: never,
  },
}

/** Properties that say why something failed. */
const WHY_IT_FAILED = /(Reason|Reasons|ErrorDetails)$/

/** Whether a resource with these properties has the read-only property. */
export function isPresent(type: string, property: string, known: Properties): boolean {
  if (WHY_IT_FAILED.test(property)) return false
  return CONDITIONS[type]?.[property]?.(known) ?? true
}
