import type { Template } from '../../cloudformation/template/template.ts'
import { aliasPolicies, blueGreenHook } from '../../cloudformation/template/update-policies.ts'
import { judgeHooks } from '../../codedeploy/group/declared-hooks.ts'
import type { DeploymentEnd } from '../../codedeploy/diagnose.ts'
import type { ChangeSetPlan, ResourceChange } from '../../evidence/document.ts'
import type { Finding } from '../../evidence/finding.ts'
import { oneLine } from '../../support/text/text.ts'

const ALIAS = 'AWS::Lambda::Alias'
/** A change of one of these starts the deployment of the hook AWS::CodeDeploy::BlueGreen. */
const OF_TASKS: ReadonlySet<string> = new Set(['AWS::ECS::TaskDefinition', 'AWS::ECS::TaskSet'])

/** The deployments that an update of a stack started, as far as they were seen. */
export interface StartedDeployments {
  /** Those that brought something new; one that undoes another is none of them. */
  readonly ends: readonly DeploymentEnd[]
  /** By logical id of an alias in the stack itself: its ARN. */
  readonly aliases: ReadonlyMap<string, string>
  /** Why deployments could not be looked for. */
  readonly silenced: string | undefined
}

/**
 * Pure: whether each hook ran that the deployments of an update which succeeded had to run. Which ones these are, the
 * AppSpec in the deployment shows, and the template of the stack.
 */
export function judgeStackHooks(
  { ends, aliases, silenced }: StartedDeployments,
  plan: Pick<ChangeSetPlan, 'stack' | 'changes'>,
  template: Template | undefined,
): Finding[] {
  const policies = template ? aliasPolicies(template) : []
  const blueGreen = template && blueGreenHook(template)
  const succeeded = ends.filter(({ state }) => state.status !== 'Failed' && state.status !== 'Stopped')
  const moverOf = (alias: string): DeploymentEnd | undefined => {
    const arn = aliases.get(alias)
    return succeeded.find(({ targets }) => targets.some(({ id }) => arn?.endsWith(`:${id}`) === true))
  }
  const seen = succeeded.flatMap((end): Finding[] => {
    const isEcs = end.state.platform === 'ECS'
    const declared = isEcs
      ? (blueGreen?.events ?? [])
      : policies.filter(({ alias }) => moverOf(alias) === end).flatMap(({ hooks }) => hooks)
    const events = [...new Set([...Object.keys(end.state.functions), ...declared])]
    return judgeHooks(end, { platform: isEcs ? 'ecs' : 'lambda', events })
  })
  const unseen = [
    ...policies
      .filter(({ alias, hooks }) => hooks.length > 0 && moves(plan, alias) && moverOf(alias) === undefined)
      .map(({ alias, hooks }) => ({ id: alias, hooks })),
    ...(blueGreen && blueGreen.events.length > 0 && replacesTasks(plan) && succeeded.length === 0
      ? [{ id: blueGreen.id, hooks: blueGreen.events }]
      : []),
  ]
  return [
    ...seen,
    ...unseen.map(({ id, hooks }): Finding => {
      const reason = silenced === undefined ? 'no deployment that succeeded was seen' : oneLine(silenced)
      return {
        code: 'deployment/hook-not-run',
        outcome: 'inconclusive',
        title: `${plan.stack} was updated, but the hooks of ${id} are not seen to have run`,
        subject: `deployment/${plan.stack}/${id}/hooks`,
        expected: `${hooks.join(', ')}: Succeeded, in a deployment of CodeDeploy`,
        observed: reason,
        advice:
          silenced === undefined
            ? 'Look for the deployment in the CodeDeploy console, and at the lifecycle events of its target.'
            : 'Allow the deploy-role to read the deployments, and run the release again.',
      }
    }),
  ]
}

/** An alias is deployed where it is to lead to another version. */
function moves({ changes }: Pick<ChangeSetPlan, 'changes'>, alias: string): boolean {
  return changes.some(
    ({ logicalId, type, action, properties }: ResourceChange) =>
      logicalId === alias &&
      type === ALIAS &&
      action === 'Modify' &&
      properties.some(({ path }) => /(^|\/|\.)FunctionVersion$/.test(path)),
  )
}

function replacesTasks({ changes }: Pick<ChangeSetPlan, 'changes'>): boolean {
  return changes.some(
    ({ type, action, replacement }) => OF_TASKS.has(type) && action === 'Modify' && replacement === 'True',
  )
}
