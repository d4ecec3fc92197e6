import { recordOf } from '../../../support/records.ts'
import { liveStatements, policyProperty, statements } from '../items.ts'
import type { ResourceKind } from '../kind.ts'
import { UNKNOWN } from '../pattern.ts'
import { bucket } from './bucket.ts'
import { IAM_KINDS } from './iam.ts'
import { key, secret } from './key.ts'
import { alias, lambda, version } from './lambda.ts'
import { listener } from './listener.ts'
import { logGroup } from './log-group.ts'
import { queue } from './queue.ts'
import { securityGroup } from './security-group.ts'
import { alarm, database } from './settings.ts'
import { topic } from './topic.ts'

/** The calls for a type that Cloud Control answers wholly. */
const MODEL = ['cloudcontrol']

const SERVICE_KINDS: Readonly<Record<string, ResourceKind>> = {
  'AWS::CloudWatch::Alarm': alarm,
  'AWS::CloudWatch::CompositeAlarm': alarm,
  'AWS::EC2::SecurityGroup': securityGroup,
  'AWS::RDS::DBInstance': database,
  'AWS::S3::Bucket': bucket,
  'AWS::SNS::Topic': topic,
  'AWS::SQS::Queue': queue,
  'AWS::SecretsManager::Secret': secret,
  'AWS::KMS::Key': key,
  'AWS::Lambda::Function': lambda,
  'AWS::Lambda::Alias': alias,
  'AWS::Lambda::Version': version,
  'AWS::Logs::LogGroup': logGroup,
  'AWS::ElasticLoadBalancingV2::Listener': listener,
  'AWS::ECR::Repository': { calls: MODEL, aspects: [policyProperty('RepositoryPolicyText')] },
  'AWS::DynamoDB::Table': {
    calls: MODEL,
    aspects: [
      {
        ...policyProperty('ResourcePolicy'),
        read: async ({ model }) => liveStatements(recordOf((await model())['ResourcePolicy'])['PolicyDocument']),
        own: ({ ResourcePolicy }) =>
          statements(ResourcePolicy === UNKNOWN ? UNKNOWN : recordOf(ResourcePolicy)['PolicyDocument']),
      },
    ],
  },
  'AWS::EFS::FileSystem': { calls: MODEL, aspects: [policyProperty('FileSystemPolicy')] },
  'AWS::ApiGateway::RestApi': {
    calls: MODEL,
    aspects: [
      policyProperty('Policy', {
        // API Gateway completes `execute-api:/…` by region, account and its own id.
        async read({ model, resource }) {
          const { Policy } = await model()
          const text = typeof Policy === 'string' ? Policy : JSON.stringify(Policy ?? '')
          const own = new RegExp(`arn:[\\w-]+:execute-api:[\\w-]+:\\d{12}:${resource.physicalId}(?=/)`, 'g')
          return liveStatements(text === '""' ? undefined : text.replaceAll(own, 'execute-api:'))
        },
      }),
    ],
  },
  'AWS::Events::EventBus': {
    calls: MODEL,
    aspects: [
      policyProperty('Policy', {
        children: [
          {
            type: 'AWS::Events::EventBusPolicy',
            by: 'EventBusName',
            items: ({ StatementId }) => [{ key: StatementId ?? UNKNOWN, value: UNKNOWN }],
          },
        ],
      }),
    ],
  },
  'AWS::Backup::BackupVault': { calls: MODEL, aspects: [policyProperty('AccessPolicy')] },
  'AWS::OpenSearchService::Domain': { calls: MODEL, aspects: [policyProperty('AccessPolicies')] },
}

/** The types whose access is read, and judged absolutely: what no template declares is a finding. */
export const ACCESS_KINDS: Readonly<Record<string, ResourceKind>> = { ...IAM_KINDS, ...SERVICE_KINDS }
