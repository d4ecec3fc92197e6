import { hookFailure } from '../changes/blue-green.ts'
import { USER_INITIATED } from '../events.ts'
import type { GreenPlan, Stack } from '../model.ts'
import type { Work } from './work.ts'

/** Applies the template to these resources, or to all remaining ones. @returns the reason of a failure */
type Apply = (only?: readonly string[]) => Promise<string | undefined>

/**
 * Updates a stack by a CodeDeploy deployment: the green task set is created in its install phase, and the resources
 * that refer to it are updated when the traffic has moved. @returns the reason of a failure
 */
export async function deployGreen(work: Work, green: GreenPlan, apply: Apply): Promise<string | undefined> {
  const { store, stack, cancellation } = work
  const launch = store.options.deployForStack
  if (launch === undefined) return `${hookFailure(green.hook, 'Internal Failure')} `
  if (obfuscated(stack, green)) {
    return `${hookFailure(green.hook, 'Parameters with obfuscated values cannot be updated.')} `
  }
  let problem: string | undefined
  const step = (only?: readonly string[]) => async (): Promise<boolean> => {
    problem = await apply(only)
    return problem === undefined
  }
  const deployment = launch({
    home: { account: stack.account, region: stack.region },
    stackId: stack.id,
    target: stack.resources.get(green.service)?.physicalId ?? green.service,
    properties: green.properties,
    install: step(green.installs),
    route: step(),
  })
  cancellation.passOn(() => deployment.stop())
  const end = await deployment.ended
  if (end.status === 'Succeeded') return undefined
  if (problem !== undefined) return problem
  return cancellation.cancelled ? USER_INITIATED : `${hookFailure(green.hook, end.message)} `
}

/** Whether the new resources use values that CloudFormation hides, which it does not pass to CodeDeploy. */
function obfuscated({ current }: Stack, green: GreenPlan): boolean {
  const text = JSON.stringify(green.installs.map((id) => current.template.Resources[id]?.Properties))
  const hidden = current.parameters.filter(({ noEcho }) => noEcho).map(({ key }) => key)
  return text.includes('{{resolve:') || hidden.some((key) => text.includes(`{"Ref":"${key}"}`))
}
