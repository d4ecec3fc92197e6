import { randomUUID } from 'node:crypto'
import type { Call, Owner, ResourceHandler } from '../../../contract.ts'
import type { NestedStacks } from './contract.ts'
import { invalid } from './errors.ts'
import { GenericResources } from './generic-resources.ts'
import type { Detection, HookResult, Stack } from './model.ts'
import type { CloudFormationOptions, PlannedFailure, Tampering, Verb } from './options.ts'
import { UNKNOWN } from './template/intrinsics.ts'

const DEFAULT_MS = { resource: 300, changeSet: 300, drift: 500, stack: 50 }

type Place = Pick<Call, 'region' | 'account'>

/** The stacks of all accounts, their generic resources, and the scenario's durations and failures. */
export class Store {
  readonly options: CloudFormationOptions
  readonly nested: NestedStacks
  readonly generic = new GenericResources()
  readonly detections: Detection[] = []
  /** The results of all invoked hooks, oldest first. */
  readonly hookResults: HookResult[] = []
  /** Forced results of drift detection, by stack ID and logical ID. */
  readonly forcedDrift = new Map<string, Tampering>()
  readonly #stacks: Stack[] = []
  readonly #failures: { readonly plan: PlannedFailure; left: number }[]
  readonly #running = new Set<Promise<void>>()

  constructor(options: CloudFormationOptions, nestedStacks: (store: Store) => NestedStacks) {
    this.options = options
    this.nested = nestedStacks(this)
    this.#failures = (options.failures ?? []).map((plan) => ({ plan, left: plan.times ?? Infinity }))
  }

  now(): Date {
    return this.options.clock.now()
  }

  /** Runs an operation in the background. An error that it throws is a defect of the sandbox, and is not caught. */
  runInBackground(work: () => Promise<void>): void {
    const running = work().finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  add(stack: Stack): void {
    this.#stacks.push(stack)
  }

  stacksOf(place: Place): Stack[] {
    return this.#stacks.filter((stack) => stack.account === place.account && stack.region === place.region)
  }

  /** Finds a stack by its name, if it is not deleted, or by its ID, even if it is. */
  find(place: Place, nameOrId: string): Stack | undefined {
    const here = this.stacksOf(place)
    return nameOrId.startsWith('arn:')
      ? here.find((stack) => stack.id === nameOrId)
      : here.find((stack) => stack.name === nameOrId && stack.status !== 'DELETE_COMPLETE')
  }

  /** Finds a stack in any account and region. */
  findAnywhere(nameOrId: string): Stack | undefined {
    return this.#stacks.findLast(
      (stack) => stack.id === nameOrId || (stack.name === nameOrId && stack.status !== 'DELETE_COMPLETE'),
    )
  }

  /** The stacks of all accounts and regions that are not deleted. */
  existingStacks(): Stack[] {
    return this.#stacks.filter((stack) => stack.status !== 'DELETE_COMPLETE')
  }

  childrenOf(stack: Stack): Stack[] {
    return this.#stacks.filter((other) => other.parent === stack && other.status !== 'DELETE_COMPLETE')
  }

  handler(type: string): ResourceHandler {
    return this.options.handlers.find(type) ?? this.generic.handler(type)
  }

  owner(stack: Stack, logicalId: string): Owner {
    return { region: stack.region, account: stack.account, stackName: stack.name, stackId: stack.id, logicalId }
  }

  exports(place: Place): { name: string; value: string; stack: Stack }[] {
    return this.stacksOf(place)
      .filter((stack) => stack.status !== 'DELETE_COMPLETE')
      .flatMap((stack) =>
        stack.outputs.flatMap((output) =>
          output.ExportName === undefined ? [] : [{ name: output.ExportName, value: output.OutputValue, stack }],
        ),
      )
  }

  exported(place: Place, name: string): string {
    const found = this.exports(place).find((one) => one.name === name)
    if (!found) throw invalid(`No export named ${name} found.`)
    return found.value
  }

  /** The value of an export, or UNKNOWN when it does not exist. */
  exportedOrUnknown(place: Place, name: string): unknown {
    return this.exports(place).find((one) => one.name === name)?.value ?? UNKNOWN
  }

  parameterLookup(place: Place): (name: string) => string | undefined {
    return (name) =>
      this.options.resolve?.(`ssm:${name}`, place) ?? this.generic.parameter(place.account, place.region, name)
  }

  /** The value of a dynamic reference to an SSM parameter. Parameters that a template created have one version only. */
  storedParameter(place: Place, reference: string, name: string): string | undefined {
    return this.options.resolve?.(reference, place) ?? this.generic.parameter(place.account, place.region, name)
  }

  /** Resolves dynamic references for a resource handler; CloudFormation's own records keep the references. */
  resolveAll<Value>(value: Value, place: Place): Value {
    return JSON.parse(JSON.stringify(value), (_, item: unknown) =>
      typeof item === 'string' ? this.#resolve(item, place) : item,
    ) as Value
  }

  #resolve(text: string, place: Place): string {
    return text.replace(/\{\{resolve:([^}]+)\}\}/g, (whole, reference: string) => {
      const name = /^ssm:([^:]+)/.exec(reference)?.[1]
      const found =
        name === undefined ? this.options.resolve?.(reference, place) : this.storedParameter(place, reference, name)
      return found ?? whole
    })
  }

  duration(stack: Stack, logicalId: string, type: string): number {
    const set = this.options.durations
    return (
      set?.resources?.[`${stack.name}/${logicalId}`] ??
      set?.resources?.[logicalId] ??
      set?.types?.[type] ??
      set?.resource ??
      DEFAULT_MS.resource
    )
  }

  pause(kind: 'changeSet' | 'drift' | 'stack'): Promise<void> {
    return this.options.clock.sleep(this.options.durations?.[kind] ?? DEFAULT_MS[kind])
  }

  fail(plan: PlannedFailure): void {
    this.#failures.push({ plan, left: plan.times ?? Infinity })
  }

  /** The reason why the scenario makes this operation fail, if it does. Each call uses up one of the planned times. */
  takePlannedFailure(stack: Stack, logicalId: string, type: string, verb: Verb): string | undefined {
    const names = [`${stack.name}/${logicalId}`, logicalId, type]
    const found = this.#failures.find((f) => f.left > 0 && f.plan.on === verb && names.includes(f.plan.resource))
    if (!found) return undefined
    found.left -= 1
    return found.plan.reason
  }
}

export function newId(): string {
  return randomUUID()
}
