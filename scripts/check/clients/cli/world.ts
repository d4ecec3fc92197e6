/** The stack that the commands read. `cloudformation package` uploads the folders of the function and the nested stack. */
export const TEMPLATE = `
AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Retention: { Type: Number, Default: 7 }
Resources:
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: eu-west-1a } }
  Other: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: eu-west-1b } }
  Gateway: { Type: AWS::EC2::InternetGateway }
  Attachment: { Type: AWS::EC2::VPCGatewayAttachment, Properties: { VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway } }
  Nat: { Type: AWS::EC2::NatGateway, Properties: { SubnetId: !Ref Subnet } }
  Open:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: web
      VpcId: !Ref Vpc
      SecurityGroupIngress: [{ IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0 }]
  Pair: { Type: AWS::EC2::KeyPair, Properties: { KeyName: cli-pair } }
  Host:
    Type: AWS::EC2::Instance
    Properties: { ImageId: ami-0123456789abcdef0, InstanceType: t3.micro, Tags: [{ Key: fleet, Value: cli }] }
  Launch:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateName: cli-launch
      LaunchTemplateData: { ImageId: ami-0123456789abcdef0, InstanceType: t3.micro }
  Fleet:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      AutoScalingGroupName: cli-fleet
      MinSize: '1'
      MaxSize: '2'
      VPCZoneIdentifier: [!Ref Subnet]
      LaunchTemplate: { LaunchTemplateId: !Ref Launch, Version: !GetAtt Launch.LatestVersionNumber }
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      Name: cli-web
      Subnets: [!Ref Subnet, !Ref Other]
      SecurityGroups: [!Ref Open]
      Tags: [{ Key: team, Value: shop }]
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: { Name: cli-web, Port: 80, Protocol: HTTP, VpcId: !Ref Vpc, Targets: [{ Id: !Ref Host }] }
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Balancer
      Port: 443
      Protocol: HTTPS
      Certificates: [{ CertificateArn: 'arn:aws:acm:eu-west-1:111111111111:certificate/11111111-1111-4111-8111-111111111111' }]
      DefaultActions: [{ Type: forward, TargetGroupArn: !Ref Targets }]
  Rule:
    Type: AWS::ElasticLoadBalancingV2::ListenerRule
    Properties:
      ListenerArn: !Ref Listener
      Priority: 1
      Conditions: [{ Field: path-pattern, PathPatternConfig: { Values: [/api/*] } }]
      Actions: [{ Type: forward, TargetGroupArn: !Ref Targets }]
  Shared: { Type: AWS::Lambda::LayerVersion, Properties: { LayerName: cli-shared, Content: orders } }
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: cli-role
      Tags: [{ Key: team, Value: shop }]
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - { Effect: Allow, Principal: { Service: [lambda.amazonaws.com, codedeploy.amazonaws.com] }, Action: sts:AssumeRole }
          - { Effect: Allow, Principal: { AWS: !Sub 'arn:aws:iam::\${AWS::AccountId}:root' }, Action: sts:AssumeRole }
      Policies:
        - PolicyName: read
          PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: s3:GetObject, Resource: '*' }] }
      ManagedPolicyArns: [!Ref Managed]
  Managed:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      ManagedPolicyName: cli-managed
      PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Action: sqs:*, Resource: '*' }] }
  Profile: { Type: AWS::IAM::InstanceProfile, Properties: { InstanceProfileName: cli-profile, Roles: [!Ref Role] } }
  Function:
    Type: AWS::Lambda::Function
    Properties: { FunctionName: cli-orders, Runtime: nodejs22.x, Handler: index.handler, Role: !GetAtt Role.Arn, Code: orders }
  Version: { Type: AWS::Lambda::Version, Properties: { FunctionName: !Ref Function } }
  Live:
    Type: AWS::Lambda::Alias
    Properties: { FunctionName: !Ref Function, FunctionVersion: !GetAtt Version.Version, Name: live }
  Permission:
    Type: AWS::Lambda::Permission
    Properties: { FunctionName: !Ref Function, Action: lambda:InvokeFunction, Principal: events.amazonaws.com }
  Url: { Type: AWS::Lambda::Url, Properties: { TargetFunctionArn: !GetAtt Function.Arn, AuthType: AWS_IAM } }
  Topic: { Type: AWS::SNS::Topic, Properties: { TopicName: cli-alerts } }
  Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: cli-orders } }
  Secret: { Type: AWS::SecretsManager::Secret, Properties: { Name: cli/secret, SecretString: hidden } }
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: '2012-10-17'
        Statement: [{ Effect: Allow, Principal: { AWS: !Sub 'arn:aws:iam::\${AWS::AccountId}:root' }, Action: 'kms:*', Resource: '*' }]
  KeyAlias: { Type: AWS::KMS::Alias, Properties: { AliasName: alias/cli, TargetKeyId: !Ref Key } }
  Parameter: { Type: AWS::SSM::Parameter, Properties: { Name: /cli/size, Type: String, Value: large } }
  Logs: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: /cli/web, RetentionInDays: !Ref Retention } }
  Filter:
    Type: AWS::Logs::MetricFilter
    Properties:
      LogGroupName: !Ref Logs
      FilterName: errors
      FilterPattern: ERROR
      MetricTransformations: [{ MetricName: Errors, MetricNamespace: Cli, MetricValue: '1' }]
  Repository: { Type: AWS::ECR::Repository, Properties: { RepositoryName: cli/web } }
  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: cli-errors
      Namespace: Cli
      MetricName: Errors
      Statistic: Sum
      Period: 60
      EvaluationPeriods: 1
      Threshold: 1
      ComparisonOperator: GreaterThanThreshold
  Cluster: { Type: AWS::ECS::Cluster, Properties: { ClusterName: cli } }
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Family: cli-web
      RequiresCompatibilities: [FARGATE]
      NetworkMode: awsvpc
      Cpu: '256'
      Memory: '512'
      ContainerDefinitions: [{ Name: web, Image: 'shop:1', Essential: true }]
  Service:
    Type: AWS::ECS::Service
    Properties:
      ServiceName: cli-web
      Cluster: !Ref Cluster
      TaskDefinition: !Ref Task
      DesiredCount: 1
      LaunchType: FARGATE
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [!Ref Subnet] } }
  Bucket: { Type: AWS::S3::Bucket, Properties: { BucketName: cli-store, VersioningConfiguration: { Status: Enabled } } }
  Application: { Type: AWS::CodeDeploy::Application, Properties: { ApplicationName: cli-shop, ComputePlatform: Server } }
  Group:
    Type: AWS::CodeDeploy::DeploymentGroup
    Properties:
      ApplicationName: !Ref Application
      DeploymentGroupName: fleet
      ServiceRoleArn: !GetAtt Role.Arn
      Ec2TagFilters: [{ Key: fleet, Value: cli, Type: KEY_AND_VALUE }]
  Nested: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: nested.yml } }
Outputs:
  Url: { Value: !Ref Queue, Export: { Name: cli-queue } }
`

export const NESTED = `
Resources:
  Size: { Type: AWS::SSM::Parameter, Properties: { Name: /cli/nested, Type: String, Value: small } }
`

/** A stack that imports what the other one exports. */
export const IMPORTER = `
Resources:
  Copy: { Type: AWS::SSM::Parameter, Properties: { Name: /cli/copy, Type: String, Value: !ImportValue cli-queue } }
`

/** APIs and a distribution. */
export const APIS = `
Resources:
  Rest: { Type: AWS::ApiGateway::RestApi, Properties: { Name: cli-shop, EndpointConfiguration: { Types: [REGIONAL] } } }
  Orders:
    Type: AWS::ApiGateway::Resource
    Properties: { RestApiId: !Ref Rest, ParentId: !GetAtt Rest.RootResourceId, PathPart: orders }
  Method:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Rest
      ResourceId: !Ref Orders
      HttpMethod: GET
      AuthorizationType: NONE
      Integration: { Type: MOCK }
  Deployment: { Type: AWS::ApiGateway::Deployment, DependsOn: Method, Properties: { RestApiId: !Ref Rest } }
  Stage:
    Type: AWS::ApiGateway::Stage
    Properties: { RestApiId: !Ref Rest, DeploymentId: !Ref Deployment, StageName: live, Variables: { size: large } }
  Domain:
    Type: AWS::ApiGateway::DomainName
    Properties:
      DomainName: shop.example.com
      EndpointConfiguration: { Types: [REGIONAL] }
      RegionalCertificateArn: arn:aws:acm:eu-west-1:111111111111:certificate/11111111-1111-4111-8111-111111111111
  Mapping:
    Type: AWS::ApiGateway::BasePathMapping
    Properties: { DomainName: !Ref Domain, RestApiId: !Ref Rest, Stage: !Ref Stage }
  Http: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: cli-http, ProtocolType: HTTP } }
  HttpDeployment: { Type: AWS::ApiGatewayV2::Deployment, Properties: { ApiId: !Ref Http } }
  HttpStage:
    Type: AWS::ApiGatewayV2::Stage
    Properties: { ApiId: !Ref Http, StageName: live, DeploymentId: !Ref HttpDeployment }
  HttpDomain:
    Type: AWS::ApiGatewayV2::DomainName
    Properties:
      DomainName: http.example.com
      DomainNameConfigurations:
        - EndpointType: REGIONAL
          CertificateArn: arn:aws:acm:eu-west-1:111111111111:certificate/11111111-1111-4111-8111-111111111111
  HttpMapping:
    Type: AWS::ApiGatewayV2::ApiMapping
    Properties: { DomainName: !Ref HttpDomain, ApiId: !Ref Http, Stage: !Ref HttpStage }
  Edge:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Enabled: true
        Aliases: [www.example.com]
        Origins: [{ Id: store, DomainName: cli-store.s3.amazonaws.com, S3OriginConfig: { OriginAccessIdentity: '' } }]
        DefaultCacheBehavior: { TargetOriginId: store, ViewerProtocolPolicy: redirect-to-https, CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6 }
        ViewerCertificate:
          AcmCertificateArn: arn:aws:acm:us-east-1:111111111111:certificate/22222222-2222-4222-8222-222222222222
          SslSupportMethod: sni-only
`

/** A stack whose creation fails: a name that is taken. */
export const BROKEN = `
Resources:
  First: { Type: AWS::SSM::Parameter, Properties: { Name: /cli/broken, Type: String, Value: one } }
  Second: { Type: AWS::SSM::Parameter, DependsOn: First, Properties: { Name: /cli/size, Type: String, Value: two } }
`

/** A stack whose update fails, and whose rollback fails the first time, by the scenario. */
export const STUCK = `
Parameters:
  Size: { Type: String, Default: '1' }
Resources:
  Stuck: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: !Ref Size } }
  Failing: { Type: AWS::SSM::Parameter, DependsOn: Stuck, Properties: { Type: String, Value: !Ref Size } }
`

/** A stack that waits for a signal. */
export const SIGNALLED = `
Resources:
  Fleet:
    Type: AWS::AutoScaling::AutoScalingGroup
    CreationPolicy: { ResourceSignal: { Count: 1, Timeout: PT3H } }
    Properties:
      MinSize: '0'
      MaxSize: '0'
      AvailabilityZones: [eu-west-1a]
      LaunchTemplate: { LaunchTemplateName: cli-launch, Version: '1' }
`

export const APPSPEC = `version: 0.0
os: linux
files: [{ source: app.txt, destination: /srv }]
file_exists_behavior: OVERWRITE
`

export const MANIFEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
  config: { mediaType: 'application/vnd.docker.container.image.v1+json', size: 2, digest: `sha256:${'0'.repeat(64)}` },
  layers: [],
})
