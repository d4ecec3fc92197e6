import { deployRole, role, TEMPLATE_START } from './template.ts'

/** The templates of the service of containers: balancer, target groups, alarm, cluster, and how it is deployed. */

export const IMAGE = 'shop/prices'

const targetGroup = (logicalId: string, name: string): string => `  ${logicalId}:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties:
      Name: !Sub 'prices-\${Environment}-${name}'
      Port: 8080
      Protocol: HTTP
      TargetType: ip
      HealthCheckIntervalSeconds: 10
      TargetGroupAttributes: [{ Key: deregistration_delay.timeout_seconds, Value: '30' }]
`

const NETWORK = `${TEMPLATE_START}  Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: { Name: !Sub 'prices-\${Environment}' } }
${targetGroup('Blue', 'blue')}${targetGroup('Green', 'green')}  Production:
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

/** The service as CodeDeploy deploys it. */
export const BY_CODEDEPLOY = `${NETWORK}  Test:
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
${deployRole('shop-prices-deploy', 'ecs:*, elasticloadbalancing:*, cloudwatch:DescribeAlarms')}  Application: { Type: AWS::CodeDeploy::Application, Properties: { ApplicationName: shop-prices, ComputePlatform: ECS } }
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

export const PAUSE = `
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
/** The service as ECS itself deploys it, with the lifecycle hook of a pause or with none. */
export const byEcs = (
  pause: string,
): string => `${NETWORK}${rule('Test', 1, "{ Field: http-header, HttpHeaderConfig: { HttpHeaderName: x-shop-test, Values: ['true'] } }")}${rule('Customers', 2, "{ Field: path-pattern, PathPatternConfig: { Values: ['/*'] } }")}${role('BalancerRole', 'shop-prices-balancer', 'ecs')}  Service:
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

export const OUTPUTS = `Outputs:
  Url: { Description: Where customers go, Value: !Sub 'http://\${Balancer.DNSName}' }
`
