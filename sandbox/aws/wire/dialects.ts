/** A wire protocol: awsQuery, ec2Query, awsJson, restJson1 or restXml. */
export type Protocol = 'query' | 'ec2' | 'json' | 'rest-json' | 'rest-xml'

/** The protocol of a service. Its names and versions are those of the SDK's client, whose schemas are its model. */
export interface Dialect {
  /** AWS's short name, as in the CLI and botocore. */
  readonly service: string
  readonly protocol: Protocol
  /** The name in credential scopes. */
  readonly signingName: string
  /** The prefix of its IAM actions. */
  readonly actionPrefix: string
  readonly version: string
  readonly xmlNamespace: string
  /** The prefix of X-Amz-Target, for awsJson. */
  readonly target?: string
  readonly jsonVersion?: '1.0' | '1.1'
  /** An awsJson service that also speaks awsQuery, and whose errors have the codes of awsQuery. */
  readonly queryCompatible?: boolean
  /** The start of all its paths, for REST services that share a signing name. */
  readonly pathPrefix?: string
  load(): Promise<Record<string, unknown>>
}

type Given = Pick<Dialect, 'service' | 'version' | 'load'> & Partial<Dialect>

const dialect = (protocol: Protocol, given: Given): Dialect => ({
  protocol,
  signingName: given.service,
  actionPrefix: given.signingName ?? given.service,
  xmlNamespace: '',
  ...given,
})

const query = (given: Given): Dialect =>
  dialect('query', {
    xmlNamespace: `http://${given.signingName ?? given.service}.amazonaws.com/doc/${given.version}/`,
    ...given,
  })

const json = (target: string, given: Given): Dialect => dialect('json', { target, jsonVersion: '1.1', ...given })

/** The services that the sandbox can decode. `services/index.ts` has the operations that it implements. */
export const DIALECTS: readonly Dialect[] = [
  query({ service: 'cloudformation', version: '2010-05-15', load: () => import('@aws-sdk/client-cloudformation') }),
  query({
    service: 'sts',
    version: '2011-06-15',
    xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    load: () => import('@aws-sdk/client-sts'),
  }),
  json('GraniteServiceVersion20100801', {
    service: 'cloudwatch',
    signingName: 'monitoring',
    actionPrefix: 'cloudwatch',
    version: '2010-08-01',
    xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
    jsonVersion: '1.0',
    queryCompatible: true,
    load: () => import('@aws-sdk/client-cloudwatch'),
  }),
  json('CodeDeploy_20141006', {
    service: 'codedeploy',
    version: '2014-10-06',
    load: () => import('@aws-sdk/client-codedeploy'),
  }),
  // The CLI adds the Java package as a prefix, the JavaScript SDK does not.
  json('CloudTrail_20131101', {
    service: 'cloudtrail',
    version: '2013-11-01',
    load: () => import('@aws-sdk/client-cloudtrail'),
  }),
  dialect('rest-json', { service: 'lambda', version: '2015-03-31', load: () => import('@aws-sdk/client-lambda') }),
  json('AmazonEC2ContainerServiceV20141113', {
    service: 'ecs',
    version: '2014-11-13',
    load: () => import('@aws-sdk/client-ecs'),
  }),
  query({ service: 'autoscaling', version: '2011-01-01', load: () => import('@aws-sdk/client-auto-scaling') }),
  query({
    service: 'elbv2',
    signingName: 'elasticloadbalancing',
    version: '2015-12-01',
    load: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  }),
  query({
    service: 'iam',
    version: '2010-05-08',
    xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    load: () => import('@aws-sdk/client-iam'),
  }),
  query({ service: 'sns', version: '2010-03-31', load: () => import('@aws-sdk/client-sns') }),
  dialect('ec2', {
    service: 'ec2',
    version: '2016-11-15',
    xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
    load: () => import('@aws-sdk/client-ec2'),
  }),
  json('AmazonSSM', { service: 'ssm', version: '2014-11-06', load: () => import('@aws-sdk/client-ssm') }),
  json('Logs_20140328', {
    service: 'logs',
    version: '2014-03-28',
    load: () => import('@aws-sdk/client-cloudwatch-logs'),
  }),
  json('AWSEvents', { service: 'events', version: '2015-10-07', load: () => import('@aws-sdk/client-eventbridge') }),
  json('CertificateManager', { service: 'acm', version: '2015-12-08', load: () => import('@aws-sdk/client-acm') }),
  json('AmazonEC2ContainerRegistry_V20150921', {
    service: 'ecr',
    version: '2015-09-21',
    load: () => import('@aws-sdk/client-ecr'),
  }),
  json('secretsmanager', {
    service: 'secretsmanager',
    version: '2017-10-17',
    load: () => import('@aws-sdk/client-secrets-manager'),
  }),
  json('TrentService', { service: 'kms', version: '2014-11-01', load: () => import('@aws-sdk/client-kms') }),
  json('CloudApiService', {
    service: 'cloudcontrol',
    signingName: 'cloudcontrolapi',
    actionPrefix: 'cloudformation',
    version: '2021-09-30',
    jsonVersion: '1.0',
    load: () => import('@aws-sdk/client-cloudcontrol'),
  }),
  json('ResourceGroupsTaggingAPI_20170126', {
    service: 'resourcegroupstaggingapi',
    signingName: 'tagging',
    actionPrefix: 'tag',
    version: '2017-01-26',
    load: () => import('@aws-sdk/client-resource-groups-tagging-api'),
  }),
  json('AmazonSQS', {
    service: 'sqs',
    version: '2012-11-05',
    xmlNamespace: 'http://queue.amazonaws.com/doc/2012-11-05/',
    jsonVersion: '1.0',
    queryCompatible: true,
    load: () => import('@aws-sdk/client-sqs'),
  }),
  dialect('rest-xml', {
    service: 'cloudfront',
    version: '2020-05-31',
    xmlNamespace: 'http://cloudfront.amazonaws.com/doc/2020-05-31/',
    load: () => import('@aws-sdk/client-cloudfront'),
  }),
  dialect('rest-json', {
    service: 'apigatewayv2',
    signingName: 'apigateway',
    version: '2018-11-29',
    pathPrefix: '/v2/',
    load: () => import('@aws-sdk/client-apigatewayv2'),
  }),
  dialect('rest-json', {
    service: 'apigateway',
    version: '2015-07-09',
    load: () => import('@aws-sdk/client-api-gateway'),
  }),
]

/** The dialect of a service; undefined for S3, which has a wire of its own. */
export const dialectOf = (service: string): Dialect | undefined => DIALECTS.find((each) => each.service === service)
