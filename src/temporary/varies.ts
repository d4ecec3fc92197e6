import { callOf, conditionHolds, textOf, type Values } from '../cloudformation/template/values.ts'
import type { Template } from '../cloudformation/template/template.ts'
import { outputReferences, referencedStack } from '../config/model/references.ts'
import { isRecord } from '../support/records.ts'
import { NAME_PROPERTIES } from './name-properties.ts'

/** A stack with the values that its parameters have in pre-prod, and in the copy. */
export interface StackCopy {
  readonly id: string
  readonly template: Template
  readonly original: Values
  readonly copy: Values
}

/** The property that names a resource, and those within whose value the name is unique. */
export interface Naming {
  readonly property: string
  readonly scope: readonly string[]
}

const NO_VALUE = 'AWS::NoValue'
const SUBSTITUTION = /\$\{([^{}!][^{}]*)\}/g

/** By type; undefined for a type without a name that users can choose. */
export function namingOf(type: string): Naming | undefined {
  const line = TABLE.get(type)
  if (line === undefined) return undefined
  const [property = '', scope] = line.split(' ')
  return { property, scope: scope?.split(',') ?? [] }
}

const TABLE: ReadonlyMap<string, string> = new Map(
  NAME_PROPERTIES.trim()
    .split('\n')
    .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)] as const),
)

/**
 * Pure: tells which values of the templates of an environment are others in a copy of it. A name that CloudFormation
 * generates is another one in each stack.
 */
export class Variation {
  readonly #stacks: ReadonlyMap<string, StackCopy>

  constructor(stacks: readonly StackCopy[]) {
    this.#stacks = new Map(stacks.map((stack) => [stack.id, stack]))
  }

  /** Whether an expression of the template of a stack has another value in the copy. */
  varies(stack: StackCopy, expression: unknown, seen: ReadonlySet<string> = new Set()): boolean {
    const { template, original, copy } = stack
    const before = textOf(template, expression, original)
    const after = textOf(template, expression, copy)
    if (before !== undefined && after !== undefined) {
      return before !== after || this.#takesOutput(stack, expression, before, seen)
    }
    if (Array.isArray(expression)) return expression.some((each) => this.varies(stack, each, seen))
    const call = callOf(expression)
    if (!call) return isRecord(expression) && this.varies(stack, Object.values(expression), seen)
    const [name, argument] = call
    switch (name) {
      case 'Ref':
        return this.#nameVaries(stack, argument, seen)
      case 'Fn::GetAtt':
        return this.#nameVaries(stack, Array.isArray(argument) ? argument[0] : String(argument).split('.')[0], seen)
      case 'Fn::Sub': {
        const [text, given] = Array.isArray(argument) ? (argument as unknown[]) : [argument, {}]
        const named = isRecord(given) ? given : {}
        return [...String(text).matchAll(SUBSTITUTION)].some(([, word = '']) =>
          Object.hasOwn(named, word)
            ? this.varies(stack, named[word], seen)
            : this.#nameVaries(stack, word.split('.')[0], seen),
        )
      }
      case 'Fn::If': {
        const [condition, yes, no] = Array.isArray(argument) ? (argument as unknown[]) : []
        const met = typeof condition === 'string' ? conditionHolds(template, condition, copy) : undefined
        if (met !== undefined) return this.varies(stack, met ? yes : no, seen)
        return this.varies(stack, yes, seen) && this.varies(stack, no, seen)
      }
      default:
        return this.varies(stack, argument, seen)
    }
  }

  /** Whether a parameter, a pseudo parameter or a resource is another one in the copy. */
  #nameVaries(stack: StackCopy, name: unknown, seen: ReadonlySet<string>): boolean {
    if (typeof name !== 'string') return false
    // Without a value the property is left out, and CloudFormation generates the name.
    if (name === 'AWS::StackId' || name === 'AWS::StackName' || name === NO_VALUE) return true
    const { template, original, copy } = stack
    if (Object.hasOwn(template.parameters, name)) {
      const value = copy[name]
      return original[name] !== value || (value !== undefined && this.#takesOutput(stack, { Ref: name }, value, seen))
    }
    const key = `${stack.id}/${name}`
    if (!Object.hasOwn(template.resources, name) || seen.has(key)) return false
    return !this.hasFixedName(stack, name, new Set([...seen, key]))
  }

  /** Whether a resource has the same name in the copy: both cannot exist. */
  hasFixedName(stack: StackCopy, logicalId: string, seen: ReadonlySet<string> = new Set()): boolean {
    const resource = stack.template.resources[logicalId]
    const naming = resource && namingOf(resource.type)
    if (!resource || !naming) return false
    const { properties } = resource
    const name = properties[naming.property]
    if (name === undefined || this.varies(stack, name, seen)) return false
    return !naming.scope.some((each) => properties[each] !== undefined && this.varies(stack, properties[each], seen))
  }

  /** Whether a value is an output of a stack of the environment that is another one in the copy. */
  #takesOutput(stack: StackCopy, expression: unknown, value: string, seen: ReadonlySet<string>): boolean {
    if (!isRecord(expression) && !value.includes('{stack')) return false
    return outputReferences(value).some(({ stack: named, output }) => {
      const id = referencedStack(named, [...this.#stacks.keys()], stack.id)
      const other = id === undefined ? undefined : this.#stacks.get(id)
      const declared = other?.template.outputs[output]
      const key = `${id}/outputs/${output}`
      if (!other || !isRecord(declared) || seen.has(key)) return false
      return this.varies(other, declared['Value'], new Set([...seen, key]))
    })
  }
}
