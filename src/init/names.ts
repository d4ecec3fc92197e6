import { isRecord } from '../support/records.ts'

export const ENVIRONMENT_NAMES = /^(Environment|EnvironmentName|Env|EnvName|Stage|StageName)$/
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html; anything else would be a pattern in a policy. */
export const STACK_NAME = /^[A-Za-z][A-Za-z0-9-]{0,127}$/
/** https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html, with the words of the configuration. */
const CODEDEPLOY_NAME = /^[\w.+=,@{}-]+$/

/** A name of a template as the configuration writes it. */
export function nameText(value: unknown, stackName: string | undefined): string | undefined {
  const fill = (text: string): string | undefined => {
    let known = true
    const filled = text.replaceAll(/\$\{([^}]+)\}/g, (_, variable: string) => {
      if (ENVIRONMENT_NAMES.test(variable)) return '{environment}'
      if (variable === 'AWS::StackName' && stackName !== undefined) return stackName
      if (variable === 'AWS::AccountId') return '{account}'
      known = false
      return ''
    })
    return known ? filled : undefined
  }
  const sub = isRecord(value)
    ? (value['Fn::Sub'] ?? (typeof value['Ref'] === 'string' ? `\${${value['Ref']}}` : ''))
    : value
  const name = typeof sub === 'string' ? fill(sub) : undefined
  return name !== undefined && CODEDEPLOY_NAME.test(name) ? name : undefined
}
