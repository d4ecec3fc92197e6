import { describe, expect, test } from '@jest/globals'
import { neededActions } from '../../../src/cloudformation/permissions/needed.ts'
import { simulate } from '../../../src/cloudformation/permissions/simulate.ts'
import { parseTemplate } from '../../../src/cloudformation/template/template.ts'
import type { ResourceChange } from '../../../src/evidence/document.ts'

const values = { Env: 'production', 'AWS::Region': 'eu-west-1', 'AWS::AccountId': '222222222222' }

function needed(type: string, change: Partial<ResourceChange>, properties = '{}', physicalId?: string) {
  const template = parseTemplate(
    `Parameters: { Env: { Type: String } }\nResources: { R: { Type: "${type}", Properties: ${properties} } }`,
    'web.yml',
  )
  const all = { logicalId: 'R', type, action: 'Add', replacement: 'False', properties: [], ...change } as const
  const physicalIds = new Map(physicalId === undefined ? [] : [['R', physicalId]])
  return neededActions([all], { template, values, stackName: 'shop-production', physicalIds })
}
const propertyAt = (path: string): ResourceChange['properties'][number] => ({
  path,
  attribute: 'Properties',
  change: 'Modify',
  requiresRecreation: 'Never',
  causes: [],
  evaluation: 'Static',
})
const sns = (name: string): string => `arn:aws:sns:eu-west-1:222222222222:${name}`

describe('a planned change needs', () => {
  test.each<[string, ReturnType<typeof needed>, object[]]>([
    [
      'to create the resource, under the name that CloudFormation generates',
      needed('AWS::SNS::Topic', {}),
      [{ arn: sns('shop-production-R-XXXXXXXXXXXX'), essential: ['sns:CreateTopic'] }],
    ],
    [
      'its own name where it has one',
      needed('AWS::SNS::Topic', {}, '{ TopicName: !Sub "alerts-${Env}" }'),
      [{ arn: sns('alerts-production') }],
    ],
    [
      'to update what exists',
      needed('AWS::SNS::Topic', { action: 'Modify' }, '{}', sns('alerts')),
      [{ arn: sns('alerts'), essential: [], others: expect.arrayContaining(['sns:SetTopicAttributes']) }],
    ],
    [
      'the only action of its handler, whatever its name is',
      needed('AWS::CloudWatch::Alarm', {}),
      [{ handler: 'create', essential: ['cloudwatch:PutMetricAlarm'], others: [] }],
    ],
    [
      'the only action of an update that changes more than tags',
      needed('AWS::CloudWatch::Alarm', { action: 'Modify', properties: [propertyAt('/Properties/Threshold')] }),
      [{ handler: 'update', essential: ['cloudwatch:PutMetricAlarm'] }],
    ],
    [
      'possibly no such action to change tags',
      needed('AWS::CloudWatch::Alarm', { action: 'Modify', properties: [propertyAt('/Properties/Tags/0')] }),
      [{ handler: 'update', essential: [], others: ['cloudwatch:PutMetricAlarm'] }],
    ],
    [
      'to delete it',
      needed('AWS::SNS::Topic', { action: 'Remove' }, '{}', sns('alerts')),
      [{ essential: ['sns:DeleteTopic'] }],
    ],
    [
      'both where it is replaced',
      needed('AWS::SNS::Topic', { action: 'Modify', replacement: 'True' }, '{}', sns('alerts')),
      [{ essential: ['sns:CreateTopic'] }, { arn: sns('alerts') }],
    ],
    [
      'an unknown ARN for an ID that AWS generates',
      needed('AWS::EC2::SecurityGroup', {}),
      [{ arn: undefined, essential: ['ec2:CreateSecurityGroup'] }],
    ],
    ['no known action for a type without handlers', needed('Custom::Thing', {}), []],
  ])('%s', (_, found, expected) => {
    expect(found).toMatchObject(expected)
    expect(found).toHaveLength(expected.length)
  })
})

test('IAM decides by policies, boundary and organization, from every page', async () => {
  const pages = [
    {
      EvaluationResults: [{ EvalActionName: 'a:A', EvalDecision: 'allowed' as const }],
      IsTruncated: true,
      Marker: '2',
    },
    {
      EvaluationResults: [
        { EvalActionName: 'a:B', EvalDecision: 'implicitDeny' as const, MissingContextValues: ['aws:RequestTag/x'] },
        {
          EvalActionName: 'a:C',
          EvalDecision: 'explicitDeny' as const,
          MatchedStatements: [{ SourcePolicyId: 'guard' }],
        },
        {
          EvalActionName: 'a:D',
          EvalDecision: 'allowed' as const,
          OrganizationsDecisionDetail: { AllowedByOrganizations: false },
        },
        {
          EvalActionName: 'a:E',
          EvalDecision: 'allowed' as const,
          PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
        },
      ],
    },
  ]
  const iam = {
    simulatePrincipalPolicy: ({ Marker }: { Marker?: string | undefined }) =>
      Promise.resolve({ ...pages[Marker === '2' ? 1 : 0], $metadata: {} } as never),
  }
  const role = 'arn:aws:iam::222222222222:role/r'
  // For an unknown resource another statement may match its ARN; the organization's decision applies to all.
  const found = await simulate(iam, { role, actions: ['a:A'], arn: '*' })
  expect(found.map(({ action, allowed, why, dependsOnResource }) => [action, allowed, why, dependsOnResource])).toEqual(
    [
      ['a:A', true, 'no policy of the role allows it', true],
      ['a:B', false, 'no policy of the role allows it', true],
      ['a:C', false, 'explicit deny of the policy guard', true],
      ['a:D', false, 'a service control policy of the organization does not allow it', false],
      ['a:E', false, 'the permissions boundary of the role does not allow it', true],
    ],
  )
  const known = await simulate(iam, { role, actions: ['a:A'], arn: 'arn:aws:sns:eu-west-1:222222222222:orders' })
  expect(known.map(({ dependsOnResource }) => dependsOnResource)).toEqual([false, true, false, false, false])
  expect(found[1]?.missingKeys).toEqual(['aws:RequestTag/x'])
})
