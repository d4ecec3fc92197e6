import type { AwsAccess } from '../access.ts'
import type { SdkFactory } from '../sdk.ts'

export type Topics = Awaited<ReturnType<typeof connectTopics>>

export async function connectTopics(access: AwsAccess, make: SdkFactory) {
  const { PublishCommand, SNSClient } = await import('@aws-sdk/client-sns')
  return make(access, 'sns', (config) => new SNSClient(config), { publish: PublishCommand })
}

export type EventBuses = Awaited<ReturnType<typeof connectEventBuses>>

export async function connectEventBuses(access: AwsAccess, make: SdkFactory) {
  const { EventBridgeClient, PutEventsCommand } = await import('@aws-sdk/client-eventbridge')
  return make(access, 'events', (config) => new EventBridgeClient(config), { putEvents: PutEventsCommand })
}
