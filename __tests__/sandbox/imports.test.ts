import {
  CreateChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateSummaryCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import { ECRClient, CreateRepositoryCommand } from '@aws-sdk/client-ecr'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { CreateTopicCommand, GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns'
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs'
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openSandbox, PREPROD, until } from './world.ts'
import type { Opened } from './world.ts'

/** Stacks import resources that API calls created. */

let opened: Opened
beforeAll(async () => void (opened = await openSandbox({ pace: 'skip' })))
afterAll(() => opened.sandbox.close())

const TOPIC = `arn:aws:sns:${PREPROD.region}:${PREPROD.account}:made`
const kept = (Type: string, Properties: object): object => ({ Type, DeletionPolicy: 'Retain', Properties })
const template = (DisplayName?: string): string =>
  JSON.stringify({
    Resources: {
      Topic: kept('AWS::SNS::Topic', { TopicName: 'made', ...(DisplayName !== undefined && { DisplayName }) }),
      Queue: kept('AWS::SQS::Queue', { QueueName: 'made' }),
      Bucket: kept('AWS::S3::Bucket', { BucketName: 'made-by-calls' }),
      Logs: kept('AWS::Logs::LogGroup', { LogGroupName: '/made' }),
      Size: kept('AWS::SSM::Parameter', { Name: '/made', Type: 'String', Value: 'large' }),
      Images: kept('AWS::ECR::Repository', { RepositoryName: 'made' }),
      Alarm: kept('AWS::CloudWatch::Alarm', {
        AlarmName: 'made',
        EvaluationPeriods: 1,
        ComparisonOperator: 'GreaterThanThreshold',
      }),
    },
  })

async function importInto(StackName: string, names: Readonly<Record<string, Record<string, string>>>, body: string) {
  const { cloudformation } = opened.aws
  const change = { StackName, ChangeSetName: 'import' }
  const { Resources } = JSON.parse(body) as { Resources: Record<string, { Type: string }> }
  await cloudformation.send(
    new CreateChangeSetCommand({
      ...change,
      ChangeSetType: 'IMPORT',
      TemplateBody: body,
      ResourcesToImport: Object.entries(names).map(([LogicalResourceId, ResourceIdentifier]) => ({
        ResourceType: Resources[LogicalResourceId]!.Type,
        LogicalResourceId,
        ResourceIdentifier,
      })),
    }),
  )
  await until(
    async () => (await cloudformation.send(new DescribeChangeSetCommand(change))).Status,
    (status) => status === 'CREATE_COMPLETE',
  )
  await cloudformation.send(new ExecuteChangeSetCommand(change))
  return until(
    () => statusOf(StackName),
    (status) => /^IMPORT.*COMPLETE$/.test(status),
  )
}

const statusOf = async (StackName: string): Promise<string> =>
  (await opened.aws.cloudformation.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0]?.StackStatus ?? ''

test('resources of API calls are imported, and updated afterwards', async () => {
  const credentials = { accessKeyId: PREPROD.account, secretAccessKey: 'anything' }
  const config = { endpoint: opened.sandbox.awsUrl, region: PREPROD.region, credentials }
  const sns = new SNSClient(config)
  await sns.send(new CreateTopicCommand({ Name: 'made' }))
  const { QueueUrl = '' } = await new SQSClient(config).send(new CreateQueueCommand({ QueueName: 'made' }))
  await opened.aws.s3.send(new CreateBucketCommand({ Bucket: 'made-by-calls' }))
  await new CloudWatchLogsClient(config).send(new CreateLogGroupCommand({ logGroupName: '/made' }))
  await new SSMClient(config).send(new PutParameterCommand({ Name: '/made', Type: 'String', Value: 'large' }))
  await new ECRClient(config).send(new CreateRepositoryCommand({ repositoryName: 'made' }))
  await opened.aws.cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: 'made',
      Namespace: 'Made',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      Threshold: 1,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  )
  const names = {
    Topic: { TopicArn: TOPIC },
    Queue: { QueueUrl },
    Bucket: { BucketName: 'made-by-calls' },
    Logs: { LogGroupName: '/made' },
    Size: { Name: '/made' },
    Images: { RepositoryName: 'made' },
    Alarm: { AlarmName: 'made' },
  }
  expect(await importInto('taken', names, template())).toBe('IMPORT_COMPLETE')
  const { cloudformation } = opened.aws
  await cloudformation.send(new UpdateStackCommand({ StackName: 'taken', TemplateBody: template('Shop') }))
  await until(
    () => statusOf('taken'),
    (status) => status === 'UPDATE_COMPLETE',
  )
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: TOPIC }))
  expect(Attributes).toMatchObject({ DisplayName: 'Shop' })
})

test('a resource that does not exist is not imported', async () => {
  const body = JSON.stringify({ Resources: { Topic: kept('AWS::SNS::Topic', { TopicName: 'none' }) } })
  const names = { Topic: { TopicArn: TOPIC.replace('made', 'none') } }
  expect(await importInto('empty', names, body)).toBe('IMPORT_ROLLBACK_COMPLETE')
})

test('the summary of a template lists the identifiers that an import needs', async () => {
  const { ResourceIdentifierSummaries = [] } = await opened.aws.cloudformation.send(
    new GetTemplateSummaryCommand({ TemplateBody: template() }),
  )
  expect(ResourceIdentifierSummaries).toContainEqual({
    ResourceType: 'AWS::SNS::Topic',
    LogicalResourceIds: ['Topic'],
    ResourceIdentifiers: ['TopicArn'],
  })
})
