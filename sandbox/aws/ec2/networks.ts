import type * as sdk from '@aws-sdk/client-ec2'
import { ServiceError } from '../../contract.ts'
import type { Call, Properties, Service } from '../../contract.ts'
import { asText, homeKey } from '../names.ts'
import type { World } from '../world.ts'
import { byId, filtered, given, page, tagFilters } from './requests.ts'
import type { Tag } from './requests.ts'

interface Recorded {
  readonly id: string
  readonly properties: Properties
  readonly tags: readonly Tag[]
}

/** VPCs, subnets and key pairs, as templates made them: records without a network behind them. */
export function networkOperations(world: World): Service['operations'] {
  const recorded = (call: Call, type: string): Recorded[] =>
    world.cloudFormation
      .records(type)
      .filter(({ owner }) => homeKey(owner) === homeKey(call))
      .map(({ physicalId: id, properties }) => ({ id, properties, tags: (properties.Tags as Tag[] | undefined) ?? [] }))
  const missing = (code: string, what: string) => (id: string) =>
    new ServiceError(code, `The ${what} '${id}' does not exist`)

  return {
    DescribeVpcs(input: sdk.DescribeVpcsCommandInput, call) {
      const all = recorded(call, 'AWS::EC2::VPC')
      const named = byId(all, input.VpcIds, ({ id }) => id, missing('InvalidVpcID.NotFound', 'vpc ID'))
      const found = filtered(named, input.Filters, ({ id, tags }) => ({ ...tagFilters(tags), 'vpc-id': [id] }), [
        'vpc-id',
      ])
      const { items, more } = page(found, input, { ids: given(input.VpcIds) ? 'vpcIds' : undefined })
      return {
        Vpcs: items.map(({ id, properties, tags }) => ({
          VpcId: id,
          CidrBlock: asText(properties.CidrBlock),
          State: 'available',
          InstanceTenancy: asText(properties.InstanceTenancy, 'default'),
          IsDefault: false,
          OwnerId: call.account,
          Tags: [...tags],
        })),
        ...more,
      }
    },
    DescribeSubnets(input: sdk.DescribeSubnetsCommandInput, call) {
      const all = recorded(call, 'AWS::EC2::Subnet')
      const named = byId(all, input.SubnetIds, ({ id }) => id, missing('InvalidSubnetID.NotFound', 'subnet ID'))
      const found = filtered(
        named,
        input.Filters,
        ({ id, properties, tags }) => ({
          ...tagFilters(tags),
          'subnet-id': [id],
          'vpc-id': [asText(properties.VpcId)],
          'availability-zone': [asText(properties.AvailabilityZone, `${call.region}a`)],
        }),
        ['subnet-id', 'vpc-id', 'availability-zone'],
      )
      const { items, more } = page(found, input, { ids: given(input.SubnetIds) ? 'subnetIds' : undefined })
      return {
        Subnets: items.map(({ id, properties, tags }) => ({
          SubnetId: id,
          VpcId: asText(properties.VpcId),
          CidrBlock: asText(properties.CidrBlock),
          AvailabilityZone: asText(properties.AvailabilityZone, `${call.region}a`),
          MapPublicIpOnLaunch: properties.MapPublicIpOnLaunch === true || properties.MapPublicIpOnLaunch === 'true',
          State: 'available',
          OwnerId: call.account,
          SubnetArn: `arn:aws:ec2:${call.region}:${call.account}:subnet/${id}`,
          Tags: [...tags],
        })),
        ...more,
      }
    },
    DescribeKeyPairs(input: sdk.DescribeKeyPairsCommandInput, call) {
      const all = recorded(call, 'AWS::EC2::KeyPair')
      const notFound = (name: string) =>
        new ServiceError('InvalidKeyPair.NotFound', `The key pair '${name}' does not exist`)
      const named = byId(all, input.KeyNames, ({ id }) => id, notFound)
      const found = filtered(named, input.Filters, ({ id, tags }) => ({ ...tagFilters(tags), 'key-name': [id] }), [
        'key-name',
      ])
      return {
        KeyPairs: found.map(({ id, properties, tags }) => ({
          KeyName: id,
          KeyType: asText(properties.KeyType, 'rsa'),
          Tags: [...tags],
        })),
      }
    },
  }
}
