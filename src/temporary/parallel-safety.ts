import { stackValues } from '../cloudformation/template/stack-values.ts'
import { callOf, conditionHolds } from '../cloudformation/template/values.ts'
import { isModule, type Template } from '../cloudformation/template/template.ts'
import { unreviewedTransforms } from '../cloudformation/template/transforms.ts'
import type { GivenParameters } from '../cloudformation/template/parameters.ts'
import type { Environment } from '../config/model/environment.ts'
import type { TemporaryEnvironment } from '../config/model/temporary-environment.ts'
import type { Finding } from '../evidence/finding.ts'
import type { StackSources } from '../plan/sources/read-sources.ts'
import { isRecord } from '../support/records.ts'
import { listed, plural } from '../support/text/text.ts'
import { namingOf, Variation, type StackCopy } from './varies.ts'

const NESTED = 'AWS::CloudFormation::Stack'
const NAMED_AT_MOST = 10

/** An environment and what its stacks are made from. */
export interface Sourced<E extends Environment = Environment> {
  readonly environment: E
  readonly sources: StackSources
}

/** Pure: whether copies of the stacks of pre-prod can exist beside each other, and beside pre-prod. */
export function judgeParallelSafety(original: Sourced, copy: Sourced<TemporaryEnvironment>): Finding[] {
  const { shared } = copy.environment.temporary
  const stacks = copiesOf(original, copy)
  const variation = new Variation(stacks)
  const findings: Finding[] = []
  let named = 0
  for (const stack of stacks) {
    const { id, template } = stack
    const unread: string[] = []
    for (const [logicalId, resource] of Object.entries(template.resources)) {
      const { type, condition, properties } = resource
      if (condition !== undefined && conditionHolds(template, condition, stack.copy) === false) continue
      if (type === NESTED || isModule(type)) unread.push(logicalId)
      const naming = namingOf(type)
      if (!naming || properties[naming.property] === undefined) continue
      named += 1
      if (shared.includes(`${id}/${logicalId}`) || !variation.hasFixedName(stack, logicalId)) continue
      findings.push(fixedName(stack, logicalId, type, naming.property))
    }
    for (const [output, value] of Object.entries(template.outputs)) {
      const name = isRecord(value) && isRecord(value['Export']) ? value['Export']['Name'] : undefined
      if (name === undefined) continue
      named += 1
      if (shared.includes(`${id}/${output}`) || variation.varies(stack, name)) continue
      findings.push(fixedExport(stack, output, name))
    }
    findings.push(...sharedImports(stack, variation), ...notChecked(stack, unread))
  }
  if (stacks.length > 0 && !findings.some(({ outcome }) => outcome === 'fail')) {
    findings.push({
      code: 'temporary/parallel-safe',
      outcome: 'pass',
      title: `${plural(stacks.length, 'stack')} can be copied: ${named === 0 ? 'no resource and no export has a name' : `none of ${plural(named, 'name')} is the same in each copy`}`,
      subject: `environment/${copy.environment.name}/names`,
      expected: 'another name of each named resource and export in each copy',
      observed: `${plural(named, 'named resource or export', 'named resources and exports')} in ${plural(stacks.length, 'template')}, ${shared.length} declared as shared`,
    })
  }
  return findings
}

function copiesOf(original: Sourced, copy: Sourced<TemporaryEnvironment>): StackCopy[] {
  return copy.environment.stacks.flatMap(({ id, name }) => {
    const source = copy.sources.get(id)
    const before = original.sources.get(id)
    const twin = original.environment.stacks.find((each) => each.id === id)
    if (!source || !before || !twin) return []
    const { template } = source
    return [
      {
        id,
        template,
        original: valuesOf(template, before.parameters, twin.name, original.environment),
        copy: valuesOf(template, source.parameters, name, copy.environment),
      },
    ]
  })
}

/** What may differ in the account only (previous values) is unknown. */
function valuesOf(template: Template, given: GivenParameters, name: string, environment: Environment) {
  return stackValues({
    declared: template.parameters,
    given: Object.entries(given.values).flatMap(([ParameterKey, value]) =>
      'value' in value ? [{ ParameterKey, ParameterValue: value.value }] : [],
    ),
    before: undefined,
    name,
    account: 'account',
    region: environment.region,
  })
}

function fixedName({ id, template }: StackCopy, logicalId: string, type: string, property: string): Finding {
  const source = template.source(['Resources', logicalId, 'Properties', property])
  return {
    code: 'temporary/fixed-name',
    outcome: 'fail',
    title: `${logicalId} of ${id} has the same ${property} in each copy`,
    subject: `stack/${id}/resource/${logicalId}/property/${property}`,
    expected: 'no name, or one with the name of the environment or of the stack in it',
    observed: `${type}, ${property}: ${shown(template.resources[logicalId]?.properties[property])}`,
    advice:
      `Remove ${property} in line ${source.line ?? '?'} of ${template.file}, or put \`\${AWS::StackName}\` or the name of the environment into it; ` +
      `a parameter whose value is the same in each copy can be set under environments.preprod.temporary.parameters.${id}. ` +
      `Where the name need not be unique, list ${id}/${logicalId} under environments.preprod.temporary.shared.`,
    source,
  }
}

function fixedExport({ id, template }: StackCopy, output: string, name: unknown): Finding {
  const source = template.source(['Outputs', output, 'Export'])
  return {
    code: 'temporary/fixed-export',
    outcome: 'fail',
    title: `${id} exports ${output} under the same name in each copy`,
    subject: `stack/${id}/output/${output}/export`,
    expected: 'a name with the name of the environment or of the stack in it',
    observed: shown(name),
    advice: `Put \`\${AWS::StackName}\` into the name of the export in line ${source.line ?? '?'} of ${template.file}.`,
    source,
  }
}

function sharedImports(stack: StackCopy, variation: Variation): Finding[] {
  const { id, template } = stack
  return importsIn(template.body['Resources'], ['Resources']).flatMap(({ name, path }): Finding[] => {
    if (variation.varies(stack, name)) return []
    const source = template.source(path)
    return [
      {
        code: 'temporary/shared-import',
        outcome: 'noted',
        title: `each copy of ${id} imports ${shown(name)}`,
        subject: `stack/${id}/imports/${shown(name)}`,
        expected: 'an export of a stack of the same copy',
        observed: `Fn::ImportValue: ${shown(name)}`,
        advice: `Check that the resource may be used by several copies at once (line ${source.line ?? '?'} of ${template.file}).`,
        source,
      },
    ]
  })
}

interface Import {
  readonly name: unknown
  readonly path: readonly (string | number)[]
}

function importsIn(value: unknown, path: readonly (string | number)[]): Import[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => importsIn(each, [...path, index]))
  if (!isRecord(value)) return []
  const call = callOf(value)
  if (call?.[0] === 'Fn::ImportValue') return [{ name: call[1], path }]
  return Object.entries(value).flatMap(([key, member]) => importsIn(member, [...path, key]))
}

function notChecked({ id, template }: StackCopy, unread: readonly string[]): Finding[] {
  const macros = unreviewedTransforms(template.transforms, [])
  const parts = [...unread, ...macros.map((macro) => `what ${macro} makes`)]
  if (parts.length === 0) return []
  return [
    {
      code: 'temporary/not-checked',
      outcome: 'noted',
      title: `${id}: ${plural(parts.length, 'part')} of the stack ${parts.length === 1 ? 'was' : 'were'} not checked for fixed names`,
      subject: `stack/${id}/names`,
      expected: 'all resources in the template',
      observed: listed(parts, NAMED_AT_MOST),
      advice: `Check the names in ${listed(parts, NAMED_AT_MOST)} by hand.`,
    },
  ]
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
