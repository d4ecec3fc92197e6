import { stackValues } from '../../cloudformation/template/stack-values.ts'
import type { Values } from '../../cloudformation/template/values.ts'
import type { Environment } from '../../config/model/environment.ts'
import type { StackPlan } from '../../plan/contract.ts'

/** The account of a stack; undefined where neither the stack, its change set nor a role tells it. */
export function accountOf(
  { before, facts }: Pick<StackPlan, 'before' | 'facts'>,
  environment: Environment,
): string | undefined {
  const account = (before?.arn ?? facts?.stackArn)?.split(':')[4]
  return account === undefined || account === '' ? environment.words['account'] : account
}

/** The values of parameters and pseudo parameters with which a stack is planned. */
export function valuesOf(planned: StackPlan, environment: Environment): Values {
  const { stack, source, before, parameters, facts } = planned
  const { parameters: declared } = source.template
  const values = stackValues({
    declared,
    given: parameters?.parameters,
    unknown: parameters?.unknown ?? [],
    before,
    name: stack.name,
    account: accountOf(planned, environment),
    region: environment.region,
  })
  const partition = facts?.stackArn.split(':')[1]
  return { ...(partition !== undefined && partition !== '' && { 'AWS::Partition': partition }), ...values }
}
