import type { Properties, UpdateHow } from '../../contract.ts'
import type { CodeDeploy } from '../codedeploy/index.ts'
import { activeDeployment, groupOf } from '../codedeploy/state.ts'
import type { CodeDeployState } from '../codedeploy/state.ts'
import type { Functions } from '../functions/functions.ts'
import { asText } from '../names.ts'
import { nameOf } from './live.ts'
import type { Kind, LiveResource } from './live.ts'

/** A function's name from a name or an ARN, with or without a version. */
const functionName = (given: unknown): string => {
  const text = asText(given)
  return text.startsWith('arn:') ? (text.split(':')[6] ?? '') : (text.split(':')[0] ?? '')
}

interface Weight {
  readonly FunctionVersion?: unknown
  readonly FunctionWeight?: unknown
}

const weightsOf = ({ RoutingConfig: routing }: Properties): readonly Weight[] =>
  (routing as { AdditionalVersionWeights?: readonly Weight[] } | undefined)?.AdditionalVersionWeights ?? []

/** The revision that CloudFormation gives to CodeDeploy for an alias. */
function appSpecOf(name: string, alias: string, from: string, to: string, policy: Properties): string {
  const properties = { Name: name, Alias: alias, CurrentVersion: from, TargetVersion: to }
  const hooks = ['BeforeAllowTraffic', 'AfterAllowTraffic'].flatMap((event) => {
    const hook = policy[`${event}Hook`]
    return hook === undefined ? [] : [{ [event]: asText(hook) }]
  })
  return JSON.stringify({
    version: 0,
    Resources: [{ [name]: { Type: 'AWS::Lambda::Function', Properties: properties } }],
    ...(hooks.length > 0 && { Hooks: hooks }),
  })
}

/** AWS::Lambda::*: functions without code, whose versions and aliases CodeDeploy moves. */
export function lambdaKinds(functions: Functions, state: CodeDeployState, codeDeploy: CodeDeploy): readonly Kind[] {
  const arn = ({ owner }: LiveResource, name: string): string =>
    `arn:aws:lambda:${owner.region}:${owner.account}:function:${name}`
  const aliasName = ({ properties }: LiveResource): string => asText(properties.Name)
  const put = (resource: LiveResource): void => {
    const { owner, properties } = resource
    const other = weightsOf(properties)[0]
    functions.putAlias(owner, {
      function: functionName(properties.FunctionName),
      name: aliasName(resource),
      version: asText(properties.FunctionVersion),
      ...(other && { additional: { version: asText(other.FunctionVersion), weight: Number(other.FunctionWeight) } }),
    })
  }
  /** The update policy: CodeDeploy moves the alias, and the resource waits for it. */
  const shift = async (resource: LiveResource, how: UpdateHow | undefined): Promise<void> => {
    const policy = how?.updatePolicy?.CodeDeployLambdaAliasUpdate as Properties | undefined
    const { owner, properties } = resource
    const from = functions.alias(owner, functionName(properties.FunctionName), aliasName(resource))?.version
    const to = asText(properties.FunctionVersion)
    // A deployment that failed has given the traffic back already: then there is nothing to move in a rollback.
    if (policy === undefined || from === undefined || from === to) return
    const { launcher } = codeDeploy
    const group = groupOf(state, owner, asText(policy.ApplicationName), asText(policy.DeploymentGroupName))
    if (activeDeployment(state, group) !== undefined) throw new Error('A conflicting deployment is in progress')
    const content = appSpecOf(functionName(properties.FunctionName), aliasName(resource), from, to, policy)
    const request = {
      applicationName: group.application.name,
      revision: { revisionType: 'AppSpecContent' as const, appSpecContent: { content } },
    }
    const deployment = launcher.launch(group, request, how?.rollsBack ? 'CloudFormationRollback' : 'CloudFormation')
    how?.progress?.()
    how?.onCancel?.(() => void (deployment.stop ??= { why: 'user', rollback: true }))
    await launcher.ended(deployment.id)
    const { info } = deployment
    if (info.status === 'Succeeded') return
    const rollback = info.rollbackInfo?.rollbackDeploymentId
    if (rollback === undefined) throw new Error(info.errorInformation?.message ?? `Deployment ${info.status}`)
    await launcher.ended(rollback)
    const back = state.deployments.get(rollback)?.info
    throw new Error(
      back?.status === 'Succeeded' ? 'Rollback successful' : (back?.errorInformation?.message ?? 'Rollback failed'),
    )
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
      async updated(resource, _previous, how) {
        await shift(resource, how)
        put(resource)
      },
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
