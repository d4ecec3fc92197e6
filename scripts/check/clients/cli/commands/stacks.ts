import type { Command } from './contract.ts'

const STACK = '--stack-name cli'
const CHANGE_SET = `${STACK} --change-set-name next`

interface Listed {
  readonly StackResources: readonly { readonly LogicalResourceId: string; readonly PhysicalResourceId: string }[]
}

/** CloudFormation and Cloud Control; the first commands make the stack that all commands read. */
export const STACKS: readonly Command[] = [
  { run: 'sts get-caller-identity', shows: 'Account', is: '111111111111' },
  { run: 's3 mb s3://cli-artifacts' },
  {
    run: 'cloudformation package --template-file template.yml --s3-bucket cli-artifacts --output-template-file packaged.yml',
  },
  { run: 'cloudformation validate-template --template-body file://packaged.yml', shows: 'Capabilities' },
  { run: `cloudformation deploy ${STACK} --template-file packaged.yml --capabilities CAPABILITY_NAMED_IAM` },
  {
    run: `cloudformation describe-stack-resources ${STACK}`,
    sets: ({ StackResources: all }: Listed) =>
      Object.fromEntries(all.map((each) => [each.LogicalResourceId, each.PhysicalResourceId])),
  },
  { run: 'cloudformation deploy --stack-name cli-importer --template-file importer.yml' },
  {
    run: `cloudformation deploy ${STACK} --template-file packaged.yml --no-fail-on-empty-changeset --capabilities CAPABILITY_NAMED_IAM`,
  },
  {
    run: 'cloudformation list-stacks',
    shows: 'StackSummaries[?StackName==`cli`].StackStatus',
    is: ['UPDATE_COMPLETE'],
  },
  { run: `cloudformation describe-stacks ${STACK}`, shows: 'Stacks[0].Outputs[0].ExportName', is: 'cli-queue' },
  { run: `cloudformation wait stack-exists ${STACK}` },
  {
    run: `cloudformation describe-stack-events ${STACK}`,
    shows: 'StackEvents[0].ResourceStatus',
    is: 'UPDATE_COMPLETE',
  },
  { run: `cloudformation describe-events ${STACK}`, shows: 'OperationEvents[0].EventId' },
  {
    run: `cloudformation describe-stack-resource ${STACK} --logical-resource-id Queue`,
    shows: 'StackResourceDetail.PhysicalResourceId',
    is: '{Queue}',
  },
  { run: `cloudformation list-stack-resources ${STACK}`, shows: 'length(StackResourceSummaries) > `20`', is: true },
  { run: `cloudformation get-template ${STACK}`, shows: 'TemplateBody' },
  { run: `cloudformation get-template-summary ${STACK}`, shows: 'Parameters[0].ParameterKey', is: 'Retention' },
  { run: `cloudformation get-stack-policy ${STACK}` },
  {
    run: `cloudformation set-stack-policy ${STACK} --stack-policy-body '{"Statement":[{"Effect":"Allow","Action":"Update:*","Principal":"*","Resource":"*"}]}'`,
  },
  { run: 'cloudformation describe-account-limits', shows: 'AccountLimits[0].Name' },
  { run: 'cloudformation list-exports', shows: "Exports[?Name=='cli-queue'].Name", is: ['cli-queue'] },
  { run: 'cloudformation list-imports --export-name cli-queue', shows: 'Imports', is: ['cli-importer'] },
  {
    run: 'cloudformation describe-type --type RESOURCE --type-name AWS::SQS::Queue',
    shows: 'TypeName',
    is: 'AWS::SQS::Queue',
  },
  {
    run: `cloudformation create-change-set ${CHANGE_SET} --use-previous-template --parameters ParameterKey=Retention,ParameterValue=14 --capabilities CAPABILITY_NAMED_IAM`,
    shows: 'Id',
    sets: 'changeSet',
  },
  { run: `cloudformation wait change-set-create-complete ${CHANGE_SET}` },
  {
    run: `cloudformation describe-change-set ${CHANGE_SET} --include-property-values`,
    shows: "Changes[?ResourceChange.LogicalResourceId=='Logs'].ResourceChange.Action",
    is: ['Modify'],
  },
  { run: `cloudformation list-change-sets ${STACK}`, shows: 'Summaries[0].ChangeSetName', is: 'next' },
  { run: `cloudformation describe-change-set-hooks ${CHANGE_SET}`, shows: 'Status', is: 'PLANNED' },
  { run: `cloudformation execute-change-set ${CHANGE_SET}` },
  { run: `cloudformation wait stack-update-complete ${STACK}` },
  {
    run: `cloudformation create-change-set ${STACK} --change-set-name unused --use-previous-template --parameters ParameterKey=Retention,ParameterValue=30 --capabilities CAPABILITY_NAMED_IAM`,
    shows: 'Id',
  },
  { run: `cloudformation delete-change-set ${STACK} --change-set-name unused` },
  { run: `cloudformation detect-stack-drift ${STACK}`, shows: 'StackDriftDetectionId', sets: 'drift' },
  {
    run: 'cloudformation describe-stack-drift-detection-status --stack-drift-detection-id {drift}',
    shows: "DetectionStatus=='DETECTION_COMPLETE'",
    is: true,
    eventually: true,
  },
  {
    run: 'cloudformation describe-stack-drift-detection-status --stack-drift-detection-id {drift}',
    shows: 'StackDriftStatus',
    is: 'IN_SYNC',
  },
  {
    run: `cloudformation describe-stack-resource-drifts ${STACK}`,
    shows: "StackResourceDrifts[?LogicalResourceId=='Queue'].StackResourceDriftStatus",
    is: ['IN_SYNC'],
  },
  {
    run: `cloudformation detect-stack-resource-drift ${STACK} --logical-resource-id Queue`,
    shows: 'StackResourceDrift.StackResourceDriftStatus',
    is: 'IN_SYNC',
  },
  { run: `cloudformation update-termination-protection ${STACK} --no-enable-termination-protection`, shows: 'StackId' },
  {
    run: 'cloudformation list-hook-results --target-type CHANGE_SET --target-id {changeSet}',
    shows: 'HookResults[0].HookResultId',
    sets: 'hookResult',
  },
  {
    run: 'cloudformation get-hook-result --hook-result-id {hookResult}',
    shows: 'Status',
    is: 'HOOK_COMPLETE_SUCCEEDED',
  },
  {
    run: 'cloudcontrol get-resource --type-name AWS::SSM::Parameter --identifier /cli/size',
    shows: 'ResourceDescription.Properties',
  },
  { run: 'cloudcontrol list-resources --type-name AWS::SQS::Queue', shows: 'ResourceDescriptions[].Identifier' },
  {
    run: `cloudcontrol create-resource --type-name AWS::SSM::Parameter --desired-state '{"Name":"/cli/made","Type":"String","Value":"1"}'`,
    shows: 'ProgressEvent.RequestToken',
    sets: 'made',
  },
  {
    run: 'cloudcontrol get-resource-request-status --request-token {made}',
    shows: 'ProgressEvent.OperationStatus',
    is: 'SUCCESS',
    eventually: true,
  },
  {
    run: `cloudcontrol update-resource --type-name AWS::SSM::Parameter --identifier /cli/made --patch-document '[{"op":"replace","path":"/Value","value":"2"}]'`,
    shows: 'ProgressEvent.Operation',
    is: 'UPDATE',
  },
  {
    run: 'cloudcontrol get-resource --type-name AWS::SSM::Parameter --identifier /cli/made',
    shows: 'contains(ResourceDescription.Properties, `"2"`)',
    is: true,
    eventually: true,
  },
  {
    run: 'cloudcontrol delete-resource --type-name AWS::SSM::Parameter --identifier /cli/made',
    shows: 'ProgressEvent.Operation',
    is: 'DELETE',
  },
]
