import { changeSetOperations } from './change-sets/operations.ts'
import { driftOperations } from './drift/operations.ts'
import { hookOperations } from './hooks/operations.ts'
import type { CloudFormation, CloudFormationOptions } from './options.ts'
import { eventQueries } from './queries/events.ts'
import { exportQueries } from './queries/exports.ts'
import { resourceQueries } from './queries/resources.ts'
import { stackQueries } from './queries/stacks.ts'
import { templateQueries } from './queries/templates.ts'
import { registryOperations } from './registry.ts'
import { nestedStacks } from './stacks/nested-stacks.ts'
import { stackAsResource } from './stacks/as-resource.ts'
import { stackOperations } from './stacks/operations.ts'
import { stackPolicyOperations } from './stacks/stack-policy.ts'
import { Store } from './store.ts'
import { STACK_TYPE } from './template/template.ts'
import { requiredPermissions } from '../../identity/authorize.ts'

export type {
  Actor,
  CloudFormation,
  CloudFormationOptions,
  Durations,
  PageSizes,
  PlannedFailure,
  Tampering,
} from './options.ts'

/** CloudFormation for all accounts and regions; the caller of an operation decides which. */
export function createCloudFormation(options: CloudFormationOptions): CloudFormation {
  const store = new Store(options, nestedStacks)
  return {
    name: 'cloudformation',
    operations: {
      ...stackOperations(store),
      ...changeSetOperations(store),
      ...hookOperations(store),
      ...stackPolicyOperations(store),
      ...stackQueries(store),
      ...resourceQueries(store),
      ...templateQueries(store),
      ...eventQueries(store),
      ...exportQueries(store),
      ...driftOperations(store),
      ...registryOperations(),
    },
    permissions(operation, input, call) {
      const { StackName: name } = input
      const stack = typeof name === 'string' ? store.find(call, name) : undefined
      // From the service authorization reference: the tags of the stack of the request.
      const tags = (stack?.current.tags ?? []).map(({ Key, Value }) => [`aws:resourcetag/${Key.toLowerCase()}`, Value])
      const context = Object.fromEntries(tags) as Readonly<Record<string, string>>
      return requiredPermissions(operation, input, call).map((need) =>
        need.action.startsWith('cloudformation:') ? { ...need, context: { ...context, ...need.context } } : need,
      )
    },
    tamper(stackName, logicalId, how) {
      const stack = store.findAnywhere(stackName)
      const record = stack?.resources.get(logicalId)
      if (!stack || !record?.physicalId) throw new Error(`No resource ${logicalId} in a stack ${stackName}`)
      if (how.drift !== undefined) store.forcedDrift.set(`${stack.id} ${logicalId}`, how)
      if (how.properties === undefined) return
      if (options.handlers.find(record.type)) {
        throw new Error(`${record.type} is a real resource of the sandbox: change it through its own service`)
      }
      store.generic.tamper(record.type, record.physicalId, stack, how.properties)
    },
    handler: (type) => store.handler(type),
    stackResources: (place) =>
      store.stacksOf(place).flatMap((stack) => [...stack.resources.values()].map((record) => ({ stack, record }))),
    records: (type) => (type === STACK_TYPE ? store.existingStacks().map(stackAsResource) : store.generic.ofType(type)),
    fail: (failure) => store.fail(failure),
    settled: () => store.settled(),
  }
}
