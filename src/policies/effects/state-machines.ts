import type { ResourceChange } from '../../evidence/document.ts'
import type { PlannedStack, WithoutEffect } from './contract.ts'

/** Properties without an effect on what a version holds. */
const OUTSIDE_OF_VERSIONS = /^\/?(Properties\/)?(Tags|LoggingConfiguration|TracingConfiguration)(\/|$)/

/**
 * Pure: changed state machines whose aliases go on routing to an old version. Step Functions publishes a version only when
 * its resource is created or replaced, which a changed `StateMachineRevisionId` does.
 */
export function stateMachinesWithoutEffect(stack: PlannedStack): WithoutEffect[] {
  return stack.changes.filter(changesRevision).flatMap((changed) => {
    const versions = stack
      .ofType('AWS::StepFunctions::StateMachineVersion')
      .filter(({ resource }) => stack.refersTo(resource.properties, changed.logicalId))
    const served = versions.flatMap((version) =>
      stack
        .ofType('AWS::StepFunctions::StateMachineAlias')
        .filter(({ resource }) => stack.refersTo(resource.properties, version.id))
        .map((alias) => ({ alias, version })),
    )
    if (served.some(({ version }) => stack.isMade(version.id))) return []
    return served.map(({ alias, version }) => ({
      changed,
      server: alias,
      title: `${changed.logicalId} changes, and the alias ${alias.id} keeps starting executions of the old version`,
      observed: `${version.id} is not made again: Step Functions publishes a version only when the resource is created or replaced`,
      advice: `Write \`StateMachineRevisionId: !GetAtt ${changed.logicalId}.StateMachineRevisionId\` into ${version.id}.`,
    }))
  })
}

function changesRevision({ type, action, replacement, properties }: ResourceChange): boolean {
  if (type !== 'AWS::StepFunctions::StateMachine' || action !== 'Modify' || replacement !== 'False') return false
  return properties.length === 0 || properties.some(({ path }) => !OUTSIDE_OF_VERSIONS.test(path))
}
