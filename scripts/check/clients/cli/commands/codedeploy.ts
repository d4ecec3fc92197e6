import type { Command } from './contract.ts'

const APPLICATION = '--application-name cli-shop'

/** CodeDeploy. */
export const CODEDEPLOY: readonly Command[] = [
  { run: `deploy push ${APPLICATION} --s3-location s3://cli-artifacts/revision.zip --source revision` },
  {
    run: `deploy create-deployment ${APPLICATION} --deployment-group-name fleet --s3-location bucket=cli-artifacts,key=revision.zip,bundleType=zip`,
    shows: 'deploymentId',
    sets: 'deployment',
  },
  { run: 'deploy wait deployment-successful --deployment-id {deployment}' },
  { run: 'deploy get-deployment --deployment-id {deployment}', shows: 'deploymentInfo.status', is: 'Succeeded' },
  {
    run: 'deploy batch-get-deployments --deployment-ids {deployment}',
    shows: 'deploymentsInfo[0].status',
    is: 'Succeeded',
  },
  {
    run: `deploy list-deployments ${APPLICATION} --deployment-group-name fleet`,
    shows: 'deployments',
    is: ['{deployment}'],
  },
  { run: `deploy list-deployments ${APPLICATION}`, fails: 'DeploymentGroupNameRequiredException' },
  { run: 'deploy list-deployment-targets --deployment-id {deployment}', shows: 'targetIds', is: ['{Host}'] },
  {
    run: 'deploy get-deployment-target --deployment-id {deployment} --target-id {Host}',
    shows: 'deploymentTarget.instanceTarget.status',
    is: 'Succeeded',
  },
  {
    run: 'deploy batch-get-deployment-targets --deployment-id {deployment} --target-ids {Host}',
    shows: 'deploymentTargets[0].instanceTarget.lifecycleEvents[0].lifecycleEventName',
  },
  { run: 'deploy list-deployment-instances --deployment-id {deployment}', shows: 'instancesList', is: ['{Host}'] },
  {
    run: 'deploy get-deployment-instance --deployment-id {deployment} --instance-id {Host}',
    shows: 'instanceSummary.status',
    is: 'Succeeded',
  },
  {
    run: 'deploy batch-get-deployment-instances --deployment-id {deployment} --instance-ids {Host}',
    shows: 'instancesSummary[0].status',
    is: 'Succeeded',
  },
  { run: 'deploy list-applications', shows: 'applications', is: ['cli-shop'] },
  { run: `deploy get-application ${APPLICATION}`, shows: 'application.computePlatform', is: 'Server' },
  {
    run: 'deploy batch-get-applications --application-names cli-shop',
    shows: 'applicationsInfo[0].applicationName',
    is: 'cli-shop',
  },
  { run: `deploy list-application-revisions ${APPLICATION}`, shows: 'revisions[0].revisionType', is: 'S3' },
  {
    run: `deploy get-application-revision ${APPLICATION} --s3-location bucket=cli-artifacts,key=revision.zip,bundleType=zip`,
    shows: 'revisionInfo',
  },
  { run: `deploy list-deployment-groups ${APPLICATION}`, shows: 'deploymentGroups', is: ['fleet'] },
  {
    run: `deploy get-deployment-group ${APPLICATION} --deployment-group-name fleet`,
    shows: 'deploymentGroupInfo.ec2TagFilters[0].Value',
    is: 'cli',
  },
  {
    run: `deploy batch-get-deployment-groups ${APPLICATION} --deployment-group-names fleet`,
    shows: 'deploymentGroupsInfo[0].deploymentGroupName',
    is: 'fleet',
  },
  { run: 'deploy list-deployment-configs', shows: 'length(deploymentConfigsList) > `3`', is: true },
  {
    run: 'deploy get-deployment-config --deployment-config-name CodeDeployDefault.OneAtATime',
    shows: 'deploymentConfigInfo.computePlatform',
    is: 'Server',
  },
  {
    run: 'deploy list-tags-for-resource --resource-arn arn:aws:codedeploy:eu-west-1:111111111111:application:cli-shop',
    shows: 'Tags',
    is: [],
  },
  {
    run: 'deploy register-on-premises-instance --instance-name cli-rack --iam-user-arn arn:aws:iam::111111111111:user/rack',
  },
  { run: 'deploy add-tags-to-on-premises-instances --instance-names cli-rack --tags Key=rack,Value=one' },
  { run: 'deploy get-on-premises-instance --instance-name cli-rack', shows: 'instanceInfo.tags[0].Key', is: 'rack' },
  {
    run: 'deploy batch-get-on-premises-instances --instance-names cli-rack',
    shows: 'instanceInfos[0].instanceName',
    is: 'cli-rack',
  },
  { run: 'deploy list-on-premises-instances', shows: 'instanceNames', is: ['cli-rack'] },
  { run: 'deploy deregister-on-premises-instance --instance-name cli-rack' },
]
