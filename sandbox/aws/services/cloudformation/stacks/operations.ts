import type { Call, Service } from '../../../../contract.ts'
import { isUnchanged } from '../changes/unchanged.ts'
import { alreadyExists, invalid } from '../errors.ts'
import type { DeploymentConfig, Stack } from '../model.ts'
import { checkStackName, requireStack } from '../requests.ts'
import type { Store } from '../store.ts'
import { rollBackCreation, runCreate } from './create-stack.ts'
import type { CreateChoices } from './create-stack.ts'
import { runDelete } from './delete-stack.ts'
import { prepare, readDesired } from './desired.ts'
import type { StackInput } from './desired.ts'
import { assertSameMode, disablesRollback, isExpress } from './express.ts'
import { newStack, placeFor, startOperation } from './new-stack.ts'
import { rollBackUpdate } from './roll-back-update.ts'
import { policyText } from './stack-policy.ts'
import { runUpdate } from './update-stack.ts'

const UPDATABLE = new Set([
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
  'UPDATE_FAILED',
  'CREATE_FAILED',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
])

export function assertUpdatable(stack: Stack): void {
  const stopped = stack.status === 'UPDATE_FAILED' || stack.status === 'CREATE_FAILED'
  if (!UPDATABLE.has(stack.status) || (stopped && !stack.disableRollback)) {
    throw invalid(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`)
  }
}

export const NO_UPDATES = 'No updates are to be performed.'

interface CreateInput extends StackInput {
  readonly OnFailure?: string
  readonly DisableRollback?: boolean
  readonly EnableTerminationProtection?: boolean
  readonly TimeoutInMinutes?: number
  readonly StackPolicyBody?: string
  readonly StackPolicyURL?: string
  readonly ClientRequestToken?: string
  readonly DeploymentConfig?: DeploymentConfig
}

interface UpdateInput extends CreateInput {
  readonly StackPolicyDuringUpdateBody?: string
  readonly StackPolicyDuringUpdateURL?: string
}

export function onFailure(value: string | undefined, disableRollback: boolean | undefined): CreateChoices['onFailure'] {
  if (value === 'DO_NOTHING' || value === 'DELETE') return value
  return disableRollback ? 'DO_NOTHING' : 'ROLLBACK'
}

export function stackOperations(store: Store): Service['operations'] {
  return {
    async CreateStack(input: CreateInput, call: Call) {
      const name = checkStackName(input.StackName)
      const existing = store.find(call, name)
      if (existing && existing.status !== 'REVIEW_IN_PROGRESS') {
        if (input.ClientRequestToken !== undefined && existing.token === input.ClientRequestToken)
          return { StackId: existing.id }
        throw alreadyExists(name)
      }
      if (input.OnFailure !== undefined && input.DisableRollback !== undefined) {
        throw invalid('You can specify either DisableRollback or OnFailure, but not both.')
      }
      const place = existing ?? placeFor(call, name)
      const policy = await policyText(store, input.StackPolicyBody, input.StackPolicyURL)
      const desired = await prepare(
        store,
        place,
        await readDesired(store, place, input, undefined, { macrosNeedConsent: true }),
      )
      const stack = existing ?? newStack(store, place, desired)
      stack.current = desired
      stack.policy = policy
      stack.deploymentConfig = input.DeploymentConfig
      stack.disableRollback =
        input.OnFailure === 'DO_NOTHING' ||
        (input.OnFailure === undefined && disablesRollback(input.DeploymentConfig, input.DisableRollback))
      stack.terminationProtection = input.EnableTerminationProtection === true
      stack.timeoutMinutes = input.TimeoutInMinutes
      for (const changeSet of stack.changeSets) changeSet.executionStatus = 'OBSOLETE'
      const choices = { onFailure: onFailure(input.OnFailure, stack.disableRollback) }
      const id = startOperation(store, call, stack, 'CREATE_STACK', input.ClientRequestToken, () =>
        runCreate(store, stack, choices),
      )
      return { StackId: stack.id, OperationId: id }
    },

    async UpdateStack(input: UpdateInput, call: Call) {
      const stack = requireStack(store, call, input.StackName)
      if (input.ClientRequestToken !== undefined && stack.token === input.ClientRequestToken && stack.updatedAt) {
        return { StackId: stack.id }
      }
      assertUpdatable(stack)
      assertSameMode(stack, input.DeploymentConfig)
      const during = await policyText(store, input.StackPolicyDuringUpdateBody, input.StackPolicyDuringUpdateURL)
      const policy = await policyText(store, input.StackPolicyBody, input.StackPolicyURL)
      const read = await readDesired(store, stack, input, stack.current, { macrosNeedConsent: true })
      const desired = await prepare(store, stack, read)
      if (policy !== undefined) stack.policy = policy
      if (stack.stable === undefined && isUnchanged(store, stack, desired)) throw invalid(NO_UPDATES)
      stack.deploymentConfig = input.DeploymentConfig
      stack.disableRollback = disablesRollback(input.DeploymentConfig, input.DisableRollback)
      for (const changeSet of stack.changeSets) changeSet.executionStatus = 'OBSOLETE'
      const choices = { disableRollback: stack.disableRollback, policy: during }
      const id = startOperation(store, call, stack, 'UPDATE_STACK', input.ClientRequestToken, () =>
        runUpdate(store, stack, desired, choices),
      )
      return { StackId: stack.id, OperationId: id }
    },

    DeleteStack(input: DeleteInput, call: Call) {
      const stack = store.find(call, checkStackName(input.StackName))
      if (!stack || stack.status === 'DELETE_COMPLETE' || stack.status === 'DELETE_IN_PROGRESS') return {}
      if (stack.terminationProtection) {
        throw invalid(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`)
      }
      if (
        stack.parent &&
        input.StackName !== undefined &&
        stack.parent.status !== 'DELETE_COMPLETE' &&
        stack.parent.terminationProtection
      ) {
        throw invalid(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`)
      }
      assertRetainAllowed(stack, input)
      stack.deploymentConfig = input.DeploymentConfig
      const choices = {
        retain: input.RetainResources ?? [],
        force: input.DeletionMode === 'FORCE_DELETE_STACK',
      }
      startOperation(store, call, stack, 'DELETE_STACK', input.ClientRequestToken, () =>
        runDelete(store, stack, choices),
      )
      return {}
    },

    CancelUpdateStack(input: { StackName?: string; ClientRequestToken?: string }, call: Call) {
      const stack = requireStack(store, call, input.StackName)
      if (stack.status !== 'UPDATE_IN_PROGRESS' || !stack.cancel) {
        throw invalid('CancelUpdateStack cannot be called from current stack status')
      }
      stack.cancel()
      return {}
    },

    ContinueUpdateRollback(
      input: { StackName?: string; ResourcesToSkip?: string[]; ClientRequestToken?: string },
      call: Call,
    ) {
      const stack = requireStack(store, call, input.StackName)
      if (stack.status !== 'UPDATE_ROLLBACK_FAILED') {
        throw invalid(`Stack:${stack.id} is in ${stack.status} state and can not continue rollback.`)
      }
      const wrong = (input.ResourcesToSkip ?? []).filter(
        (id) => !id.includes('.') && stack.resources.get(id)?.status !== 'UPDATE_FAILED',
      )
      if (wrong.length > 0) throw invalid(`Resources to skip are not in the UPDATE_FAILED state: [${wrong.join(', ')}]`)
      startOperation(store, call, stack, 'CONTINUE_ROLLBACK', input.ClientRequestToken, () =>
        rollBackUpdate(store, stack, 'User Initiated', input.ResourcesToSkip),
      )
      return {}
    },

    RollbackStack(input: { StackName?: string; ClientRequestToken?: string }, call: Call) {
      const stack = requireStack(store, call, input.StackName)
      if (stack.status !== 'UPDATE_FAILED' && stack.status !== 'CREATE_FAILED') {
        throw invalid(`Stack:${stack.id} is in ${stack.status} state and can not be rolled back.`)
      }
      if (isExpress(stack)) {
        throw invalid('RollbackStack is not supported for stacks that were last updated using EXPRESS deployment mode')
      }
      const back = stack.status === 'CREATE_FAILED' ? rollBackCreation : rollBackUpdate
      const id = startOperation(store, call, stack, 'ROLLBACK', input.ClientRequestToken, () =>
        back(store, stack, 'User Initiated'),
      )
      return { StackId: stack.id, OperationId: id }
    },

    UpdateTerminationProtection(input: { StackName?: string; EnableTerminationProtection?: boolean }, call: Call) {
      const stack = requireStack(store, call, input.StackName)
      stack.terminationProtection = input.EnableTerminationProtection === true
      return { StackId: stack.id }
    },

    SignalResource(
      input: { StackName?: string; LogicalResourceId?: string; UniqueId?: string; Status?: string },
      call: Call,
    ) {
      const stack = requireStack(store, call, input.StackName)
      const record = stack.resources.get(input.LogicalResourceId ?? '')
      if (!record) throw invalid(`Resource ${input.LogicalResourceId} does not exist for stack ${stack.name}`)
      if (!stack.status.endsWith('_IN_PROGRESS')) {
        throw invalid(`Stack ${stack.id} is in ${stack.status} state and cannot be signaled`)
      }
      if (!record.status.endsWith('_IN_PROGRESS')) {
        throw invalid(`Resource ${record.logicalId} is in ${record.status} state and cannot be signaled`)
      }
      record.signals.set(input.UniqueId ?? '', input.Status === 'FAILURE' ? 'FAILURE' : 'SUCCESS')
      return {}
    },
  }
}

interface DeleteInput {
  readonly StackName?: string
  readonly RetainResources?: readonly string[]
  readonly DeletionMode?: string
  readonly ClientRequestToken?: string
  readonly DeploymentConfig?: DeploymentConfig
}

/** Rejects RetainResources and FORCE_DELETE_STACK unless an earlier deletion has failed. */
function assertRetainAllowed(stack: Stack, { RetainResources: retained = [], DeletionMode: mode }: DeleteInput): void {
  const failed = stack.status === 'DELETE_FAILED'
  const only = 'in a delete stack operation only when the stack is in the DELETE_FAILED state.'
  if (mode === 'FORCE_DELETE_STACK' && !failed) {
    throw invalid(`Invalid operation on stack [${stack.id}]. You can activate DeletionMode FORCE_DELETE_STACK ${only}`)
  }
  if (retained.length > 0 && !failed) {
    throw invalid(`Invalid operation on stack [${stack.id}]. You can specify RetainResources ${only}`)
  }
  if (retained.some((id) => stack.resources.get(id)?.status === 'DELETE_COMPLETE')) {
    throw invalid(
      'The specified resources to retain must be in a valid state. Do not specify resources that are in the DELETE_COMPLETE state.',
    )
  }
}
