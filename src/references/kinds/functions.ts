import type { LookUps } from '../../aws/clients/look-ups.ts'
import type { LookedUp, Target } from '../contract.ts'
import { absentBy, createOrCorrect, FOUND, missing, notReturned, unusable } from './outcomes.ts'

type Lambda = Awaited<ReturnType<LookUps['functions']>>

const ABSENT = ['ResourceNotFoundException']

/** A function by name or ARN, with its version or alias where the ARN has one. */
export function lookUpFunction(lambda: Pick<Lambda, 'getFunctionConfiguration'>, target: Target): Promise<LookedUp> {
  return absentBy(
    ABSENT,
    async () => {
      const { FunctionArn, State, StateReason } = await lambda.getFunctionConfiguration({ FunctionName: target.id })
      if (FunctionArn === undefined) return notReturned(`the ARN of ${target.id} is unknown`)
      return State === 'Failed'
        ? unusable(
            'a function that can be invoked',
            `state Failed: ${StateReason ?? 'no reason'}`,
            `Repair ${target.id}, or name another function.`,
          )
        : FOUND
    },
    () => missing(`no function ${target.id}`, createOrCorrect('function', target)),
  )
}

/** A version of a layer; its digest is that of the archive. */
export function lookUpLayer(lambda: Pick<Lambda, 'getLayerVersionByArn'>, target: Target): Promise<LookedUp> {
  return absentBy(
    ABSENT,
    async () => {
      const { Content } = await lambda.getLayerVersionByArn({ Arn: target.id })
      if (Content === undefined) return notReturned(`the content of ${target.id} is unknown`)
      const { CodeSha256: sha, CodeSize: bytes } = Content
      return {
        state: 'found',
        content: { ...(bytes !== undefined && { bytes }), digests: sha === undefined ? {} : { SHA256: sha } },
      }
    },
    () =>
      missing(
        `no layer version ${target.id}`,
        `Publish the layer in the account before the release, or name a version that exists.`,
      ),
  )
}
