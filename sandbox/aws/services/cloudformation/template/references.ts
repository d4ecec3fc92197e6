import { attributePath, conditionHolds, isFunction, placeholders } from './intrinsics.ts'
import type { Scope } from './intrinsics.ts'
import { isObject } from './template.ts'
import type { Json, ResourceDefinition, Template } from './template.ts'

/** A reference in an expression: to a parameter or resource, or to an attribute of a resource. */
export interface Reference {
  readonly name: string
  readonly attribute?: string
}

/**
 * Every Ref, GetAtt and `${…}` of an expression. With a scope, only the branches that its conditions select; without
 * one, all branches.
 */
export function referencesOf(expression: unknown, scope?: Scope): Reference[] {
  if (Array.isArray(expression)) return expression.flatMap((item) => referencesOf(item, scope))
  if (!isObject(expression)) return []
  const [name = '', argument] = Object.entries(expression)[0] ?? []
  if (Object.keys(expression).length === 1 && isFunction(name)) return ofFunction(name, argument, scope)
  return Object.values(expression).flatMap((item) => referencesOf(item, scope))
}

function ofFunction(name: string, argument: unknown, scope: Scope | undefined): Reference[] {
  if (name === 'Ref') return [{ name: String(argument) }]
  if (name === 'Fn::GetAtt') {
    const [resource, attribute] = attributePath(argument)
    const inner = Array.isArray(argument) ? referencesOf(argument[1], scope) : []
    return [{ name: resource, attribute }, ...inner]
  }
  if (name === 'Fn::Sub') return ofSub(argument, scope)
  if (name === 'Fn::If' && scope && Array.isArray(argument)) {
    return referencesOf(conditionHolds(String(argument[0]), scope) ? argument[1] : argument[2], scope)
  }
  return referencesOf(argument, scope)
}

function ofSub(argument: unknown, scope: Scope | undefined): Reference[] {
  const [text, own] = Array.isArray(argument) ? [argument[0], argument[1]] : [argument, undefined]
  const names = placeholders(String(text)).filter((name) => !(isObject(own) && name in own))
  const written = names.map((name): Reference => {
    const dot = name.indexOf('.')
    return dot < 0 ? { name } : { name: name.slice(0, dot), attribute: name.slice(dot + 1) }
  })
  return [...written, ...referencesOf(own, scope)]
}

/** The names of the conditions that an expression uses. */
export function conditionsOf(expression: unknown): string[] {
  if (Array.isArray(expression)) return expression.flatMap(conditionsOf)
  if (!isObject(expression)) return []
  return Object.entries(expression).flatMap(([name, argument]) =>
    name === 'Fn::If' && Array.isArray(argument)
      ? [String(argument[0]), ...conditionsOf(argument.slice(1))]
      : name === 'Condition' && typeof argument === 'string'
        ? [argument]
        : conditionsOf(argument),
  )
}

export function dependsOn(definition: ResourceDefinition): readonly string[] {
  const named = definition.DependsOn
  return named === undefined ? [] : typeof named === 'string' ? [named] : named
}

/** The resources that a resource depends on, by its properties, DependsOn and other attributes. */
export function dependenciesOf(definition: ResourceDefinition, template: Template, scope?: Scope): string[] {
  const parts: (Json | undefined)[] = [definition.Properties, definition.Metadata, definition.UpdatePolicy]
  const used = parts.flatMap((part) => referencesOf(part, scope)).map((reference) => reference.name)
  return [...new Set([...dependsOn(definition), ...used])].filter((name) => name in template.Resources)
}
