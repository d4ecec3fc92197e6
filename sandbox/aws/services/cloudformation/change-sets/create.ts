import { ServiceError } from '../../../../contract.ts'
import type { Call } from '../../../../contract.ts'
import { constraint, invalid } from '../errors.ts'
import { USER_INITIATED, setStackStatus } from '../events.ts'
import type { ChangeSet, DeploymentConfig, Stack } from '../model.ts'
import { changeSetArn } from '../names.ts'
import { checkStackName } from '../requests.ts'
import { assertEvaluable, readDesired } from '../stacks/desired.ts'
import type { StackInput } from '../stacks/desired.ts'
import { assertSameMode } from '../stacks/express.ts'
import { NOTHING, newStack, placeFor } from '../stacks/new-stack.ts'
import { assertUpdatable } from '../stacks/operations.ts'
import { newId } from '../store.ts'
import type { Store } from '../store.ts'
import { computeChangeSet } from './compute.ts'
import { resourcesToImport } from './resource-import.ts'
import type { ResourceToImport } from './resource-import.ts'

const CHANGE_SET_NAME = '[a-zA-Z][-a-zA-Z0-9]*'

export interface CreateInput extends StackInput {
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

export async function createChangeSet(store: Store, input: CreateInput, call: Call): Promise<object> {
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
  if (type === 'CREATE') rejectPreviousValues(input)
  if (existing) assertSameMode(existing, input.DeploymentConfig)
  const place = existing ?? placeFor(call, stackName)
  const previous = existing && existing.status !== 'REVIEW_IN_PROGRESS' ? existing.current : undefined
  const desired = await readDesired(store, place, input, previous, { macrosNeedConsent: false })
  const importing =
    type === 'IMPORT'
      ? resourcesToImport(existing ?? { resources: new Map() }, desired, input.ResourcesToImport ?? [])
      : undefined
  assertEvaluable(store, place, desired)
  const stack = existing ?? newStack(store, place, NOTHING)
  if (!existing) setStackStatus(store, stack, 'REVIEW_IN_PROGRESS', USER_INITIATED)
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
  store.runInBackground(() => computeChangeSet(store, changeSet))
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

/** Rejects references to a previous template or previous values, which a new stack does not have. */
function rejectPreviousValues(input: CreateInput): void {
  if (input.UsePreviousTemplate) throw invalid('Cannot specify usePreviousTemplate as true for a changeSetType CREATE')
  if (input.Parameters?.some((parameter) => parameter.UsePreviousValue)) {
    throw invalid('Cannot specify UsePreviousValue on Parameters when ChangeSetType is CREATE')
  }
}
