import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { IAM } from '@aws-sdk/client-iam'
import { deploymentSucceeded, stackReady, type Account } from '../installed.ts'
import type { Platform } from '../contract.ts'
import { askShop } from '../visitors.ts'
import type { Repository } from '../workspace.ts'

/** A service of containers that customers reach by a load balancer, deployed by CodeDeploy or by ECS itself. */

const IAM_DOCUMENTS = join(import.meta.dirname, '../../docs/iam')
export const TASK_FILE = 'containers/task.json'
/** Present where CodeDeploy deploys. */
export const APPSPEC_FILE = 'containers/appspec.yml'
/** The family of the task definitions, before the name of the environment. */
export const TASK_FAMILY = 'shop-prices'
/** A receipt that the release gave, as the old version understands it and as it does not. */
export const RECEIPT = { old: '/receipts/1?format=1', new: '/receipts/1?format=2' }
const IMAGE = 'shop/prices'
/** What a container of the version answers to each request; the images are in the scenario. */
export const GOOD_IMAGE = `${IMAGE}:1.5.0`
export const BAD_IMAGE = `${IMAGE}:1.5.0-wrong`

const taskOf = (image: string): string =>
  `${JSON.stringify(
    {
      family: 'shop-prices-{environment}',
      containerDefinitions: [{ name: 'prices', image, memory: 128, portMappings: [{ containerPort: 8080 }] }],
    },
    undefined,
    2,
  )}\n`

const NETWORK = `Parameters: { Environment: { Type: String } }
Resources:
  Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Name: !Sub 'prices-\${Environment}' } }
  Blue:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties:
      Name: !Sub 'prices-\${Environment}-blue'
      Port: 8080
      Protocol: HTTP
      TargetType: ip
      HealthCheckIntervalSeconds: 10
      TargetGroupAttributes: [{ Key: deregistration_delay.timeout_seconds, Value: '30' }]
  Green:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties:
      Name: !Sub 'prices-\${Environment}-green'
      Port: 8080
      Protocol: HTTP
      TargetType: ip
      HealthCheckIntervalSeconds: 10
      TargetGroupAttributes: [{ Key: deregistration_delay.timeout_seconds, Value: '30' }]
  Production:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Balancer
      Port: 80
      Protocol: HTTP
      DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Blue }]
  Unhealthy:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: !Sub shop-prices-\${Environment}-unhealthy
      Namespace: AWS/ApplicationELB
      MetricName: UnHealthyHostCount
      Dimensions:
        - { Name: TargetGroup, Value: !GetAtt Blue.TargetGroupFullName }
        - { Name: LoadBalancer, Value: !GetAtt Balancer.LoadBalancerFullName }
      Statistic: Maximum
      Period: 60
      EvaluationPeriods: 2
      Threshold: 0
      ComparisonOperator: GreaterThanThreshold
  Cluster: { Type: AWS::ECS::Cluster, Properties: { ClusterName: !Sub 'shop-\${Environment}' } }
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Family: !Sub shop-prices-\${Environment}
      ContainerDefinitions:
        - { Name: prices, Image: '${IMAGE}:1.4.0', Memory: 128, PortMappings: [{ ContainerPort: 8080 }] }
`

const BY_CODEDEPLOY = `${NETWORK}  Test:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Balancer
      Port: 8080
      Protocol: HTTP
      DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Blue }]
  Service:
    Type: AWS::ECS::Service
    DependsOn: [Production, Test]
    Properties:
      Cluster: !Ref Cluster
      ServiceName: prices
      TaskDefinition: !Ref Task
      DesiredCount: 2
      DeploymentController: { Type: CODE_DEPLOY }
      LoadBalancers: [{ ContainerName: prices, ContainerPort: 8080, TargetGroupArn: !Ref Blue }]
  DeployRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Sub shop-prices-deploy-\${Environment}
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{ Effect: Allow, Principal: { Service: codedeploy.amazonaws.com }, Action: sts:AssumeRole }]
      Policies:
        - PolicyName: deploy
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - { Effect: Allow, Action: [ecs:*, elasticloadbalancing:*, cloudwatch:DescribeAlarms], Resource: '*' }
  Application: { Type: AWS::CodeDeploy::Application, Properties: { ApplicationName: shop-prices, ComputePlatform: ECS } }
  Group:
    Type: AWS::CodeDeploy::DeploymentGroup
    Properties:
      ApplicationName: !Ref Application
      DeploymentGroupName: !Sub shop-prices-\${Environment}
      ServiceRoleArn: !GetAtt DeployRole.Arn
      DeploymentConfigName: CodeDeployDefault.ECSAllAtOnce
      DeploymentStyle: { DeploymentType: BLUE_GREEN, DeploymentOption: WITH_TRAFFIC_CONTROL }
      ECSServices: [{ ClusterName: !Ref Cluster, ServiceName: !GetAtt Service.Name }]
      LoadBalancerInfo:
        TargetGroupPairInfoList:
          - TargetGroups: [{ Name: !GetAtt Blue.TargetGroupName }, { Name: !GetAtt Green.TargetGroupName }]
            ProdTrafficRoute: { ListenerArns: [!Ref Production] }
            TestTrafficRoute: { ListenerArns: [!Ref Test] }
      BlueGreenDeploymentConfiguration:
        DeploymentReadyOption: { ActionOnTimeout: STOP_DEPLOYMENT, WaitTimeInMinutes: 30 }
        TerminateBlueInstancesOnDeploymentSuccess: { Action: TERMINATE, TerminationWaitTimeInMinutes: 1 }
      AlarmConfiguration: { Enabled: true, Alarms: [{ Name: !Ref Unhealthy }] }
      AutoRollbackConfiguration: { Enabled: true, Events: [DEPLOYMENT_FAILURE, DEPLOYMENT_STOP_ON_ALARM] }
`

const PAUSE = `
        LifecycleHooks:
          - TargetType: PAUSE
            LifecycleStages: [POST_TEST_TRAFFIC_SHIFT]
            TimeoutConfiguration: { TimeoutInMinutes: 60, Action: ROLLBACK }`
const rule = (name: string, priority: number, condition: string): string => `  ${name}Rule:
    Type: AWS::ElasticLoadBalancingV2::ListenerRule
    Properties:
      ListenerArn: !Ref Production
      Priority: ${priority}
      Conditions: [${condition}]
      Actions:
        - Type: forward
          ForwardConfig:
            TargetGroups: [{ TargetGroupArn: !Ref Blue, Weight: 100 }, { TargetGroupArn: !Ref Green, Weight: 0 }]
`
const byEcs = (
  pause: string,
): string => `${NETWORK}${rule('Test', 1, "{ Field: http-header, HttpHeaderConfig: { HttpHeaderName: x-shop-test, Values: ['true'] } }")}${rule('Customers', 2, "{ Field: path-pattern, PathPatternConfig: { Values: ['/*'] } }")}  BalancerRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: !Sub shop-prices-balancer-\${Environment}
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{ Effect: Allow, Principal: { Service: ecs.amazonaws.com }, Action: sts:AssumeRole }]
  Service:
    Type: AWS::ECS::Service
    DependsOn: [TestRule, CustomersRule, Unhealthy]
    Properties:
      Cluster: !Ref Cluster
      ServiceName: prices
      TaskDefinition: !Ref Task
      DesiredCount: 2
      DeploymentController: { Type: ECS }
      DeploymentConfiguration:
        Strategy: BLUE_GREEN
        DeploymentCircuitBreaker: { Enable: true, Rollback: true }
        BakeTimeInMinutes: 1
        Alarms: { AlarmNames: [!Ref Unhealthy], Enable: true, Rollback: true }${pause}
      LoadBalancers:
        - ContainerName: prices
          ContainerPort: 8080
          TargetGroupArn: !Ref Blue
          AdvancedConfiguration:
            AlternateTargetGroupArn: !Ref Green
            ProductionListenerRule: !Ref CustomersRule
            TestListenerRule: !Ref TestRule
            RoleArn: !GetAtt BalancerRole.Arn
`

const OUTPUTS = `Outputs:
  Url: { Description: Where customers go, Value: !Sub 'http://\${Balancer.DNSName}' }
`

const APPSPEC = `version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: <TASK_DEFINITION>
        LoadBalancerInfo: { ContainerName: prices, ContainerPort: 8080 }
`

const configOf = (deployment: string, drift: string): string => `version: 1
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
    deploy-role: arn:aws:iam::222222222222:role/shop-deploy
precheck:
  intent: .github/intent.yml
${drift}stacks:
  - { id: prices, name: 'shop-prices-{environment}', template: infra/prices.yml, parameters: { Environment: '{environment}' }, capabilities: [CAPABILITY_NAMED_IAM] }
deployments:
${deployment}verify:
  - name: the new version has the right price before it has traffic
    kind: functional
    phase: before-traffic
    http: { url: 'http://{test-endpoint}/', json: { version: 1.5.0, total: 500 } }
  - name: customers get the prices of this release
    kind: functional
    http: { url: '{stack.prices.outputs.Url}/', json: { version: 1.5.0, total: 500 } }
  - { name: what serves is what was deployed, released: prices-service }
gate:
  require: [deployment, functional]
`

const DEPLOYED_BY = {
  codedeploy: `  - id: prices-service
    platform: ecs
    application: shop-prices
    group: shop-prices-{environment}
    appspec: ${APPSPEC_FILE}
    task-definition: ${TASK_FILE}
`,
  ecs: `  - id: prices-service
    platform: ecs-native
    cluster: shop-{environment}
    service: prices
    task-definition: ${TASK_FILE}
`,
}

/** CodeDeploy leads listeners to the other target group with each deployment, which CloudFormation reports as drift. */
const MOVED_BY = {
  codedeploy: `  drift:
    ignore:
      - { resource: prices/Production, property: /DefaultActions, reason: CodeDeploy moves it, owner: shop, until: 2099-12-31 }
      - { resource: prices/Test, property: /DefaultActions, reason: CodeDeploy moves it, owner: shop, until: 2099-12-31 }
`,
  ecs: '',
}

/** Policies of the documentation that the roles need; those that name applications get the name of this one. */
const POLICIES = {
  codedeploy: {
    'shop-plan': ['plan-role', 'plan-role-ecs-native', 'serving'],
    'shop-verify': ['verify-role', 'serving'],
    'shop-deploy': ['deploy-role', 'deploy-role-ecs', 'deploy-role-traffic', 'serving'],
  },
  ecs: {
    'shop-plan': ['plan-role-ecs-native', 'serving'],
    'shop-verify': ['verify-role', 'serving'],
    'shop-deploy': ['deploy-role-ecs-native', 'deploy-role-traffic', 'serving'],
  },
} as const

/** Deploys what the service has: a group to which nothing was deployed has no version to go back to. */
async function deployByCodeDeploy(account: Account, StackName: string, cancelled: AbortSignal): Promise<void> {
  const { cloudformation, codedeploy } = account
  const { StackResourceDetail: task } = await cloudformation.describeStackResource({
    StackName,
    LogicalResourceId: 'Task',
  })
  const { deploymentId } = await codedeploy.createDeployment({
    applicationName: 'shop-prices',
    deploymentGroupName: StackName,
    revision: {
      revisionType: 'AppSpecContent',
      appSpecContent: { content: APPSPEC.replace('<TASK_DEFINITION>', task?.PhysicalResourceId ?? '') },
    },
  })
  await deploymentSucceeded(account, deploymentId, cancelled)
}

interface By {
  readonly by: 'codedeploy' | 'ecs'
  /** The template as it is installed, and, where the stack is updated then, as it is in the release. */
  readonly template: string
  readonly updated?: string
}

const platform = (given: Pick<Platform, 'name' | 'story'>, { by, template, updated = template }: By): Platform => {
  const write = (repository: Repository, image: string): void => {
    repository.write(TASK_FILE, taskOf(image))
    if (by === 'codedeploy') repository.write(APPSPEC_FILE, APPSPEC)
    repository.write('infra/prices.yml', updated)
    repository.write('.github/test-deployments.yml', configOf(DEPLOYED_BY[by], MOVED_BY[by]))
    repository.write('.github/intent.yml', 'version: 1\nexpect: []\n')
  }
  return {
    ...given,
    oldVersion: `  - name: version 1.4.0 accepts a receipt that this release gave
    kind: recovery
    phase: after-rollback
    http: { url: '{stack.prices.outputs.Url}${RECEIPT.old}', json: { version: 1.4.0 } }
`,
    async installed(account, cancelled) {
      const { environment, cloudformation, client } = account
      const StackName = `shop-prices-${environment}`
      const stack = {
        StackName,
        Capabilities: ['CAPABILITY_NAMED_IAM' as const],
        Parameters: [{ ParameterKey: 'Environment', ParameterValue: environment }],
      }
      await cloudformation.createStack({ ...stack, TemplateBody: template })
      const { Outputs: [url] = [] } = await stackReady(account, StackName, cancelled)
      if (updated !== template) {
        await cloudformation.updateStack({ ...stack, TemplateBody: updated })
        await stackReady(account, StackName, cancelled)
      }
      const iam = new IAM(client)
      for (const [RoleName, names] of Object.entries(POLICIES[by])) {
        if (environment === 'production' && RoleName === 'shop-verify') continue
        for (const name of names) {
          const PolicyDocument = readFileSync(join(IAM_DOCUMENTS, `${name}.json`), 'utf8')
            .replaceAll('application:shop"', 'application:shop-prices"')
            .replaceAll('deploymentgroup:shop/', 'deploymentgroup:shop-prices/')
          await iam.putRolePolicy({ RoleName, PolicyName: `prices-${name}`, PolicyDocument })
        }
      }
      if (by === 'codedeploy') await deployByCodeDeploy(account, StackName, cancelled)
      return () => askShop(url?.OutputValue ?? '')
    },
    before: (repository) => write(repository, `${IMAGE}:1.4.0`),
    files: (repository) => write(repository, GOOD_IMAGE),
  }
}

export const ECS_PLATFORM = platform(
  {
    name: 'ecs',
    story: 'CodeDeploy starts the new containers, which wait behind the test listener until their checks have passed.',
  },
  { by: 'codedeploy', template: `${BY_CODEDEPLOY}${OUTPUTS}` },
)

export const ECS_NATIVE_PLATFORM = platform(
  {
    name: 'ecs-native',
    story: 'ECS starts the new containers, and pauses with test traffic until their checks have passed.',
  },
  // A pause would hold the creation of the service, too.
  { by: 'ecs', template: `${byEcs('')}${OUTPUTS}`, updated: `${byEcs(PAUSE)}${OUTPUTS}` },
)
