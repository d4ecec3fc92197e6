import type { Functions } from '../functions/functions.ts'
import { asText } from '../names.ts'
import { nameOf } from './live.ts'
import type { Kind, LiveResource } from './live.ts'

/** A function's name from a name or an ARN, with or without a version. */
const functionName = (given: unknown): string => {
  const text = asText(given)
  return text.startsWith('arn:') ? (text.split(':')[6] ?? '') : (text.split(':')[0] ?? '')
}

/** AWS::Lambda::*: functions without code, whose versions and aliases CodeDeploy moves. */
export function lambdaKinds(functions: Functions): readonly Kind[] {
  const arn = ({ owner }: LiveResource, name: string): string =>
    `arn:aws:lambda:${owner.region}:${owner.account}:function:${name}`
  const aliasName = ({ properties }: LiveResource): string => asText(properties.Name)
  const put = (resource: LiveResource): void => {
    const { owner, properties } = resource
    functions.putAlias(owner, {
      function: functionName(properties.FunctionName),
      name: aliasName(resource),
      version: asText(properties.FunctionVersion),
    })
  }
  return [
    {
      type: 'AWS::Lambda::Function',
      identify: (desired, owner) => nameOf(desired.FunctionName, owner, 64),
      attributes: (resource) => ({ Arn: arn(resource, resource.physicalId) }),
      observe: ({ physicalId, properties }) => ({ ...properties, FunctionName: physicalId }),
    },
    {
      type: 'AWS::Lambda::Version',
      identify(desired, owner) {
        const name = functionName(desired.FunctionName)
        return `arn:aws:lambda:${owner.region}:${owner.account}:function:${name}:${functions.publish(owner, name)}`
      },
      attributes: ({ physicalId }) => ({ FunctionArn: physicalId, Version: physicalId.split(':').at(-1) }),
    },
    {
      type: 'AWS::Lambda::Alias',
      identify: (desired, owner) =>
        `arn:aws:lambda:${owner.region}:${owner.account}:function:${functionName(desired.FunctionName)}:${asText(desired.Name)}`,
      attributes: ({ physicalId }) => ({ AliasArn: physicalId }),
      created: put,
      updated: put,
      tampered: put,
      removed: (resource) =>
        functions.removeAlias(resource.owner, functionName(resource.properties.FunctionName), aliasName(resource)),
      observe(resource) {
        const alias = functions.alias(
          resource.owner,
          functionName(resource.properties.FunctionName),
          aliasName(resource),
        )
        if (alias === undefined) return undefined
        const { additional } = alias
        return {
          ...resource.properties,
          FunctionVersion: alias.version,
          ...(additional && {
            RoutingConfig: {
              AdditionalVersionWeights: [{ FunctionVersion: additional.version, FunctionWeight: additional.weight }],
            },
          }),
        }
      },
    },
  ]
}
