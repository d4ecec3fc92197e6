import type * as sdk from '@aws-sdk/client-codedeploy'
import { asText } from '../../../names.ts'
import { configOf } from '../configs.ts'
import type { DeployContext, Outcome } from '../contract.ts'
import { beginEvent } from '../lifecycle-events.ts'
import { skipPending, stopped } from '../run-deployment.ts'
import type { Deployment, Target } from '../state.ts'
import { InvalidAppSpec, readAppSpec } from './app-spec.ts'
import type { AppSpec } from './app-spec.ts'
import { hookFailed, runHook } from './hooks.ts'
import { shiftTraffic } from './traffic-shift.ts'

const EVENTS = ['BeforeAllowTraffic', 'AllowTraffic', 'AfterAllowTraffic']
const VERSION = /^[1-9]\d*$/

interface Change {
  readonly function: string
  readonly alias: string
  readonly from: string
  readonly to: string
}

/** Lambda: shifts an alias from one version to another, at once or in steps, between two hooks. */
export async function deployLambda(context: DeployContext, deployment: Deployment): Promise<Outcome> {
  const { home, info } = deployment
  let spec: AppSpec
  let wanted: Change
  try {
    spec = readAppSpec(info.revision, context.objects)
    wanted = changeOf(spec)
  } catch (error) {
    if (!(error instanceof InvalidAppSpec)) throw error
    return { status: 'Failed', error: { code: 'INVALID_REVISION', message: error.message } }
  }
  const alias = context.functions.alias(home, wanted.function, wanted.alias)
  // A rollback deploys an older AppSpec whose current version is outdated.
  const change = info.creator === 'codeDeployRollback' && alias ? { ...wanted, from: alias.version } : wanted
  if (alias === undefined || alias.version !== change.from) {
    const observed = alias === undefined ? 'does not exist' : `is at version ${alias.version}`
    const message = `The alias ${change.function}:${change.alias} ${observed}, version ${change.from} was expected.`
    return { status: 'Failed', error: { code: 'INVALID_LAMBDA_CONFIGURATION', message } }
  }
  const versions = context.functions.find(home, change.function)?.versions ?? []
  if (!versions.some(({ version }) => version === change.to)) {
    const message = `The version ${change.to} of the function ${change.function} does not exist.`
    return { status: 'Failed', error: { code: 'INVALID_LAMBDA_FUNCTION', message } }
  }
  const target = lambdaTarget(context, deployment, change)
  const setWeight = (weight: number): void => {
    ;(target.details.lambdaFunctionInfo as sdk.LambdaFunctionInfo).targetVersionWeight = weight / 100
    context.functions.route(alias, change.from, change.to, weight)
  }
  const back = (outcome: Outcome): Outcome => {
    setWeight(0)
    target.status = 'Failed'
    skipPending(target, context.clock.now())
    return outcome
  }

  if (!(await runHook(context, deployment, target, 'BeforeAllowTraffic', spec)))
    return back(hookFailed(deployment, 'BeforeAllowTraffic'))
  const end = beginEvent(context, target, 'AllowTraffic')
  const routing = configOf(context.state, home, info.deploymentConfigName ?? '').trafficRoutingConfig
  const shifted = await shiftTraffic(context, deployment, routing, setWeight)
  end(shifted ? 'Succeeded' : 'Failed')
  if (!shifted) return back(stopped(deployment.stop ?? { why: 'user', rollback: false }))
  if (!(await runHook(context, deployment, target, 'AfterAllowTraffic', spec)))
    return back(hookFailed(deployment, 'AfterAllowTraffic'))
  if (deployment.stop !== undefined) return back(stopped(deployment.stop))
  Object.assign(target, { status: 'Succeeded', updated: context.clock.now() })
  return { status: 'Succeeded' }
}

function changeOf({ type, properties }: AppSpec): Change {
  if (type !== 'AWS::Lambda::Function') throw new InvalidAppSpec(`The AppSpec file has a resource of type ${type}`)
  const [name, alias, from, to] = ['Name', 'Alias', 'CurrentVersion', 'TargetVersion'].map((key) =>
    asText(properties[key]),
  )
  if (!name || !alias) throw new InvalidAppSpec('The AppSpec file must have Name and Alias')
  if (!VERSION.test(from ?? '') || !VERSION.test(to ?? '')) {
    throw new InvalidAppSpec('CurrentVersion and TargetVersion must be numbers of versions')
  }
  return { function: name, alias, from: from!, to: to! }
}

function lambdaTarget({ clock }: DeployContext, deployment: Deployment, change: Change): Target {
  const { account, region } = deployment.home
  const id = `${change.function}:${change.alias}`
  const target: Target = {
    kind: 'lambdaTarget',
    id,
    arn: `arn:aws:lambda:${region}:${account}:function:${id}`,
    status: 'Pending',
    updated: clock.now(),
    events: EVENTS.map((lifecycleEventName) => ({ lifecycleEventName, status: 'Pending' })),
    details: {
      lambdaFunctionInfo: {
        functionName: change.function,
        functionAlias: change.alias,
        currentVersion: change.from,
        targetVersion: change.to,
        targetVersionWeight: 0,
      },
    },
  }
  deployment.targets.push(target)
  return target
}
