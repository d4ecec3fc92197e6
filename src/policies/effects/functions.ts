import type { ResourceChange } from '../../evidence/document.ts'
import type { Entry, PlannedStack, WithoutEffect } from './contract.ts'

/** Properties without an effect on what a version holds. */
const OUTSIDE_OF_VERSIONS = /^\/?(Properties\/)?(Tags|ReservedConcurrentExecutions|RecursiveLoop)(\/|$)/

/** Pure: changed functions whose aliases go on serving an old version. */
export function functionsWithoutEffect(stack: PlannedStack): WithoutEffect[] {
  return stack.changes.filter(changesVersion).flatMap((changed) => {
    const { logicalId } = changed
    const versions = stack
      .ofType('AWS::Lambda::Version')
      .filter(({ resource }) => stack.refersTo(resource.properties['FunctionName'], logicalId))
    const aliases = stack.ofType('AWS::Lambda::Alias')
    const served = versions.flatMap((version) =>
      aliases
        .filter(({ resource }) => stack.refersTo(resource.properties['FunctionVersion'], version.id))
        .map((alias) => ({ alias, version })),
    )
    // A template may keep an alias on an earlier version, beside the one that serves.
    if (served.some(({ version }) => stack.isMade(version.id))) return []
    return [
      ...served.map(({ alias, version }) => ofVersion(stack, { changed, alias, version, versions })),
      ...aliases
        .filter(({ resource }) => isPinned(stack, resource.properties, logicalId))
        .map((alias) => ofNumber(stack, changed, alias)),
    ]
  })
}

/** Whether a change is one of what a version of the function holds. */
export function changesVersion({ type, action, replacement, properties }: ResourceChange): boolean {
  if (type !== 'AWS::Lambda::Function' || action !== 'Modify' || replacement !== 'False') return false
  return properties.length === 0 || properties.some(({ path }) => !OUTSIDE_OF_VERSIONS.test(path))
}

function isPinned(stack: PlannedStack, properties: Readonly<Record<string, unknown>>, logicalId: string): boolean {
  const isNumber = /^\d+$/.test(stack.textOf(properties['FunctionVersion']) ?? '')
  return isNumber && stack.refersTo(properties['FunctionName'], logicalId)
}

function ofVersion(
  stack: PlannedStack,
  {
    changed,
    alias,
    version,
    versions,
  }: {
    readonly changed: ResourceChange
    readonly alias: Entry
    readonly version: Entry
    readonly versions: readonly Entry[]
  },
): WithoutEffect {
  const made = versions.find(({ id }) => stack.isMade(id))
  const base = {
    changed,
    server: alias,
    title: `${changed.logicalId} changes, and the alias ${alias.id} keeps serving the old version`,
  }
  if (made !== undefined)
    return {
      ...base,
      observed: `${made.id} is made, and ${alias.id} refers to ${version.id}`,
      advice: `Let ${alias.id} refer to ${made.id}: \`FunctionVersion: !GetAtt ${made.id}.Version\`.`,
    }
  return {
    ...base,
    observed: `${version.id} is not made again: Lambda publishes a version only when the resource is created or replaced`,
    advice: `Give ${version.id} another logical id with each change of ${changed.logicalId} (\`AutoPublishAlias\` of SAM and \`currentVersion\` of the CDK do so), and let ${alias.id} refer to it.`,
  }
}

function ofNumber(stack: PlannedStack, changed: ResourceChange, alias: Entry): WithoutEffect {
  return {
    changed,
    server: alias,
    title: `${changed.logicalId} changes, and the alias ${alias.id} keeps serving version ${stack.textOf(alias.resource.properties['FunctionVersion'])}`,
    observed: `FunctionVersion of ${alias.id} is a fixed number`,
    advice: `Add an AWS::Lambda::Version of ${changed.logicalId} with another logical id for each change, and let ${alias.id} refer to it.`,
  }
}
