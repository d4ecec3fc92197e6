import { IAM } from '@aws-sdk/client-iam'
import { Lambda } from '@aws-sdk/client-lambda'
import { zip } from '../breaks/artifact.ts'
import type { Platform } from '../contract.ts'
import { stackReady } from '../installed.ts'
import { FILE_OF_FUNCTION, handler, QUOTE } from './lambda.ts'
import type { Repository } from '../workspace.ts'

/** A function that a stack alone brings: its code is an object in S3, which the template names. */

export const STACK_TEMPLATE = 'infra/quotes.yml'
export const codeBucket = (account: string): string => `shop-code-${account}`
export const codeKey = (version: string): string => `quotes/${version}.zip`

const template = (version: string): string => `Parameters: { Environment: { Type: String } }
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Sub shop-quotes-function-\${Environment}
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }]
  Quotes:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: !Sub shop-quotes-\${Environment}
      Runtime: nodejs22.x
      Handler: index.handler
      Timeout: 30
      Role: !GetAtt Role.Arn
      Code: { S3Bucket: !Sub 'shop-code-\${AWS::AccountId}', S3Key: ${codeKey(version)} }
`

const configOf = (version: string): string => `version: 1
application: shop
environments:
  preprod:
    region: eu-west-1
    plan-role: arn:aws:iam::111111111111:role/shop-plan
    verify-role: arn:aws:iam::111111111111:role/shop-verify
    deploy-role: arn:aws:iam::111111111111:role/shop-deploy
  production:
    region: eu-west-1
    plan-role: arn:aws:iam::222222222222:role/shop-plan
    verify-role: arn:aws:iam::222222222222:role/shop-verify
    deploy-role: arn:aws:iam::222222222222:role/shop-deploy
precheck: { intent: .github/intent.yml }
stacks:
  - id: quotes
    name: shop-quotes-{environment}
    template: ${STACK_TEMPLATE}
    parameters: { Environment: '{environment}' }
    capabilities: [CAPABILITY_NAMED_IAM]
    role: arn:aws:iam::{account}:role/shop-cloudformation
verify:
  - name: customers get quotes of this release
    kind: functional
    invoke: { function: 'shop-quotes-{environment}', payload: { quantity: 2 }, json: { version: ${version}, total: 500 } }
gate:
  require: [functional]
`

const INTENT = `version: 1
expect:
  - { resource: quotes/Quotes, action: Modify, properties: [/Properties/Code] }
`

const RESOURCES = ['arn:aws:lambda:*:*:function:shop-quotes-*', 'arn:aws:s3:::shop-code-*']
const READ = [
  'lambda:GetFunction*',
  'lambda:GetPolicy',
  'lambda:ListVersionsByFunction',
  's3:GetObject*',
  's3:ListBucket',
]
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  'shop-plan': READ,
  'shop-verify': [...READ, 'lambda:InvokeFunction'],
  'shop-deploy': READ,
  'shop-cloudformation': ['lambda:*', 's3:GetObject*'],
}

export const STACKS: Platform = {
  name: 'stacks',
  story: 'A function of the shop gets new code by an update of its stack.',
  oldVersion: `  - name: version 1.4.0 accepts a quote that this release gave
    kind: recovery
    phase: after-rollback
    invoke: { function: 'shop-quotes-{environment}', payload: { quote: ${QUOTE.ofTwo} }, json: { version: 1.4.0, total: 500 } }
`,
  async installed(account, cancelled) {
    const { environment, cloudformation, client, id, s3 } = account
    const FunctionName = `shop-quotes-${environment}`
    const Bucket = codeBucket(id)
    await s3.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } })
    for (const version of ['1.4.0', '1.5.0']) {
      const Body = zip(new Map([['index.mjs', Buffer.from(handler(version))]]))
      await s3.putObject({ Bucket, Key: codeKey(version), Body })
    }
    const iam = new IAM(client)
    for (const [RoleName, Action] of Object.entries(ACTIONS)) {
      const PolicyDocument = JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action, Resource: RESOURCES }],
      })
      await iam.putRolePolicy({ RoleName, PolicyName: 'quotes', PolicyDocument })
    }
    await cloudformation.createStack({
      StackName: FunctionName,
      TemplateBody: template('1.4.0'),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      Parameters: [{ ParameterKey: 'Environment', ParameterValue: environment }],
      RoleARN: `arn:aws:iam::${id}:role/shop-cloudformation`,
    })
    await stackReady(account, FunctionName, cancelled)
    const lambda = new Lambda(client)
    return async () => {
      try {
        const { Payload, FunctionError } = await lambda.invoke({ FunctionName, Payload: '{}' })
        const answer = Buffer.from(Payload ?? []).toString('utf8')
        return FunctionError === undefined
          ? `version ${(JSON.parse(answer) as { version?: string }).version ?? 'unknown'}`
          : `failure ${answer}`
      } catch {
        return 'no answer'
      }
    }
  },
  before: (repository) => write(repository, '1.4.0'),
  files: (repository) => write(repository, '1.5.0'),
}

function write(repository: Repository, version: string): void {
  repository.write(FILE_OF_FUNCTION, handler(version))
  repository.write(STACK_TEMPLATE, template(version))
  repository.write('.github/test-deployments.yml', configOf(version))
  repository.write('.github/intent.yml', version === '1.5.0' ? INTENT : 'version: 1\nexpect: []\n')
}
