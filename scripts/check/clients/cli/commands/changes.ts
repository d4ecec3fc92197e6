import type { Command } from './contract.ts'

const TRUST = `'{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}'`
const policy = (action: string): string =>
  `'{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"${action}","Resource":"*"}]}'`

/** What makes, changes and deletes: each thing by calls of its own, after what reads the stack. */
const IDENTITIES: readonly Command[] = [
  {
    run: `iam create-role --role-name cli-made --assume-role-policy-document ${TRUST}`,
    shows: 'Role.RoleName',
    is: 'cli-made',
  },
  { run: 'iam wait role-exists --role-name cli-made' },
  { run: 'iam update-role --role-name cli-made --description servers --max-session-duration 7200' },
  { run: 'iam get-role --role-name cli-made', shows: 'Role.[Description, MaxSessionDuration]', is: ['servers', 7200] },
  { run: `iam update-assume-role-policy --role-name cli-made --policy-document ${TRUST}` },
  { run: 'iam tag-role --role-name cli-made --tags Key=team,Value=shop Key=stage,Value=test' },
  { run: 'iam untag-role --role-name cli-made --tag-keys team' },
  { run: 'iam list-role-tags --role-name cli-made', shows: 'Tags[].Key', is: ['stage'] },
  { run: `iam put-role-policy --role-name cli-made --policy-name read --policy-document ${policy('s3:GetObject')}` },
  {
    run: `iam create-policy --policy-name cli-made --policy-document ${policy('sqs:*')}`,
    shows: 'Policy.Arn',
    sets: 'madePolicy',
  },
  {
    run: `iam create-policy-version --policy-arn {madePolicy} --policy-document ${policy('sns:*')}`,
    shows: 'PolicyVersion.IsDefaultVersion',
    is: false,
  },
  { run: 'iam set-default-policy-version --policy-arn {madePolicy} --version-id v2' },
  { run: 'iam get-policy --policy-arn {madePolicy}', shows: 'Policy.DefaultVersionId', is: 'v2' },
  { run: 'iam delete-policy-version --policy-arn {madePolicy} --version-id v1' },
  { run: 'iam attach-role-policy --role-name cli-made --policy-arn {madePolicy}' },
  { run: 'iam delete-policy --policy-arn {madePolicy}', fails: 'DeleteConflict' },
  { run: 'iam put-role-permissions-boundary --role-name cli-made --permissions-boundary {madePolicy}' },
  { run: 'iam delete-role-permissions-boundary --role-name cli-made' },
  { run: 'iam create-instance-profile --instance-profile-name cli-made', shows: 'InstanceProfile.Roles', is: [] },
  { run: 'iam add-role-to-instance-profile --instance-profile-name cli-made --role-name cli-made' },
  { run: 'iam wait instance-profile-exists --instance-profile-name cli-made' },
  { run: 'iam remove-role-from-instance-profile --instance-profile-name cli-made --role-name cli-made' },
  { run: 'iam delete-instance-profile --instance-profile-name cli-made' },
  { run: 'iam delete-role --role-name cli-made', fails: 'DeleteConflict' },
  { run: 'iam detach-role-policy --role-name cli-made --policy-arn {madePolicy}' },
  { run: 'iam delete-role-policy --role-name cli-made --policy-name read' },
  { run: 'iam delete-role --role-name cli-made' },
  { run: 'iam delete-policy --policy-arn {madePolicy}' },
  { run: 'kms create-key --description cli', shows: 'KeyMetadata.KeyId', sets: 'madeKey' },
  { run: 'kms create-alias --alias-name alias/cli-made --target-key-id {madeKey}' },
  { run: 'kms enable-key-rotation --key-id {madeKey}' },
  { run: 'kms get-key-rotation-status --key-id {madeKey}', shows: 'KeyRotationEnabled', is: true },
  { run: 'kms disable-key-rotation --key-id {madeKey}' },
  {
    run: `kms put-key-policy --key-id {madeKey} --policy-name default --policy '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"kms:*","Resource":"*"}]}'`,
  },
  { run: 'kms revoke-grant --key-id {Key} --grant-id {grant}' },
  { run: 'kms list-grants --key-id {Key}', shows: 'length(Grants)', is: 0 },
  { run: 'kms disable-key --key-id {madeKey}' },
  { run: 'kms describe-key --key-id {madeKey}', shows: 'KeyMetadata.KeyState', is: 'Disabled' },
  { run: 'kms enable-key --key-id {madeKey}' },
  {
    run: 'kms schedule-key-deletion --key-id {madeKey} --pending-window-in-days 7',
    shows: 'KeyState',
    is: 'PendingDeletion',
  },
  { run: 'secretsmanager create-secret --name cli/made --secret-string hidden', shows: 'Name', is: 'cli/made' },
  { run: 'secretsmanager delete-resource-policy --secret-id {Secret}', shows: 'Name', is: 'cli/secret' },
]

const SPOT = '--group-id {madeGroup} --protocol tcp --port 443 --cidr 10.0.0.0/8'
const FLEET = '--auto-scaling-group-name cli-made'

const MACHINES: readonly Command[] = [
  {
    run: 'ec2 create-security-group --group-name cli-made --description made --vpc-id {Vpc}',
    shows: 'GroupId',
    sets: 'madeGroup',
  },
  { run: `ec2 authorize-security-group-egress ${SPOT}`, shows: 'SecurityGroupRules[0].IsEgress', is: true },
  { run: `ec2 revoke-security-group-egress ${SPOT}`, shows: 'Return', is: true },
  { run: 'ec2 create-tags --resources {madeGroup} --tags Key=team,Value=shop' },
  { run: 'ec2 delete-tags --resources {madeGroup} --tags Key=team' },
  { run: 'ec2 describe-tags --filters Name=resource-id,Values={madeGroup}', shows: 'length(Tags)', is: 0 },
  { run: 'ec2 delete-security-group --group-id {madeGroup}' },
  {
    run: 'ec2 create-launch-template --launch-template-name cli-made --launch-template-data ImageId=ami-0123456789abcdef0,InstanceType=t3.micro',
    shows: 'LaunchTemplate.LatestVersionNumber',
    is: 1,
  },
  {
    run: 'ec2 create-launch-template-version --launch-template-name cli-made --source-version 1 --launch-template-data InstanceType=t3.small',
    shows: 'LaunchTemplateVersion.LaunchTemplateData.[ImageId, InstanceType]',
    is: ['ami-0123456789abcdef0', 't3.small'],
  },
  {
    run: 'ec2 modify-launch-template --launch-template-name cli-made --default-version 2',
    shows: 'LaunchTemplate.DefaultVersionNumber',
    is: 2,
  },
  {
    run: `autoscaling create-auto-scaling-group ${FLEET} --min-size 1 --max-size 3 --vpc-zone-identifier {Subnet} --launch-template LaunchTemplateName=cli-made`,
  },
  {
    run: `autoscaling describe-auto-scaling-groups --auto-scaling-group-names cli-made`,
    shows: "AutoScalingGroups[0].Instances[?LifecycleState=='InService'].InstanceId | [0]",
    sets: 'madeHost',
    eventually: true,
  },
  {
    run: 'autoscaling terminate-instance-in-auto-scaling-group --instance-id {madeHost} --no-should-decrement-desired-capacity',
    shows: 'Activity.StatusCode',
    is: 'InProgress',
  },
  { run: 'ec2 wait instance-terminated --instance-ids {madeHost}' },
  { run: `autoscaling update-auto-scaling-group ${FLEET} --max-size 2` },
  { run: `autoscaling set-desired-capacity ${FLEET} --desired-capacity 3`, fails: 'ValidationError' },
  { run: `autoscaling set-desired-capacity ${FLEET} --desired-capacity 2` },
  { run: `autoscaling cancel-instance-refresh ${FLEET}`, fails: 'ActiveInstanceRefreshNotFound' },
  { run: `autoscaling start-instance-refresh ${FLEET}`, shows: 'InstanceRefreshId' },
  {
    run: 'autoscaling create-or-update-tags --tags ResourceId=cli-made,ResourceType=auto-scaling-group,Key=team,Value=shop,PropagateAtLaunch=true',
  },
  { run: 'autoscaling delete-tags --tags ResourceId=cli-made,ResourceType=auto-scaling-group,Key=team' },
  { run: `autoscaling delete-auto-scaling-group ${FLEET} --force-delete` },
  { run: 'ec2 delete-launch-template --launch-template-name cli-made' },
  {
    run: 'elbv2 modify-load-balancer-attributes --load-balancer-arn {Balancer} --attributes Key=idle_timeout.timeout_seconds,Value=30',
    shows: "Attributes[?Key=='idle_timeout.timeout_seconds'].Value",
    is: ['30'],
  },
  {
    run: 'elbv2 modify-target-group-attributes --target-group-arn {Targets} --attributes Key=deregistration_delay.timeout_seconds,Value=5',
    shows: "Attributes[?Key=='deregistration_delay.timeout_seconds'].Value",
    is: ['5'],
  },
  { run: 'elbv2 wait load-balancer-available --load-balancer-arns {Balancer}' },
  { run: 'ecs create-cluster --cluster-name cli-made', shows: 'cluster.status', is: 'ACTIVE' },
  {
    run: 'ecs create-service --cluster cli-made --service-name web --task-definition cli-web --desired-count 1 --launch-type FARGATE --network-configuration awsvpcConfiguration={subnets=[{Subnet}]}',
    shows: 'service.launchType',
    is: 'FARGATE',
  },
  { run: 'ecs wait services-stable --cluster cli-made --services web' },
  {
    run: 'ecs delete-service --cluster cli-made --service web',
    fails: 'cannot be stopped while it is scaled above 0',
  },
  { run: 'ecs delete-service --cluster cli-made --service web --force', shows: 'service.status', is: 'DRAINING' },
  { run: 'ecs wait services-inactive --cluster cli-made --services web' },
  {
    run: 'ecs create-service --cluster cli-made --service-name own --task-definition cli-web --desired-count 2 --deployment-controller type=EXTERNAL',
    shows: 'service.deploymentController.type',
    is: 'EXTERNAL',
  },
  {
    run: 'ecs create-task-set --cluster cli-made --service own --task-definition cli-web --scale value=50,unit=PERCENT',
    shows: 'taskSet.id',
    sets: 'taskSet',
  },
  {
    run: 'ecs update-service-primary-task-set --cluster cli-made --service own --primary-task-set {taskSet}',
    shows: 'taskSet.[status, computedDesiredCount]',
    is: ['PRIMARY', 1],
  },
  {
    run: 'ecs update-task-set --cluster cli-made --service own --task-set {taskSet} --scale value=100,unit=PERCENT',
    shows: 'taskSet.computedDesiredCount',
    is: 2,
  },
  {
    run: 'ecs describe-task-sets --cluster cli-made --service own',
    shows: 'taskSets[0].stabilityStatus',
    is: 'STEADY_STATE',
    eventually: true,
  },
  {
    run: 'ecs delete-task-set --cluster cli-made --service own --task-set {taskSet} --force',
    shows: 'taskSet.status',
    is: 'DRAINING',
  },
  { run: 'lambda delete-function-url-config --function-name cli-orders' },
  {
    run: 'lambda create-function-url-config --function-name cli-orders --auth-type NONE',
    shows: 'AuthType',
    is: 'NONE',
  },
  {
    run: 'lambda add-permission --function-name cli-orders --statement-id sns --action lambda:InvokeFunction --principal sns.amazonaws.com',
    shows: 'Statement',
  },
  { run: 'lambda remove-permission --function-name cli-orders --statement-id sns' },
]

const ROWS: readonly Command[] = [
  {
    run: 'logs put-metric-filter --log-group-name /cli/web --filter-name made --filter-pattern ERROR --metric-transformations metricName=Made,metricNamespace=Cli,metricValue=1',
  },
  { run: 'logs delete-metric-filter --log-group-name /cli/web --filter-name made' },
  { run: 'logs delete-subscription-filter --log-group-name /cli/web --filter-name all' },
  { run: 'logs put-retention-policy --log-group-name /cli/web --retention-in-days 3' },
  { run: 'logs delete-retention-policy --log-group-name /cli/web' },
  {
    run: 'logs describe-log-groups --log-group-name-prefix /cli/web',
    shows: 'logGroups[0].keys(@) | contains(@, `retentionInDays`)',
    is: false,
  },
  { run: 's3api create-bucket --bucket cli-made --create-bucket-configuration LocationConstraint=eu-west-1' },
  { run: 's3api wait bucket-exists --bucket cli-made' },
  { run: 's3api put-bucket-versioning --bucket cli-made --versioning-configuration Status=Suspended' },
  {
    run: 's3api create-multipart-upload --bucket cli-made --key parts',
    shows: 'UploadId',
    sets: 'upload',
  },
  {
    run: 's3api upload-part --bucket cli-made --key parts --upload-id {upload} --part-number 1 --body nested.yml',
    shows: 'ETag',
    sets: 'etag',
  },
  {
    run: `s3api complete-multipart-upload --bucket cli-made --key parts --upload-id {upload} --multipart-upload 'Parts=[{ETag={etag},PartNumber=1}]'`,
    shows: 'Key',
    is: 'parts',
  },
  { run: 's3api create-multipart-upload --bucket cli-made --key more', shows: 'UploadId', sets: 'upload' },
  { run: 's3api abort-multipart-upload --bucket cli-made --key more --upload-id {upload}' },
  { run: 's3api abort-multipart-upload --bucket cli-made --key more --upload-id {upload}', fails: 'NoSuchUpload' },
  { run: 's3api delete-bucket --bucket cli-made', fails: 'BucketNotEmpty' },
  {
    run: 's3api delete-objects --bucket cli-made --delete Objects=[{Key=parts}]',
    shows: 'Deleted[0].Key',
    is: 'parts',
  },
  { run: 's3api delete-bucket-policy --bucket cli-store' },
  { run: 's3api get-bucket-policy --bucket cli-store', fails: 'NoSuchBucketPolicy' },
  { run: 's3api put-public-access-block --bucket cli-made --public-access-block-configuration BlockPublicAcls=true' },
  { run: 's3api delete-public-access-block --bucket cli-made' },
  { run: 's3api get-public-access-block --bucket cli-made', fails: 'NoSuchPublicAccessBlockConfiguration' },
  { run: 's3 rb s3://cli-made --force' },
  { run: 's3api wait bucket-not-exists --bucket cli-made' },
  { run: 'sns create-topic --name cli-made', shows: 'TopicArn', sets: 'madeTopic' },
  { run: 'sns delete-topic --topic-arn {madeTopic}' },
  { run: 'sns get-topic-attributes --topic-arn {madeTopic}', fails: 'NotFound' },
  { run: 'sqs --endpoint-url {url} create-queue --queue-name cli-made', shows: 'QueueUrl', sets: 'madeQueue' },
  {
    run: 'sqs --endpoint-url {url} send-message --queue-url {madeQueue} --message-body hello',
    shows: 'MD5OfMessageBody',
  },
  { run: 'sqs --endpoint-url {url} delete-queue --queue-url {madeQueue}' },
  { run: 'ssm put-parameter --name /cli/gone --type String --value x', shows: 'Version', is: 1 },
  {
    run: 'ssm delete-parameters --names /cli/gone /cli/none',
    shows: '[DeletedParameters, InvalidParameters]',
    is: [['/cli/gone'], ['/cli/none']],
  },
]

const STUCK = '--stack-name cli-stuck'
const SIGNALLED = '--stack-name cli-signalled'

/** Operations of stacks that failed or wait. */
const STACK_ENDS: readonly Command[] = [
  {
    run: 'cloudformation create-stack --stack-name cli-broken --template-body file://broken.yml --disable-rollback',
    shows: 'StackId',
  },
  {
    run: 'cloudformation describe-stacks --stack-name cli-broken',
    shows: 'Stacks[0].StackStatus',
    is: 'CREATE_FAILED',
    eventually: true,
  },
  { run: 'cloudformation rollback-stack --stack-name cli-broken', shows: 'StackId' },
  {
    run: 'cloudformation describe-stacks --stack-name cli-broken',
    shows: 'Stacks[0].StackStatus',
    is: 'ROLLBACK_COMPLETE',
    eventually: true,
  },
  { run: 'cloudformation delete-stack --stack-name cli-broken' },
  { run: 'cloudformation wait stack-delete-complete --stack-name cli-broken' },
  { run: `cloudformation create-stack ${STUCK} --template-body file://stuck.yml`, shows: 'StackId' },
  { run: `cloudformation wait stack-create-complete ${STUCK}` },
  {
    run: `cloudformation update-stack ${STUCK} --use-previous-template --parameters ParameterKey=Size,ParameterValue=2`,
    shows: 'StackId',
  },
  {
    run: `cloudformation describe-stacks ${STUCK}`,
    shows: 'Stacks[0].StackStatus',
    is: 'UPDATE_ROLLBACK_FAILED',
    eventually: true,
  },
  { run: `cloudformation continue-update-rollback ${STUCK}` },
  { run: `cloudformation wait stack-rollback-complete ${STUCK}` },
  {
    run: `cloudformation update-stack ${STUCK} --use-previous-template --parameters ParameterKey=Size,UsePreviousValue=true`,
    fails: 'No updates are to be performed',
  },
  { run: `cloudformation create-stack ${SIGNALLED} --template-body file://signalled.yml`, shows: 'StackId' },
  {
    run: `cloudformation list-stack-resources ${SIGNALLED}`,
    shows: 'StackResourceSummaries[0].ResourceStatus',
    is: 'CREATE_IN_PROGRESS',
    eventually: true,
  },
  {
    run: `cloudformation signal-resource ${SIGNALLED} --logical-resource-id Fleet --unique-id i-1 --status SUCCESS`,
  },
  { run: `cloudformation wait stack-create-complete ${SIGNALLED}` },
  {
    run: `cloudformation create-stack --stack-name cli-cancelled --template-body file://stuck.yml`,
    shows: 'StackId',
  },
  { run: 'cloudformation cancel-update-stack --stack-name cli-cancelled', fails: 'CancelUpdateStack cannot be called' },
]

export const CHANGES: readonly Command[] = [...IDENTITIES, ...MACHINES, ...ROWS, ...STACK_ENDS]
