/**
 * Documents of managed policies of AWS, from the AWS Managed Policy Reference. Roles may have other ones, too; evaluating
 * those is refused, unless the scenario has their document.
 */
export const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess'

/**
 * The actions of AWS's policy ReadOnlyAccess (version 182) of the services that the sandbox plays; it allows those of
 * many others, too.
 */
const READ_ONLY: Readonly<Record<string, readonly string[]>> = {
  acm: ['Describe*', 'Get*', 'List*', 'SearchCertificates'],
  apigateway: [
    'GET',
    'GetPortal',
    'GetPortalProduct',
    'GetProductPage',
    'GetProductRestEndpointPage',
    'GetRoutingRule',
    'ListPortalProducts',
    'ListPortals',
    'ListProductPages',
    'ListProductRestEndpointPages',
    'ListRoutingRules',
  ],
  autoscaling: ['Describe*', 'GetPredictiveScalingForecast'],
  cloudformation: [
    'BatchDescribeTypeConfigurations',
    'Describe*',
    'Detect*',
    'Estimate*',
    'Get*',
    'List*',
    'ValidateTemplate',
  ],
  cloudfront: ['Describe*', 'Get*', 'List*'],
  cloudtrail: ['Describe*', 'Get*', 'List*', 'LookupEvents'],
  cloudwatch: ['Describe*', 'GenerateQuery', 'GenerateQueryResultsSummary', 'Get*', 'List*'],
  codedeploy: ['BatchGet*', 'Get*', 'List*'],
  ec2: [
    'Describe*',
    'DescribeInstanceImageMetadata',
    'Get*',
    'ListImagesInRecycleBin',
    'ListSnapshotsInRecycleBin',
    'SearchLocalGatewayRoutes',
    'SearchTransitGatewayRoutes',
  ],
  ecr: ['BatchCheck*', 'BatchGet*', 'Describe*', 'Get*', 'List*'],
  ecs: ['Describe*', 'List*'],
  elasticloadbalancing: ['Describe*'],
  events: ['Describe*', 'List*', 'Test*'],
  iam: ['Generate*', 'Get*', 'List*', 'Simulate*'],
  kms: ['Describe*', 'Get*', 'List*'],
  lambda: ['Get*', 'List*'],
  logs: [
    'Describe*',
    'FilterLogEvents',
    'Get*',
    'ListAggregateLogGroupSummaries',
    'ListAnomalies',
    'ListEntitiesForLogGroup',
    'ListIntegrations',
    'ListLogAnomalyDetectors',
    'ListLogDeliveries',
    'ListLogGroupsForEntity',
    'ListLogGroupsForQuery',
    'ListScheduledQueries',
    'ListSourcesForS3TableIntegration',
    'ListTagsForResource',
    'ListTagsLogGroup',
    'StartLiveTail',
    'StartQuery',
    'StopLiveTail',
    'StopQuery',
    'TestMetricFilter',
  ],
  s3: ['DescribeJob', 'Get*', 'List*'],
  secretsmanager: ['Describe*', 'GetResourcePolicy', 'List*'],
  sns: ['Check*', 'Get*', 'List*'],
  sqs: ['Get*', 'List*', 'Receive*'],
  ssm: ['Describe*', 'Get*', 'List*'],
  sts: ['GetAccessKeyInfo', 'GetCallerIdentity', 'GetSessionToken'],
  tag: ['DescribeReportCreation', 'Get*'],
}

export const MANAGED_BY_AWS: Readonly<Record<string, object>> = {
  [ADMINISTRATOR]: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole': {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: '*',
      },
    ],
  },
  'arn:aws:iam::aws:policy/AWSCloudFormationReadOnlyAccess': {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: [
          'cloudformation:Describe*',
          'cloudformation:BatchDescribe*',
          'cloudformation:EstimateTemplateCost',
          'cloudformation:Get*',
          'cloudformation:List*',
          'cloudformation:ValidateTemplate',
          'cloudformation:Detect*',
        ],
        Resource: '*',
      },
    ],
  },
  'arn:aws:iam::aws:policy/ReadOnlyAccess': {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: Object.entries(READ_ONLY).flatMap(([service, names]) => names.map((name) => `${service}:${name}`)),
        Resource: '*',
      },
    ],
  },
  'arn:aws:iam::aws:policy/AWSDenyAll': {
    Version: '2012-10-17',
    Statement: [{ Sid: 'DenyAll', Effect: 'Deny', Action: ['*'], Resource: '*' }],
  },
}
