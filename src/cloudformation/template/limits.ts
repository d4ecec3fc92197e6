import { ActionError } from '../../support/errors.ts'
import { isRecord } from '../../support/records.ts'
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
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html */
const POLICIES = ['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot']
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
  const { file, body } = template
  const mistake = (
    path: readonly string[],
    text: { readonly message: string; readonly expected: string; readonly observed: string; readonly advice: string },
  ): ActionError => {
    const { line, column } = template.source(path)
    return new ActionError('config/template', {
      ...text,
      message: `${file}:${line ?? 1}: ${text.message}`,
      subject: `template/${file}`,
      file,
      ...(line !== undefined && { line }),
      ...(column !== undefined && { column }),
    })
  }
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
  const policies = Object.entries(template.resources).flatMap(([id, { deletionPolicy, updateReplacePolicy }]) =>
    Object.entries({ DeletionPolicy: deletionPolicy, UpdateReplacePolicy: updateReplacePolicy })
      .filter(([, value]) => value !== undefined && !POLICIES.includes(value) && template.transforms.length === 0)
      .map(([key, value = '']) =>
        mistake(['Resources', id, key], {
          message: `CloudFormation does not accept ${value} as ${key}`,
          expected: POLICIES.join(', '),
          observed: value,
          advice: `Correct ${key} of ${id}.`,
        }),
      ),
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
