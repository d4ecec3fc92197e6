import type { Call, Service } from '../../contract.ts'
import { findChangeSet } from './change-set-answers.ts'
import { invalid } from './errors.ts'
import type { ResourceRecord, Stack } from './model.ts'
import { nextToken, page } from './paging.ts'
import { shown } from './parameters.ts'
import { checkStackName, requireStack, templateText } from './requests.ts'
import type { TemplateInput } from './requests.ts'
import { policyText } from './stack-policy.ts'
import { importersOf } from './imports.ts'
import type { Store } from './store.ts'
import type { Template } from './template.ts'
import { macrosOf, readTemplate, requiredCapabilities } from './template-check.ts'
import { textOf } from './text.ts'

/** What an account may have by default; the sandbox keeps to none of it. (User guide, quotas.) */
const LIMITS = { StackLimit: 2000, StackOutputsLimit: 200, ConcurrentResourcesLimit: 2500 }
const ON_A_PAGE = { stacks: 100, events: 100, resources: 100 }

interface Asked {
  readonly StackName?: string
  readonly NextToken?: string
  readonly LogicalResourceId?: string
  readonly PhysicalResourceId?: string
}

export function queryOperations(store: Store): Service['operations'] {
  const sizes = { ...ON_A_PAGE, ...store.options.pages }
  return {
    DescribeAccountLimits: () => ({ AccountLimits: Object.entries(LIMITS).map(([Name, Value]) => ({ Name, Value })) }),

    DescribeStacks(input: Asked, call: Call) {
      const named = input.StackName === undefined ? undefined : requireStack(store, call, input.StackName, 'id')
      const all = named
        ? [named]
        : store
            .stacksOf(call)
            .filter((s) => s.status !== 'DELETE_COMPLETE')
            .toReversed()
      const { items, next } = page(all, sizes.stacks, input.NextToken)
      return { Stacks: items.map(described), ...nextToken(next) }
    },

    ListStacks(input: { NextToken?: string; StackStatusFilter?: string[] }, call: Call) {
      const wanted = input.StackStatusFilter ?? []
      const all = store.stacksOf(call).filter((s) => wanted.length === 0 || wanted.includes(s.status))
      const { items, next } = page(all.toReversed(), sizes.stacks, input.NextToken)
      return { StackSummaries: items.map(summarized), ...nextToken(next) }
    },

    DescribeStackEvents(input: Asked, call: Call) {
      const stack = requireStack(store, call, input.StackName)
      const { items, next } = page(stack.events.toReversed(), sizes.events, input.NextToken)
      return { StackEvents: items, ...nextToken(next) }
    },

    DescribeEvents: (input: EventsInput, call: Call) => describeEvents(store, input, call, sizes.events),

    DescribeStackResources(input: Asked, call: Call) {
      const stack = stackOf(store, input, call)
      const all = [...stack.resources.values()].filter(
        (r) => input.LogicalResourceId === undefined || r.logicalId === input.LogicalResourceId,
      )
      return {
        StackResources: all.map((r) => ({
          StackName: stack.name,
          StackId: stack.id,
          ...resource(r),
          Timestamp: r.updatedAt,
        })),
      }
    },

    DescribeStackResource(input: Asked, call: Call) {
      const stack = requireStack(store, call, input.StackName, 'id')
      const record = stack.resources.get(input.LogicalResourceId ?? '')
      if (!record || record.status === 'DELETE_COMPLETE') {
        throw invalid(`Resource ${input.LogicalResourceId} does not exist for stack ${stack.name}`)
      }
      return {
        StackResourceDetail: {
          StackName: stack.name,
          StackId: stack.id,
          ...resource(record),
          LastUpdatedTimestamp: record.updatedAt,
          Metadata: JSON.stringify(record.metadata ?? {}),
        },
      }
    },

    ListStackResources(input: Asked, call: Call) {
      const stack = requireStack(store, call, input.StackName, 'id')
      const { items, next } = page([...stack.resources.values()], sizes.resources, input.NextToken)
      const listed = items.map((r) => ({ ...resource(r), LastUpdatedTimestamp: r.updatedAt }))
      return { StackResourceSummaries: listed, ...nextToken(next) }
    },

    GetTemplate(input: TemplateAsked, call: Call) {
      const { text, stages } = templateOf(store, input, call)
      // A stack in review has none yet, and the model knows no empty one.
      return { ...(text !== '' && { TemplateBody: text }), StagesAvailable: stages }
    },

    async GetTemplateSummary(input: TemplateInput & Asked, call: Call) {
      if (input.StackName !== undefined) {
        const stack = requireStack(store, call, input.StackName, 'id')
        if (stack.status === 'REVIEW_IN_PROGRESS') {
          throw invalid('GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.')
        }
        return summaryOf(stack.current.template)
      }
      return summaryOf(readTemplate(await templateText(store, input, undefined)))
    },

    async ValidateTemplate(input: TemplateInput) {
      const template = readTemplate(await templateText(store, input, undefined))
      const { Parameters, ...rest } = summaryOf(template) as { Parameters: readonly object[] }
      const { Capabilities, CapabilitiesReason, DeclaredTransforms, Description } = rest as Record<string, unknown>
      const parameters = (Parameters as readonly Record<string, unknown>[]).map(
        ({ ParameterKey, DefaultValue, NoEcho, Description: d }) => ({
          ParameterKey,
          ...(DefaultValue === undefined ? {} : { DefaultValue }),
          NoEcho,
          ...(d === undefined ? {} : { Description: d }),
        }),
      )
      return {
        Parameters: parameters,
        ...(Description === undefined ? {} : { Description }),
        ...(Capabilities === undefined ? {} : { Capabilities, CapabilitiesReason }),
        ...(DeclaredTransforms === undefined ? {} : { DeclaredTransforms }),
      }
    },

    GetStackPolicy(input: Asked, call: Call) {
      const stack = requireStack(store, call, input.StackName)
      return stack.policy === undefined ? {} : { StackPolicyBody: stack.policy }
    },

    async SetStackPolicy(input: Asked & { StackPolicyBody?: string; StackPolicyURL?: string }, call: Call) {
      const policy = await policyText(store, input.StackPolicyBody, input.StackPolicyURL)
      requireStack(store, call, input.StackName).policy = policy
      return {}
    },

    ListExports(input: Asked, call: Call) {
      const { items, next } = page(store.exports(call), sizes.stacks, input.NextToken)
      return {
        Exports: items.map((e) => ({ ExportingStackId: e.stack.id, Name: e.name, Value: e.value })),
        ...nextToken(next),
      }
    },

    ListImports(input: { ExportName?: string; NextToken?: string }, call: Call) {
      const name = input.ExportName ?? ''
      const importing = importersOf(store, call, name).map((s) => s.name)
      if (importing.length === 0) throw invalid(`Export '${name}' is not imported by any stack.`)
      const { items, next } = page(importing, sizes.stacks, input.NextToken)
      return { Imports: items, ...nextToken(next) }
    },
  }
}

function stackOf(store: Store, input: Asked, call: Call): Stack {
  if (input.StackName !== undefined) return requireStack(store, call, input.StackName, 'id')
  const found = store
    .stacksOf(call)
    .find(
      (s) =>
        s.status !== 'DELETE_COMPLETE' &&
        [...s.resources.values()].some((r) => r.physicalId === input.PhysicalResourceId),
    )
  if (input.PhysicalResourceId === undefined) throw invalid('Either StackName or PhysicalResourceId must be specified')
  if (!found) throw invalid(`Stack for ${input.PhysicalResourceId} does not exist`)
  return found
}

function resource(record: ResourceRecord): object {
  const { drift } = record
  return {
    LogicalResourceId: record.logicalId,
    ...(record.physicalId === undefined ? {} : { PhysicalResourceId: record.physicalId }),
    ResourceType: record.type,
    ResourceStatus: record.status,
    ...(record.reason === undefined ? {} : { ResourceStatusReason: record.reason }),
    DriftInformation: {
      StackResourceDriftStatus: drift.status,
      ...(drift.checkedAt === undefined ? {} : { LastCheckTimestamp: drift.checkedAt }),
    },
  }
}

function rootOf(stack: Stack): Stack {
  return stack.parent ? rootOf(stack.parent) : stack
}

function common(stack: Stack): object {
  return {
    StackId: stack.id,
    StackName: stack.name,
    CreationTime: stack.createdAt,
    ...(stack.updatedAt === undefined ? {} : { LastUpdatedTime: stack.updatedAt }),
    ...(stack.deletedAt === undefined ? {} : { DeletionTime: stack.deletedAt }),
    StackStatus: stack.status,
    ...(stack.reason === undefined ? {} : { StackStatusReason: stack.reason }),
    ...(stack.parent === undefined ? {} : { ParentId: stack.parent.id, RootId: rootOf(stack).id }),
    DriftInformation: {
      StackDriftStatus: stack.driftStatus,
      ...(stack.driftCheckedAt === undefined ? {} : { LastCheckTimestamp: stack.driftCheckedAt }),
    },
  }
}

function described(stack: Stack): object {
  const { current } = stack
  const description = current.template.Description
  const last = stack.operations.at(-1)
  return {
    ...common(stack),
    ...(stack.executed === undefined ? {} : { ChangeSetId: stack.executed }),
    ...(description === undefined ? {} : { Description: description }),
    ...(current.parameters.length > 0 ? { Parameters: shown(current.parameters) } : {}),
    RollbackConfiguration: current.rollback,
    DisableRollback: stack.disableRollback,
    ...(stack.deploymentConfig === undefined ? {} : { DeploymentConfig: stack.deploymentConfig }),
    NotificationARNs: current.notificationArns,
    ...(stack.timeoutMinutes === undefined ? {} : { TimeoutInMinutes: stack.timeoutMinutes }),
    ...(current.capabilities.length > 0 ? { Capabilities: current.capabilities } : {}),
    ...(stack.outputs.length > 0 ? { Outputs: stack.outputs } : {}),
    ...(current.roleArn === undefined ? {} : { RoleARN: current.roleArn }),
    Tags: current.tags,
    EnableTerminationProtection: stack.terminationProtection,
    ...(last === undefined ? {} : { LastOperations: [{ OperationType: last.type, OperationId: last.id }] }),
  }
}

function summarized(stack: Stack): object {
  const description = stack.current.template.Description
  return { ...common(stack), ...(description === undefined ? {} : { TemplateDescription: description }) }
}

interface TemplateAsked extends Asked {
  readonly ChangeSetName?: string
  readonly TemplateStage?: string
}

/** The original, or what the transforms have made of it: of a change set only when they have run. */
function templateOf(store: Store, input: TemplateAsked, call: Call): { text: string; stages: string[] } {
  if (input.ChangeSetName !== undefined && !input.ChangeSetName.startsWith('arn:') && input.StackName === undefined) {
    throw invalid('StackName is a required parameter.')
  }
  if (input.ChangeSetName === undefined && input.StackName === undefined) {
    throw invalid('StackName is required if ChangeSetName is not specified.')
  }
  const changeSet = input.ChangeSetName === undefined ? undefined : findChangeSet(store, call, input)
  const desired = changeSet?.desired ?? requireStack(store, call, checkStackName(input.StackName), 'id').current
  const ready = changeSet === undefined || changeSet.status === 'CREATE_COMPLETE'
  const stages = ['Original', ...(ready ? ['Processed'] : [])]
  const stage = input.TemplateStage ?? 'Original'
  if (!stages.includes(stage)) throw invalid(`Template stage ${stage} is not available.`)
  return { text: stage === 'Processed' ? (desired.processed ?? desired.body) : desired.body, stages }
}

function summaryOf(template: Template): object {
  const needed = requiredCapabilities(template)
  const parameters = Object.entries(template.Parameters).map(([key, p]) => ({
    ParameterKey: key,
    ...(p.Default === undefined ? {} : { DefaultValue: textOf(p.Default) }),
    ParameterType: p.Type,
    NoEcho: String(p.NoEcho) === 'true',
    ...(p.Description === undefined ? {} : { Description: p.Description }),
    ParameterConstraints: p.AllowedValues ? { AllowedValues: p.AllowedValues.map(String) } : {},
  }))
  const types = [...new Set(Object.values(template.Resources).map((r) => r.Type))]
  const transforms = [...macrosOf(template), ...(template.Transform === undefined ? [] : [template.Transform].flat())]
  const declared = [...new Set(transforms.filter((t) => typeof t === 'string' && t !== 'Fn::Transform'))]
  return {
    Parameters: parameters,
    ...(template.Description === undefined ? {} : { Description: template.Description }),
    ...(needed.capabilities.length === 0
      ? {}
      : { Capabilities: needed.capabilities, CapabilitiesReason: needed.reason ?? '' }),
    ResourceTypes: types,
    Version: '2010-09-09',
    ...(template.Metadata === undefined ? {} : { Metadata: JSON.stringify(template.Metadata) }),
    ...(declared.length === 0 ? {} : { DeclaredTransforms: declared }),
    ResourceIdentifierSummaries: [],
  }
}

interface EventsInput extends Asked {
  readonly ChangeSetName?: string
  readonly OperationId?: string
  readonly Filters?: { readonly FailedEvents?: boolean }
}

/** Operation events: those of the stack with the failures marked, and what early validation found in a change set. */
function describeEvents(store: Store, input: EventsInput, call: Call, size: number): object {
  if (input.ChangeSetName === undefined && input.OperationId === undefined && input.StackName === undefined) {
    throw invalid('One of ChangeSetName, OperationId or StackName must be specified')
  }
  const changeSet = input.ChangeSetName === undefined ? undefined : findChangeSet(store, call, input)
  const all = changeSet
    ? [...changeSet.validations]
    : eventsOf(store, input, call).filter(
        (event) => input.OperationId === undefined || event['OperationId'] === input.OperationId,
      )
  const failed = (event: Record<string, unknown>) =>
    event['ValidationStatus'] === 'FAILED' ||
    event['EventType'] === 'HOOK_INVOCATION_ERROR' ||
    String(event['ResourceStatus']).endsWith('_FAILED')
  const wanted = input.Filters?.FailedEvents ? all.filter((event) => failed(event as Record<string, unknown>)) : all
  const { items, next } = page(wanted, size, input.NextToken)
  return { OperationEvents: items, ...nextToken(next) }
}

function eventsOf(store: Store, input: EventsInput, call: Call): Record<string, unknown>[] {
  const stacks = input.StackName === undefined ? store.stacksOf(call) : [requireStack(store, call, input.StackName)]
  return stacks.flatMap((stack) =>
    stack.events.toReversed().map((event) => {
      const { StackName: _, HookInvocationId: __, ...rest } = event
      const ofStack = event.PhysicalResourceId === stack.id
      const operation = stack.operations.find((o) => o.id === event.OperationId)
      const hook = event.HookStatus?.endsWith('_FAILED')
      const failed = event.ResourceStatus.endsWith('_FAILED')
      return {
        ...rest,
        EventType: hook
          ? 'HOOK_INVOCATION_ERROR'
          : ofStack
            ? 'STACK_EVENT'
            : failed
              ? 'PROVISIONING_ERROR'
              : 'PROGRESS_EVENT',
        ...(operation ? { OperationType: operation.type } : {}),
        OperationStatus: failed ? 'FAILED' : event.ResourceStatus.endsWith('_COMPLETE') ? 'SUCCEEDED' : 'IN_PROGRESS',
      }
    }),
  )
}
