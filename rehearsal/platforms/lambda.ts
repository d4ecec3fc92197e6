import { CloudWatch } from '@aws-sdk/client-cloudwatch'
import { IAM } from '@aws-sdk/client-iam'
import { Lambda } from '@aws-sdk/client-lambda'
import { zip } from '../breaks/artifact.ts'
import { deploymentSucceeded, stackReady } from '../installed.ts'
import type { Repository } from '../workspace.ts'
import type { Platform } from '../contract.ts'

/** A function of the shop that customers call by an alias, deployed by CodeDeploy. */

export const FILE_OF_FUNCTION = 'functions/quotes/index.mjs'
export const QUOTED = 'total: quantity * PRICE'
/** How a quote is written, which a customer may bring again. */
export const QUOTE = { written: '`${quantity} pieces`', read: '/^(\\d+) pieces$/', ofTwo: '2 pieces' }
export const handler = (version: string): string => `const PRICE = 250
const read = (quote) => Number(${QUOTE.read}.exec(quote)[1])

/** The price of an order, in cents, and a quote for it; a quote that was given before is one of its order. */
export const handler = async ({ quote, quantity = quote === undefined ? 1 : read(quote) }) => ({
  version: '${version}', quote: ${QUOTE.written}, ${QUOTED}
})
`

const TEMPLATE = `Parameters: { Environment: { Type: String } }
Resources:
  FunctionRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Sub shop-quotes-function-\${Environment}
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }]
  Function:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: !Sub shop-quotes-\${Environment}
      Runtime: nodejs22.x
      Handler: index.handler
      Timeout: 30
      Role: !GetAtt FunctionRole.Arn
      Code: { ZipFile: 'export const handler = async () => ({})' }
  DeployRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Sub shop-quotes-deploy-\${Environment}
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{ Effect: Allow, Principal: { Service: codedeploy.amazonaws.com }, Action: sts:AssumeRole }]
      Policies:
        - PolicyName: deploy
          PolicyDocument:
            Version: '2012-10-17'
            Statement: [{ Effect: Allow, Action: [lambda:*, cloudwatch:DescribeAlarms], Resource: '*' }]
  Application: { Type: AWS::CodeDeploy::Application, Properties: { ApplicationName: shop-quotes, ComputePlatform: Lambda } }
  Failures:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: !Sub shop-quotes-\${Environment}-failures
      Namespace: Shop
      MetricName: FailedQuotes
      Dimensions: [{ Name: Environment, Value: !Ref Environment }]
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 0
      ComparisonOperator: GreaterThanThreshold
  Group:
    Type: AWS::CodeDeploy::DeploymentGroup
    Properties:
      ApplicationName: !Ref Application
      DeploymentGroupName: !Sub shop-quotes-\${Environment}
      ServiceRoleArn: !GetAtt DeployRole.Arn
      DeploymentConfigName: CodeDeployDefault.LambdaAllAtOnce
      DeploymentStyle: { DeploymentType: BLUE_GREEN, DeploymentOption: WITH_TRAFFIC_CONTROL }
      AlarmConfiguration: { Enabled: true, Alarms: [{ Name: !Ref Failures }] }
      AutoRollbackConfiguration: { Enabled: true, Events: [DEPLOYMENT_FAILURE, DEPLOYMENT_STOP_ON_ALARM] }
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
deployments:
  - id: quotes
    platform: lambda
    application: shop-quotes
    group: shop-quotes-{environment}
    appspec: functions/appspec.yml
    revision: { directory: functions/quotes }
verify:
  - name: the new version quotes before it has traffic
    kind: functional
    phase: before-traffic
    # Customers go on calling the previous version.
    delay: 30s
    invoke: { function: '{test-endpoint}', payload: { quantity: 2 }, json: { version: ${version}, total: 500 } }
  - name: customers get quotes of this release
    kind: functional
    invoke: { function: 'shop-quotes-{environment}:live', payload: { quantity: 2 }, json: { version: ${version}, total: 500 } }
  - { name: what serves is what was deployed, released: quotes }
gate:
  require: [deployment, functional]
`
const APPSPEC = `version: 0.0
Resources:
  - quotes: { Type: AWS::Lambda::Function, Properties: { Name: 'shop-quotes-{environment}', Alias: live } }
`

/** Actions that the roles need beside those of the shop on servers. */
const READ = [
  'lambda:GetAlias',
  'lambda:GetFunctionConfiguration',
  'codedeploy:GetApplication',
  'codedeploy:GetApplicationRevision',
  'codedeploy:GetDeploymentGroup',
  'codedeploy:GetDeploymentConfig',
  'codedeploy:GetDeployment',
  'codedeploy:BatchGetDeployments',
  'codedeploy:ListDeployments',
  'codedeploy:ListDeploymentTargets',
  'codedeploy:BatchGetDeploymentTargets',
]
const LOOK_EVERY_MS = 1_000
const INVOKE = 'lambda:InvokeFunction'
const DEPLOY = [
  'lambda:UpdateFunctionCode',
  'lambda:PublishVersion',
  'codedeploy:RegisterApplicationRevision',
  'codedeploy:CreateDeployment',
  'codedeploy:StopDeployment',
]
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  'shop-plan': READ,
  'shop-verify': [...READ, INVOKE],
  'shop-deploy': [...READ, ...DEPLOY],
}
const RESOURCES = [
  'arn:aws:lambda:*:*:function:shop-quotes-*',
  'arn:aws:codedeploy:*:*:application:shop-quotes',
  'arn:aws:codedeploy:*:*:deploymentgroup:shop-quotes/*',
  'arn:aws:codedeploy:*:*:deploymentconfig:*',
]

export const LAMBDA: Platform = {
  name: 'lambda',
  story: 'A function of the shop gets a new version, which is invoked by its number before the alias leads to it.',
  oldVersion: `  - name: version 1.4.0 accepts a quote that this release gave
    kind: recovery
    phase: after-rollback
    invoke: { function: 'shop-quotes-{environment}:live', payload: { quote: ${QUOTE.ofTwo} }, json: { version: 1.4.0, total: 500 } }
`,
  async installed(account, cancelled) {
    const { environment, cloudformation, codedeploy, client } = account
    const FunctionName = `shop-quotes-${environment}`
    await cloudformation.createStack({
      StackName: FunctionName,
      TemplateBody: TEMPLATE,
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      Parameters: [{ ParameterKey: 'Environment', ParameterValue: environment }],
    })
    await stackReady(account, FunctionName, cancelled)
    const iam = new IAM(client)
    for (const [RoleName, Action] of Object.entries(ACTIONS)) {
      const PolicyDocument = JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action, Resource: RESOURCES }],
      })
      await iam.putRolePolicy({ RoleName, PolicyName: 'quotes', PolicyDocument })
    }
    const cloudwatch = new CloudWatch(client)
    const lambda = new Lambda(client)
    const publish = async (version: string): Promise<string | undefined> => {
      const ZipFile = zip(new Map([['index.mjs', Buffer.from(handler(version))]]))
      const { Version } = await lambda.updateFunctionCode({ FunctionName, ZipFile, Publish: true })
      // Lambda refuses another update until this one has ended.
      while ((await lambda.getFunctionConfiguration({ FunctionName })).LastUpdateStatus === 'InProgress') {
        cancelled.throwIfAborted()
        await account.sleep(LOOK_EVERY_MS)
      }
      return Version
    }
    const CurrentVersion = await publish('1.3.0')
    await lambda.createAlias({ FunctionName, Name: 'live', FunctionVersion: CurrentVersion })
    const Properties = { Name: FunctionName, Alias: 'live', CurrentVersion, TargetVersion: await publish('1.4.0') }
    const content = JSON.stringify({
      version: 0,
      Resources: [{ quotes: { Type: 'AWS::Lambda::Function', Properties } }],
    })
    const { deploymentId } = await codedeploy.createDeployment({
      applicationName: 'shop-quotes',
      deploymentGroupName: FunctionName,
      revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
    })
    await deploymentSucceeded(account, deploymentId, cancelled)
    return async () => {
      try {
        const { Payload, FunctionError } = await lambda.invoke({ FunctionName, Qualifier: 'live', Payload: '{}' })
        // Those who call the function count its failures.
        await cloudwatch.putMetricData({
          Namespace: 'Shop',
          MetricData: [
            {
              MetricName: 'FailedQuotes',
              Dimensions: [{ Name: 'Environment', Value: environment }],
              Value: FunctionError === undefined ? 0 : 1,
            },
          ],
        })
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
  repository.write('functions/appspec.yml', APPSPEC)
  repository.write('.github/test-deployments.yml', configOf(version))
  repository.write('.github/intent.yml', 'version: 1\nexpect: []\n')
}
