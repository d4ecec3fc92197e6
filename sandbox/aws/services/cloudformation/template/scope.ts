import { invalid } from '../errors.ts'
import type { Desired, Stack } from '../model.ts'
import { UNKNOWN, conditionHolds, evaluate, hasUnknown } from './intrinsics.ts'
import type { Scope, Value } from './intrinsics.ts'
import { referenceValue } from './parameters.ts'
import { referencesOf } from './references.ts'
import { unresolved } from './template-check.ts'
import type { Json, JsonObject, ResourceDefinition, Template } from './template.ts'

/** Resolves references to resources, which are deployed, planned or unknown. */
export interface Resources {
  reference(logicalId: string): Value
  attribute(logicalId: string, name: string): Value
}

export const NO_RESOURCES: Resources = { reference: () => UNKNOWN, attribute: () => UNKNOWN }

type Place = Pick<Stack, 'id' | 'name' | 'region' | 'account'>

export function scopeOf(
  place: Place,
  desired: Pick<Desired, 'template' | 'parameters' | 'notificationArns'>,
  resources: Resources,
  exported: (name: string) => Value,
): Scope {
  const { template, parameters } = desired
  const pseudo: Readonly<Record<string, Value>> = {
    'AWS::AccountId': place.account,
    'AWS::NotificationARNs': [...desired.notificationArns],
    'AWS::Partition': 'aws',
    'AWS::Region': place.region,
    'AWS::StackId': place.id,
    'AWS::StackName': place.name,
    'AWS::URLSuffix': 'amazonaws.com',
  }
  return {
    template,
    region: place.region,
    parameter(name) {
      const record = parameters.find((p) => p.key === name)
      return record ? referenceValue(record, template.Parameters[name]!) : pseudo[name]
    },
    reference: (logicalId) => resources.reference(logicalId),
    attribute: (logicalId, name) => resources.attribute(logicalId, name),
    exported,
  }
}

/** The resources whose condition holds. */
export function activeResources(template: Template, scope: Scope): Map<string, ResourceDefinition> {
  const entries = Object.entries(template.Resources)
  return new Map(entries.filter(([, r]) => r.Condition === undefined || conditionHolds(r.Condition, scope)))
}

/** Evaluated properties, which may contain UNKNOWN. */
export function propertiesOf(definition: ResourceDefinition, scope: Scope): { readonly [name: string]: Value } {
  return evaluate(definition.Properties ?? {}, scope) as { readonly [name: string]: Value }
}

export function knownProperties(definition: ResourceDefinition, scope: Scope): JsonObject {
  const properties = propertiesOf(definition, scope)
  if (hasUnknown(properties)) throw invalid('Template error: a property depends on a resource that is not there')
  return properties as JsonObject
}

/** The evaluated properties and update policy of a resource. */
export function evaluateTarget(
  definition: ResourceDefinition,
  scope: Scope,
): { properties: JsonObject; updatePolicy: JsonObject | undefined } {
  const policy = evaluate(definition.UpdatePolicy ?? {}, scope)
  return {
    properties: knownProperties(definition, scope),
    updatePolicy: definition.UpdatePolicy === undefined ? undefined : (policy as JsonObject),
  }
}

/** Evaluates the whole template with unknown resources, for the errors that CloudFormation returns at once. */
export function dryRun(template: Template, scope: Scope): void {
  const active = activeResources(template, scope)
  const outputs = Object.values(template.Outputs).filter(
    (o) => o.Condition === undefined || conditionHolds(o.Condition, scope),
  )
  const absent = (part: Json | undefined): string[] =>
    referencesOf(part, scope)
      .map((r) => r.name)
      .filter((name) => name in template.Resources && !active.has(name))
  const fromResources = [...active.values()].flatMap((r) => absent(r.Properties))
  if (fromResources.length > 0) throw unresolved([...new Set(fromResources)], 'Resources')
  const fromOutputs = outputs.flatMap((o) => absent(o.Value))
  if (fromOutputs.length > 0) throw unresolved([...new Set(fromOutputs)], 'Outputs')
  for (const definition of active.values()) evaluate(definition.Properties ?? {}, scope)
  for (const output of outputs) evaluate(output.Value, scope)
}
