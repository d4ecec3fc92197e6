import type { Properties } from '../../../contract.ts'
import { asText } from '../../names.ts'
import { nameOf } from '../../resources/live.ts'
import type { Kind, LiveResource } from '../../resources/live.ts'
import { handled, policyProperty, policyText } from '../../resources/policy-values.ts'
import type { World } from '../../world.ts'
import { secretsOf } from './secrets.ts'

type Tags = readonly { readonly Key: string; readonly Value: string }[]

/** AWS::SecretsManager::Secret. Its value is write-only, and kept nowhere but in the properties of the template. */
export function secretKind(world: World): Kind {
  const secrets = secretsOf(world)
  const apply = ({ owner, physicalId, properties }: LiveResource): void => {
    const secret = secrets.get(owner, physicalId)
    secret.description = typeof properties.Description === 'string' ? properties.Description : undefined
    secret.kmsKeyId = typeof properties.KmsKeyId === 'string' ? properties.KmsKeyId : undefined
    secret.changed = world.clock.now()
    secret.tags.splice(0, secret.tags.length, ...((properties.Tags as Tags | undefined) ?? []))
  }
  return {
    type: 'AWS::SecretsManager::Secret',
    identify: (desired, owner) =>
      handled('SecretsManager', () => secrets.create(owner, nameOf(desired.Name, owner)).arn),
    attributes: ({ physicalId }) => ({ Id: physicalId }),
    created: apply,
    updated: apply,
    tampered: apply,
    removed: ({ physicalId }) => secrets.remove(physicalId),
    observe({ owner, physicalId, properties }) {
      const secret = secrets.find(owner, physicalId)
      if (secret === undefined) return undefined
      const { Description: _text, KmsKeyId: _key, Tags: _tags, ...others } = properties
      return {
        ...others,
        Name: secret.name,
        ...(secret.description !== undefined && { Description: secret.description }),
        ...(secret.kmsKeyId !== undefined && { KmsKeyId: secret.kmsKeyId }),
        ...((secret.tags.length > 0 || properties.Tags !== undefined) && { Tags: secret.tags }),
      }
    },
  }
}

/** AWS::SecretsManager::ResourcePolicy. */
export function secretPolicyKind(world: World): Kind {
  const secrets = secretsOf(world)
  const put = ({ owner, properties }: LiveResource): void =>
    handled('SecretsManager', () => {
      secrets.get(owner, idIn(properties)).policy = policyText(properties.ResourcePolicy)
    })
  const drop = ({ owner }: LiveResource, properties: Properties): void => {
    const secret = secrets.find(owner, idIn(properties))
    if (secret !== undefined) delete secret.policy
  }
  const idIn = ({ SecretId }: Properties): string => asText(SecretId)
  return {
    type: 'AWS::SecretsManager::ResourcePolicy',
    identify: (desired, owner) => handled('SecretsManager', () => secrets.get(owner, idIn(desired)).arn),
    attributes: ({ physicalId }) => ({ Id: physicalId }),
    created: put,
    tampered: put,
    updated(resource, previous) {
      drop(resource, previous)
      put(resource)
    },
    removed: (resource) => drop(resource, resource.properties),
    observe({ owner, properties }) {
      const policy = secrets.find(owner, idIn(properties))?.policy
      return policy === undefined ? undefined : { ...properties, ResourcePolicy: policyProperty(policy) }
    },
  }
}
