import type { Call, Service } from '../../contract.ts'
import { planChanges } from './changes.ts'
import type { PlannedChange } from './changes.ts'
import { acceptActual, planFromActual, readAllActual } from './drift-aware.ts'
import { describe, findChangeSet, rootOf, summary } from './change-set-answers.ts'
import type { Named } from './change-set-answers.ts'
import { constraint, invalid, messageOf } from './errors.ts'
import { assertSameMode, disablesRollback } from './express.ts'
import { ServiceError } from '../../contract.ts'
import { stackBecomes, USER_INITIATED } from './events.ts'
import { askAboutChangeSet } from './hooks.ts'
import { missingImport } from './imports.ts'
import { runCreate, runUpdate } from './lifecycle.ts'
import type { ChangeSet, DeploymentConfig, Desired, Stack } from './model.ts'
import { changeSetArn } from './names.ts'
import { NOTHING, newStack, placeFor, startOperation } from './new-stack.ts'
import { nextToken, page } from './paging.ts'
import { importingOf, runImport } from './resource-import.ts'
import type { ResourceToImport } from './resource-import.ts'
import { assertEvaluable, checkStackName, prepare, readDesired, requireStack } from './requests.ts'
import type { StackInput } from './requests.ts'
import { createNestedChangeSets, dropNestedChangeSets, setExecution } from './nested-change-sets.ts'
import { keepsSettings } from './no-change.ts'
import { NO_UPDATES, assertUpdatable, onFailure } from './stacks.ts'
import { newId } from './store.ts'
import type { Store } from './store.ts'
import { validateEarly } from './validation.ts'

const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set."
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
  readonly ResourcesToImport?: readonly ResourceToImport[]
  readonly DeploymentMode?: string
  readonly DeploymentConfig?: DeploymentConfig
  readonly DisableValidation?: boolean
}

export function changeSetOperations(store: Store): Service['operations'] {
  return {
    CreateChangeSet: (input: CreateInput, call: Call) => create(store, input, call),

    DescribeChangeSet(input: Named & { IncludePropertyValues?: boolean }, call: Call) {
      const changeSet = findChangeSet(store, call, input)
      return describe(store, changeSet, input)
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
        if (!stack.changeSets.some((c) => c.name === name && c.executionStatus !== 'EXECUTE_COMPLETE')) return {}
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
  if (type === 'CREATE') assertNothingPrevious(input)
  if (existing) assertSameMode(existing, input.DeploymentConfig)
  const place = existing ?? placeFor(call, stackName)
  const previous = existing && existing.status !== 'REVIEW_IN_PROGRESS' ? existing.current : undefined
  const desired = await readDesired(store, place, input, previous, { macrosNeedConsent: false })
  const importing =
    type === 'IMPORT'
      ? importingOf(existing ?? { resources: new Map() }, desired, input.ResourcesToImport ?? [])
      : undefined
  assertEvaluable(store, place, desired)
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
    importing,
    deploymentMode: input.DeploymentMode,
    deploymentConfig: input.DeploymentConfig,
    operationId: newId(),
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
    actual: undefined,
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

/** A stack that is to be created has nothing to go on from. */
function assertNothingPrevious(input: CreateInput): void {
  if (input.UsePreviousTemplate) throw invalid('Cannot specify usePreviousTemplate as true for a changeSetType CREATE')
  if (input.Parameters?.some((parameter) => parameter.UsePreviousValue)) {
    throw invalid('Cannot specify UsePreviousValue on Parameters when ChangeSetType is CREATE')
  }
}

/** A nested change set may find nothing to change; anything else that fails there fails the whole family. */
function assertNested(changeSet: ChangeSet): void {
  const failed = changeSet.children.find(
    (c) => c.status === 'FAILED' && c.reason !== NO_CHANGES && c.reason !== NO_UPDATES,
  )
  if (failed) throw invalid(`Nested change set ${failed.id} was not successfully created: Currently in FAILED.`)
}

/** An import changes nothing that is there. */
function assertOnlyImports(changeSet: ChangeSet, planned: readonly PlannedChange[]): void {
  const others = planned.map((one) => one.logicalId).filter((id) => !changeSet.importing?.has(id))
  if (changeSet.importing && others.length > 0) {
    throw invalid(
      `You have modified resources [${others.join(', ')}] in your template that are not being imported. Update, create or delete operations cannot be executed during import operations.`,
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
    assertNested(changeSet)
    const nested = changeSet.includeNested
      ? new Map(changeSet.children.map((c) => [c.stack.parentResource!, c]))
      : undefined
    if (changeSet.deploymentMode === 'REVERT_DRIFT') changeSet.actual = await readAllActual(store, stack)
    const planned = changeSet.actual
      ? planFromActual(store, stack, desired, changeSet.actual)
      : planChanges(store, stack, desired, { nested, importing: changeSet.importing })
    if (changeSet.type === 'UPDATE' && planned.length === 0 && keepsSettings(stack, desired)) {
      throw invalid(desired.template.Transform === undefined ? NO_CHANGES : NO_UPDATES)
    }
    assertOnlyImports(changeSet, planned)
    const early =
      changeSet.disableValidation || changeSet.importing ? undefined : await validateEarly(store, changeSet, desired)
    if (early !== undefined) throw invalid(early)
    changeSet.changes = planned.flatMap((one) => one.plain ?? [])
    const left = leftOut(store, stack, planned)
    changeSet.changesWithValues = planned.flatMap((one) => (one === left ? [] : (one.valued ?? [])))
    changeSet.valuesWarning = incompleteValues(store, stack, desired, left)
    const objected = changeSet.parent ? undefined : await askAboutChangeSet(store, changeSet)
    if (objected !== undefined) throw invalid(objected)
    changeSet.status = 'CREATE_COMPLETE'
    changeSet.executionStatus = 'AVAILABLE'
  } catch (error) {
    changeSet.status = 'FAILED'
    changeSet.reason = messageOf(error)
    changeSet.executionStatus = 'UNAVAILABLE'
  }
}

/** The first change that the reading with values is made to leave out. */
function leftOut(store: Store, stack: Stack, planned: readonly PlannedChange[]): PlannedChange | undefined {
  const names = store.options.incompleteValues ?? []
  return planned.find(({ logicalId }) => names.includes(logicalId) || names.includes(`${stack.name}/${logicalId}`))
}

/** What the reading with values says when it cannot work a value out. */
function incompleteValues(
  store: Store,
  stack: Stack,
  desired: Desired,
  left: PlannedChange | undefined,
): string | undefined {
  const missing = missingImport(store, stack, desired)
  if (!missing && !left) return undefined
  const [id, why] = missing
    ? [missing.logicalId, `No export named ${missing.name}`]
    : [left?.logicalId, 'Rate exceeded']
  return `[WARN] --include-property-values option can return incomplete ChangeSet data because: ChangeSet creation failed for resource [${id}] because: ${why}`
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
      `ChangeSet [${changeSet.id}] cannot be executed in its current ${changeSet.status === 'CREATE_COMPLETE' ? `execution status of [${changeSet.executionStatus}]` : `status of [${changeSet.status}]`}`,
    )
  }
  const creates = stack.status === 'REVIEW_IN_PROGRESS'
  if (!creates) assertUpdatable(stack)
  stack.changeSets = [changeSet]
  stack.executed = changeSet.id
  const keeps = disablesRollback(changeSet.deploymentConfig, input.DisableRollback)
  stack.disableRollback = keeps || changeSet.onStackFailure === 'DO_NOTHING'
  setExecution(changeSet, 'EXECUTE_IN_PROGRESS')
  if (changeSet.actual) acceptActual(stack, changeSet.actual)
  stack.deploymentConfig = changeSet.deploymentConfig
  const run = () =>
    changeSet.importing
      ? runImport(store, stack, desired, changeSet.importing)
      : creates
        ? runCreation(store, stack, desired, changeSet)
        : runUpdate(store, stack, desired, { disableRollback: stack.disableRollback })
  startOperation(store, call, stack, creates ? 'CREATE_STACK' : 'UPDATE_STACK', input.ClientRequestToken, async () => {
    await run()
    const worked = /^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(stack.status)
    setExecution(changeSet, worked ? 'EXECUTE_COMPLETE' : 'EXECUTE_FAILED')
  })
  return {}
}

function runCreation(store: Store, stack: Stack, desired: Desired, changeSet: ChangeSet): Promise<void> {
  stack.current = desired
  return runCreate(store, stack, { onFailure: onFailure(changeSet.onStackFailure, stack.disableRollback) })
}
