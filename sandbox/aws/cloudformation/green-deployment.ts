import { hookFailure } from './blue-green.ts'
import { USER_INITIATED } from './events.ts'
import type { GreenPlan, Stack } from './model.ts'
import type { Work } from './work.ts'

/** Changes these resources, or all that are left; says why it did not work, if it did not. */
type Apply = (only?: readonly string[]) => Promise<string | undefined>

/**
 * An update whose green deployment CodeDeploy conducts: the green task set is made when it installs, and all that
 * points at it is changed when the traffic has moved. Says why it did not work, if it did not.
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

/** Values that CloudFormation does not show to anybody cannot be given to CodeDeploy either. */
function obfuscated({ current }: Stack, green: GreenPlan): boolean {
  const text = JSON.stringify(green.installs.map((id) => current.template.Resources[id]?.Properties))
  const hidden = current.parameters.filter(({ noEcho }) => noEcho).map(({ key }) => key)
  return text.includes('{{resolve:') || hidden.some((key) => text.includes(`{"Ref":"${key}"}`))
}
