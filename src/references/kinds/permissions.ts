import type { LookUps } from '../../aws/clients/look-ups.ts'
import type { LookedUp, Target } from '../contract.ts'
import { absentBy, createOrCorrect, FOUND, lastPart, missing, notReturned } from './outcomes.ts'

type Iam = Awaited<ReturnType<LookUps['permissions']>>

const ABSENT = ['NoSuchEntity', 'NoSuchEntityException']

/** Roles and instance profiles by name or ARN, whose path must be right too, and managed policies by ARN. */
export function lookUpPermission(iam: Iam, target: Target): Promise<LookedUp> {
  const { kind, id } = target
  const noun = kind === 'role' ? 'role' : kind === 'policy' ? 'managed policy' : 'instance profile'
  return absentBy(
    ABSENT,
    async () => {
      const arn =
        kind === 'policy'
          ? (await iam.getPolicy({ PolicyArn: id })).Policy?.Arn
          : kind === 'role'
            ? (await iam.getRole({ RoleName: lastPart(id) })).Role?.Arn
            : (await iam.getInstanceProfile({ InstanceProfileName: lastPart(id) })).InstanceProfile?.Arn
      if (arn === undefined) return notReturned(`the ARN of ${id} is unknown`)
      if (!id.startsWith('arn:') || arn === id) return FOUND
      return missing(`${arn}, which has another path`, `Write the ARN ${arn}, or create ${id}.`)
    },
    () => missing(`no ${noun} of that name`, createOrCorrect(noun, target)),
  )
}
