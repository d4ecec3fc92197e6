import type { Call } from '../../../../contract.ts'
import type { Desired, Stack, StackPlace } from '../model.ts'
import { stackArn } from '../names.ts'
import type { Store } from '../store.ts'

export const NOTHING: Desired = {
  body: '',
  template: { Parameters: {}, Mappings: {}, Conditions: {}, Rules: {}, Resources: {}, Outputs: {} },
  parameters: [],
  tags: [],
  capabilities: [],
  notificationArns: [],
  roleArn: undefined,
  rollback: {},
}

export function placeFor(call: Pick<Call, 'region' | 'account'>, name: string): StackPlace {
  return { id: stackArn(call.region, call.account, name), name, region: call.region, account: call.account }
}

/** Adds a stack without resources; the caller sets its status. */
export function newStack(
  store: Store,
  place: StackPlace,
  desired: Desired,
  parent?: { readonly stack: Stack; readonly logicalId: string },
): Stack {
  const stack: Stack = {
    ...place,
    createdAt: store.now(),
    parent: parent?.stack,
    parentResource: parent?.logicalId,
    updatedAt: undefined,
    deletedAt: undefined,
    status: 'CREATE_IN_PROGRESS',
    reason: undefined,
    detailed: undefined,
    current: desired,
    disableRollback: false,
    deploymentConfig: undefined,
    terminationProtection: false,
    timeoutMinutes: undefined,
    policy: undefined,
    resources: new Map(),
    outputs: [],
    events: [],
    changeSets: [],
    operations: [],
    token: undefined,
    driftStatus: 'NOT_CHECKED',
    driftCheckedAt: undefined,
    executed: undefined,
    cancel: undefined,
    stable: undefined,
  }
  store.add(stack)
  return stack
}

export type OperationType =
  'CREATE_STACK' | 'UPDATE_STACK' | 'DELETE_STACK' | 'CREATE_CHANGESET' | 'CONTINUE_ROLLBACK' | 'ROLLBACK'

/** Starts an operation that continues in the background after the response; its events carry its ID. */
export function startOperation(
  store: Store,
  call: Call,
  stack: Stack,
  type: OperationType,
  token: string | undefined,
  work: () => Promise<void>,
): string {
  const operation = {
    id: crypto.randomUUID(),
    type,
    call,
    startedAt: store.now(),
    endedAt: undefined as Date | undefined,
  }
  stack.operations.push(operation as never)
  stack.token = token
  store.runInBackground(async () => {
    await work()
    operation.endedAt = store.now()
  })
  return operation.id
}
