import type { Owner, Properties } from '../../../contract.ts'
import { asText } from '../../names.ts'
import { functionName, missing } from '../../resources/lambda.ts'
import { nameOf } from '../../resources/live.ts'
import type { Kind, LiveResource } from '../../resources/live.ts'
import { handled } from '../../resources/policy-values.ts'
import type { World } from '../../world.ts'
import { functionPoliciesOf, targetArn } from './function-policies.ts'
import type { Target } from './function-policies.ts'
import { referenceOf } from './lambda.ts'

const optional = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** AWS::Lambda::Permission: a statement in the policy of a function, version or alias. */
export function permissionKind(world: World): Kind {
  const policies = functionPoliciesOf(world)
  const targetOf = (owner: Owner, { FunctionName }: Properties): Target => {
    const { name, qualifier } = referenceOf(asText(FunctionName))
    return { account: owner.account, region: owner.region, name, qualifier }
  }
  const add = ({ owner, physicalId, properties }: LiveResource): void => {
    const target = targetOf(owner, properties)
    if (world.functions.find(owner, target.name) === undefined) throw missing(owner, target.name)
    handled('Lambda', () =>
      policies.add(target, {
        StatementId: physicalId,
        Action: optional(properties.Action),
        Principal: optional(properties.Principal),
        SourceArn: optional(properties.SourceArn),
        SourceAccount: optional(properties.SourceAccount),
        PrincipalOrgID: optional(properties.PrincipalOrgID),
        FunctionUrlAuthType: optional(properties.FunctionUrlAuthType),
      }),
    )
  }
  const drop = ({ owner, physicalId }: LiveResource, properties: Properties): void => {
    const target = targetOf(owner, properties)
    if (policies.has(target, physicalId)) policies.remove(target, physicalId)
  }
  return {
    type: 'AWS::Lambda::Permission',
    identify: (_desired, owner) => nameOf(undefined, owner, 100),
    attributes: ({ physicalId }) => ({ Id: physicalId }),
    created: add,
    updated(resource, previous) {
      drop(resource, previous)
      add(resource)
    },
    tampered(resource) {
      drop(resource, resource.properties)
      add(resource)
    },
    removed: (resource) => drop(resource, resource.properties),
    observe: ({ owner, physicalId, properties }) =>
      policies.has(targetOf(owner, properties), physicalId) ? properties : undefined,
  }
}

/** AWS::Lambda::Url; its physical ID is the ARN of the function. */
export function urlKind(world: World): Kind {
  const policies = functionPoliciesOf(world)
  const targetOf = (owner: Owner, { TargetFunctionArn, Qualifier }: Properties): Target => ({
    account: owner.account,
    region: owner.region,
    name: functionName(TargetFunctionArn),
    qualifier: optional(Qualifier),
  })
  const put = ({ owner, properties }: LiveResource): void => {
    const { AuthType, InvokeMode, Cors } = properties
    policies.setUrl(targetOf(owner, properties), {
      authType: asText(AuthType),
      invokeMode: optional(InvokeMode),
      cors: Cors as object | undefined,
    })
  }
  return {
    type: 'AWS::Lambda::Url',
    identify(desired, owner) {
      const target = targetOf(owner, desired)
      if (world.functions.find(owner, target.name) === undefined) throw missing(owner, target.name)
      return targetArn(target)
    },
    attributes: ({ owner, properties, physicalId }) => ({
      FunctionArn: physicalId,
      FunctionUrl: policies.url(targetOf(owner, properties))?.url ?? '',
    }),
    created: put,
    updated: put,
    tampered: put,
    removed: ({ owner, properties }) => policies.removeUrl(targetOf(owner, properties)),
    observe({ owner, properties }) {
      const url = policies.url(targetOf(owner, properties))
      if (url === undefined) return undefined
      return {
        ...properties,
        AuthType: url.authType,
        ...((properties.InvokeMode !== undefined || url.invokeMode !== 'BUFFERED') && { InvokeMode: url.invokeMode }),
      }
    },
  }
}
