import type { Source } from '../evidence/finding.ts'
import { errorName, errorText } from '../aws/errors.ts'
import type { CloudFormation } from './client.ts'
import { isRecord } from '../support/records.ts'
import type { Template } from './template/template.ts'
import { callOf, conditionHolds, textOf, type Values } from './template/values.ts'

/** An export of the account and region. */
export interface StackExport {
  readonly name: string
  readonly value: string
  readonly stackArn: string
}

/** An export that a template declares. */
export interface DeclaredExport {
  readonly output: string
  /** Undefined where the name depends on values that are not known yet. */
  readonly name: string | undefined
  /** False where the condition of the output does not hold; undefined where it is unknown. */
  readonly made: boolean | undefined
  readonly value: unknown
  readonly source: Source
}

/** An Fn::ImportValue in a template. */
export interface DeclaredImport {
  /** Undefined where the name depends on values that are not known yet. */
  readonly name: string | undefined
  /** The name as the template writes it. */
  readonly expression: string
  readonly logicalId: string
  readonly source: Source
}

/** All exports of the account and region, to the last page. */
export async function readExports(cloudformation: Pick<CloudFormation, 'listExports'>): Promise<StackExport[]> {
  const found: StackExport[] = []
  let token: string | undefined
  do {
    const page = await cloudformation.listExports(token === undefined ? {} : { NextToken: token })
    for (const { Name = '', Value = '', ExportingStackId = '' } of page.Exports ?? []) {
      found.push({ name: Name, value: Value, stackArn: ExportingStackId })
    }
    token = page.NextToken
  } while (token !== undefined)
  return found
}

/** Names of the stacks that import an export, to the last page; empty where none does. */
export async function readImporters(
  cloudformation: Pick<CloudFormation, 'listImports'>,
  name: string,
): Promise<string[]> {
  const found: string[] = []
  let token: string | undefined
  do {
    try {
      const page = await cloudformation.listImports({
        ExportName: name,
        ...(token !== undefined && { NextToken: token }),
      })
      found.push(...(page.Imports ?? []))
      token = page.NextToken
    } catch (error) {
      // CloudFormation answers with this error instead of an empty list.
      if (errorName(error) === 'ValidationError' && /is not imported by any stack/i.test(errorText(error))) return found
      throw error
    }
  } while (token !== undefined)
  return found
}

/** Pure: the exports that a template declares. */
export function declaredExports(template: Template, values: Values): DeclaredExport[] {
  return Object.entries(template.outputs).flatMap(([output, declared]): DeclaredExport[] => {
    if (!isRecord(declared) || !isRecord(declared['Export'])) return []
    const { Condition: condition, Value: value, Export: exported } = declared
    return [
      {
        output,
        name: textOf(template, exported['Name'], values),
        made: typeof condition === 'string' ? conditionHolds(template, condition, values) : true,
        value,
        source: template.source(['Outputs', output, 'Export']),
      },
    ]
  })
}

/** Pure: the imports of resources and outputs whose conditions hold or are unknown. */
export function declaredImports(template: Template, values: Values): DeclaredImport[] {
  const found: DeclaredImport[] = []
  const visit = (value: unknown, path: readonly (string | number)[]): void => {
    if (Array.isArray(value)) value.forEach((item, index) => visit(item, [...path, index]))
    if (!isRecord(value)) return
    const { Condition: condition } = value
    if (path.length === 2 && typeof condition === 'string' && conditionHolds(template, condition, values) === false) {
      return
    }
    const call = callOf(value)
    if (call?.[0] === 'Fn::ImportValue') {
      found.push({
        name: textOf(template, call[1], values),
        expression: JSON.stringify(call[1]),
        logicalId: String(path[1]),
        source: template.source(path),
      })
      return
    }
    const branch = call?.[0] === 'Fn::If' ? chosenBranch(template, call[1], values) : undefined
    if (branch !== undefined && call && Array.isArray(call[1])) {
      visit(call[1][branch], [...path, 'Fn::If', branch])
      return
    }
    for (const [key, member] of Object.entries(value)) visit(member, [...path, key])
  }
  for (const section of ['Resources', 'Outputs']) visit(template.body[section], [section])
  return found
}

function chosenBranch(template: Template, argument: unknown, values: Values): 1 | 2 | undefined {
  if (!Array.isArray(argument) || typeof argument[0] !== 'string') return undefined
  const holds = conditionHolds(template, argument[0], values)
  return holds === undefined ? undefined : holds ? 1 : 2
}

/** Pure: ids of the resources that the value of an output refers to. */
export function resourcesIn(template: Template, value: unknown): string[] {
  const found = new Set<string>()
  const add = (name: string): void => {
    const [id = ''] = name.split('.', 1)
    if (Object.hasOwn(template.resources, id)) found.add(id)
  }
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(visit)
    if (!isRecord(part)) return
    for (const [key, member] of Object.entries(part)) {
      if (key === 'Ref' && typeof member === 'string') add(member)
      else if (key === 'Fn::GetAtt') add(String(Array.isArray(member) ? member[0] : member))
      else if (key === 'Fn::Sub') {
        const text: unknown = Array.isArray(member) ? member[0] : member
        for (const [, name = ''] of String(text).matchAll(/\$\{([^!{}][^{}]*)\}/g)) add(name)
      }
      visit(member)
    }
  }
  visit(value)
  return [...found]
}
