import type { ActionError } from '../../support/errors.ts'
import { isRecord } from '../../support/records.ts'
import { didYouMean } from '../../support/text/nearest.ts'
import { templateMistake } from './mistake.ts'
import { isModule, type Template } from './template.ts'

/** A name that a template refers to, and where. */
export interface Reference {
  readonly name: string
  readonly kind: 'value' | 'resource' | 'condition'
  readonly path: readonly (string | number)[]
}

const SECTIONS = ['Conditions', 'Resources', 'Outputs']
/** `${Name}` and `${Name.Attribute}`; `${!Literal}` is no reference. */
const FILLED = /\$\{([^!{}][^{}]*)\}/g
const KINDS = { value: 'parameter or resource', resource: 'resource', condition: 'condition' } as const

/**
 * Pure: references to parameters, resources and conditions that the template does not declare, and those of conditions to
 * resources, each with its line. Empty for a template with transforms, since these may declare more.
 */
export function brokenNames(template: Template): ActionError[] {
  if (template.transforms.length > 0) return []
  const resources = new Set(Object.keys(template.resources))
  const values = new Set([...resources, ...Object.keys(template.parameters)])
  const conditions = new Set(Object.keys(isRecord(template.body['Conditions']) ? template.body['Conditions'] : {}))
  const known = { value: values, resource: resources, condition: conditions }
  const all = SECTIONS.flatMap((section) => referencesIn(template.body[section], [section]))
  const broken = all.filter(
    ({ name, kind }) =>
      !known[kind].has(name) && !name.startsWith('AWS::') && (kind === 'condition' || !isInModule(template, name)),
  )
  return [
    ...broken.map(({ name, kind, path }) =>
      templateMistake(template, path, {
        message: `${path.slice(0, 2).join('.')} refers to ${name}, which the template does not declare${didYouMean(name, [...known[kind]])}`,
        expected: `a ${KINDS[kind]} of the template`,
        observed: name,
        advice: `Correct the name, or declare ${name} in ${template.correct ?? template.file}.`,
      }),
    ),
    ...all
      .filter(({ name, kind, path }) => path[0] === 'Conditions' && kind !== 'condition' && resources.has(name))
      .map(({ name, path }) =>
        templateMistake(template, path, {
          message: `${path.slice(0, 2).join('.')} refers to the resource ${name}; conditions are evaluated before there is a resource`,
          expected: 'a parameter or a pseudo parameter',
          observed: `the resource ${name}`,
          advice: `Let the condition depend on a parameter instead of ${name}.`,
        }),
      ),
  ]
}

/**
 * Whether a name is that of a resource in a module: the names of module and resource, with or without a dot between them.
 * Only the registry of the account knows the resources of a module.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/module-ref-resources.html
 */
function isInModule({ resources }: Template, name: string): boolean {
  return Object.entries(resources).some(
    ([id, { type }]) => isModule(type) && name.startsWith(id) && /^\.?[A-Za-z0-9]/.test(name.slice(id.length)),
  )
}

/** Pure: the references in a value of a template; `path` says where it is. Whether names are declared is not judged. */
export function referencesIn(value: unknown, path: readonly (string | number)[]): Reference[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => referencesIn(item, [...path, index]))
  if (!isRecord(value)) return []
  // The attributes of a resource or an output; a deeper `Condition` belongs to an IAM policy.
  const own = path.length === 2 && path[0] !== 'Conditions' ? attributesOf(value, path) : []
  const inner = Object.entries(value).flatMap(([key, member]): Reference[] => {
    const at = [...path, key]
    const alone = Object.keys(value).length === 1
    if (path.length === 2 && (key === 'Metadata' || key === 'DependsOn')) return []
    if (key === 'Condition' && path[0] === 'Conditions' && typeof member === 'string') {
      return [{ name: member, kind: 'condition', path }]
    }
    if (!alone) return referencesIn(member, at)
    if (key === 'Ref') return typeof member === 'string' ? [{ name: member, kind: 'value', path }] : []
    if (key === 'Fn::GetAtt') return attributed(member, path)
    if (key === 'Fn::Sub') return [...filledIn(member, path), ...referencesIn(member, at)]
    if (key === 'Fn::If' && Array.isArray(member) && typeof member[0] === 'string') {
      return [{ name: member[0], kind: 'condition', path }, ...referencesIn(member, at)]
    }
    return referencesIn(member, at)
  })
  return [...own, ...inner]
}

function attributesOf(value: Readonly<Record<string, unknown>>, path: readonly (string | number)[]): Reference[] {
  const needed = [value['DependsOn']].flat().filter((name) => typeof name === 'string')
  const condition = value['Condition']
  return [
    ...needed.map((name): Reference => ({ name, kind: 'resource', path: [...path, 'DependsOn'] })),
    ...(typeof condition === 'string'
      ? [{ name: condition, kind: 'condition', path: [...path, 'Condition'] } as const]
      : []),
  ]
}

function attributed(member: unknown, path: readonly (string | number)[]): Reference[] {
  const name: unknown = Array.isArray(member)
    ? member[0]
    : typeof member === 'string'
      ? member.split('.')[0]
      : undefined
  return typeof name === 'string' ? [{ name, kind: 'resource', path }] : []
}

function filledIn(member: unknown, path: readonly (string | number)[]): Reference[] {
  const [text, given]: unknown[] = Array.isArray(member) ? member : [member]
  if (typeof text !== 'string') return []
  const own = new Set(isRecord(given) ? Object.keys(given) : [])
  return [...text.matchAll(FILLED)].flatMap(([, inside = '']): Reference[] => {
    const [name = '', attribute] = inside.trim().split('.')
    if (own.has(inside.trim())) return []
    return [{ name, kind: attribute === undefined ? 'value' : 'resource', path }]
  })
}
