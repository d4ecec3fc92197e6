import type { DefaultsByType } from '../contract.ts'
import { eachFilled, filled, functionArn, lastPart } from './fill.ts'

/** Topics, queues, buses, schedules and state machines. */
export const MESSAGING_DEFAULTS: DefaultsByType = {
  'AWS::SQS::Queue': {
    source: 'template reference; SQS API reference, SetQueueAttributes',
    complete: (known, { physicalId }) =>
      filled(known, {
        DelaySeconds: 0,
        MaximumMessageSize: 1_048_576,
        MessageRetentionPeriod: 345_600,
        QueueName: lastPart(physicalId),
        ReceiveMessageWaitTimeSeconds: 0,
        SqsManagedSseEnabled: known['KmsMasterKeyId'] === undefined,
        VisibilityTimeout: 30,
        ...(known['KmsMasterKeyId'] !== undefined && { KmsDataKeyReusePeriodSeconds: 300 }),
        ...(known['FifoQueue'] === true && {
          ContentBasedDeduplication: false,
          DeduplicationScope: 'queue',
          FifoThroughputLimit: 'perQueue',
        }),
      }),
  },
  'AWS::SNS::Topic': {
    source: 'template reference; SNS API reference, GetTopicAttributes',
    complete: (known, { physicalId }) =>
      filled(known, {
        FifoTopic: false,
        TopicName: lastPart(physicalId),
        ...(known['FifoTopic'] === true && { ContentBasedDeduplication: false }),
      }),
  },
  'AWS::SNS::Subscription': {
    source: 'template reference; SNS API reference, GetSubscriptionAttributes',
    complete: (known) =>
      filled(known, {
        RawMessageDelivery: false,
        ...(known['FilterPolicy'] !== undefined && { FilterPolicyScope: 'MessageAttributes' }),
      }),
  },
  'AWS::Events::Rule': {
    source: 'template reference; EventBridge API reference, PutRule',
    complete: (known, { physicalId }) => {
      const name = lastPart(physicalId.split('|').at(-1) ?? '')
      return filled(known, { EventBusName: 'default', Id: name, Name: name, State: 'ENABLED' })
    },
  },
  'AWS::Scheduler::Schedule': {
    source: 'EventBridge Scheduler API reference, CreateSchedule and RetryPolicy',
    complete: (known) =>
      filled(known, {
        ActionAfterCompletion: 'NONE',
        GroupName: 'default',
        ScheduleExpressionTimezone: 'UTC',
        State: 'ENABLED',
        Target: { RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 } },
      }),
  },
  'AWS::StepFunctions::StateMachine': {
    source: 'template reference; Step Functions API reference, CreateStateMachine',
    complete: (known, { physicalId }) =>
      filled(known, {
        EncryptionConfiguration: { Type: 'AWS_OWNED_KEY' },
        LoggingConfiguration: { IncludeExecutionData: false, Level: 'OFF' },
        StateMachineName: lastPart(physicalId),
        StateMachineType: 'STANDARD',
        TracingConfiguration: { Enabled: false },
      }),
  },
  'AWS::Lambda::EventSourceMapping': {
    source: 'template reference',
    complete: (known, { owner }) => {
      const source = typeof known['EventSourceArn'] === 'string' ? known['EventSourceArn'].split(':')[2] : undefined
      const isStream = source === 'kinesis' || source === 'dynamodb'
      return filled(
        { ...known, FunctionName: functionArn(known['FunctionName'], owner) },
        {
          BatchSize: source === 'sqs' ? 10 : 100,
          BisectBatchOnFunctionError: false,
          Enabled: true,
          MaximumRecordAgeInSeconds: -1,
          MaximumRetryAttempts: -1,
          ...(isStream && { MaximumBatchingWindowInSeconds: 0, ParallelizationFactor: 1, TumblingWindowInSeconds: 0 }),
        },
      )
    },
  },
  'AWS::Pipes::Pipe': {
    source: 'EventBridge Pipes API reference, CreatePipe',
    complete: (known) => filled(known, { DesiredState: 'RUNNING' }),
  },
  'AWS::Events::Archive': {
    source: 'EventBridge API reference, CreateArchive',
    complete: (known) => filled(known, { RetentionDays: 0 }),
  },
  'AWS::Cassandra::Table': {
    source: 'template reference',
    complete: (known) => ({
      ...known,
      ...(known['ClusteringKeyColumns'] !== undefined && {
        ClusteringKeyColumns: eachFilled(known['ClusteringKeyColumns'], { OrderBy: 'ASC' }),
      }),
    }),
  },
}
