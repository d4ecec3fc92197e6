const PLAYED_BY_TEST = '__tests__/docs/roles/roles.process.test.ts plays it'
const OF_SERVERS = 'a deployment to the servers of a copy needs it, as one of the deploy-role does'

/**
 * Actions without a scenario that shows their need, or that the user sees them: the reason why they are allowed. By
 * document.
 */
export const REASONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'plan-role': {
    'lambda:ListAliases':
      'tells aliases that no stack of the release declares; without it a remark of precheck names the action',
  },
  'plan-role-live': {
    'cloudformation:DescribeStackResources':
      'tells the stack of another that declares what no stack of the release does',
  },
  'deploy-role': {
    'cloudformation:ListStacks': 'follows operations side by side; without it each stack is read by its name',
    'cloudformation:DeleteChangeSet':
      'a change set that cannot be removed is listed with the command that removes it; the log names the action',
    'cloudformation:DeleteStack': `removes the stack without resources of a plan for production that is not the reviewed one; ${PLAYED_BY_TEST}`,
    'cloudformation:ListChangeSets': `is read before that removal; ${PLAYED_BY_TEST}`,
    'cloudformation:DescribeChangeSetHooks': `production is planned again by its deploy-role; ${PLAYED_BY_TEST}`,
    'cloudformation:TagResource': `production is planned again by its deploy-role, with tags; ${PLAYED_BY_TEST}`,
    'codedeploy:BatchGetDeployments': `follows deployments side by side; ${PLAYED_BY_TEST}`,
    'codedeploy:StopDeployment': `stops a deployment whose job is cancelled; ${PLAYED_BY_TEST}`,
    's3:GetObject': 'finds a revision that an earlier attempt uploaded; without it the upload is repeated',
  },
  'plan-role-lambda': {
    'lambda:GetFunctionConfiguration':
      'reads the code behind an alias; without it that value of the recorded state is null, which the gate names',
  },
  'plan-role-assets': {
    's3:GetObject': 'compares an asset that exists; without it the deployment compares it (`asset/not-compared`)',
    's3:ListBucket':
      'tells an absent object from one that may not be read, which S3 answers as forbidden; the sandbox tells it always',
  },
  'deploy-role-assets': {
    'ecr:BatchGetImage': `copies an image of an earlier build from the repository of pre-prod; ${PLAYED_BY_TEST}`,
    'ecr:GetDownloadUrlForLayer': `copies an image of an earlier build from the repository of pre-prod; ${PLAYED_BY_TEST}`,
    'iam:PassRole': 'production is planned again by its deploy-role, as by the plan-role',
    'ssm:GetParameters': 'production is planned again by its deploy-role, as by the plan-role',
  },
  'deploy-role-ecs-native': {
    'ecs:ContinueServiceDeployment': 'ends a pause before traffic',
    'ecs:StopServiceDeployment': 'stops a deployment whose job is cancelled, or whose checks fail',
    'elasticloadbalancing:DescribeTargetHealth': 'tells why tasks are replaced',
    'logs:GetLogEvents': 'shows the log of a container that failed',
  },
  'temporary-role': {
    'cloudformation:CancelUpdateStack': 'cancels an update with its job, as by the deploy-role',
    'cloudformation:DeleteChangeSet': 'removes a plan that is not executed, as by the deploy-role',
    'cloudformation:ListChangeSets': 'is read before a stack without resources is removed',
    'cloudformation:ListImports': 'tells what holds a stack whose deletion failed',
    'cloudformation:ListStacks': 'follows operations side by side',
    'ec2:DescribeSecurityGroups': 'tells what holds a resource whose deletion failed',
    'ecr:ListImages': 'tells what holds a resource whose deletion failed',
    'ec2:DescribeNetworkInterfaces': 'tells what holds a resource whose deletion failed',
    'cloudwatch:DescribeAlarmHistory': OF_SERVERS,
    'cloudwatch:DescribeAlarms': OF_SERVERS,
    'cloudwatch:GetMetricData': OF_SERVERS,
    'codedeploy:BatchGetDeploymentTargets': OF_SERVERS,
    'codedeploy:BatchGetDeployments': OF_SERVERS,
    'codedeploy:CreateDeployment': OF_SERVERS,
    'codedeploy:GetApplicationRevision': OF_SERVERS,
    'codedeploy:GetDeployment': OF_SERVERS,
    'codedeploy:GetDeploymentConfig': OF_SERVERS,
    'codedeploy:GetDeploymentGroup': OF_SERVERS,
    'codedeploy:ListDeploymentTargets': OF_SERVERS,
    'codedeploy:ListDeployments': OF_SERVERS,
    'codedeploy:RegisterApplicationRevision': OF_SERVERS,
    'codedeploy:StopDeployment': OF_SERVERS,
    's3:GetObject': OF_SERVERS,
    's3:PutObject': OF_SERVERS,
  },
  'verify-role-hosts': {
    'ssm:CancelCommand':
      'ends a command whose job is cancelled; __tests__/docs/roles/verify-hosts.process.test.ts plays it',
  },
  'verify-role-network': {
    'ec2:DeleteNetworkInsightsAnalysis': 'removes what was made; `check/path/remains` names what could not be removed',
    'ec2:DeleteNetworkInsightsPath': 'removes what was made; `check/path/remains` names what could not be removed',
    'ec2:CreateTags': 'AWS needs it for tags of what is created; the sandbox does not',
  },
}
