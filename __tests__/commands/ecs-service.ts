/** A service that ECS itself deploys, behind a load balancer, as a template declares it. */

export interface ServiceTemplate {
  readonly configuration?: Readonly<Record<string, unknown>>
  readonly desired?: number
  readonly controller?: string
  readonly image?: string
}

const group = { Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: { TargetType: 'ip' } }
const forward = [
  {
    Type: 'forward',
    ForwardConfig: {
      TargetGroups: [
        { TargetGroupArn: { Ref: 'Blue' }, Weight: 100 },
        { TargetGroupArn: { Ref: 'Green' }, Weight: 0 },
      ],
    },
  },
]

/** The cluster `shop` with the service `api`: blue/green where the configuration says so. */
export function serviceTemplate({
  configuration = {},
  desired = 2,
  controller = 'ECS',
  image = 'shop:1',
}: ServiceTemplate = {}): string {
  const shifts = configuration['Strategy'] !== undefined && configuration['Strategy'] !== 'ROLLING'
  const advanced = {
    AlternateTargetGroupArn: { Ref: 'Green' },
    ProductionListenerRule: { Ref: 'Production' },
    TestListenerRule: { Ref: 'Test' },
    RoleArn: 'arn:aws:iam::111111111111:role/ecs',
  }
  return JSON.stringify({
    Resources: {
      Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Name: 'web' } },
      Blue: group,
      Green: group,
      Listener: {
        Type: 'AWS::ElasticLoadBalancingV2::Listener',
        Properties: {
          LoadBalancerArn: { Ref: 'Balancer' },
          Port: 80,
          DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: 'Blue' } }],
        },
      },
      Production: {
        Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
        Properties: {
          ListenerArn: { Ref: 'Listener' },
          Priority: 2,
          Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/*'] } }],
          Actions: forward,
        },
      },
      Test: {
        Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
        Properties: {
          ListenerArn: { Ref: 'Listener' },
          Priority: 1,
          Conditions: [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'x-test', Values: ['true'] } }],
          Actions: forward,
        },
      },
      Errors: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          AlarmName: 'errors',
          Namespace: 'Shop',
          MetricName: 'Errors',
          Statistic: 'Sum',
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 1,
          ComparisonOperator: 'GreaterThanThreshold',
        },
      },
      Cluster: { Type: 'AWS::ECS::Cluster', Properties: { ClusterName: 'shop' } },
      Definition: {
        Type: 'AWS::ECS::TaskDefinition',
        Properties: {
          Family: 'api',
          ContainerDefinitions: [{ Name: 'web', Image: image, Memory: 128, PortMappings: [{ ContainerPort: 8080 }] }],
        },
      },
      Api: {
        Type: 'AWS::ECS::Service',
        DependsOn: ['Production', 'Test', 'Errors'],
        Properties: {
          Cluster: { Ref: 'Cluster' },
          ServiceName: 'api',
          TaskDefinition: { Ref: 'Definition' },
          DesiredCount: desired,
          DeploymentController: { Type: controller },
          ...(controller === 'ECS' && { DeploymentConfiguration: configuration }),
          LoadBalancers: [
            {
              ContainerName: 'web',
              ContainerPort: 8080,
              TargetGroupArn: { Ref: 'Blue' },
              ...(shifts && { AdvancedConfiguration: advanced }),
            },
          ],
        },
      },
    },
  })
}

export const taskFile = (image: string, more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    family: 'api',
    containerDefinitions: [{ name: 'web', image, memory: 128, portMappings: [{ containerPort: 8080 }], ...more }],
  })
