import type { Properties, UpdateHow } from '../../contract.ts'
import type { CodeDeploy } from '../services/codedeploy/index.ts'
import { activeDeployment, groupOf } from '../services/codedeploy/state.ts'
import type { CodeDeployState } from '../services/codedeploy/state.ts'
import { LATEST } from '../services/functions/functions.ts'
import type { Functions } from '../services/functions/functions.ts'
import { asText } from '../names.ts'
import { functionName, missing } from './lambda.ts'
import type { Kind, LiveResource } from './live.ts'

interface Weight {
  readonly FunctionVersion?: unknown
  readonly FunctionWeight?: unknown
}

const weightsOf = ({ RoutingConfig: routing }: Properties): readonly Weight[] =>
  (routing as { AdditionalVersionWeights?: readonly Weight[] } | undefined)?.AdditionalVersionWeights ?? []

/** The AppSpec that CloudFormation passes to CodeDeploy for an alias. */
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

/** AWS::Lambda::Alias: with an update policy, CodeDeploy shifts it to another version. */
export function aliasKind(functions: Functions, state: CodeDeployState, codeDeploy: CodeDeploy): Kind {
  const aliasName = ({ properties }: LiveResource): string => asText(properties.Name)
  const put = (resource: LiveResource): void => {
    const { owner, properties } = resource
    const name = functionName(properties.FunctionName)
    const fn = functions.find(owner, name)
    const version = asText(properties.FunctionVersion)
    if (fn === undefined) throw missing(owner, name)
    if (version !== LATEST && !fn.versions.some((each) => each.version === version)) {
      throw missing(owner, name, version)
    }
    const other = weightsOf(properties)[0]
    functions.putAlias(owner, {
      function: functionName(properties.FunctionName),
      name: aliasName(resource),
      version: asText(properties.FunctionVersion),
      ...(other && { additional: { version: asText(other.FunctionVersion), weight: Number(other.FunctionWeight) } }),
    })
  }
  /** Starts the CodeDeploy deployment of the update policy, and waits for its end. */
  const shift = async (resource: LiveResource, how: UpdateHow | undefined): Promise<void> => {
    const policy = how?.updatePolicy?.CodeDeployLambdaAliasUpdate as Properties | undefined
    const { owner, properties } = resource
    const from = functions.alias(owner, functionName(properties.FunctionName), aliasName(resource))?.version
    const to = asText(properties.FunctionVersion)
    // A failed deployment has already returned the traffic, so that a rollback has nothing to shift.
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
  return {
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
      const alias = functions.alias(resource.owner, functionName(resource.properties.FunctionName), aliasName(resource))
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
  }
}
