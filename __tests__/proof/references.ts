import { S3 } from '@aws-sdk/client-s3'
import { replaced } from '../odd-engine.ts'
import { awsStage } from './aws-stage.ts'
import { rowsOf, type Row } from './row.ts'

/** References of templates to resources that they do not declare. */

const HOME = { account: '111111111111', region: 'eu-west-1' }
const each = ['preprod', 'production']

const code = awsStage({
  name: 'precheck of a function',
  files: {
    '.github/test-deployments.yml': `version: 1
environments: { preprod: { approval: { none: nobody is asked here } } }
stacks: [{ id: fn, name: "fn-{environment}", template: fn.yml, parameters: { Env: "{environment}" }, capabilities: [CAPABILITY_IAM] }]
`,
    'fn.yml': `Parameters: { Env: { Type: String } }
Resources:
  Role: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } } }
  Fn:
    Type: AWS::Lambda::Function
    Properties: { Runtime: nodejs22.x, Handler: index.handler, Role: !GetAtt Role.Arn, Code: { S3Bucket: !Sub "code-\${Env}", S3Key: one.zip } }
`,
  },
  scenario: {
    buckets: each.map((name) => ({ name: `code-${name}`, ...HOME })),
    history: each.flatMap((name) => [
      { object: { bucket: `code-${name}`, key: 'one.zip', body: 'one' } },
      { object: { bucket: `code-${name}`, key: 'rebuilt.zip', body: name } },
    ]),
  },
})

const CHILD = 'https://templates-preprod.s3.eu-west-1.amazonaws.com/child.yml'
const ROOT = `Resources: { Child: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: "${CHILD}" } } }\n`
const TEMPLATES = 'templates-preprod'
const CHILD_BODY = 'Resources: { Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: orders } } }'
const nested = awsStage({
  name: 'precheck of a nested stack',
  environment: 'preprod',
  async before({ sandbox: { awsUrl: endpoint } }) {
    const credentials = { accessKeyId: HOME.account, secretAccessKey: 'administrator' }
    const s3 = new S3({ region: HOME.region, endpoint, credentials, forcePathStyle: true })
    await s3.putObject({ Bucket: TEMPLATES, Key: 'child.yml', Body: CHILD_BODY, ChecksumAlgorithm: 'SHA256' })
  },
  files: {
    '.github/test-deployments.yml': `version: 1
environments: { preprod: { approval: { none: nobody is asked here } } }
stacks: [{ id: root, name: "root-{environment}", template: root.yml }]
`,
    'root.yml': ROOT,
  },
  scenario: {
    buckets: [{ name: TEMPLATES, ...HOME }],
    history: [
      { object: { bucket: TEMPLATES, key: 'child.yml', body: CHILD_BODY } },
      { deploy: { ...HOME, stack: 'root-preprod', template: ROOT } },
    ],
  },
})

export const REFERENCES: readonly Row[] = [
  ...rowsOf(nested, { aws: { GetTemplate: replaced('DisplayName: orders', 'DisplayName: others') } }, [
    {
      code: 'drift/same-content',
      subject: 'stack/root/content',
      says: 'the plan changes nothing',
      truth: 'the nested stack has another template than the object that its URL names',
    },
  ]),
  ...rowsOf(code, { files: { 'fn.yml': replaced('one.zip', 'two.zip') } }, [
    {
      code: 'reference/found',
      subject: 'stack/fn/references',
      says: 'a change set for the function',
      truth: 'its code is in neither account',
    },
  ]),
  ...rowsOf(code, { files: { 'fn.yml': replaced('one.zip', 'rebuilt.zip') } }, [
    {
      code: 'content/same',
      subject: 'content',
      says: 'the key of the code exists in both accounts',
      truth: 'the objects have other bytes',
    },
  ]),
]
