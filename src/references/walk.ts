import { callOf, conditionHolds, textOf, type Values } from '../cloudformation/template/values.ts'
import type { Template } from '../cloudformation/template/template.ts'
import { isRecord } from '../support/records.ts'

export type Path = readonly (string | number)[]

/** A value of a property: a scalar, a function, a list or a map. */
export interface Node {
  readonly path: Path
  readonly value: unknown
}

/**
 * Pure: every value in the properties of a resource, from outside to inside, with the branches of Fn::If that hold or may
 * hold. Functions other than Fn::If are not entered.
 */
export function* nodesOf(template: Template, value: unknown, values: Values, path: Path = []): Generator<Node> {
  const call = callOf(value)
  if (call?.[0] === 'Fn::If' && Array.isArray(call[1]) && typeof call[1][0] === 'string') {
    const holds = conditionHolds(template, call[1][0], values)
    if (holds !== false) yield* nodesOf(template, call[1][1], values, [...path, 'Fn::If', 1])
    if (holds !== true) yield* nodesOf(template, call[1][2], values, [...path, 'Fn::If', 2])
    return
  }
  yield { path, value }
  if (isFunction(value)) return
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* nodesOf(template, item, values, [...path, index])
  } else if (isRecord(value)) {
    for (const [key, member] of Object.entries(value)) yield* nodesOf(template, member, values, [...path, key])
  }
}

/** Whether a value is a function of CloudFormation: `Ref` or `Fn::…`. */
export function isFunction(value: unknown): boolean {
  const name = callOf(value)?.[0]
  return name === 'Ref' || name?.startsWith('Fn::') === true
}

/** The value of a member of a map, without the branches of Fn::If that do not hold; undefined where it is absent. */
export function chosen(template: Template, value: unknown, values: Values): unknown {
  const call = callOf(value)
  if (call?.[0] !== 'Fn::If' || !Array.isArray(call[1]) || typeof call[1][0] !== 'string') return value
  const holds = conditionHolds(template, call[1][0], values)
  if (holds === undefined) return value
  const branch: unknown = call[1][holds ? 1 : 2]
  return isRecord(branch) && branch['Ref'] === 'AWS::NoValue' ? undefined : chosen(template, branch, values)
}

/** The text of a value; undefined where it is known only during the deployment. A dynamic reference is such a value. */
export function knownText(template: Template, value: unknown, values: Values): string | undefined {
  const text = textOf(template, value, values)
  return text?.includes('{{resolve:') === true ? undefined : text
}

/** The path of a property without functions and indices: `VpcConfig.SubnetIds`. */
export function showProperty(path: Path): string {
  return path
    .filter((step, index) => typeof step === 'string' && !step.startsWith('Fn::') && path[index - 1] !== 'Fn::If')
    .join('.')
}
