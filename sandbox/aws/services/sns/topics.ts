import { ServiceError } from '../../../contract.ts'
import { homeKey } from '../../names.ts'
import type { Home } from '../../names.ts'
import { perWorld } from '../../world.ts'

export interface Topic {
  readonly home: Home
  readonly name: string
  readonly arn: string
  /** By AWS's names, Policy included. */
  readonly attributes: Map<string, string>
  /** Made by Subscribe; those of stacks are resources. */
  readonly subscriptions: Subscription[]
}

export interface Subscription {
  readonly arn: string
  readonly protocol: string
  readonly endpoint: string
  readonly isRaw: boolean
}

/** Topics and their subscriptions. */
export interface Topics {
  /** Creates the topic, or returns the one of that name. */
  create(home: Home, name: string): Topic
  find(arn: string): Topic | undefined
  /** Throws SNS's error. */
  get(arn: string | undefined): Topic
  list(home: Home): Topic[]
  remove(arn: string): void
}

export const topicsOf = perWorld((): Topics => {
  const topics = new Map<string, Topic>()
  return {
    create(home, name) {
      const { account, region } = home
      const arn = `arn:aws:sns:${region}:${account}:${name}`
      const known = topics.get(arn)
      if (known !== undefined) return known
      const topic = {
        home: { account, region },
        name,
        arn,
        subscriptions: [],
        attributes: new Map<string, string>([
          ['DisplayName', ''],
          ['Policy', JSON.stringify(defaultPolicy(arn, account))],
        ]),
      }
      topics.set(arn, topic)
      return topic
    },
    find: (arn) => topics.get(arn),
    get(arn = '') {
      const topic = topics.get(arn)
      if (topic === undefined) throw new ServiceError('NotFound', 'Topic does not exist', 404)
      return topic
    },
    list: (home) => [...topics.values()].filter((topic) => homeKey(topic.home) === homeKey(home)),
    remove: (arn) => void topics.delete(arn),
  }
})

const OWNERS_ACTIONS = [
  'GetTopicAttributes',
  'SetTopicAttributes',
  'AddPermission',
  'RemovePermission',
  'DeleteTopic',
  'Subscribe',
  'ListSubscriptionsByTopic',
  'Publish',
]

/** The policy of a topic that was given none. */
function defaultPolicy(arn: string, account: string): object {
  return {
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: OWNERS_ACTIONS.map((action) => `SNS:${action}`),
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': account } },
      },
    ],
  }
}

/** Gives the topic the policy that it had at its creation. */
export function resetPolicy({ arn, home, attributes }: Topic): void {
  attributes.set('Policy', JSON.stringify(defaultPolicy(arn, home.account)))
}
