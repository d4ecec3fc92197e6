import { invalid } from '../errors.ts'
import type { ParameterRecord } from '../model.ts'
import { isListType } from './function-check.ts'
import type { ParameterDefinition, Template } from './template.ts'
import { textOf } from './text.ts'

/** A parameter of a request. */
export interface ParameterInput {
  readonly ParameterKey?: string
  readonly ParameterValue?: string
  readonly UsePreviousValue?: boolean
}

/** Finds the SSM parameter of an `AWS::SSM::Parameter::Value<…>`; undefined when it does not exist. */
export type StoreLookup = (name: string) => string | undefined

export const MASKED = '****'

/** The parameter values of an operation; throws CloudFormation's errors for invalid ones. */
export function resolveParameters(
  template: Template,
  given: readonly ParameterInput[],
  previous: readonly ParameterRecord[] | undefined,
  lookup: StoreLookup,
): ParameterRecord[] {
  if (given.length > 0 && Object.keys(template.Parameters).length === 0) {
    throw invalid('Parameter values specified for a template which does not require them.')
  }
  const unknown = given.map((p) => p.ParameterKey ?? '').filter((key) => !(key in template.Parameters))
  if (unknown.length > 0) throw invalid(`Parameters: [${unknown.join(', ')}] do not exist in the template`)
  const missing: string[] = []
  const records = Object.entries(template.Parameters).map(([key, definition]) => {
    const input = given.find((p) => p.ParameterKey === key)
    const value = valueOf(key, definition, input, previous)
    if (value === undefined) missing.push(key)
    else if (!input?.UsePreviousValue) check(key, value, definition)
    return { key, given: value ?? '', value: value ?? '', noEcho: String(definition.NoEcho) === 'true' }
  })
  if (missing.length > 0) throw invalid(`Parameters: [${missing.join(', ')}] must have values`)
  return resolveStoreParameters(records, template, lookup)
}

function valueOf(
  key: string,
  definition: ParameterDefinition,
  input: ParameterInput | undefined,
  previous: readonly ParameterRecord[] | undefined,
): string | undefined {
  if (input?.UsePreviousValue) {
    const before = previous?.find((p) => p.key === key)
    if (before) return before.given
    throw invalid(
      `Invalid input for parameter key ${key}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
    )
  }
  if (input?.ParameterValue !== undefined) return input.ParameterValue
  return definition.Default === undefined ? undefined : textOf(definition.Default)
}

function resolveStoreParameters(
  records: readonly ParameterRecord[],
  template: Template,
  lookup: StoreLookup,
): ParameterRecord[] {
  const notFound: string[] = []
  const found = records.map((record) => {
    if (!template.Parameters[record.key]!.Type.startsWith('AWS::SSM::Parameter::Value<')) return record
    const value = lookup(record.given)
    if (value === undefined) notFound.push(record.given)
    return value === undefined ? record : { ...record, value, resolved: value }
  })
  if (notFound.length === 0) return found
  throw invalid(`Unable to fetch parameters [${notFound.join(',')}] from parameter store for this account.`)
}

function check(key: string, value: string, definition: ParameterDefinition): void {
  const fail = (rule: string, subject = `Parameter '${key}'`): never => {
    throw invalid(
      definition.ConstraintDescription
        ? `Parameter ${key} failed to satisfy constraint: ${definition.ConstraintDescription}`
        : `${subject} ${rule}`,
    )
  }
  const several = isListType(definition.Type)
  const items = several ? value.split(',').map((item) => item.trim()) : [value]
  if (/Number/.test(definition.Type) && items.some((item) => item === '' || !Number.isFinite(Number(item)))) {
    fail('must be a number')
  }
  const { AllowedValues: allowed, AllowedPattern: pattern } = definition
  if (allowed && items.some((item) => !allowed.map(String).includes(item))) fail('must be one of AllowedValues')
  if (pattern !== undefined && items.some((item) => !new RegExp(`^(?:${pattern})$`).test(item))) {
    fail(`must match pattern ${pattern}`, several ? `Each value of parameter '${key}'` : undefined)
  }
  if (definition.MinLength !== undefined && value.length < Number(definition.MinLength)) {
    fail(`must contain at least ${definition.MinLength} characters`)
  }
  if (definition.MaxLength !== undefined && value.length > Number(definition.MaxLength)) {
    fail(`must contain at most ${definition.MaxLength} characters`)
  }
  if (definition.MinValue !== undefined && Number(value) < Number(definition.MinValue)) {
    fail(`must be a number not less than ${definition.MinValue}`)
  }
  if (definition.MaxValue !== undefined && Number(value) > Number(definition.MaxValue)) {
    fail(`must be a number not greater than ${definition.MaxValue}`)
  }
}

/** The value of Ref of a parameter: a list for list types. */
export function referenceValue(record: ParameterRecord, definition: ParameterDefinition): unknown {
  return isListType(definition.Type) ? record.value.split(',').map((item) => item.trim()) : record.value
}

/** Parameters as the Describe operations return them, with NoEcho values masked. */
export function describeParameters(parameters: readonly ParameterRecord[]): object[] {
  return parameters.map((p) => ({
    ParameterKey: p.key,
    ParameterValue: p.noEcho ? MASKED : p.given,
    ...(p.resolved === undefined ? {} : { ResolvedValue: p.noEcho ? MASKED : p.resolved }),
  }))
}
