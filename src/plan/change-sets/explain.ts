import type { ResolvedParameters } from '../../cloudformation/template/parameters.ts'
import type { Template } from '../../cloudformation/template/template.ts'
import type { Environment } from '../../config/model/environment.ts'
import type { Finding } from '../../evidence/finding.ts'
import { isRecord } from '../../support/records.ts'

/** Why CloudFormation made no change set, from its message and the template. */

interface Refused {
  readonly template: Template
  readonly parameters: Pick<ResolvedParameters, 'parameters'> | undefined
  readonly environment: Pick<Environment, 'key' | 'region'>
}

/** So many characters of a description are not in another message by chance. */
const TELLING = 12

const CODES = new Set(['change-set/failed', 'change-set/refused'])

/** Pure: the finding with the rule that failed, or the parameter that a dynamic reference does not find; others as they are. */
export function explained(finding: Finding, refused: Refused): Finding {
  if (!CODES.has(finding.code)) return finding
  return ofRule(finding, refused) ?? ofReference(finding, refused) ?? finding
}

/** `Parameters: [ssm:NAME, ssm:NAME:VERSION] cannot be found.` (data-mesh-datazone-cdk-cloudformation#19). */
const NOT_FOUND = /Parameters: \[(ssm:[^\]]+)\] cannot be found/i

/** The names, and the versions, that a refusal of CloudFormation does not find; empty for another refusal. */
function missingIn(text: string | undefined): { readonly name: string; readonly version?: string }[] {
  const listed = NOT_FOUND.exec(text ?? '')?.[1] ?? ''
  return listed.split(',').flatMap((each) => {
    const [, name, version] = /^ssm:(.+?)(?::(\d+))?$/.exec(each.trim()) ?? []
    return name === undefined ? [] : [{ name, ...(version !== undefined && { version }) }]
  })
}

/** Pure: findings without refusals of CloudFormation whose whole reason others, `judged`, tell with the line of the template. */
export function withoutExplained(
  findings: readonly Finding[],
  judged: readonly Finding[],
  environment: string,
): Finding[] {
  const missing = judged.filter(
    ({ code, outcome, waived, details }) =>
      code === 'reference/missing' &&
      outcome === 'fail' &&
      waived === undefined &&
      isRecord(details) &&
      details['environment'] === environment,
  )
  return findings.filter((finding) => {
    const names = CODES.has(finding.code) ? missingIn(finding.observed) : []
    const isTold = ({ name }: { readonly name: string }): boolean =>
      missing.some(
        ({ subject, title }) =>
          subject.startsWith(`${finding.subject}/`) && title.endsWith(` ${name}, which does not exist`),
      )
    return names.length === 0 || !names.every(isTold)
  })
}

function ofReference(finding: Finding, { environment }: Refused): Finding | undefined {
  const missing = missingIn(finding.observed)
  if (missing.length === 0) return undefined
  const names = missing.map(({ name, version }) => (version === undefined ? name : `version ${version} of ${name}`))
  return {
    ...finding,
    advice: `Create ${names.join(', ')} in Systems Manager of ${environment.key} (${environment.region}), or correct the name in {{resolve:ssm:…}}; then start the release again.`,
  }
}

interface Assertion {
  readonly rule: string
  readonly index: number
  readonly description: string
  readonly body: unknown
}

/**
 * CloudFormation evaluates Rules when a stack is created or updated, and tells the description of the assertion;
 * ValidateTemplate takes no values of parameters
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html,
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ValidateTemplate.html).
 */
function ofRule(finding: Finding, { template, parameters }: Refused): Finding | undefined {
  const said = plain(finding.observed ?? '')
  const [first, ...others] = assertionsOf(template).filter(({ description }) => isIn(said, plain(description)))
  if (first === undefined) return undefined
  const all = [first, ...others]
  const names = [...new Set(all.flatMap(({ body }) => parametersIn(body, template)))]
  const values = names.map((name) => `${name} = ${valueOf(name, template, parameters)}`)
  const which = all.map(({ rule, index }) => `assertion ${index + 1} of the rule ${rule}`).join(' or ')
  const correct = template.correct ?? template.file
  return {
    ...finding,
    title: `${finding.title}: ${which} does not hold`,
    expected: all.map(({ description }) => description).join('; '),
    advice:
      `Correct the values of the parameters (${values.length === 0 ? 'the assertion names none' : values.join(', ')}), ` +
      `or the rule in ${correct}, then start the release again. Validation of the template alone evaluates no rules.`,
    source: template.source(['Rules', first.rule, 'Assertions', first.index]),
  }
}

function assertionsOf({ body }: Template): Assertion[] {
  const rules = isRecord(body['Rules']) ? body['Rules'] : {}
  return Object.entries(rules).flatMap(([rule, one]) => {
    const assertions: readonly unknown[] = isRecord(one) && Array.isArray(one['Assertions']) ? one['Assertions'] : []
    return assertions.flatMap((each, index) => {
      const description = isRecord(each) ? each['AssertDescription'] : undefined
      if (typeof description !== 'string') return []
      return [{ rule, index, description, body: [each, isRecord(one) ? one['RuleCondition'] : undefined] }]
    })
  })
}

/** Parameters that Ref, Fn::ValueOf, Fn::ValueOfAll or a text of Fn::Sub names. */
function parametersIn(value: unknown, template: Template): string[] {
  const found = new Set<string>()
  const visit = (one: unknown): void => {
    if (Array.isArray(one)) for (const each of one) visit(each)
    else if (isRecord(one)) for (const each of Object.values(one)) visit(each)
    else if (typeof one === 'string') {
      for (const name of [one, ...[...one.matchAll(/\$\{(\w+)\}/g)].map(([, inside = '']) => inside)])
        if (Object.hasOwn(template.parameters, name)) found.add(name)
    }
  }
  visit(value)
  return [...found]
}

function valueOf(name: string, template: Template, parameters: Refused['parameters']): string {
  const declared = template.parameters[name]
  if (declared?.noEcho === true) return '(NoEcho)'
  const given = parameters?.parameters.find(({ ParameterKey }) => ParameterKey === name)
  if (given?.UsePreviousValue === true) return 'the value of the stack'
  return JSON.stringify(given?.ParameterValue ?? declared?.default ?? '')
}

/** A short description may be part of another message: it counts at the end only. */
function isIn(said: string, description: string): boolean {
  return (
    said.includes(description) && (description.length >= TELLING || said.endsWith(description)) && description !== ''
  )
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().replace(/\.+$/, '')
}
