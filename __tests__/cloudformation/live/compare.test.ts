import { describe, expect, test } from '@jest/globals'
import { ActionError } from '../../../src/support/errors.ts'
import { compared, modelOf, readsOf, stackOf, undeclaredOf } from './live.ts'

const ROLE = 'Role: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: {} } }'
const document = (action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
})
const policy = (properties: string): string =>
  `Resources:\n  ${ROLE}\n  Extra: { Type: AWS::IAM::Policy, Properties: ${properties} }\n`
const READ = '{ Version: "2012-10-17", Statement: [{ Effect: Allow, Action: "s3:GetObject", Resource: "*" }] }'
const READER = { Policies: [{ PolicyName: 'reader', PolicyDocument: document('s3:GetObject') }], RoleName: 'r' }

test('a policy that is not JSON is reported as unread, and is not shown', async () => {
  const stack = stackOf('Resources: { Key: { Type: AWS::KMS::Key } }', {})
  const reads = readsOf({
    getKeyPolicy: async () => ({ $metadata: {}, Policy: 'hunter2' }),
    listGrants: async () => ({ $metadata: {}, Grants: [] }),
  })
  const { aspects, unread } = await compared([stack], 'Key', reads)
  expect(aspects.map(({ name }) => name)).toEqual(['/Grants'])
  expect(unread).toEqual([{ what: '/KeyPolicy', reason: 'AWS answered with a policy that is not a JSON object' }])
})

describe('the additional permissions of a role', () => {
  test.each<[string, string, object, string[]]>([
    ['nothing', `Resources: { ${ROLE} }`, { RoleName: 'r' }, []],
    [
      'an attached policy',
      `Resources: { ${ROLE} }`,
      { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] },
      ['ManagedPolicyArns arn:aws:iam::aws:policy/AdministratorAccess'],
    ],
    [
      'a boundary',
      `Resources: { ${ROLE} }`,
      { PermissionsBoundary: 'arn:aws:iam::111111111111:policy/limits' },
      ['PermissionsBoundary arn:aws:iam::111111111111:policy/limits'],
    ],
    ['an undeclared inline policy', `Resources: { ${ROLE} }`, READER, ['Policies reader']],
    [
      'an inline policy of a sibling',
      policy(`{ PolicyName: reader, Roles: [!Ref Role], PolicyDocument: ${READ} }`),
      READER,
      [],
    ],
    [
      'an inline policy of a sibling with other statement IDs',
      policy(`{ PolicyName: reader, Roles: [!Ref Role], PolicyDocument: ${READ} }`),
      {
        Policies: [
          {
            PolicyName: 'reader',
            PolicyDocument: {
              Version: '2008-10-17',
              Statement: { Sid: 'Named', Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['*'] },
            },
          },
        ],
      },
      [],
    ],
    [
      'an inline policy of a sibling that was changed manually',
      policy(`{ PolicyName: reader, Roles: [!Ref Role], PolicyDocument: ${READ} }`),
      { Policies: [{ PolicyName: 'reader', PolicyDocument: document('s3:*') }] },
      ['Policies reader ≠'],
    ],
    [
      'an inline policy of a sibling for another role',
      policy(`{ PolicyName: reader, Roles: [another], PolicyDocument: ${READ} }`),
      READER,
      ['Policies reader'],
    ],
    [
      'an inline policy of a sibling whose name only CloudFormation knows',
      policy(`{ PolicyName: !GetAtt Other.Name, Roles: [!Ref Role], PolicyDocument: ${READ} }`),
      READER,
      [],
    ],
    [
      'a sibling that may apply to this role',
      policy(`{ PolicyName: reader, Roles: [!ImportValue elsewhere], PolicyDocument: ${READ} }`),
      READER,
      ['Policies reader? web/Extra'],
    ],
    [
      'a managed policy of a sibling',
      `Resources:\n  ${ROLE}\n  Extra: { Type: AWS::IAM::ManagedPolicy, Properties: { Roles: [!Ref Role], PolicyDocument: ${READ} } }\n`,
      { ManagedPolicyArns: ['web-Extra-1'] },
      [],
    ],
    [
      'a declared list with a value that CloudFormation resolves',
      'Resources: { Role: { Type: AWS::IAM::Role, Properties: { ManagedPolicyArns: [!GetAtt Other.Arn] } } }',
      { ManagedPolicyArns: ['arn:x'] },
      ['ManagedPolicyArns arn:x? its own properties'],
    ],
  ])('%s', async (_, template, model, expected) => {
    expect(undeclaredOf(await compared([stackOf(template, {})], 'Role', modelOf({ RoleName: 'r', ...model })))).toEqual(
      expected,
    )
  })

  test('a policy of another stack of the release, by an export', async () => {
    const role = stackOf(`Resources: { ${ROLE} }`, {})
    const other = stackOf(
      `Resources: { Extra: { Type: AWS::IAM::Policy, Properties: { PolicyName: reader, Roles: [!ImportValue role], PolicyDocument: ${READ} } } }`,
      {},
      {},
      'other',
    )
    const exports = new Map([['role', 'web-Role-1']])
    expect(undeclaredOf(await compared([role, other], 'Role', modelOf(READER), exports))).toEqual([])
    const unlike = new Map([['role', 'another']])
    expect(undeclaredOf(await compared([role, other], 'Role', modelOf(READER), unlike))).toEqual(['Policies reader'])
  })

  test('a denied read is reported with the permission, and the rest is compared', async () => {
    const denied = readsOf({
      getResource: async () => {
        throw new ActionError('aws/denied', {
          message: 'no',
          subject: 'aws/cloudcontrol/GetResource',
          observed: 'User: arn:aws:iam::111111111111:user/u is not authorized to perform: iam:GetRole on resource: x',
        })
      },
    })
    const { aspects, unread } = await compared([stackOf(`Resources: { ${ROLE} }`, {})], 'Role', denied)
    expect(aspects).toEqual([])
    expect(unread[0]).toEqual({ what: '/ManagedPolicyArns', reason: 'denied: iam:GetRole', action: 'iam:GetRole' })
    expect(unread).toHaveLength(3)
  })

  test.each(['', '{', '{}', '[]', `{"a":"${'x'.repeat(1_000_001)}"}`])('no model in %#', async (text) => {
    const reads = readsOf({ getResource: async () => ({ $metadata: {}, ResourceDescription: { Properties: text } }) })
    const { aspects, unread } = await compared([stackOf(`Resources: { ${ROLE} }`, {})], 'Role', reads)
    expect([aspects.length, unread.length]).toEqual([0, 3])
  })
})

describe('the rules of a security group', () => {
  const group = (properties: string, more = ''): string =>
    `Resources:\n  Guard: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: g${properties} } }\n${more}`
  const RULE = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' }
  const ALL = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' }
  test.each<[string, string, object, string[]]>([
    ['those of a new group', group(''), { SecurityGroupEgress: [ALL] }, []],
    ['an undeclared rule', group(''), { SecurityGroupIngress: [RULE] }, ['SecurityGroupIngress tcp 22 0.0.0.0/0']],
    [
      'a rule of a sibling',
      group(
        '',
        '  In: { Type: AWS::EC2::SecurityGroupIngress, Properties: { GroupId: !GetAtt Guard.GroupId, IpProtocol: "6", FromPort: "22", ToPort: "22", CidrIp: 0.0.0.0/0 } }\n',
      ),
      { SecurityGroupIngress: [RULE] },
      [],
    ],
    [
      'its own rules, in another order and with descriptions',
      group(', SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0 }]'),
      { SecurityGroupIngress: [{ ...RULE, Description: 'ssh' }] },
      [],
    ],
    [
      'egress to every address although the template limits it',
      group(', SecurityGroupEgress: [{ IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0 }]'),
      { SecurityGroupEgress: [ALL, { ...RULE, FromPort: 443, ToPort: 443 }] },
      ['SecurityGroupEgress -1 0.0.0.0/0'],
    ],
  ])('%s', async (_, template, model, expected) => {
    expect(
      undeclaredOf(await compared([stackOf(template, {})], 'Guard', modelOf({ GroupId: 'sg', ...model }))),
    ).toEqual(expected)
  })
})

describe('a function', () => {
  const FN = `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Environment: { Variables: { A: one } } } }
  Allow: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !GetAtt Fn.Arn, Action: "lambda:InvokeFunction", Principal: s3.amazonaws.com } }
`
  const none = async (): Promise<never> => {
    const cause = Object.assign(new Error('none'), { name: 'ResourceNotFoundException' })
    throw new ActionError('aws/service', { message: 'none', subject: 'aws/lambda', cause })
  }
  const answers = (variables: Record<string, string>, sids: readonly string[], url?: string) =>
    readsOf({
      getFunctionConfiguration: async () => ({ $metadata: {}, Environment: { Variables: variables } }),
      getPolicy:
        sids.length === 0
          ? none
          : async () => ({
              $metadata: {},
              Policy: JSON.stringify({ Statement: sids.map((Sid) => ({ Sid, Effect: 'Allow', Principal: '*' })) }),
            }),
      getFunctionUrlConfig:
        url === undefined
          ? none
          : async () =>
              ({ $metadata: {}, AuthType: url, FunctionUrl: 'https://x' }) as unknown as Awaited<
                ReturnType<ReturnType<typeof readsOf>['getFunctionUrlConfig']>
              >,
    })
  test.each<[string, ReturnType<typeof readsOf>, string[]]>([
    ['as declared', answers({ A: 'two' }, ['web-Allow-1']), []],
    ['without a policy', answers({ A: 'one' }, []), []],
    ['an undeclared permission', answers({ A: 'one' }, ['web-Allow-1', 'mine']), ['FunctionPolicy mine']],
    ['an undeclared variable', answers({ A: 'one', SECRET: 'hunter2' }, []), ['Environment/Variables SECRET']],
    ['an undeclared URL', answers({ A: 'one' }, [], 'NONE'), ['FunctionUrl AuthType NONE']],
  ])('%s', async (_, reads, expected) => {
    const found = await compared([stackOf(FN, {})], 'Fn', reads)
    expect(undeclaredOf(found)).toEqual(expected)
    expect(JSON.stringify(found)).not.toContain('hunter2')
  })
})

describe('an alias of a function', () => {
  const ALIAS = 'arn:aws:lambda:eu-west-1:111111111111:function:shop:live'
  const template = (more = ''): string => `Resources:
  Fn: { Type: AWS::Lambda::Function }
  One: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Fn } }
  Live: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref Fn, FunctionVersion: !GetAtt One.Version, Name: live } }
  Allow: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Live, Principal: s3.amazonaws.com } }
${more}`
  const URL_OF = (target: string, qualifier = ''): string =>
    `  Address: { Type: AWS::Lambda::Url, Properties: { TargetFunctionArn: ${target}, AuthType: AWS_IAM${qualifier} } }`
  const ids = { Fn: 'shop', One: ALIAS.replace('live', '1'), Live: ALIAS }
  /** The permissions and the URL of each qualifier. */
  const answers = (
    policies: Readonly<Record<string, readonly string[]>>,
    urls: Readonly<Record<string, string>> = {},
  ) => {
    const missing = new ActionError('aws/service', {
      message: 'none',
      subject: 'aws/lambda',
      cause: Object.assign(new Error('none'), { name: 'ResourceNotFoundException' }),
    })
    const at = <T>(
      all: Readonly<Record<string, T>>,
      { FunctionName, Qualifier = '' }: object & { FunctionName?: string | undefined; Qualifier?: string | undefined },
    ): T => {
      const found = FunctionName === 'shop' ? all[Qualifier] : undefined
      if (found === undefined) throw missing
      return found
    }
    return readsOf({
      getFunctionConfiguration: async () => ({ $metadata: {} }),
      getPolicy: async (input) => ({
        $metadata: {},
        Policy: JSON.stringify({ Statement: at(policies, input).map((Sid) => ({ Sid, Principal: '*' })) }),
      }),
      getFunctionUrlConfig: async (input) =>
        ({ $metadata: {}, AuthType: at(urls, input), FunctionUrl: 'https://x' }) as unknown as Awaited<
          ReturnType<ReturnType<typeof readsOf>['getFunctionUrlConfig']>
        >,
    })
  }
  const judged = async (resource: string, reads: ReturnType<typeof readsOf>, more = ''): Promise<string[]> =>
    undeclaredOf(await compared([stackOf(template(more), ids)], resource, reads))

  test.each<[string, string, ReturnType<typeof readsOf>, string, string[]]>([
    ['as declared', 'Live', answers({ live: ['web-Allow-1'] }), '', []],
    ['without a policy', 'Live', answers({ '': ['other'], '1': ['other'] }), '', []],
    ['an undeclared permission', 'Live', answers({ live: ['web-Allow-1', 'mine'] }), '', ['FunctionPolicy mine']],
    [
      'the permission of the alias, on a version',
      'One',
      answers({ '1': ['web-Allow-1'] }),
      '',
      ['FunctionPolicy web-Allow-1'],
    ],
    [
      'the permission of the alias, on the function',
      'Fn',
      answers({ '': ['web-Allow-1'] }),
      '',
      ['FunctionPolicy web-Allow-1'],
    ],
    ['an undeclared URL', 'Live', answers({}, { live: 'NONE' }), '', ['FunctionUrl AuthType NONE']],
    ['its URL', 'Live', answers({}, { live: 'AWS_IAM' }), URL_OF('!Ref Fn', ', Qualifier: live'), []],
    ['its URL by ARN', 'Live', answers({}, { live: 'AWS_IAM' }), URL_OF('!GetAtt Fn.Arn', ', Qualifier: live'), []],
    [
      'the URL of another alias',
      'Live',
      answers({}, { live: 'AWS_IAM' }),
      URL_OF('!Ref Fn', ', Qualifier: next'),
      ['FunctionUrl AuthType AWS_IAM'],
    ],
    [
      'the URL of an alias, on the function',
      'Fn',
      answers({}, { '': 'AWS_IAM' }),
      URL_OF('!Ref Fn', ', Qualifier: live'),
      ['FunctionUrl AuthType AWS_IAM'],
    ],
    ['the URL of the function', 'Fn', answers({}, { '': 'AWS_IAM' }), URL_OF('!Ref Fn'), []],
  ])('%s', async (_, resource, reads, more, expected) => {
    expect(await judged(resource, reads, more)).toEqual(expected)
  })

  test('whose ID is not an ARN was not read', async () => {
    const found = await compared([stackOf(template(), { ...ids, Live: 'live' })], 'Live', answers({}))
    expect(found.unread.map(({ what }) => what)).toEqual(['/FunctionPolicy', '/FunctionUrl'])
  })
})

describe('the policy of a topic', () => {
  const TOPIC = 'arn:aws:sns:eu-west-1:111111111111:orders'
  const declaring = stackOf(
    `Resources:
  Topic: { Type: AWS::SNS::Topic }
  Role: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: {} } }
  Policy:
    Type: AWS::SNS::TopicPolicy
    Properties:
      Topics: [!Ref Topic]
      PolicyDocument: { Statement: [{ Effect: Allow, Principal: { AWS: !GetAtt Role.Arn }, Action: "sns:Publish", Resource: !Ref Topic }] }
`,
    { Topic: TOPIC },
  )
  const bare = stackOf('Resources: { Topic: { Type: AWS::SNS::Topic } }', { Topic: TOPIC })
  const publish = (principal: string): object => ({
    Effect: 'Allow',
    Principal: { AWS: principal },
    Action: 'sns:Publish',
    Resource: TOPIC,
  })
  const usual = (owner: string): object => ({
    Sid: '__default_statement_ID',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: 'SNS:Publish',
    Resource: TOPIC,
    Condition: { StringEquals: { 'AWS:SourceOwner': owner } },
  })
  const WRITER = 'arn:aws:iam::111111111111:role/writer'

  test.each<[string, typeof bare, object[], number]>([
    ['with the role that only CloudFormation knows is declared', declaring, [publish(WRITER)], 0],
    ['with everybody in place of the role may be undeclared', declaring, [publish('*')], 1],
    ['with everybody in addition to the role is undeclared', declaring, [publish(WRITER), publish('*')], 2],
    [
      'with another account in addition to the role may be undeclared',
      declaring,
      [publish(WRITER), publish('arn:aws:iam::999999999999:root')],
      2,
    ],
    ['that AWS creates for the owner needs no declaration', bare, [usual('111111111111')], 0],
    ["for another owner is not AWS's default", bare, [usual('999999999999')], 1],
  ])('%s', async (_, stack, statements, count) => {
    const reads = readsOf({
      getTopicAttributes: async () => ({
        $metadata: {},
        Attributes: { Policy: JSON.stringify({ Statement: statements }) },
      }),
      listSubscriptionsByTopic: async () => ({ $metadata: {}, Subscriptions: [] }),
    })
    expect(undeclaredOf(await compared([stack], 'Topic', reads))).toHaveLength(count)
  })
})

test('a rule for every address is not declared by an address that only CloudFormation knows', async () => {
  const stack = stackOf(
    'Resources: { Group: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: web, SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: !ImportValue office }] } } }',
    { Group: 'sg-1' },
  )
  const rules = (cidr: string): object => ({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: cidr })
  const found = async (...cidrs: string[]): Promise<string[]> =>
    undeclaredOf(await compared([stack], 'Group', modelOf({ GroupId: 'sg-1', SecurityGroupIngress: cidrs.map(rules) })))
  expect(await found('192.0.2.0/24')).toEqual([])
  expect(await found('0.0.0.0/0')).toEqual([expect.stringContaining('SecurityGroupIngress')])
})

test('grants are incomplete where AWS returns no next token', async () => {
  const stack = stackOf('Resources: { Key: { Type: AWS::KMS::Key, Properties: { KeyPolicy: {} } } }', { Key: 'k' })
  const reads = readsOf({
    getKeyPolicy: async () => ({ $metadata: {}, Policy: '{"Statement":[]}' }),
    listGrants: async () => ({ $metadata: {}, Grants: [], Truncated: true }),
  })
  expect((await compared([stack], 'Key', reads)).unread).toEqual([expect.objectContaining({ what: '/Grants' })])
})
