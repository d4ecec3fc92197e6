import { CloudWatch } from '@aws-sdk/client-cloudwatch'
import { Lambda, type InvokeCommandOutput } from '@aws-sdk/client-lambda'
import { deploymentSucceeded, stackReady } from '../installed.ts'
import type { Repository } from '../workspace.ts'
import type { Platform } from '../contract.ts'
import { allowQuotes, askQuotes, codeOf, FILE_OF_FUNCTION, FUNCTION_ROLE, handler, oldQuote } from './quotes.ts'
import { configurationStart, deployRole, TEMPLATE_START } from './template.ts'

/** A function of the shop that customers invoke through an alias, deployed by CodeDeploy. */

const TEMPLATE = `${TEMPLATE_START}${FUNCTION_ROLE}  Function:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: !Sub shop-quotes-\${Environment}
      Runtime: nodejs22.x
      Handler: index.handler
      Timeout: 30
      Role: !GetAtt FunctionRole.Arn
      Code: { ZipFile: 'export const handler = async () => ({})' }
${deployRole('shop-quotes-deploy', 'lambda:*, cloudwatch:DescribeAlarms')}  Application: { Type: AWS::CodeDeploy::Application, Properties: { ApplicationName: shop-quotes, ComputePlatform: Lambda } }
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

const configOf = (version: string): string => `${configurationStart()}precheck: { intent: .github/intent.yml }
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

/** Actions that the roles need in addition to those of the shop on servers. */
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
const POLL_MS = 1_000
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
  oldVersion: oldQuote('shop-quotes-{environment}:live'),
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
    await allowQuotes(account, RESOURCES, ACTIONS)
    const cloudwatch = new CloudWatch(client)
    const lambda = new Lambda(client)
    const publish = async (version: string): Promise<string | undefined> => {
      const { Version } = await lambda.updateFunctionCode({ FunctionName, ZipFile: codeOf(version), Publish: true })
      // Lambda refuses another update until this one has ended.
      while ((await lambda.getFunctionConfiguration({ FunctionName })).LastUpdateStatus === 'InProgress') {
        cancelled.throwIfAborted()
        await account.sleep(POLL_MS)
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
    // The callers of the function count its failures.
    const count = async ({ FunctionError }: InvokeCommandOutput): Promise<void> => {
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
    }
    return () => askQuotes(lambda, { FunctionName, Qualifier: 'live' }, count)
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
