import type { ActionError } from '../../support/errors.ts'
import { isRecord } from '../../support/records.ts'
import { templateMistake, type MistakeText } from './mistake.ts'
import type { Template } from './template.ts'

const VERSION = '2010-09-09'
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
const FUNCTIONS = [
  'Ref',
  ...'And Base64 Cidr Equals FindInMap GetAtt GetAZs If ImportValue Join Not Or Select Split Sub'
    .split(' ')
    .map((name) => `Fn::${name}`),
]
/** Functions of the transform AWS::LanguageExtensions. */
const EXTENSIONS = ['Length', 'ToJsonString', 'ForEach']

/**
 * Pure: what CloudFormation refuses in every template, each with its line: another version of the format, an output without
 * a value, functions in the wrong case or of a transform that it does not declare, and values that are null
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html; "'null' values are not allowed in
 * templates"). Empty for a template with a transform, which may write these.
 */
export function formMistakes(template: Template): ActionError[] {
  const { body } = template
  if (template.transforms.length > 0) return []
  const mistake = (path: readonly (string | number)[], text: MistakeText): ActionError =>
    templateMistake(template, path, text)
  const version = body['AWSTemplateFormatVersion']
  const outputs = Object.entries(template.outputs).filter(([, output]) => isRecord(output) && !('Value' in output))
  return [
    ...(version === undefined || version === VERSION
      ? []
      : [
          mistake(['AWSTemplateFormatVersion'], {
            message: 'CloudFormation has no such AWSTemplateFormatVersion',
            expected: VERSION,
            observed: JSON.stringify(version),
            advice: `Write ${VERSION}, or remove the line.`,
          }),
        ]),
    ...outputs.map(([id]) =>
      mistake(['Outputs', id], {
        message: `the output ${id} has no Value`,
        expected: 'a Value',
        observed: 'none',
        advice: `Give ${id} a Value, or remove it.`,
      }),
    ),
    ...['Conditions', 'Resources', 'Outputs'].flatMap((section) =>
      functionsIn(body[section], [section]).flatMap((path) => {
        const called = String(path.at(-1))
        const name = called.slice('Fn::'.length).split('::', 1)[0] ?? ''
        const isExtension = EXTENSIONS.includes(name)
        const meant = functionMeantBy(called)
        if (!isExtension && meant === undefined) return []
        return [
          mistake(path, {
            message: `CloudFormation has no function ${called}${isExtension ? ' without the transform AWS::LanguageExtensions' : ''}`,
            expected: isExtension ? 'Transform: AWS::LanguageExtensions' : (meant ?? ''),
            observed: called,
            advice: isExtension
              ? 'Declare the transform, or write it without this function.'
              : `Write ${meant}: upper and lower case matter.`,
          }),
        ]
      }),
    ),
    ...['Resources', 'Outputs'].flatMap((section) =>
      nullsIn(body[section], [section]).map((path) =>
        mistake(path, {
          message: `${path.join('.')} is null, which CloudFormation does not accept`,
          expected: 'a value',
          observed: 'null',
          advice: 'Write its value, or remove it; what is to be left out by a condition is `!Ref AWS::NoValue`.',
        }),
      ),
    ),
  ]
}

function nullsIn(value: unknown, path: readonly (string | number)[]): (readonly (string | number)[])[] {
  // A section without content has a finding of its own.
  if (value === null) return path.length > 1 ? [path] : []
  if (Array.isArray(value)) return value.flatMap((item, index) => nullsIn(item, [...path, index]))
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([key, member]) => {
    // Templates of AWS have `"Fn::GetAZs": null`; what else is in Metadata is not sent to a service.
    const isLeft = (member === null && key.startsWith('Fn::')) || (path.length === 2 && key === 'Metadata')
    return isLeft ? [] : nullsIn(member, [...path, key])
  })
}

/** Paths of maps with one member whose key is written like a function. */
function functionsIn(value: unknown, path: readonly (string | number)[]): (readonly (string | number)[])[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => functionsIn(item, [...path, index]))
  if (!isRecord(value)) return []
  const keys = Object.keys(value)
  const own = keys.filter((key) => key.startsWith('Fn::') && (keys.length === 1 || path.length === 1))
  return [
    ...own.map((key) => [...path, key]),
    ...Object.entries(value).flatMap(([key, member]) =>
      path.length === 2 && key === 'Metadata' ? [] : functionsIn(member, [...path, key]),
    ),
  ]
}

/** The function that differs from the name in case only, or in the prefix that Ref has not; undefined where there is none. */
function functionMeantBy(called: string): string | undefined {
  const name = called.toLowerCase().replace(/^fn::ref$/, 'ref')
  return FUNCTIONS.find((one) => one !== called && one.toLowerCase() === name)
}
