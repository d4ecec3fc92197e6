import type * as sdk from '@aws-sdk/client-cloudformation'
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import type { Finding, Json, Source } from '../../evidence/finding.ts'
import { ActionError } from '../../support/errors.ts'
import { isRecord } from '../../support/records.ts'
import { numbersAsWritten, plainOf } from '../../support/text/yaml.ts'
import { MASKED, type StackState } from '../stack.ts'
import type { Template } from './template.ts'

/** One parameter of the release: a value, which may refer to outputs, or the previous value of the stack. */
export type GivenParameter = { readonly value: string } | { readonly previous: true }

export interface GivenParameters {
  readonly values: Readonly<Record<string, GivenParameter>>
  /** Tags; CodePipeline's format may have them. */
  readonly tags: Readonly<Record<string, string>>
  /** A stack policy; CodePipeline's format may have one. It is compared with that of the stack, and never set. */
  readonly stackPolicy?: Json
  /** Where the parameter is given; undefined for values in the configuration itself. */
  source(name: string): Source | undefined
}

/** Values from the configuration itself. */
export function inlineParameters(values: Readonly<Record<string, string | number | boolean>>): GivenParameters {
  return {
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value: String(value) }])),
    tags: {},
    source: () => undefined,
  }
}

export const NO_PARAMETERS: GivenParameters = inlineParameters({})

const PIPELINE_KEYS = new Set(['Parameters', 'Tags', 'StackPolicy'])

/**
 * Reads a parameter file, JSON or YAML, in any of three forms: AWS's list (`[{ ParameterKey, ParameterValue }]`, as for
 * the AWS CLI), a plain map of names to values, or CodePipeline's template configuration (`{ Parameters, Tags }`).
 * All mistakes are found at once; they are the findings of the ActionError.
 */
export function parseParameters(text: string, file: string): GivenParameters {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const at = (offset: number | undefined): Source => {
    const { line, col } = lines.linePos(offset ?? 0)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const mistakes: Finding[] = []
  const wrong = (where: Source, expected: string, observed: string): void => {
    mistakes.push(parameterMistake(file, where, expected, observed))
  }
  for (const error of document.errors) wrong(at(error.pos[0]), 'valid JSON or YAML', firstLine(error.message))
  if (mistakes.length > 0) throw mistaken(file, mistakes)

  numbersAsWritten(document.contents)
  const plain = plainOf(document)
  if ('problem' in plain) {
    throw mistaken(file, [parameterMistake(file, at(plain.offset), 'valid JSON or YAML', plain.problem)])
  }
  const root = plain.value
  const values: Record<string, GivenParameter> = {}
  const tags: Record<string, string> = {}
  const sources = new Map<string, Source>()
  const give = (name: string, given: GivenParameter, where: Source): void => {
    if (Object.hasOwn(values, name)) wrong(where, `the parameter ${name} once`, 'it occurs twice')
    values[name] = given
    sources.set(name, where)
  }
  if (Array.isArray(root)) {
    root.forEach((item: unknown, index) => {
      const where = at(rangeStart(document.getIn([index], true)))
      const key = isRecord(item) ? item['ParameterKey'] : undefined
      if (!isRecord(item) || typeof key !== 'string') {
        return wrong(where, 'an entry with ParameterKey and ParameterValue', shown(item))
      }
      const value = scalarText(item['ParameterValue'])
      if (item['UsePreviousValue'] === true && value === undefined) return give(key, { previous: true }, where)
      if (item['UsePreviousValue'] === true) return wrong(where, 'UsePreviousValue or a value, not both', key)
      if (value === undefined) return wrong(where, `a text as ParameterValue of ${key}`, shown(item['ParameterValue']))
      give(key, { value }, where)
    })
  } else if (isRecord(root)) {
    const pipeline = isRecord(root['Parameters']) && Object.keys(root).every((key) => PIPELINE_KEYS.has(key))
    const map = pipeline ? (root['Parameters'] as Record<string, unknown>) : root
    const path = pipeline ? ['Parameters'] : []
    for (const [name, item] of Object.entries(map)) {
      const where = at(keyStart(document.getIn(path, true) ?? document.contents, name))
      const value = scalarText(item)
      if (value === undefined)
        wrong(where, `a text, a number, true or false, or a list of these for ${name}`, shown(item))
      else give(name, { value }, where)
    }
    if (pipeline && isRecord(root['Tags'])) {
      for (const [name, item] of Object.entries(root['Tags'])) tags[name] = scalarText(item) ?? ''
    }
  } else {
    wrong(at(0), 'a list of ParameterKey and ParameterValue, or a map of names to values', shown(root))
  }
  if (mistakes.length > 0) throw mistaken(file, mistakes)
  const stackPolicy =
    isRecord(root) && isRecord(root['Parameters']) ? (root['StackPolicy'] as Json | undefined) : undefined
  return { values, tags, ...(stackPolicy !== undefined && { stackPolicy }), source: (name) => sources.get(name) }
}

function mistaken(file: string, findings: readonly Finding[]): ActionError {
  const first = findings[0]
  return new ActionError('config/parameters', {
    message: `${file}:${first?.source?.line ?? 1}: ${first?.title ?? 'cannot be read'}`,
    subject: `file/${file}`,
    file,
    ...(first?.source?.line !== undefined && { line: first.source.line }),
    findings,
  })
}

function parameterMistake(file: string, where: Source, expected: string, observed: string): Finding {
  return {
    code: 'config/parameters',
    outcome: 'error',
    title: `expected ${expected}, read ${observed}`,
    subject: `file/${file}`,
    expected,
    observed,
    advice: `Correct line ${where.line ?? 1} of ${file}.`,
    source: where,
  }
}

/** CloudFormation accepts strings only; lists are joined with commas, as CommaDelimitedList requires. */
function scalarText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (!Array.isArray(value)) return undefined
  const texts = value.map((item) => (Array.isArray(item) ? undefined : scalarText(item)))
  return texts.every((text) => text !== undefined) ? texts.join(',') : undefined
}

/** Values may be secrets: a message names the kind of a wrong value, never the value. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'an empty value'
  return Array.isArray(value) ? 'a list' : isRecord(value) ? 'a map' : `a ${typeof value}`
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text
}

function rangeStart(node: unknown): number | undefined {
  return isRecord(node) && Array.isArray(node['range']) ? Number(node['range'][0]) : undefined
}

function keyStart(map: unknown, name: string): number | undefined {
  if (!isMap(map)) return undefined
  const pair = map.items.find(({ key }) => isScalar(key) && String(key.value) === name)
  return rangeStart(pair?.key)
}

/** Parameters in CloudFormation's shape. */
export interface ResolvedParameters {
  readonly parameters: readonly sdk.Parameter[]
  /** Names whose values come from outputs that do not exist yet. */
  readonly unknown: readonly string[]
  /** Secret values. */
  readonly secrets: readonly string[]
  /** Long defaults of NoEcho parameters that apply. They are in the template, so that they are not masked in logs. */
  readonly hiddenDefaults: readonly string[]
  readonly findings: readonly Finding[]
}

/** A shorter default is a word such as `none`, which other texts have too. */
const LEAST_HIDDEN = 8

/** Replaces an unknown value of a type that accepts any text, so that CloudFormation can plan. */
const UNKNOWN_VALUE = 'known-after-apply'
const TAKES_ANY_TEXT = new Set(['String', 'CommaDelimitedList'])

/** Replaces an output that does not exist yet; cannot occur in a value. */
const UNKNOWN = '\u0000unknown\u0000'

/**
 * Pure: makes the parameters of one change set. A parameter without a value takes the template's default; without a default,
 * and always for NoEcho, an existing stack keeps its value. AWS's mask is never written back. `fill` replaces references to
 * outputs, by `UNKNOWN` where the output does not exist yet.
 */
export function resolveParameters(from: {
  readonly template: Template
  readonly given: GivenParameters
  readonly existing: StackState | undefined
  readonly subject: string
  readonly fill: (text: string, unknown: string) => string
}): ResolvedParameters {
  const { template, given, existing, subject } = from
  const parameters: sdk.Parameter[] = []
  const unknown: string[] = []
  const secrets: string[] = []
  const hiddenDefaults: string[] = []
  const findings: Finding[] = []
  const wrong = (name: string, finding: Pick<Finding, 'title' | 'expected' | 'observed' | 'advice'>): void => {
    const source = given.source(name)
    findings.push({
      code: 'stack/parameter',
      outcome: 'fail',
      subject: `${subject}/parameter/${name}`,
      ...finding,
      ...(source !== undefined && { source }),
    })
  }
  const keeps = (name: string): boolean => existing !== undefined && Object.hasOwn(existing.parameters, name)
  for (const [name, declared] of Object.entries(template.parameters)) {
    const gives = Object.hasOwn(given.values, name) ? given.values[name] : undefined
    if (gives === undefined) {
      if (keeps(name) && (declared.noEcho || declared.default === undefined)) {
        parameters.push({ ParameterKey: name, UsePreviousValue: true })
      } else if (declared.default === undefined) {
        wrong(name, {
          title: `The parameter ${name} has no value`,
          expected: 'a value, or a Default in the template',
          observed: 'neither',
          advice: `Give ${name} in the parameters of the stack.`,
        })
      } else if (declared.noEcho && declared.default.length >= LEAST_HIDDEN) {
        // CloudFormation hides it where it describes the stack, and not in each of its messages.
        hiddenDefaults.push(declared.default)
      }
    } else if ('previous' in gives) {
      if (keeps(name)) parameters.push({ ParameterKey: name, UsePreviousValue: true })
      else
        wrong(name, {
          title: `The parameter ${name} has no previous value`,
          expected: 'a value',
          observed: existing === undefined ? 'the stack does not exist yet' : 'the stack has no such parameter yet',
          advice: `Replace UsePreviousValue of ${name} with a value for the first deployment.`,
        })
    } else if (gives.value === MASKED && declared.noEcho) {
      wrong(name, {
        title: `The parameter ${name} would be set to AWS's mask`,
        expected: 'the value itself, or UsePreviousValue: true',
        observed: `${MASKED}, which is how AWS shows a NoEcho value`,
        advice: `Write UsePreviousValue: true for ${name}.`,
      })
    } else {
      const value = from.fill(gives.value, UNKNOWN)
      if (value.includes(UNKNOWN)) {
        unknown.push(name)
        if (keeps(name)) parameters.push({ ParameterKey: name, UsePreviousValue: true })
        else if (TAKES_ANY_TEXT.has(declared.type))
          parameters.push({ ParameterKey: name, ParameterValue: UNKNOWN_VALUE })
      } else {
        parameters.push({ ParameterKey: name, ParameterValue: value })
        if (declared.noEcho) secrets.push(value)
      }
    }
  }
  return { parameters, unknown, secrets, hiddenDefaults, findings }
}
