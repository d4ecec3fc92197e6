import type { Session } from '../contract.ts'

const TOPIC = { TopicArn: '{topic}' }
const QUEUE = { QueueUrl: '{queue}' }

/** Topics, queues, buses. */
export const MESSAGES: Session = {
  name: 'messages',
  calls: [
    { call: 'sns:CreateTopic', with: { Name: 'calls-alerts' }, sets: { topic: 'TopicArn' } },
    { call: 'sns:CreateTopic', with: { Name: 'calls-alerts' } },
    { call: 'sns:ListTopics' },
    { call: 'sns:SetTopicAttributes', with: { ...TOPIC, AttributeName: 'DisplayName', AttributeValue: 'Shop' } },
    { call: 'sns:GetTopicAttributes', with: TOPIC },
    {
      call: 'sqs:CreateQueue',
      with: { QueueName: 'calls-orders', Attributes: { VisibilityTimeout: '0' } },
      sets: { queue: 'QueueUrl' },
    },
    { call: 'sqs:GetQueueUrl', with: { QueueName: 'calls-orders' } },
    { call: 'sqs:GetQueueUrl', with: { QueueName: 'calls-none' }, fails: 'AWS.SimpleQueueService.NonExistentQueue' },
    { call: 'sqs:ListQueues', with: { QueueNamePrefix: 'calls' } },
    {
      call: 'sqs:SetQueueAttributes',
      with: { ...QUEUE, Attributes: { DelaySeconds: '0', ReceiveMessageWaitTimeSeconds: '0' } },
    },
    {
      call: 'sqs:GetQueueAttributes',
      with: { ...QUEUE, AttributeNames: ['All'] },
      sets: { queueArn: 'Attributes.QueueArn' },
    },
    { call: 'sqs:SendMessage', with: { ...QUEUE, MessageBody: 'hello' } },
    {
      call: 'sqs:ReceiveMessage',
      with: { ...QUEUE, MaxNumberOfMessages: 1 },
      sets: { receipt: 'Messages.0.ReceiptHandle' },
    },
    { call: 'sqs:DeleteMessage', with: { ...QUEUE, ReceiptHandle: '{receipt}' } },
    { call: 'sqs:ReceiveMessage', with: QUEUE },
    { call: 'sns:Subscribe', with: { ...TOPIC, Protocol: 'sqs', Endpoint: '{queueArn}', ReturnSubscriptionArn: true } },
    { call: 'sns:ListSubscriptionsByTopic', with: TOPIC },
    { call: 'sns:Publish', with: { ...TOPIC, Message: 'moved', Subject: 'shop' } },
    { call: 'events:CreateEventBus', with: { Name: 'calls-bus' } },
    {
      call: 'events:PutRule',
      with: { Name: 'calls-rule', EventPattern: JSON.stringify({ source: ['shop'] }), State: 'ENABLED' },
    },
    { call: 'events:PutTargets', with: { Rule: 'calls-rule', Targets: [{ Id: 'queue', Arn: '{queueArn}' }] } },
    {
      call: 'events:PutEvents',
      with: { Entries: [{ Source: 'shop', DetailType: 'order', Detail: JSON.stringify({ id: 1 }) }] },
    },
    { call: 'sns:DeleteTopic', with: TOPIC },
    { call: 'sns:GetTopicAttributes', with: TOPIC, fails: 'NotFound' },
    { call: 'sqs:DeleteQueue', with: QUEUE },
  ],
}

const NAME = { Name: '/calls/size' }

/** Parameter Store. */
export const PARAMETERS: Session = {
  name: 'parameters',
  calls: [
    { call: 'ssm:PutParameter', with: { ...NAME, Type: 'String', Value: 'small', Description: 'size' } },
    { call: 'ssm:PutParameter', with: { ...NAME, Type: 'String', Value: 'big' }, fails: 'ParameterAlreadyExists' },
    { call: 'ssm:PutParameter', with: { ...NAME, Value: 'large', Overwrite: true } },
    { call: 'ssm:GetParameter', with: NAME },
    { call: 'ssm:GetParameter', with: { Name: '/calls/size:1' } },
    { call: 'ssm:GetParameter', with: { Name: '/calls/none' }, fails: 'ParameterNotFound' },
    { call: 'ssm:PutParameter', with: { Name: '/calls/deep/list', Type: 'StringList', Value: 'a,b' } },
    { call: 'ssm:GetParameters', with: { Names: ['/calls/size', '/calls/none'] } },
    { call: 'ssm:GetParametersByPath', with: { Path: '/calls' } },
    { call: 'ssm:GetParametersByPath', with: { Path: '/calls', Recursive: true } },
    { call: 'ssm:LabelParameterVersion', with: { ...NAME, ParameterVersion: 1, Labels: ['stable'] } },
    { call: 'ssm:GetParameter', with: { Name: '/calls/size:stable' } },
    { call: 'ssm:GetParameterHistory', with: NAME },
    {
      call: 'ssm:DescribeParameters',
      with: { ParameterFilters: [{ Key: 'Name', Option: 'BeginsWith', Values: ['/calls'] }] },
    },
    { call: 'ssm:DeleteParameter', with: NAME },
    { call: 'ssm:DeleteParameters', with: { Names: ['/calls/deep/list', '/calls/none'] } },
    { call: 'ssm:DeleteParameter', with: NAME, fails: 'ParameterNotFound' },
  ],
}
