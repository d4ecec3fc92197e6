import { replaced, withoutElement, withoutEntry } from '../odd-engine.ts'
import { awsStage } from './aws-stage.ts'
import { rowsOf, type Row } from './row.ts'

/** Drift, parity, plans, and the rules that judge them. */

const CONFIG = `version: 1
environments: { preprod: { approval: { none: nobody is asked here } } }
precheck: { intent: intent.yml }
stacks:
  - { id: net, name: "net-{environment}", template: net.yml, parameters: { Env: "{environment}" } }
  - { id: web, name: "web-{environment}", template: web.yml, parameters: { Env: "{environment}" }, capabilities: [CAPABILITY_IAM] }
  - { id: app, name: "app-{environment}", template: app.yml, parameters: { Env: "{environment}" } }
`
const NET = `Parameters: { Env: { Type: String } }
Resources:
  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: hello } }
Outputs:
  Topic: { Value: !GetAtt Topic.TopicName, Export: { Name: !Sub "\${Env}-topic" } }
`
const NET_BEFORE = `${NET}  Old: { Value: old, Export: { Name: !Sub "\${Env}-old" } }\n`
/** AWS writes the role's policy in another order than the template. */
const web = (name: string): string => `Parameters: { Env: { Type: String } }
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{ Effect: Allow, Principal: { Service: ec2.amazonaws.com }, Action: 'sts:AssumeRole' }]
      Policies:
        - PolicyName: read
          PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: 's3:GetObject', Resource: 'arn:aws:s3:::shop/*' }] }
  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: ${name}, Tags: [{ Key: a, Value: b }, { Key: c, Value: d }] } }
`
const APP = `Parameters: { Env: { Type: String } }
Resources:
  P: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: { "Fn::ImportValue": !Sub "\${Env}-topic" } } }
`
const FILES = {
  '.github/test-deployments.yml': CONFIG,
  'net.yml': NET,
  'web.yml': web('two'),
  'app.yml': APP,
  'intent.yml': `version: 1\nexpect: [{ resource: web/Topic, action: Modify }]\n`,
}
const parameters = { Env: '{each}' }
const each = ['preprod', 'production']

const plans = awsStage({
  name: 'precheck of stacks',
  files: FILES,
  scenario: {
    history: [
      { each, deploy: { stack: 'net-{each}', template: NET_BEFORE, parameters } },
      { each, deploy: { stack: 'web-{each}', template: web('one'), parameters, capabilities: ['CAPABILITY_IAM'] } },
      { each, deploy: { stack: 'app-{each}', template: APP, parameters } },
      {
        each,
        tamper: {
          stack: 'web-{each}',
          resource: 'Topic',
          properties: {
            Tags: [
              { Key: 'c', Value: 'd' },
              { Key: 'a', Value: 'b' },
            ],
          },
        },
      },
    ],
  },
})

const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set."
const openRole = replaced("'arn:aws:s3:::shop/*'", "'*'")
const otherKey = replaced(/AttributeName: id/g, 'AttributeName: order')
const WEB = 'stack/web'
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess'

export const STACKS: readonly Row[] = [
  ...rowsOf(plans, { aws: { DescribeStackResourceDrifts: withoutElement('member') } }, [
    { code: 'drift/in-sync', subject: WEB, says: 'the drift of no resource', truth: 'no resource was examined' },
  ]),
  ...rowsOf(
    plans,
    {
      aws: { DescribeStackDriftDetectionStatus: replaced('<StackDriftStatus>IN_SYNC<', '<StackDriftStatus>DRIFTED<') },
    },
    [
      {
        code: 'drift/in-sync',
        subject: 'stack/net',
        says: 'every resource IN_SYNC, the stack DRIFTED',
        truth: 'two answers disagree',
      },
    ],
  ),
  ...rowsOf(
    plans,
    { aws: { DescribeStackDriftDetectionStatus: replaced(/(<DriftedStackResourceCount>)\d+/, '$17') } },
    [
      {
        code: 'drift/in-sync',
        subject: 'stack/net',
        says: 'seven drifted resources, and lists none',
        truth: 'two answers disagree',
      },
    ],
  ),
  ...rowsOf(
    plans,
    {
      aws: {
        DescribeStackResourceDrifts: replaced(
          '<StackResourceDriftStatus>IN_SYNC<',
          '<StackResourceDriftStatus>in_sync<',
        ),
      },
    },
    [
      {
        code: 'drift/in-sync',
        subject: WEB,
        says: 'a status that no documentation lists',
        truth: 'the state is not known',
      },
    ],
  ),
  ...rowsOf(plans, { aws: { DescribeStackResourceDrifts: withoutElement('StackResourceDriftStatus') } }, [
    {
      code: 'drift/in-sync',
      subject: 'stack/net',
      says: 'a resource without a status',
      truth: 'the state is not known',
    },
  ]),
  ...rowsOf(
    plans,
    { aws: { GetResource: replaced('\\"RoleName\\":', `\\"ManagedPolicyArns\\":[\\"${ADMIN}\\"],\\"RoleName\\":`) } },
    [
      {
        code: 'drift/access-declared',
        subject: WEB,
        says: 'every resource IN_SYNC',
        truth: 'a policy was attached to the role by hand',
      },
    ],
  ),
  ...rowsOf(plans, { aws: { DescribeStackResourceDrifts: withoutElement('PropertyDifferences') } }, [
    {
      code: 'drift/in-sync',
      subject: WEB,
      says: 'MODIFIED, and names no property',
      truth: 'what differs is not known',
    },
    {
      code: 'drift/equivalent',
      subject: `${WEB}/resource/Topic/property/Tags`,
      says: 'MODIFIED, and names no property',
      truth: 'what differs is not known',
    },
  ]),
  ...rowsOf(
    plans,
    { aws: { DescribeStackResourceDrifts: replaced(/(<Actual(?:Value|Properties)>[^<]*?Value[^<]*?)d/g, '$1x') } },
    [
      {
        code: 'drift/equivalent',
        subject: `${WEB}/resource/Topic/property/Tags`,
        says: 'the order of tags differs',
        truth: 'a tag has another value',
      },
    ],
  ),
  ...rowsOf(
    plans,
    {
      aws: {
        DescribeStackResourceDrifts: (answer) =>
          withoutElement('ActualValue')(withoutElement('ActualProperties')(answer)),
      },
    },
    [
      {
        code: 'drift/equivalent',
        subject: `${WEB}/resource/Topic/property/Tags`,
        says: 'a difference without a value',
        truth: 'what is there is not known',
      },
    ],
  ),
  ...rowsOf(plans, { aws: { GetTemplate: replaced(/<TemplateBody>[\s\S]*<\/TemplateBody>/, '<TemplateBody/>') } }, [
    {
      code: 'parity/mirrors',
      subject: 'parity',
      says: 'the template of every stack, and it is empty',
      truth: 'nothing was compared',
    },
  ]),
  ...rowsOf(plans, { aws: { DescribeChangeSet: withoutElement('Changes') } }, [
    {
      code: 'change-set/created',
      subject: WEB,
      says: 'a change set that lists nothing',
      truth: 'the template changes a property',
    },
    {
      code: 'change/as-declared',
      subject: 'intent',
      says: 'a change set that lists nothing',
      truth: 'the expected change is not in it',
    },
  ]),
  ...rowsOf(
    plans,
    { aws: { DescribeChangeSet: replaced('<ExecutionStatus>AVAILABLE<', '<ExecutionStatus>OBSOLETE<') } },
    [
      {
        code: 'change-set/created',
        subject: WEB,
        says: 'CREATE_COMPLETE, and that it cannot be executed',
        truth: 'it is no plan of what happens',
      },
    ],
  ),
  ...rowsOf(plans, { aws: { DescribeChangeSet: replaced(/stack\/web-/g, 'stack/other-') } }, [
    {
      code: 'change-set/created',
      subject: WEB,
      says: 'the change set of another stack',
      truth: 'it is not about this stack',
    },
  ]),
  ...rowsOf(
    plans,
    {
      files: { 'app.yml': replaced('Type: String, Value', 'Type: String, Description: other, Value') },
      aws: {
        DescribeChangeSet: (answer) =>
          answer
            .replace(/<Status>\w+</, '<Status>FAILED<')
            .replace(/<ExecutionStatus>\w+</, '<ExecutionStatus>UNAVAILABLE<')
            .replace(/<StatusReason>[^<]*<\/StatusReason>/, '')
            .replace('</ChangeSetName>', `</ChangeSetName><StatusReason>${NO_CHANGES}</StatusReason>`)
            .replaceAll(/<Changes>[\s\S]*<\/Changes>/g, '<Changes/>'),
      },
    },
    [
      {
        code: 'change-set/no-changes',
        subject: 'stack/app',
        says: 'there are no changes',
        truth: 'the template changes a property',
      },
    ],
  ),
  ...rowsOf(plans, { files: { 'web.yml': otherKey }, aws: { DescribeChangeSet: withoutElement('Replacement') } }, [
    {
      code: 'change/keeps-state',
      subject: 'stacks',
      says: 'a change of a table, without Replacement',
      truth: 'the table is replaced',
    },
  ]),
  ...rowsOf(
    plans,
    {
      files: { 'web.yml': otherKey },
      aws: { DescribeChangeSet: replaced('<Replacement>True<', '<Replacement>False<') },
    },
    [
      {
        code: 'change/keeps-state',
        subject: 'stacks',
        says: 'Replacement False, of a property that is always recreated',
        truth: 'the table is replaced',
      },
      {
        code: 'rollback/restores',
        subject: 'stacks',
        says: 'Replacement False, of a property that is always recreated',
        truth: 'the way back makes an empty table',
      },
    ],
  ),
  ...rowsOf(
    plans,
    {
      files: { 'web.yml': otherKey },
      aws: { DescribeChangeSet: replaced('<Replacement>True<', '<Replacement>TRUE<') },
    },
    [
      {
        code: 'change/keeps-state',
        subject: 'stacks',
        says: 'a replacement that no documentation lists',
        truth: 'the table is replaced',
      },
    ],
  ),
  ...rowsOf(
    plans,
    { files: { 'web.yml': otherKey }, aws: { DescribeChangeSet: withoutEntry('<LogicalResourceId>Table<') } },
    [
      {
        code: 'change/keeps-state',
        subject: 'stacks',
        says: 'a plan without the table',
        truth: 'the table is replaced',
      },
      {
        code: 'rollback/restores',
        subject: 'stacks',
        says: 'a plan without the table',
        truth: 'the way back makes an empty table',
      },
    ],
  ),
  ...rowsOf(
    plans,
    { files: { 'web.yml': openRole }, aws: { DescribeChangeSet: withoutEntry('<LogicalResourceId>Role<') } },
    [
      {
        code: 'change/access-unchanged',
        subject: 'stacks',
        says: 'a plan without the role',
        truth: 'the role gets more access',
      },
      {
        code: 'change/as-declared',
        subject: 'intent',
        says: 'a plan with the declared change only',
        truth: 'the role changes as well',
      },
    ],
  ),
  ...rowsOf(
    plans,
    {
      files: { 'web.yml': openRole },
      aws: { DescribeChangeSet: (answer) => withoutElement('BeforeContext')(withoutElement('AfterContext')(answer)) },
    },
    [
      {
        code: 'change/access-unchanged',
        subject: 'stacks',
        says: 'a change of the role, without its values',
        truth: 'the role gets more access',
      },
    ],
  ),
  ...rowsOf(
    plans,
    {
      files: { 'net.yml': replaced(/, Export: \{[^}]*\}"? \}|, Export: .*/, ' }') },
      aws: { ListImports: withoutElement('member') },
    },
    [
      {
        code: 'exports/kept',
        subject: 'stack/net/export/preprod-topic',
        honestSubject: 'stack/net/export/preprod-old',
        says: 'no stack imports the export',
        truth: 'a stack of this release imports it',
      },
      {
        code: 'imports/found',
        subject: 'stack/app/imports',
        says: 'the export exists',
        truth: 'this release removes it before it is imported',
      },
    ],
  ),
]
