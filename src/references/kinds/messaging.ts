import type { LookUps } from '../../aws/clients/look-ups.ts'
import type { LookedUp, Target } from '../contract.ts'
import { absentBy, createOrCorrect, FOUND, missing, notReturned } from './outcomes.ts'

export function lookUpTopic(sns: Awaited<ReturnType<LookUps['topics']>>, target: Target): Promise<LookedUp> {
  return absentBy(
    ['NotFound', 'NotFoundException'],
    async () => {
      const { Attributes } = await sns.getTopicAttributes({ TopicArn: target.id })
      return Attributes === undefined ? notReturned(`nothing of ${target.id} is told`) : FOUND
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
      const { QueueUrl } = await sqs.getQueueUrl({
        QueueName: name,
        ...(target.account !== undefined && { QueueOwnerAWSAccountId: target.account }),
      })
      return QueueUrl === undefined ? notReturned(`the URL of ${target.id} is unknown`) : FOUND
    },
    () => missing(`no queue ${target.id}`, createOrCorrect('queue', target)),
  )
}
