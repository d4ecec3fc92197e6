import type { Command } from './contract.ts'

/** EC2, Auto Scaling, load balancers. */
export const NETWORK: readonly Command[] = [
  { run: 'ec2 describe-vpcs', shows: 'Vpcs[].VpcId' },
  { run: 'ec2 describe-images --filters Name=state,Values=available', shows: 'Images[0].State', is: 'available' },
  { run: 'ec2 describe-subnets --filters Name=vpc-id,Values={Vpc}', shows: 'length(Subnets)', is: 2 },
  { run: 'ec2 describe-key-pairs', shows: 'KeyPairs[0].KeyName', is: 'cli-pair' },
  {
    run: 'ec2 describe-security-groups --group-ids {Open}',
    shows: 'SecurityGroups[0].IpPermissions[0].FromPort',
    is: 80,
  },
  {
    run: 'ec2 describe-security-group-rules --filters Name=group-id,Values={Open}',
    shows: 'SecurityGroupRules[].SecurityGroupRuleId',
  },
  {
    run: 'ec2 authorize-security-group-ingress --group-id {Open} --protocol tcp --port 22 --cidr 10.0.0.0/8',
    shows: 'Return',
    is: true,
  },
  {
    run: 'ec2 revoke-security-group-ingress --group-id {Open} --protocol tcp --port 22 --cidr 10.0.0.0/8',
    shows: 'Return',
    is: true,
  },
  {
    run: 'ec2 describe-instances --instance-ids {Host}',
    shows: 'Reservations[0].Instances[0].State.Name',
    is: 'running',
  },
  { run: 'ec2 describe-instance-status --instance-ids {Host}', shows: 'InstanceStatuses[0].InstanceStatus.Status' },
  {
    run: 'ec2 describe-network-interfaces --filters Name=description,Values=ELB*',
    shows: 'length(NetworkInterfaces)',
    is: 2,
  },
  { run: 'ec2 describe-route-tables --filters Name=vpc-id,Values={Vpc}', shows: 'RouteTables[0].Associations[0].Main' },
  { run: 'ec2 describe-network-acls --filters Name=vpc-id,Values={Vpc}', shows: 'NetworkAcls[0].IsDefault', is: true },
  {
    run: 'ec2 describe-internet-gateways --internet-gateway-ids {Gateway}',
    shows: 'InternetGateways[0].Attachments[0].VpcId',
    is: '{Vpc}',
  },
  {
    run: 'ec2 describe-nat-gateways --filter Name=vpc-id,Values={Vpc}',
    shows: 'NatGateways[0].NatGatewayId',
    is: '{Nat}',
  },
  {
    run: 'ec2 describe-network-interfaces --filters Name=group-id,Values={Open} Name=interface-type,Values=interface',
    shows: 'NetworkInterfaces[0].NetworkInterfaceId',
    sets: 'front',
  },
  {
    run: 'ec2 create-network-insights-path --source {Gateway} --destination {front} --protocol tcp --destination-port 81',
    shows: 'NetworkInsightsPath.NetworkInsightsPathId',
    sets: 'path',
  },
  {
    run: 'ec2 start-network-insights-analysis --network-insights-path-id {path}',
    shows: 'NetworkInsightsAnalysis.NetworkInsightsAnalysisId',
    sets: 'analysis',
  },
  {
    run: 'ec2 describe-network-insights-analyses --network-insights-analysis-ids {analysis}',
    shows: "NetworkInsightsAnalyses[0].Explanations[?ExplanationCode=='ENI_SG_RULES_MISMATCH'].SecurityGroups[0].Id",
    is: ['{Open}'],
    eventually: true,
  },
  {
    run: 'ec2 describe-network-insights-paths --network-insights-path-ids {path}',
    shows: 'NetworkInsightsPaths[0].DestinationPort',
    is: 81,
  },
  {
    run: 'ec2 delete-network-insights-path --network-insights-path-id {path}',
    fails: 'AnalysisExistsForNetworkInsightsPath',
  },
  { run: 'ec2 delete-network-insights-analysis --network-insights-analysis-id {analysis}' },
  { run: 'ec2 delete-network-insights-path --network-insights-path-id {path}' },
  { run: 'ec2 describe-launch-templates', shows: 'LaunchTemplates[0].LaunchTemplateName', is: 'cli-launch' },
  {
    run: 'ec2 describe-launch-template-versions --launch-template-id {Launch}',
    shows: 'LaunchTemplateVersions[0].VersionNumber',
    is: 1,
  },
  { run: 'ec2 create-tags --resources {Host} --tags Key=made,Value=here' },
  {
    run: 'ec2 describe-tags --filters Name=resource-id,Values={Host}',
    shows: "Tags[?Key=='made'].Value",
    is: ['here'],
  },
  {
    run: 'autoscaling describe-auto-scaling-groups --auto-scaling-group-names cli-fleet',
    shows: 'AutoScalingGroups[0].MinSize',
    is: 1,
  },
  {
    run: 'autoscaling describe-auto-scaling-instances',
    shows: 'AutoScalingInstances[0].AutoScalingGroupName',
    is: 'cli-fleet',
    eventually: true,
  },
  {
    run: 'autoscaling describe-scaling-activities --auto-scaling-group-name cli-fleet',
    shows: 'Activities[0].StatusCode',
  },
  { run: 'autoscaling describe-scaling-process-types', shows: 'Processes[0].ProcessName' },
  { run: 'autoscaling suspend-processes --auto-scaling-group-name cli-fleet --scaling-processes Launch' },
  { run: 'autoscaling resume-processes --auto-scaling-group-name cli-fleet' },
  {
    run: 'autoscaling put-lifecycle-hook --auto-scaling-group-name cli-fleet --lifecycle-hook-name start --lifecycle-transition autoscaling:EC2_INSTANCE_LAUNCHING',
  },
  {
    run: 'autoscaling describe-lifecycle-hooks --auto-scaling-group-name cli-fleet',
    shows: 'LifecycleHooks[0].LifecycleHookName',
    is: 'start',
  },
  { run: 'autoscaling delete-lifecycle-hook --auto-scaling-group-name cli-fleet --lifecycle-hook-name start' },
  { run: 'autoscaling start-instance-refresh --auto-scaling-group-name cli-fleet', shows: 'InstanceRefreshId' },
  {
    run: 'autoscaling describe-instance-refreshes --auto-scaling-group-name cli-fleet',
    shows: 'InstanceRefreshes[0].Status',
  },
  {
    run: 'elbv2 describe-load-balancers',
    shows: "LoadBalancers[?LoadBalancerName=='cli-web'].Type",
    is: ['application'],
  },
  { run: 'elbv2 describe-load-balancer-attributes --load-balancer-arn {Balancer}', shows: 'Attributes[0].Key' },
  { run: 'elbv2 describe-listeners --load-balancer-arn {Balancer}', shows: 'Listeners[0].Port', is: 443 },
  {
    run: 'elbv2 describe-listener-certificates --listener-arn {Listener}',
    shows: 'Certificates[0].IsDefault',
    is: true,
  },
  { run: 'elbv2 describe-rules --listener-arn {Listener}', shows: "Rules[?Priority=='1'].RuleArn" },
  { run: 'elbv2 describe-target-groups --names cli-web', shows: 'TargetGroups[0].TargetGroupArn', is: '{Targets}' },
  { run: 'elbv2 describe-target-group-attributes --target-group-arn {Targets}', shows: 'Attributes[0].Key' },
  {
    run: 'elbv2 describe-target-health --target-group-arn {Targets}',
    shows: 'TargetHealthDescriptions[0].Target.Id',
    is: '{Host}',
  },
  { run: 'elbv2 describe-tags --resource-arns {Balancer}', shows: 'TagDescriptions[0].ResourceArn', is: '{Balancer}' },
  {
    run: 'elbv2 modify-target-group --target-group-arn {Targets} --health-check-path /health',
    shows: 'TargetGroups[0].HealthCheckPath',
    is: '/health',
  },
  {
    run: 'elbv2 modify-rule --rule-arn {Rule} --conditions Field=path-pattern,Values=/v2/*',
    shows: 'Rules[0].RuleArn',
  },
  { run: 'elbv2 deregister-targets --target-group-arn {Targets} --targets Id={Host}' },
  { run: 'elbv2 register-targets --target-group-arn {Targets} --targets Id={Host}' },
  { run: 'resourcegroupstaggingapi get-resources', shows: 'ResourceTagMappingList[0].ResourceARN' },
  { run: 'resourcegroupstaggingapi get-tag-keys', shows: 'TagKeys[0]' },
  { run: 'resourcegroupstaggingapi get-tag-values --key fleet', shows: 'TagValues', is: ['cli'] },
]
