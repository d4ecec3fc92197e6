import { Lambda } from '@aws-sdk/client-lambda'
import type { Platform } from '../contract.ts'
import { stackReady } from '../installed.ts'
import { allowQuotes, askQuotes, codeOf, FILE_OF_FUNCTION, FUNCTION_ROLE, handler, oldQuote } from './quotes.ts'
import { configurationStart, TEMPLATE_START } from './template.ts'
import type { Repository } from '../workspace.ts'

/** A function whose code is an object in S3 that the template of its stack names. */

export const STACK_TEMPLATE = 'infra/quotes.yml'
export const codeBucket = (account: string): string => `shop-code-${account}`
export const codeKey = (version: string): string => `quotes/${version}.zip`

const template = (version: string): string => `${TEMPLATE_START}${FUNCTION_ROLE}  Quotes:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: !Sub shop-quotes-\${Environment}
      Runtime: nodejs22.x
      Handler: index.handler
      Timeout: 30
      Role: !GetAtt FunctionRole.Arn
      Code: { S3Bucket: !Sub 'shop-code-\${AWS::AccountId}', S3Key: ${codeKey(version)} }
`

const configOf = (version: string): string => `${configurationStart()}precheck: { intent: .github/intent.yml }
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
  oldVersion: oldQuote('shop-quotes-{environment}'),
  async installed(account, cancelled) {
    const { environment, cloudformation, client, id, s3 } = account
    const FunctionName = `shop-quotes-${environment}`
    const Bucket = codeBucket(id)
    await s3.createBucket({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } })
    for (const version of ['1.4.0', '1.5.0']) {
      await s3.putObject({ Bucket, Key: codeKey(version), Body: codeOf(version) })
    }
    await allowQuotes(account, RESOURCES, ACTIONS)
    await cloudformation.createStack({
      StackName: FunctionName,
      TemplateBody: template('1.4.0'),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      Parameters: [{ ParameterKey: 'Environment', ParameterValue: environment }],
      RoleARN: `arn:aws:iam::${id}:role/shop-cloudformation`,
    })
    await stackReady(account, FunctionName, cancelled)
    const lambda = new Lambda(client)
    return () => askQuotes(lambda, { FunctionName })
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
