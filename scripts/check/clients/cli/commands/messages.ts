import type { Command } from './contract.ts'

const QUEUE = 'arn:aws:sqs:eu-west-1:111111111111:cli-orders'

/** SNS, EventBridge, SQS, Parameter Store. For SQS this CLI has an endpoint of its own, which no variable changes. */
export const MESSAGES: readonly Command[] = [
  { run: 'sns list-topics', shows: 'Topics[].TopicArn', is: ['{Topic}'] },
  { run: 'sns get-topic-attributes --topic-arn {Topic}', shows: 'Attributes.TopicArn', is: '{Topic}' },
  { run: 'sns set-topic-attributes --topic-arn {Topic} --attribute-name DisplayName --attribute-value Shop' },
  { run: 'sqs --endpoint-url {url} list-queues', shows: 'QueueUrls[0]', is: '{Queue}' },
  { run: 'sqs --endpoint-url {url} get-queue-url --queue-name cli-orders', shows: 'QueueUrl', is: '{Queue}' },
  {
    run: 'sqs --endpoint-url {url} get-queue-attributes --queue-url {Queue} --attribute-names All',
    shows: 'Attributes.VisibilityTimeout',
    is: '30',
  },
  { run: 'sqs --endpoint-url {url} set-queue-attributes --queue-url {Queue} --attributes VisibilityTimeout=40' },
  {
    run: `sns subscribe --topic-arn {Topic} --protocol sqs --notification-endpoint ${QUEUE} --attributes RawMessageDelivery=true`,
    shows: 'SubscriptionArn',
  },
  { run: 'sns list-subscriptions-by-topic --topic-arn {Topic}', shows: 'Subscriptions[].Protocol', is: ['sqs'] },
  { run: 'sns publish --topic-arn {Topic} --subject shop --message deployed', shows: 'MessageId' },
  {
    run: 'sqs --endpoint-url {url} receive-message --queue-url {Queue}',
    shows: 'Messages[0].Body',
    is: 'deployed',
  },
  { run: 'events create-event-bus --name cli-releases', shows: 'EventBusArn' },
  {
    run: 'events put-rule --name all --event-bus-name cli-releases --event-pattern {"source":["test-deployments"]}',
    shows: 'RuleArn',
  },
  {
    run: `events put-targets --rule all --event-bus-name cli-releases --targets Id=queue,Arn=${QUEUE}`,
    shows: 'FailedEntryCount',
    is: 0,
  },
  {
    run: 'events put-events --entries [{"Source":"test-deployments","DetailType":"deployed","Detail":"{}","EventBusName":"cli-releases"}]',
    shows: 'FailedEntryCount',
    is: 0,
  },
  {
    run: 'sqs --endpoint-url {url} receive-message --queue-url {Queue}',
    shows: 'Messages | length(@)',
    is: 1,
  },
  { run: 'ssm put-parameter --name /cli/secure --type SecureString --value hidden', shows: 'Version', is: 1 },
  { run: 'ssm get-parameter --name /cli/secure --with-decryption', shows: 'Parameter.Value', is: 'hidden' },
  {
    run: 'ssm get-parameters --names /cli/size /cli/none',
    shows: '[Parameters[0].Value, InvalidParameters[0]]',
    is: ['large', '/cli/none'],
  },
  {
    run: 'ssm get-parameters-by-path --path /cli --recursive',
    shows: "Parameters[?Name=='/cli/nested'].Value",
    is: ['small'],
  },
  { run: 'ssm get-parameter-history --name /cli/size', shows: 'Parameters[0].Version', is: 1 },
  { run: 'ssm describe-parameters', shows: "Parameters[?Name=='/cli/size'].Type", is: ['String'] },
  { run: 'ssm delete-parameter --name /cli/secure' },
]
