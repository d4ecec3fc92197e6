import { capitals, asText } from '../names.ts'
import type { ParameterContent, ParameterStore } from '../services/ssm/parameter-store.ts'
import { handlerError } from './live.ts'
import type { Kind, LiveResource } from './live.ts'

const TYPE = 'AWS::SSM::Parameter'

/** AWS::SSM::Parameter: a parameter that dynamic references, stack parameters and GetParameter see. */
export function parameterKind(store: ParameterStore): Kind {
  const put = ({ physicalId, owner, properties }: LiveResource): void => {
    store.put(owner, physicalId, contentOf(properties), `arn:aws:sts::${owner.account}:assumed-role/AWSCloudFormation`)
  }
  return {
    type: TYPE,
    madeByCalls: true,
    identify: (desired, owner) =>
      typeof desired.Name === 'string' ? desired.Name : `CFN-${owner.logicalId}-${capitals(12)}`,
    attributes: ({ properties }) => ({ Type: properties.Type, Value: asText(properties.Value) }),
    created(resource) {
      const { physicalId, owner } = resource
      if (store.find(owner, physicalId) !== undefined) {
        throw handlerError(TYPE, physicalId, 'already exists.', 'AlreadyExists')
      }
      put(resource)
    },
    updated: put,
    tampered: put,
    removed: ({ physicalId, owner }) => void store.remove(owner, physicalId),
    observe({ physicalId, owner, properties }) {
      const version = store.find(owner, physicalId)?.versions.at(-1)
      if (version === undefined) return undefined
      return { ...properties, Name: physicalId, Type: version.type, Value: version.value, DataType: version.dataType }
    },
  }
}

function contentOf(properties: LiveResource['properties']): ParameterContent {
  const { Type: type, Description: description, Tier: tier, DataType: dataType, AllowedPattern: pattern } = properties
  return {
    type: type === 'StringList' ? 'StringList' : 'String',
    value: asText(properties.Value),
    description: typeof description === 'string' ? description : undefined,
    tier: tier === 'Advanced' ? 'Advanced' : 'Standard',
    dataType: asText(dataType, 'text'),
    allowedPattern: typeof pattern === 'string' ? pattern : undefined,
  }
}
