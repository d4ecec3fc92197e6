import type { ActionError } from '../../support/errors.ts'
import { isRecord } from '../../support/records.ts'
import { templateMistake, type MistakeText } from './mistake.ts'
import type { Template } from './template.ts'

/** CloudFormation's limits: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MOST: Readonly<Record<string, { readonly most: number; readonly advice: string }>> = {
  Parameters: {
    most: 200,
    advice: 'Join parameters into lists (CommaDelimitedList), or move a part of the template into a stack of its own.',
  },
  Resources: { most: 500, advice: 'Move a part of them into a nested stack (AWS::CloudFormation::Stack).' },
  Outputs: {
    most: 200,
    advice: 'Remove outputs that nothing reads, or move a part of the template into another stack.',
  },
  Mappings: { most: 200, advice: 'Join mappings, or move a part of the template into another stack.' },
}
const DESCRIPTION_BYTES = 1_024
/**
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html and
 * aws-attribute-updatereplacepolicy.html
 */
const POLICIES = {
  DeletionPolicy: ['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot'],
  UpdateReplacePolicy: ['Delete', 'Retain', 'Snapshot'],
} as const
const NAME = /^[A-Za-z0-9]{1,255}$/
const NAMED = ['Parameters', 'Resources', 'Outputs']

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html */
const SECTIONS = new Set([
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Rules',
  'Mappings',
  'Conditions',
  'Transform',
  'Resources',
  'Outputs',
  'Hooks',
])

/**
 * Pure: mistakes for which CloudFormation would reject the whole template, each with its line: exceeded limits, unknown
 * sections, invalid names. Empty for a template with a macro, whose result only CloudFormation knows. AWS's own transforms
 * add members and sections.
 */
export function limitMistakes(template: Template): ActionError[] {
  if (template.transforms.some((name) => !name.startsWith('AWS::'))) return []
  const { body } = template
  const mistake = (path: readonly (string | number)[], text: MistakeText): ActionError =>
    templateMistake(template, path, text)
  const idsOf = (section: string): string[] => {
    const members = section === 'Resources' ? template.resources : body[section]
    return isRecord(members) ? Object.keys(members) : []
  }
  const tooMany = Object.entries(MOST).flatMap(([section, { most, advice }]) => {
    const ids = idsOf(section)
    if (ids.length <= most) return []
    const observed = `${ids.length} ${section.toLowerCase()}`
    return [
      mistake([section, ids[most] ?? ''], {
        message: `it has ${observed}; CloudFormation accepts at most ${most}`,
        expected: `at most ${most} ${section.toLowerCase()}`,
        observed,
        advice,
      }),
    ]
  })
  const names = NAMED.flatMap((section) => {
    const members = body[section]
    const ids = isRecord(members) ? Object.keys(members) : []
    return ids
      .filter((id) => !id.startsWith('Fn::') && !NAME.test(id))
      .map((id) =>
        mistake([section, id], {
          message: `CloudFormation does not accept the name ${id} in ${section}`,
          expected: 'at most 255 letters and digits, without accents, hyphens and underscores',
          observed: id,
          advice: `Rename ${id}; to CloudFormation a renamed resource is a new one.`,
        }),
      )
  })
  const policies = Object.keys(template.transforms.length === 0 ? template.resources : {}).flatMap((id) =>
    Object.entries(POLICIES).flatMap(([key, allowed]) => {
      const value = memberOf(body, id)[key]
      if (value === undefined || value === null || allowed.some((one) => one === value)) return []
      const observed = typeof value === 'string' ? value : JSON.stringify(value)
      return [
        mistake(['Resources', id, key], {
          message: `CloudFormation does not accept ${observed} as ${key}`,
          expected: allowed.join(', '),
          observed,
          advice: `Correct ${key} of ${id}${isRecord(value) ? '; only with the transform AWS::LanguageExtensions it may be a function' : ''}.`,
        }),
      ]
    }),
  )
  const unknown = Object.keys(body).filter((name) => !SECTIONS.has(name) && template.transforms.length === 0)
  const description = typeof body['Description'] === 'string' ? Buffer.byteLength(body['Description']) : 0
  return [
    ...unknown.map((name) =>
      mistake([name], {
        message: `CloudFormation has no template section ${name}`,
        expected: [...SECTIONS].join(', '),
        observed: name,
        advice: `Correct or remove the section ${name}; notes for people or tools belong below Metadata.`,
      }),
    ),
    ...tooMany,
    ...names,
    ...policies,
    ...(description <= DESCRIPTION_BYTES
      ? []
      : [
          mistake(['Description'], {
            message: `its Description has ${description} bytes; CloudFormation accepts at most ${DESCRIPTION_BYTES}`,
            expected: `at most ${DESCRIPTION_BYTES} bytes`,
            observed: `${description} bytes`,
            advice: 'Shorten it, or move it below Metadata.',
          }),
        ]),
  ]
}

function memberOf(body: Template['body'], id: string): Readonly<Record<string, unknown>> {
  const resources = body['Resources']
  const member = isRecord(resources) ? resources[id] : undefined
  return isRecord(member) ? member : {}
}
