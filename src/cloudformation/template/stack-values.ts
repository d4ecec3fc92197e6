import type { Parameter } from '@aws-sdk/client-cloudformation'
import type { StackState } from '../stack.ts'
import type { Template } from './template.ts'
import type { Values } from './values.ts'

/**
 * Values of parameters as the change set has them, and of pseudo parameters. What is not known is left out: parameters
 * of Systems Manager, which CloudFormation resolves, NoEcho values, and those named in `unknown`.
 */
export function stackValues(from: {
  readonly declared: Template['parameters']
  /** Undefined where the parameters could not be resolved. */
  readonly given: readonly Parameter[] | undefined
  readonly unknown?: readonly string[]
  readonly before: StackState | undefined
  readonly name: string
  readonly account: string | undefined
  readonly region: string
}): Values {
  const { declared, given, before } = from
  const values: Record<string, string> = { 'AWS::StackName': from.name, 'AWS::Region': from.region }
  const partition = before?.arn.split(':')[1]
  if (from.account !== undefined) values['AWS::AccountId'] = from.account
  if (partition !== undefined) values['AWS::Partition'] = partition
  const set = new Map((given ?? []).map((parameter) => [parameter.ParameterKey, parameter]))
  for (const [name, parameter] of Object.entries(declared)) {
    if (parameter.noEcho || parameter.type.startsWith('AWS::SSM::') || from.unknown?.includes(name)) continue
    const found = set.get(name)
    const value =
      found?.UsePreviousValue === true ? before?.parameters[name] : (found?.ParameterValue ?? parameter.default)
    if (given !== undefined && value !== undefined) values[name] = value
  }
  return values
}
