import type { Properties } from '../../../contract.ts'
import { asText } from '../../names.ts'
import type { Kind, LiveResource } from '../../resources/live.ts'
import { handled, policyProperty, policyText } from '../../resources/policy-values.ts'
import type { World } from '../../world.ts'
import { keysOf } from './keys.ts'

const MS_PER_DAY = 86_400_000
const PENDING_DAYS = 30

/** AWS::KMS::Key; deleting it schedules the deletion. */
export function keyKind(world: World): Kind {
  const keys = keysOf(world)
  const apply = ({ owner, physicalId, properties }: LiveResource): void => {
    const key = keys.get(owner, physicalId)
    key.rotation = asText(properties.EnableKeyRotation) === 'true'
    key.description = asText(properties.Description)
    key.state = asText(properties.Enabled ?? true) === 'true' ? 'Enabled' : 'Disabled'
    if (properties.KeyPolicy !== undefined) key.policy = policyText(properties.KeyPolicy)
  }
  return {
    type: 'AWS::KMS::Key',
    identify: (desired, owner) =>
      keys.create(owner, {
        ...(typeof desired.KeyUsage === 'string' && { usage: desired.KeyUsage }),
        ...(typeof desired.KeySpec === 'string' && { spec: desired.KeySpec }),
      }).id,
    attributes: ({ owner, physicalId }) => ({ Arn: keys.get(owner, physicalId).arn, KeyId: physicalId }),
    created: apply,
    updated: apply,
    tampered: apply,
    removed({ owner, physicalId, properties }) {
      const key = keys.find(owner, physicalId)
      if (key === undefined) return
      const days = Number(properties.PendingWindowInDays ?? PENDING_DAYS)
      key.state = 'PendingDeletion'
      key.deletion = new Date(world.clock.now().getTime() + days * MS_PER_DAY)
    },
    observe({ owner, physicalId, properties }) {
      const key = keys.find(owner, physicalId)
      if (key === undefined || key.state === 'PendingDeletion') return undefined
      const { Description: _text, ...others } = properties
      return {
        ...others,
        ...(key.description !== '' && { Description: key.description }),
        ...((properties.EnableKeyRotation !== undefined || key.rotation) && { EnableKeyRotation: key.rotation }),
        ...((properties.Enabled !== undefined || key.state !== 'Enabled') && { Enabled: key.state === 'Enabled' }),
        ...(properties.KeyPolicy !== undefined && { KeyPolicy: policyProperty(key.policy) }),
      }
    },
  }
}

/** AWS::KMS::Alias. */
export function aliasKind(world: World): Kind {
  const keys = keysOf(world)
  const target = ({ TargetKeyId }: Properties): string => asText(TargetKeyId)
  const put = ({ owner, physicalId, properties }: LiveResource): void =>
    void handled('Kms', () => keys.setAlias(owner, physicalId, target(properties)))
  return {
    type: 'AWS::KMS::Alias',
    identify: (desired) => asText(desired.AliasName),
    created: put,
    updated: put,
    tampered: put,
    removed: ({ owner, physicalId }) => keys.removeAlias(owner, physicalId),
    observe({ owner, physicalId, properties }) {
      const alias = keys.aliases(owner).find(({ name }) => name === physicalId)
      if (alias === undefined) return undefined
      const { id, arn } = keys.get(owner, alias.key)
      const same = [id, arn].includes(target(properties))
      return { ...properties, AliasName: physicalId, TargetKeyId: same ? properties.TargetKeyId : id }
    },
  }
}
