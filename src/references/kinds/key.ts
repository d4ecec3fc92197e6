import type { LookUps } from '../../aws/clients/look-ups.ts'
import type { LookedUp, Target } from '../contract.ts'
import { absentBy, createOrCorrect, FOUND, missing, notReturned, unusable } from './outcomes.ts'

/** A key of KMS by its id, ARN, alias or the ARN of an alias. */
export function lookUpKey(kms: Awaited<ReturnType<LookUps['keys']>>, target: Target): Promise<LookedUp> {
  return absentBy(
    ['NotFoundException'],
    async () => {
      const { KeyState: state } = (await kms.describeKey({ KeyId: target.id })).KeyMetadata ?? {}
      if (state === undefined) {
        return notReturned(`the state of ${target.id} is unknown`)
      }
      return state === 'Enabled'
        ? FOUND
        : unusable('an enabled key', `state ${state}`, `Enable ${target.id}, or name another key.`)
    },
    () => missing(`no key ${target.id}`, createOrCorrect('key', target)),
  )
}
