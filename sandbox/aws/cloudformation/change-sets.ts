import type { Call, Service } from '../../contract.ts'
import { planChanges } from './changes.ts'
import { changeSetNotFound, constraint, invalid, messageOf } from './errors.ts'
import { ServiceError } from '../../contract.ts'
import { stackBecomes, USER_INITIATED } from './events.ts'
import { missingImport } from './imports.ts'
import { runCreate, runUpdate } from './lifecycle.ts'
import type { ChangeSet, Desired, Stack, Tag } from './model.ts'
import { changeSetArn } from './names.ts'
import { NOTHING, newStack, placeFor, startOperation } from './new-stack.ts'
import { nextToken, page } from './paging.ts'
import { shown } from './parameters.ts'
import { checkStackName, prepare, readDesired, requireStack } from './requests.ts'
import type { StackInput } from './requests.ts'
import { checkPolicy } from './stack-policy.ts'
import { createNestedChangeSets, dropNestedChangeSets, setExecution } from './nested-change-sets.ts'
import { keepsSettings } from './no-change.ts'
import { NO_UPDATES, assertUpdatable, onFailure } from './stacks.ts'
import type { Store } from './store.ts'

const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set."
const CHANGES_ON_A_PAGE = 100
const SETS_ON_A_PAGE = 100
const CHANGE_SET_NAME = '[a-zA-Z][-a-zA-Z0-9]*'

interface CreateInput extends StackInput {
  readonly ChangeSetName?: string
  readonly ChangeSetType?: 'CREATE' | 'UPDATE' | 'IMPORT'
  readonly ClientToken?: string
  readonly Description?: string
  readonly IncludeNestedStacks?: boolean
  readonly OnStackFailure?: string
  readonly ImportExistingResources?: boolean
  readonly DeploymentMode?: string
  readonly DeploymentConfig?: { readonly Mode?: string; readonly DisableRollback?: boolean }
  readonly DisableValidation?: boolean
}

interface Named {
  readonly ChangeSetName?: string
  readonly StackName?: string
  readonly NextToken?: string
}

/** A change set by its ARN, or by its name and its stack; an executed one answers to its ARN only. */
export function findChangeSet(store: Store, call: Call, input: Named): ChangeSet {
  const name = input.ChangeSetName ?? ''
  if (name.startsWith('arn:')) {
    const found = store
      .stacksOf(call)
      .flatMap((s) => s.changeSets)
      .find((c) => c.id === name)
    if (found) return found
    throw changeSetNotFound(name)
  }
  if (input.StackName === undefined)
    throw invalid('StackName must be specified if ChangeSetName is not specified as an ARN.')
  const stack = requireStack(store, call, input.StackName)
  const found = stack.changeSets.find((c) => c.name === name && c.executionStatus !== 'EXECUTE_COMPLETE')
  if (found) return found
  throw changeSetNotFound(name)
}

export function changeSetOperations(store: Store): Service['operations'] {
  return {
    CreateChangeSet: (input: CreateInput, call: Call) => create(store, input, call),

    DescribeChangeSet(input: Named & { IncludePropertyValues?: boolean }, call: Call) {
      const changeSet = findChangeSet(store, call, input)
      return describe(store, changeSet, input)
    },

    DescribeChangeSetHooks(input: Named, call: Call) {
      const changeSet = findChangeSet(store, call, input)
      return { ...identity(changeSet), Status: 'PLANNED', Hooks: [] }
    },

    ListChangeSets(input: Named, call: Call) {
      const stack = requireStack(store, call, input.StackName)
      const open = stack.changeSets.filter((c) => c.executionStatus !== 'EXECUTE_COMPLETE')
      const { items, next } = page(open, store.options.pages?.changeSets ?? SETS_ON_A_PAGE, input.NextToken)
      return { Summaries: items.map(summary), ...nextToken(next) }
    },

    DeleteChangeSet(input: Named, call: Call) {
      const name = input.ChangeSetName ?? ''
      if (!name.startsWith('arn:') && input.StackName === undefined) {
        throw invalid('StackName must be specified if ChangeSetName is not specified as an ARN.')
      }
      if (name.startsWith('arn:') && !store.stacksOf(call).some((s) => s.changeSets.some((c) => c.id === name)))
        return {}
      if (!name.startsWith('arn:')) {
        const stack = requireStack(store, call, input.StackName)
        if (!stack.changeSets.some((c) => c.name === name)) return {}
      }
      remove(store, findChangeSet(store, call, input))
      return {}
    },

    ExecuteChangeSet: (input: ExecuteInput, call: Call) => execute(store, input, call),
  }
}

function remove(store: Store, changeSet: ChangeSet): void {
  if (changeSet.executionStatus === 'EXECUTE_IN_PROGRESS') {
    throw new ServiceError(
      'InvalidChangeSetStatus',
      `The change set [${changeSet.id}] is in EXECUTE_IN_PROGRESS state and can not be deleted.`,
    )
  }
  dropNestedChangeSets(store, changeSet)
  const siblings = changeSet.stack.changeSets
  siblings.splice(siblings.indexOf(changeSet), 1)
}

async function create(store: Store, input: CreateInput, call: Call): Promise<object> {
  const name = input.ChangeSetName ?? ''
  if (!new RegExp(`^${CHANGE_SET_NAME}$`).test(name) || name.length > 128) {
    throw constraint(name, 'changeSetName', `Member must satisfy regular expression pattern: ${CHANGE_SET_NAME}`)
  }
  const type = input.ChangeSetType ?? 'UPDATE'
  const stackName = checkStackName(input.StackName)
  const existing = store.find(call, stackName)
  if (existing?.changeSets.some((c) => c.name === name && c.token === input.ClientToken && c.token !== undefined)) {
    return answerOf(existing.changeSets.find((c) => c.name === name)!)
  }
  assertCreatable(existing, type, stackName, name)
  const place = existing ?? placeFor(call, stackName)
  const previous = existing && existing.status !== 'REVIEW_IN_PROGRESS' ? existing.current : undefined
  const desired = await readDesired(store, place, input, previous, { macrosNeedConsent: false })
  const stack = existing ?? newStack(store, place, NOTHING)
  if (!existing) stackBecomes(store, stack, 'REVIEW_IN_PROGRESS', USER_INITIATED)
  const changeSet: ChangeSet = {
    id: changeSetArn(call.region, call.account, name),
    name,
    stack,
    type,
    createdAt: store.now(),
    desired,
    description: input.Description,
    includeNested: input.IncludeNestedStacks === true,
    onStackFailure: input.OnStackFailure,
    importExisting: input.ImportExistingResources === true,
    deploymentMode: input.DeploymentMode,
    disableValidation: input.DisableValidation === true,
    token: input.ClientToken,
    parent: undefined,
    children: [],
    status: 'CREATE_PENDING',
    reason: undefined,
    executionStatus: 'UNAVAILABLE',
    changes: [],
    changesWithValues: [],
    valuesWarning: undefined,
    validations: [],
  }
  stack.changeSets.push(changeSet)
  store.run(() => work(store, changeSet))
  return answerOf(changeSet)
}

function answerOf(changeSet: ChangeSet): object {
  return { Id: changeSet.id, StackId: changeSet.stack.id }
}

function assertCreatable(existing: Stack | undefined, type: string, stackName: string, name: string): void {
  const reviewing = existing?.status === 'REVIEW_IN_PROGRESS'
  if (type === 'CREATE') {
    if (existing && !reviewing) {
      throw invalid(`Stack [${existing.name}] already exists and cannot be created again with the changeSet [${name}].`)
    }
  } else {
    if (!existing) {
      if (type === 'IMPORT') return
      throw invalid(`Stack [${stackName}] does not exist`)
    }
    assertUpdatable(existing)
  }
  if (existing?.changeSets.some((c) => c.name === name && c.executionStatus !== 'EXECUTE_COMPLETE')) {
    throw new ServiceError(
      'AlreadyExistsException',
      `ChangeSet ${name} cannot be created due to a mismatch with existing attribute Template`,
    )
  }
}

/** What happens after CreateChangeSet has answered. */
async function work(store: Store, changeSet: ChangeSet): Promise<void> {
  const { stack } = changeSet
  changeSet.status = 'CREATE_IN_PROGRESS'
  if (!changeSet.parent) await store.pause('changeSet')
  try {
    const desired = await prepare(store, stack, changeSet.desired)
    Object.assign(changeSet, { desired })
    if (changeSet.includeNested) await createNestedChangeSets(store, changeSet, desired, (child) => work(store, child))
    const nested = changeSet.includeNested
      ? new Map(changeSet.children.map((c) => [c.stack.parentResource!, c]))
      : undefined
    const planned = planChanges(store, stack, desired, nested)
    if (changeSet.type === 'UPDATE' && planned.length === 0 && keepsSettings(stack, desired)) {
      throw invalid(desired.template.Transform === undefined ? NO_CHANGES : NO_UPDATES)
    }
    changeSet.changes = planned.flatMap((one) => one.plain ?? [])
    changeSet.changesWithValues = planned.flatMap((one) => one.valued ?? [])
    changeSet.valuesWarning = incompleteValues(store, stack, desired)
    changeSet.status = 'CREATE_COMPLETE'
    changeSet.executionStatus = 'AVAILABLE'
  } catch (error) {
    changeSet.status = 'FAILED'
    changeSet.reason = messageOf(error)
    changeSet.executionStatus = 'UNAVAILABLE'
  }
}

/** What the reading with values says when it cannot work a value out. */
function incompleteValues(store: Store, stack: Stack, desired: Desired): string | undefined {
  const missing = missingImport(store, stack, desired)
  if (missing === undefined) return undefined
  return `[WARN] --include-property-values option can return incomplete ChangeSet data because: ChangeSet creation failed for resource [${missing.logicalId}] because: No export named ${missing.name}`
}

function identity(changeSet: ChangeSet): object {
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

function rootOf(changeSet: ChangeSet): ChangeSet {
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

function summary(changeSet: ChangeSet): object {
  return { ...identity(changeSet), ...state(changeSet), ...links(changeSet) }
}

function describe(store: Store, changeSet: ChangeSet, input: Named & { IncludePropertyValues?: boolean }): object {
  const { desired } = changeSet
  const all = input.IncludePropertyValues ? changeSet.changesWithValues : changeSet.changes
  const { items, next } = page(all, store.options.pages?.changes ?? CHANGES_ON_A_PAGE, input.NextToken)
  const warning = input.IncludePropertyValues ? changeSet.valuesWarning : undefined
  return {
    ...identity(changeSet),
    ...(desired.parameters.length > 0 ? { Parameters: shown(desired.parameters) } : {}),
    ...state(changeSet),
    ...(warning === undefined ? {} : { StatusReason: warning }),
    NotificationARNs: desired.notificationArns,
    RollbackConfiguration: desired.rollback,
    Capabilities: desired.capabilities,
    ...(desired.tags.length > 0 ? { Tags: desired.tags as Tag[] } : {}),
    Changes: items,
    ...nextToken(next),
    ...links(changeSet),
    ...(changeSet.onStackFailure === undefined ? {} : { OnStackFailure: changeSet.onStackFailure }),
    ...(changeSet.deploymentMode === undefined ? {} : { DeploymentMode: changeSet.deploymentMode }),
  }
}

interface ExecuteInput extends Named {
  readonly DisableRollback?: boolean
  readonly ClientRequestToken?: string
}

function execute(store: Store, input: ExecuteInput, call: Call): object {
  const changeSet = findChangeSet(store, call, input)
  const { stack, desired } = changeSet
  if (changeSet.parent) throw invalid(`Only the root change set can be executed: [${rootOf(changeSet).id}]`)
  if (changeSet.executionStatus !== 'AVAILABLE') {
    if (
      changeSet.executionStatus === 'EXECUTE_IN_PROGRESS' &&
      input.ClientRequestToken !== undefined &&
      stack.token === input.ClientRequestToken
    )
      return {}
    throw new ServiceError(
      'InvalidChangeSetStatus',
      `ChangeSet [${changeSet.id}] cannot be executed in its current status of [${changeSet.status === 'CREATE_COMPLETE' ? changeSet.executionStatus : changeSet.status}]`,
    )
  }
  const creates = stack.status === 'REVIEW_IN_PROGRESS'
  if (!creates) {
    assertUpdatable(stack)
    checkPolicy(stack.policy, planChanges(store, stack, desired))
  }
  stack.changeSets = [changeSet]
  stack.executed = changeSet.id
  stack.disableRollback = input.DisableRollback === true || changeSet.onStackFailure === 'DO_NOTHING'
  setExecution(changeSet, 'EXECUTE_IN_PROGRESS')
  const run = () =>
    creates
      ? runCreation(store, stack, desired, changeSet, input)
      : runUpdate(store, stack, desired, { disableRollback: stack.disableRollback })
  startOperation(store, stack, creates ? 'CREATE_STACK' : 'UPDATE_STACK', input.ClientRequestToken, async () => {
    await run()
    const worked = /^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(stack.status)
    setExecution(changeSet, worked ? 'EXECUTE_COMPLETE' : 'EXECUTE_FAILED')
  })
  return {}
}

function runCreation(
  store: Store,
  stack: Stack,
  desired: Desired,
  changeSet: ChangeSet,
  input: ExecuteInput,
): Promise<void> {
  stack.current = desired
  return runCreate(store, stack, { onFailure: onFailure(changeSet.onStackFailure, input.DisableRollback) })
}
