import type { ResourceDrift } from '../../cloudformation/drift/drift.ts'
import type { EnvironmentFacts, StackFacts } from '../contract.ts'

/** Where a difference is, and what is there now. */
interface Drifted {
  /** `web/Fleet`; `web/Database/Table` in a nested stack. */
  readonly id: string
  readonly resource: ResourceDrift
  /** Undefined where the whole resource differs. */
  readonly property?: { readonly path: string; readonly actual: string | undefined }
}

/** The three ways to end a difference, each with what is to be written or run. */
export function waysOut(
  { id, resource, property }: Drifted,
  stack: StackFacts | undefined,
  environment: EnvironmentFacts,
): string {
  const owner = id.split('/').slice(0, -1).join('/')
  const nested = owner.includes('/')
  const file = nested ? `the template of the nested stack ${owner}` : (stack?.stack.template ?? 'the template')
  const place = `Resources.${resource.logicalId}`
  const bring =
    resource.status === 'DELETED'
      ? `Take ${place} out of ${file}`
      : property === undefined
        ? `Add the difference to ${file} (${place})`
        : `Add it to ${file} (${place}.Properties${property.path.replaceAll('/', '.')}: ${property.actual ?? 'remove it'})`
  return `${bring}, or revert it with ${revert(stack, environment, nested)}, or ignore it: ${ignoreEntry(id, property?.path)}.`
}

export function ignoreEntry(resource: string, property?: string): string {
  const which = property === undefined ? '' : `, property: ${property}`
  return `\`precheck.drift.ignore: [{ resource: ${resource}${which}, reason: …, owner: …, until: … }]\``
}

/** A drift-aware change set of what is deployed: nothing but the drift is changed by it. */
function revert(stack: StackFacts | undefined, { environment }: EnvironmentFacts, nested: boolean): string {
  const kept = Object.keys(stack?.before?.parameters ?? {}).map((name) => `ParameterKey=${name},UsePreviousValue=true`)
  const capabilities = stack?.before?.capabilities ?? []
  const which = `--stack-name ${stack?.stack.name ?? ''} --change-set-name revert-drift`
  const make = [
    `aws cloudformation create-change-set ${which} --deployment-mode REVERT_DRIFT --use-previous-template`,
    // Only the root can be asked; without this it does not look into what is nested.
    ...(nested ? ['--include-nested-stacks'] : []),
    ...(kept.length > 0 ? [`--parameters ${kept.join(' ')}`] : []),
    ...(capabilities.length > 0 ? [`--capabilities ${capabilities.join(' ')}`] : []),
    `--region ${environment.region}`,
  ].join(' ')
  return `\`${make}\`, review it, then \`aws cloudformation execute-change-set ${which} --region ${environment.region}\``
}
