import { stackDrift } from '../changes/drift-aware.ts'
import type { ChangeSet } from '../model.ts'
import { nextToken, page } from '../paging.ts'
import type { ChangeSetInput } from '../requests.ts'
import type { Store } from '../store.ts'
import { describeParameters } from '../template/parameters.ts'

const CHANGES_ON_A_PAGE = 100

export function identity(changeSet: ChangeSet): object {
  return {
    ChangeSetName: changeSet.name,
    ChangeSetId: changeSet.id,
    StackId: changeSet.stack.id,
    StackName: changeSet.stack.name,
  }
}

function links(changeSet: ChangeSet): object {
  const root = rootOf(changeSet)
  return {
    IncludeNestedStacks: changeSet.includeNested,
    ...(changeSet.parent ? { ParentChangeSetId: changeSet.parent.id, RootChangeSetId: root.id } : {}),
  }
}

export function rootOf(changeSet: ChangeSet): ChangeSet {
  return changeSet.parent ? rootOf(changeSet.parent) : changeSet
}

function state(changeSet: ChangeSet): object {
  return {
    CreationTime: changeSet.createdAt,
    ExecutionStatus: changeSet.executionStatus,
    Status: changeSet.status,
    ...(changeSet.reason === undefined ? {} : { StatusReason: changeSet.reason }),
    ...(changeSet.description === undefined ? {} : { Description: changeSet.description }),
    ...(changeSet.importExisting ? { ImportExistingResources: true } : {}),
  }
}

export function summary(changeSet: ChangeSet): object {
  return { ...identity(changeSet), ...state(changeSet), ...links(changeSet) }
}

export function describeChangeSet(
  store: Store,
  changeSet: ChangeSet,
  input: ChangeSetInput & { IncludePropertyValues?: boolean },
): object {
  const { desired } = changeSet
  const all = input.IncludePropertyValues ? changeSet.changesWithValues : changeSet.changes
  const { items, next } = page(all, store.options.pages?.changes ?? CHANGES_ON_A_PAGE, input.NextToken)
  const warning = input.IncludePropertyValues ? changeSet.valuesWarning : undefined
  return {
    ...identity(changeSet),
    ...(desired.parameters.length > 0 ? { Parameters: describeParameters(desired.parameters) } : {}),
    ...state(changeSet),
    ...(warning === undefined ? {} : { StatusReason: warning }),
    NotificationARNs: desired.notificationArns,
    RollbackConfiguration: desired.rollback,
    Capabilities: desired.capabilities,
    ...(desired.tags.length > 0 ? { Tags: desired.tags } : {}),
    Changes: items,
    ...nextToken(next),
    ...links(changeSet),
    ...(changeSet.onStackFailure === undefined ? {} : { OnStackFailure: changeSet.onStackFailure }),
    ...(changeSet.deploymentMode === undefined ? {} : { DeploymentMode: changeSet.deploymentMode }),
    ...(changeSet.actual === undefined ? {} : { StackDriftStatus: stackDrift(changeSet.stack, changeSet.actual) }),
    ...(changeSet.deploymentConfig === undefined ? {} : { DeploymentConfig: changeSet.deploymentConfig }),
  }
}
