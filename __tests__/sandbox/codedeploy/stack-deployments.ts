/** Templates whose updates are CodeDeploy deployments. */

const GROUP = `
  App: { Type: AWS::CodeDeploy::Application, Properties: { ComputePlatform: Lambda } }
  Group:
    Type: AWS::CodeDeploy::DeploymentGroup
    Properties:
      ApplicationName: !Ref App
      ServiceRoleArn: arn:aws:iam::111111111111:role/codedeploy
      DeploymentConfigName: CodeDeployDefault.LambdaCanary10Percent5Minutes
      DeploymentStyle: { DeploymentType: BLUE_GREEN, DeploymentOption: WITH_TRAFFIC_CONTROL }
      AutoRollbackConfiguration: { Enabled: true, Events: [DEPLOYMENT_FAILURE, DEPLOYMENT_STOP_ON_ALARM] }
`

/** A function whose alias CodeDeploy moves: `version` selects the published version. */
export const aliasTemplate = (version: string, more = ''): string => `
Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { FunctionName: orders, Runtime: nodejs24.x, Handler: i.h, Role: "arn:aws:iam::111111111111:role/r", Code: { ZipFile: "exports.version = ${version}" } } }
  Version${version}: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Fn } }
${GROUP}
  Live:
    Type: AWS::Lambda::Alias
    UpdatePolicy:
      CodeDeployLambdaAliasUpdate:
        ApplicationName: !Ref App
        DeploymentGroupName: !Ref Group
        BeforeAllowTrafficHook: smoke
    Properties: { FunctionName: !Ref Fn, Name: live, FunctionVersion: !GetAtt Version${version}.Version }
${more}
`

/** A service whose task set is replaced by a green deployment. */
export const serviceTemplate = (
  image: string,
  { transform = true, more = '', hooks = '{}', routing = '' } = {},
): string => `
${transform ? 'Transform: [AWS::CodeDeployBlueGreen]' : ''}
Hooks:
  Deploy:
    Type: AWS::CodeDeploy::BlueGreen
    Properties:
      ServiceRole: codedeploy
      LifecycleEventHooks: ${hooks}
      ${routing}
      Applications:
        - Target: { Type: AWS::ECS::Service, LogicalID: Service }
          ECSAttributes:
            TaskDefinitions: [Blue, Green]
            TaskSets: [BlueSet, GreenSet]
            TrafficRouting:
              ProdTrafficRoute: { Type: AWS::ElasticLoadBalancingV2::Listener, LogicalID: Listener }
              TargetGroups: [BlueTargets, GreenTargets]
Resources:
  BlueTargets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Port: 80, Protocol: HTTP, TargetType: ip } }
  GreenTargets: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Port: 80, Protocol: HTTP, TargetType: ip } }
  Balancer: { Type: AWS::ElasticLoadBalancingV2::LoadBalancer }
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Balancer
      Port: 80
      Protocol: HTTP
      DefaultActions: [{ Type: forward, TargetGroupArn: !Ref BlueTargets }]
  Blue:
    Type: AWS::ECS::TaskDefinition
    Properties: { Family: shop, ContainerDefinitions: [{ Name: shop, Image: "${image}", Memory: 128 }] }
  Service: { Type: AWS::ECS::Service, Properties: { Cluster: shop, DeploymentController: { Type: EXTERNAL } } }
  BlueSet:
    Type: AWS::ECS::TaskSet
    Properties: { Cluster: shop, Service: !Ref Service, TaskDefinition: !Ref Blue, LoadBalancers: [{ ContainerName: shop, ContainerPort: 80, TargetGroupArn: !Ref BlueTargets }] }
  Primary:
    Type: AWS::ECS::PrimaryTaskSet
    Properties: { Cluster: shop, Service: !Ref Service, TaskSetId: !GetAtt BlueSet.Id }
${more}
`
