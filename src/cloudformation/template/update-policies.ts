import { isRecord } from '../../support/records.ts'
import type { Template } from './template.ts'

/** A name, a logical id in the same template, or `open`: an expression that only the deployment resolves. */
export type Named = { readonly name: string } | { readonly resource: string } | { readonly open: true }

/** An alias that CodeDeploy moves when the stack is updated. */
export interface AliasPolicy {
  /** Logical id of the alias. */
  readonly alias: string
  readonly application: Named
  readonly group: Named
  /** The lifecycle events for which it names a function. */
  readonly hooks: readonly string[]
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html */
const POLICY = 'CodeDeployLambdaAliasUpdate'
const POLICY_HOOKS = { BeforeAllowTrafficHook: 'BeforeAllowTraffic', AfterAllowTrafficHook: 'AfterAllowTraffic' }
const BLUE_GREEN = 'AWS::CodeDeploy::BlueGreen'

/** The aliases of a template whose update policy starts a deployment. */
export function aliasPolicies(template: Template): AliasPolicy[] {
  return Object.entries(template.resources).flatMap(([alias, { updatePolicy }]) => {
    const policy = updatePolicy?.[POLICY]
    if (!isRecord(policy)) return []
    const application = named(policy['ApplicationName'], template)
    const hooks = Object.entries(POLICY_HOOKS).flatMap(([member, event]) => (policy[member] ? [event] : []))
    return [{ alias, application, group: named(policy['DeploymentGroupName'], template), hooks }]
  })
}

function named(value: unknown, template: Template): Named {
  if (typeof value === 'string') return { name: value }
  const id = isRecord(value) ? value['Ref'] : undefined
  return typeof id === 'string' && Object.hasOwn(template.resources, id) ? { resource: id } : { open: true }
}

/** The hook that turns an update of the stack into a blue/green deployment. */
export interface BlueGreenHook {
  /** Logical id. */
  readonly id: string
  /** The lifecycle events for which it names a function. */
  readonly events: readonly string[]
  /** By lifecycle event: the functions whose names are literals in the template. */
  readonly functions: Readonly<Record<string, string>>
}

export function blueGreenHook(template: Template): BlueGreenHook | undefined {
  const hooks = template.body['Hooks']
  for (const [id, hook] of Object.entries(isRecord(hooks) ? hooks : {})) {
    if (!isRecord(hook) || hook['Type'] !== BLUE_GREEN) continue
    const properties = isRecord(hook['Properties']) ? hook['Properties'] : {}
    const events = isRecord(properties['LifecycleEventHooks']) ? properties['LifecycleEventHooks'] : {}
    const functions = Object.entries(events).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    const declared = Object.entries(events).flatMap(([event, called]) => (called ? [event] : []))
    return { id, events: declared, functions: Object.fromEntries(functions) }
  }
  return undefined
}
