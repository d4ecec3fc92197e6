import type { EcsAppSpec, LambdaAppSpec, ServiceHook } from '../types.ts'
import type { Remark } from './say.ts'

/** Names of functions that AWS's own policies for the service role let CodeDeploy call. */
const CALLABLE = 'CodeDeployHook_'

/** Judges an AppSpec for Lambda or ECS. */
export function lintService(spec: LambdaAppSpec | EcsAppSpec): Remark[] {
  return [
    ...trafficIsGuarded(spec),
    ...hooksDiffer(spec.hooks),
    ...(spec.platform === 'lambda'
      ? [...hooksCanBeCalled(spec.hooks), ...othersValidate(spec)]
      : listenerIsThere(spec)),
  ]
}

function trafficIsGuarded({ platform, hooks }: LambdaAppSpec | EcsAppSpec): Remark[] {
  const guards = platform === 'lambda' ? ['BeforeAllowTraffic'] : ['AfterAllowTestTraffic', 'BeforeAllowTraffic']
  if (hooks.some(({ event }) => guards.includes(event))) return []
  return [
    {
      code: 'appspec/no-validation-hook',
      outcome: 'noted',
      title: 'No hook checks the new version before it gets traffic.',
      about: `hook/${guards[0]}`,
      expected: guards.join(' or '),
      observed: hooks.map(({ event }) => event).join(', ') || 'no hooks',
      advice: `Add ${guards.join(' or ')} with a function that calls the new version and reports Failed where it does not answer.`,
      ...(hooks[0] && { at: hooks[0] }),
    },
  ]
}

function hooksDiffer(hooks: readonly ServiceHook[]): Remark[] {
  const [first, second] = hooks
  if (!first || !second || hooks.some((hook) => hook.function !== first.function)) return []
  return [
    {
      code: 'appspec/hooks-same-function',
      outcome: 'noted',
      title: `One function, ${first.function}, is called at ${hooks.length} events, and its input does not name the event.`,
      about: `hook/${second.event}`,
      expected: 'a function for each event',
      observed: hooks.map(({ event, function: called }) => `${event}: ${called}`).join(', '),
      advice:
        'Use a separate function for each event, or read the event in progress with GetDeploymentTarget: the input has ids only.',
      at: second,
    },
  ]
}

function hooksCanBeCalled(hooks: readonly ServiceHook[]): Remark[] {
  const others = hooks.filter((hook) => !nameOf(hook.function).startsWith(CALLABLE))
  const [first] = others
  if (!first) return []
  return [
    {
      code: 'appspec/hook-permission',
      outcome: 'noted',
      title: `AWSCodeDeployRoleForLambda allows CodeDeploy to call only functions named ${CALLABLE}….`,
      about: `hook/${first.event}`,
      expected: `${CALLABLE}…, or a service role that may call it`,
      observed: others.map((hook) => nameOf(hook.function)).join(', '),
      advice: 'Let the service role of the deployment group lambda:InvokeFunction them, or name them so.',
      at: first,
    },
  ]
}

/** A hook function that is called by name runs the newest code, not the version that will get the traffic. */
function othersValidate({ name, hooks }: LambdaAppSpec): Remark[] {
  const own = hooks.find((hook) => nameOf(hook.function) === nameOf(name))
  if (!own) return []
  return [
    {
      code: 'appspec/hook-is-target',
      outcome: 'noted',
      title: `${own.event} calls ${own.function}, the function that is deployed.`,
      about: `hook/${own.event}`,
      expected: 'another function, which calls the new version',
      observed: own.function,
      advice:
        'Validate the new version with a separate function: a broken function cannot report reliably that it is broken.',
      at: own,
    },
  ]
}

function listenerIsThere({ hooks }: EcsAppSpec): Remark[] {
  const test = hooks.find(({ event }) => event === 'AfterAllowTestTraffic')
  if (!test) return []
  return [
    {
      code: 'appspec/test-listener',
      outcome: 'noted',
      title: 'AfterAllowTestTraffic needs a test listener in the deployment group.',
      about: 'hook/AfterAllowTestTraffic',
      expected: 'testTrafficRoute in the target group pair of the group',
      advice: 'Set testTrafficRoute, or validate in BeforeAllowTraffic.',
      at: test,
    },
  ]
}

/** `check` of an ARN, of `check:live` and of `check`. */
function nameOf(nameOrArn: string): string {
  const name = nameOrArn.split(':function:').at(-1) ?? nameOrArn
  return name.split(':')[0] ?? name
}
