import type { LookUps } from '../../aws/look-ups.ts'
import type { LookedUp, Target } from '../contract.ts'
import { absentBy, createOrCorrect, FOUND, missing } from './outcomes.ts'

export function lookUpTopic(sns: Awaited<ReturnType<LookUps['topics']>>, target: Target): Promise<LookedUp> {
  return absentBy(
    ['NotFound', 'NotFoundException'],
    async () => {
      await sns.getTopicAttributes({ TopicArn: target.id })
      return FOUND
    },
    () => missing(`no topic ${target.id}`, createOrCorrect('topic', target)),
  )
}

/** A queue by its ARN. */
export function lookUpQueue(sqs: Awaited<ReturnType<LookUps['queues']>>, target: Target): Promise<LookedUp> {
  const name = target.id.split(':').at(-1) ?? ''
  return absentBy(
    ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'],
    async () => {
      await sqs.getQueueUrl({
        QueueName: name,
        ...(target.account !== undefined && { QueueOwnerAWSAccountId: target.account }),
      })
      return FOUND
    },
    () => missing(`no queue ${target.id}`, createOrCorrect('queue', target)),
  )
}
