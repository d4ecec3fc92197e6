import type * as sdk from '@aws-sdk/client-ec2'
import { ServiceError } from '../../../contract.ts'
import type { Call, Properties, Service } from '../../../contract.ts'
import { asText, homeKey } from '../../names.ts'
import type { World } from '../../world.ts'
import { tagsOf } from '../../registry/tags.ts'
import { byId, filtered, given, invalidValue, page, tagFilters } from './requests.ts'
import type { Tag } from './requests.ts'

interface Recorded {
  readonly id: string
  readonly properties: Properties
  readonly tags: readonly Tag[]
}

/** Existing resources of the scenario, as records of templates. */
function givenOf({ scenario }: World, call: Call, type: string): Recorded[] {
  const networks = scenario.network.filter((network) => homeKey(network) === homeKey(call))
  const record = (id: string, properties: Properties = {}): Recorded => ({ id, properties, tags: [] })
  return networks.flatMap(({ vpc, subnets, images, keyPairs }) => {
    switch (type) {
      case 'AWS::EC2::VPC':
        return [record(vpc)]
      case 'AWS::EC2::Subnet':
        return subnets.map((id) => record(id, { VpcId: vpc }))
      case 'AWS::EC2::KeyPair':
        return keyPairs.map((id) => record(id))
      default:
        return images.map((id) => record(id))
    }
  })
}

/** VPCs, subnets, key pairs and images, as templates or the scenario made them: records without a network behind them. */
export function networkOperations(world: World): Service['operations'] {
  const recorded = (call: Call, type: string): Recorded[] => [
    ...givenOf(world, call, type),
    ...world.cloudFormation
      .records(type)
      .filter(({ owner }) => homeKey(owner) === homeKey(call))
      .map((each) => ({ id: each.physicalId, properties: each.properties, tags: tagsOf(each) })),
  ]
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
    DescribeImages(input: sdk.DescribeImagesCommandInput, call) {
      if (input.Owners !== undefined || input.ExecutableUsers !== undefined) {
        throw invalidValue('The sandbox does not select images by owner or user')
      }
      const all = givenOf(world, call, 'image')
      const named = byId(all, input.ImageIds, ({ id }) => id, missing('InvalidAMIID.NotFound', 'image id'))
      const found = filtered(named, input.Filters, ({ id }) => ({ 'image-id': [id], state: ['available'] }), [
        'image-id',
        'state',
      ])
      const { items, more } = page(found, input, { ids: given(input.ImageIds) ? 'imageIds' : undefined })
      return {
        Images: items.map(({ id }) => ({
          ImageId: id,
          State: 'available',
          OwnerId: call.account,
          ImageType: 'machine',
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
