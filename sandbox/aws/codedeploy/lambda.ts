import type * as sdk from '@aws-sdk/client-codedeploy'
import { asText } from '../names.ts'
import { InvalidAppSpec, readAppSpec } from './app-spec.ts'
import type { AppSpec } from './app-spec.ts'
import { configOf } from './configs.ts'
import { beginEvent, skipRest, stopped } from './engine.ts'
import type { Outcome, Workshop } from './engine.ts'
import { hookFailed, runHook } from './hooks.ts'
import { shiftTraffic } from './shift.ts'
import type { Deployment, Target } from './state.ts'

const EVENTS = ['BeforeAllowTraffic', 'AllowTraffic', 'AfterAllowTraffic']
const VERSION = /^[1-9]\d*$/

interface Change {
  readonly function: string
  readonly alias: string
  readonly from: string
  readonly to: string
}

/** Lambda: an alias moves from one version of a function to another, at once or in steps, between two hooks. */
export async function deployLambda(workshop: Workshop, deployment: Deployment): Promise<Outcome> {
  const { home, info } = deployment
  let spec: AppSpec
  let wanted: Change
  try {
    spec = readAppSpec(info.revision, workshop.objects)
    wanted = changeOf(spec)
  } catch (error) {
    if (!(error instanceof InvalidAppSpec)) throw error
    return { status: 'Failed', error: { code: 'INVALID_REVISION', message: error.message } }
  }
  const alias = workshop.functions.alias(home, wanted.function, wanted.alias)
  // A rollback deploys an older AppSpec: the alias is already past what that one started from.
  const change = info.creator === 'codeDeployRollback' && alias ? { ...wanted, from: alias.version } : wanted
  if (alias === undefined || alias.version !== change.from) {
    const observed = alias === undefined ? 'does not exist' : `is at version ${alias.version}`
    const message = `The alias ${change.function}:${change.alias} ${observed}, version ${change.from} was expected.`
    return { status: 'Failed', error: { code: 'INVALID_LAMBDA_CONFIGURATION', message } }
  }
  const versions = workshop.functions.find(home, change.function)?.versions ?? []
  if (!versions.some(({ version }) => version === change.to)) {
    const message = `The version ${change.to} of the function ${change.function} does not exist.`
    return { status: 'Failed', error: { code: 'INVALID_LAMBDA_FUNCTION', message } }
  }
  const target = lambdaTarget(workshop, deployment, change)
  const setWeight = (weight: number): void => {
    ;(target.details.lambdaFunctionInfo as sdk.LambdaFunctionInfo).targetVersionWeight = weight / 100
    workshop.functions.route(alias, change.from, change.to, weight)
  }
  const back = (outcome: Outcome): Outcome => {
    setWeight(0)
    target.status = 'Failed'
    skipRest(target, workshop.clock.now())
    return outcome
  }

  if (!(await runHook(workshop, deployment, target, 'BeforeAllowTraffic', spec)))
    return back(hookFailed(deployment, 'BeforeAllowTraffic'))
  const end = beginEvent(workshop, target, 'AllowTraffic')
  const routing = configOf(workshop.state, home, info.deploymentConfigName ?? '').trafficRoutingConfig
  const shifted = await shiftTraffic(workshop, deployment, routing, setWeight)
  end(shifted ? 'Succeeded' : 'Failed')
  if (!shifted) return back(stopped(deployment.stop ?? { why: 'user', rollback: false }))
  if (!(await runHook(workshop, deployment, target, 'AfterAllowTraffic', spec)))
    return back(hookFailed(deployment, 'AfterAllowTraffic'))
  if (deployment.stop !== undefined) return back(stopped(deployment.stop))
  Object.assign(target, { status: 'Succeeded', updated: workshop.clock.now() })
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

function lambdaTarget({ clock }: Workshop, deployment: Deployment, change: Change): Target {
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
