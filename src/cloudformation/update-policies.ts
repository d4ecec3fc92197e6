import { isRecord, type Template } from './template.ts'

/** Who is meant: by name, by logical id in the same template, or by a function that only the deployment resolves. */
export type Named = { readonly name: string } | { readonly resource: string } | { readonly open: true }

/** An alias that CodeDeploy moves when the stack is updated. */
export interface AliasPolicy {
  /** Logical id of the alias. */
  readonly alias: string
  readonly application: Named
  readonly group: Named
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html */
const POLICY = 'CodeDeployLambdaAliasUpdate'
const BLUE_GREEN = 'AWS::CodeDeploy::BlueGreen'

/** The aliases of a template whose update policy is a deployment. */
export function aliasPolicies(template: Template): AliasPolicy[] {
  return Object.entries(template.resources).flatMap(([alias, { updatePolicy }]) => {
    const policy = updatePolicy?.[POLICY]
    if (!isRecord(policy)) return []
    const application = named(policy['ApplicationName'], template)
    return [{ alias, application, group: named(policy['DeploymentGroupName'], template) }]
  })
}

function named(value: unknown, template: Template): Named {
  if (typeof value === 'string') return { name: value }
  const id = isRecord(value) ? value['Ref'] : undefined
  return typeof id === 'string' && Object.hasOwn(template.resources, id) ? { resource: id } : { open: true }
}

/** The hook that makes an update of the whole stack a blue/green deployment: its logical id and its functions. */
export function blueGreenHook(
  template: Template,
): { readonly id: string; readonly functions: Readonly<Record<string, string>> } | undefined {
  const hooks = template.body['Hooks']
  for (const [id, hook] of Object.entries(isRecord(hooks) ? hooks : {})) {
    if (!isRecord(hook) || hook['Type'] !== BLUE_GREEN) continue
    const properties = isRecord(hook['Properties']) ? hook['Properties'] : {}
    const events = isRecord(properties['LifecycleEventHooks']) ? properties['LifecycleEventHooks'] : {}
    const functions = Object.entries(events).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    return { id, functions: Object.fromEntries(functions) }
  }
  return undefined
}
