import type { Command } from './contract.ts'

const SERVICE = '--cluster cli --service cli-web'

/** Lambda, ECS, Run Command. */
export const COMPUTE: readonly Command[] = [
  { run: 'lambda get-function --function-name cli-orders', shows: 'Configuration.Runtime', is: 'nodejs22.x' },
  { run: 'lambda list-functions', shows: "Functions[?FunctionName=='cli-orders'] | [0].Handler", is: 'index.handler' },
  { run: 'lambda get-account-settings', shows: 'AccountLimit.ConcurrentExecutions', is: 1000 },
  { run: 'lambda get-function-configuration --function-name cli-orders', shows: 'Handler', is: 'index.handler' },
  {
    run: 'lambda list-versions-by-function --function-name cli-orders',
    shows: 'Versions[].Version',
    is: ['$LATEST', '1'],
  },
  { run: 'lambda list-aliases --function-name cli-orders', shows: 'Aliases[0].Name', is: 'live' },
  { run: 'lambda get-alias --function-name cli-orders --name live', shows: 'FunctionVersion', is: '1' },
  { run: 'lambda get-layer-version-by-arn --arn {Shared}', shows: 'Version', is: 1 },
  { run: 'lambda get-policy --function-name cli-orders', shows: 'Policy' },
  { run: 'lambda get-function-url-config --function-name cli-orders', shows: 'AuthType', is: 'AWS_IAM' },
  { run: 'lambda update-function-configuration --function-name cli-orders --timeout 9', shows: 'Timeout', is: 9 },
  { run: 'lambda wait function-updated-v2 --function-name cli-orders' },
  { run: 'lambda publish-version --function-name cli-orders', shows: 'Version', is: '2' },
  {
    run: 'lambda update-alias --function-name cli-orders --name live --function-version 2',
    shows: 'FunctionVersion',
    is: '2',
  },
  { run: 'ecs list-clusters', shows: 'clusterArns[0]' },
  { run: 'ecs describe-clusters --clusters cli', shows: 'clusters[0].status', is: 'ACTIVE' },
  { run: 'ecs list-services --cluster cli', shows: 'serviceArns[0]' },
  {
    run: 'ecs describe-services --cluster cli --services cli-web',
    shows: 'services[0].runningCount',
    is: 1,
    eventually: true,
  },
  { run: 'ecs list-task-definitions --family-prefix cli-web', shows: 'taskDefinitionArns[0]' },
  { run: 'ecs describe-task-definition --task-definition cli-web', shows: 'taskDefinition.revision', is: 1 },
  { run: 'ecs list-tasks --cluster cli', shows: 'taskArns[0]', sets: 'task' },
  { run: 'ecs describe-tasks --cluster cli --tasks {task}', shows: 'tasks[0].lastStatus', is: 'RUNNING' },
  {
    run: 'ecs update-service --cluster cli --service cli-web --force-new-deployment',
    shows: 'service.serviceName',
    is: 'cli-web',
  },
  { run: 'ecs wait services-stable --cluster cli --services cli-web' },
  {
    run: `ecs list-service-deployments ${SERVICE}`,
    shows: 'serviceDeployments[0].serviceDeploymentArn',
    sets: 'serviceDeployment',
  },
  {
    run: 'ecs describe-service-deployments --service-deployment-arns {serviceDeployment}',
    shows: 'serviceDeployments[0].targetServiceRevision.arn',
    sets: 'serviceRevision',
  },
  {
    run: 'ecs describe-service-revisions --service-revision-arns {serviceRevision}',
    shows: 'serviceRevisions[0].serviceArn',
  },
  {
    run: 'ssm describe-instance-information',
    shows: "InstanceInformationList[?InstanceId=='{Host}'].PingStatus",
    is: ['Online'],
  },
  {
    run: `ssm send-command --document-name AWS-RunShellScript --instance-ids {Host} --parameters 'commands=echo hello'`,
    shows: 'Command.CommandId',
    sets: 'command',
  },
  {
    run: 'ssm get-command-invocation --command-id {command} --instance-id {Host}',
    shows: '[Status, StandardOutputContent]',
    is: ['Success', 'hello\n'],
    eventually: true,
  },
  { run: 'ssm list-commands --command-id {command}', shows: 'Commands[0].Status', is: 'Success' },
  {
    run: 'ssm list-command-invocations --command-id {command} --details',
    shows: 'CommandInvocations[0].CommandPlugins[0].ResponseCode',
    is: 0,
  },
]
