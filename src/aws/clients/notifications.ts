import type { PutEventsCommandInput, PutEventsCommandOutput } from '@aws-sdk/client-eventbridge'
import type { PublishCommandInput, PublishCommandOutput } from '@aws-sdk/client-sns'
import type { AwsAccess } from '../access.ts'
import type { SdkFactory } from '../sdk.ts'

/** Messages to others. Both reject with an ActionError. */
export interface Topics {
  publish(input: PublishCommandInput): Promise<PublishCommandOutput>
}

export interface EventBuses {
  putEvents(input: PutEventsCommandInput): Promise<PutEventsCommandOutput>
}

export async function connectTopics(access: AwsAccess, make: SdkFactory): Promise<Topics> {
  const { PublishCommand, SNSClient } = await import('@aws-sdk/client-sns')
  return make<Topics>(access, 'sns', (config) => new SNSClient(config), { publish: PublishCommand })
}

export async function connectEventBuses(access: AwsAccess, make: SdkFactory): Promise<EventBuses> {
  const { EventBridgeClient, PutEventsCommand } = await import('@aws-sdk/client-eventbridge')
  return make<EventBuses>(access, 'events', (config) => new EventBridgeClient(config), { putEvents: PutEventsCommand })
}
