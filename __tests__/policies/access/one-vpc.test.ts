import { expect, test } from '@jest/globals'
import type { StackReference } from '../../../src/policies/contract.ts'
import { judgeVpcs } from '../../../src/policies/access/one-vpc.ts'

function at(property: string, id: string, vpc: string | undefined, type = 'AWS::Lambda::Function'): StackReference {
  const kind = id.startsWith('sg-') ? 'security-group' : 'subnet'
  const source = { file: 'web.yml', line: 4 }
  const reference = { kind, target: { kind, id }, expression: id, logicalId: 'Fn', type, property, source } as const
  const answer = { state: 'found', ...(vpc !== undefined && { vpc }) } as const
  return { stack: 'web', stackName: 'shop', reference, used: true, answer }
}

test.each<[string, StackReference[], string[]]>([
  ['one VPC', [at('VpcConfig.SubnetIds', 'subnet-1', 'a'), at('VpcConfig.SecurityGroupIds', 'sg-1', 'a')], []],
  [
    'two subnets of two VPCs',
    [at('VpcConfig.SubnetIds', 'subnet-1', 'a'), at('VpcConfig.SubnetIds', 'subnet-2', 'b')],
    ['fail VpcConfig.SubnetIds: subnet-1 of a, subnet-2 of b'],
  ],
  [
    'a subnet and a security group of two VPCs',
    [at('Subnets', 'subnet-1', 'a'), at('Subnets', 'subnet-2', 'a'), at('SecurityGroups', 'sg-1', 'b')],
    ['fail SecurityGroups: subnet-1 of a, subnet-2 of a, sg-1 of b'],
  ],
  ['an unknown VPC', [at('Subnets', 'subnet-1', 'a'), at('SecurityGroups', 'sg-1', undefined)], []],
  ['two parts of a resource', [at('Blue.Subnets', 'subnet-1', 'a'), at('Green.Subnets', 'subnet-2', 'b')], []],
  [
    'rules between peers',
    [
      at('GroupId', 'sg-1', 'a', 'AWS::EC2::SecurityGroupIngress'),
      at('SourceSecurityGroupId', 'sg-2', 'b', 'AWS::EC2::SecurityGroupIngress'),
    ],
    [],
  ],
])('%s', (_, references, expected) => {
  const found = judgeVpcs('production', references)
  expect(
    found.map(({ outcome, subject, observed }) => `${outcome} ${subject.split('/property/')[1]}: ${observed}`),
  ).toEqual(expected)
  expect(found.every(({ source }) => source?.line === 4)).toBe(true)
})

test('a resource that this release does not change does not block', () => {
  const references = [at('Subnets', 'subnet-1', 'a'), at('Subnets', 'subnet-2', 'b')].map((each) => ({
    ...each,
    used: false,
  }))
  expect(judgeVpcs('production', references).map(({ outcome }) => outcome)).toEqual(['noted'])
})
