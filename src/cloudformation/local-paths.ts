import { ActionError } from '../support/errors.ts'
import { isRecord } from '../support/records.ts'
import { LOCAL_IMAGES, PACKAGED, type Form } from './packaged-properties.ts'
import type { Template } from './template/template.ts'

const EXPECTED: Readonly<Record<Form, string>> = {
  https: 'an https:// URL of a template in S3',
  s3: 'an s3:// URL',
  'S3Bucket/S3Key': 'a map that names an object in S3',
  'Bucket/Key': 'a map that names an object in S3',
}
const FORMS: Readonly<Record<Form, RegExp | undefined>> = {
  https: /^https?:\/\//,
  s3: /^(s3|https?):\/\//,
  'S3Bucket/S3Key': undefined,
  'Bucket/Key': undefined,
}
/** SAM takes a map or the URL of an object. */
const OF_SAM = 'AWS::Serverless::'

/**
 * Pure: local files that a template names where CloudFormation reads objects in S3 only, each with the command that uploads
 * them. Values that depend on parameters are not judged.
 */
export function localPaths(template: Template): ActionError[] {
  const resources = Object.entries(template.resources).flatMap(([id, { type, properties }]) =>
    (PACKAGED[type] ?? []).flatMap(({ path, form }) =>
      textsAt(properties, path.split('.')).flatMap(({ value, at }) => {
        const isUrl = (type.startsWith(OF_SAM) && form !== 'https' ? FORMS.s3 : FORMS[form])?.test(value)
        if (isUrl === true) return []
        return [
          mistake(template, ['Resources', id, 'Properties', ...at], `Resources.${id}.${at.join('.')}`, value, form),
        ]
      }),
    ),
  )
  return [...resources, ...otherImages(template), ...includes(template, template.body, [])]
}

/** A private registry of ECR. */
const REGISTRY = /^\d{12}\.dkr[.-]ecr[.-]/

/** Images of functions that are not in ECR. */
function otherImages(template: Template): ActionError[] {
  return Object.entries(template.resources).flatMap(([id, { type, properties }]) => {
    const path = LOCAL_IMAGES[type]
    const texts = path === undefined ? [] : textsAt(properties, path.split('.'))
    return texts
      .filter(({ value }) => !REGISTRY.test(value) && !value.includes('{{resolve:'))
      .map(({ value, at }) =>
        otherImage(template, ['Resources', id, 'Properties', ...at], `Resources.${id}.${at.join('.')}`, value),
      )
  })
}

function otherImage(template: Template, path: readonly string[], where: string, value: string): ActionError {
  const { file } = template
  const { line, column } = template.source(path)
  return new ActionError('config/template', {
    message: `${file}:${line ?? 1}: ${where} is ${value}: Lambda takes images of ECR only`,
    subject: `template/${file}`,
    expected: 'ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY@DIGEST',
    observed: value,
    advice: 'Push the image to a repository of ECR in the region of the stack, and name it by its digest.',
    file,
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  })
}

/** The texts at a path, in which `*` is any key; a function is none. */
function textsAt(
  value: unknown,
  [step, ...more]: readonly string[],
  at: readonly string[] = [],
): { readonly value: string; readonly at: readonly string[] }[] {
  if (step === undefined) return typeof value === 'string' ? [{ value, at }] : []
  if (!isRecord(value)) return []
  const keys = step === '*' ? Object.keys(value) : [step]
  return keys.flatMap((key) => textsAt(value[key], more, [...at, key]))
}

/** `Fn::Transform` with AWS::Include, anywhere. */
function includes(template: Template, value: unknown, path: readonly (string | number)[]): ActionError[] {
  if (Array.isArray(value)) return value.flatMap((item, at) => includes(template, item, [...path, at]))
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([key, member]) => {
    const at = [...path, key]
    const isInclude = (key === 'Fn::Transform' || key === 'Transform') && isRecord(member)
    const parameters = isInclude && member['Name'] === 'AWS::Include' ? member['Parameters'] : undefined
    const location = isRecord(parameters) ? parameters['Location'] : undefined
    if (typeof location !== 'string') return includes(template, member, at)
    return location.startsWith('s3://') ? [] : [mistake(template, at, 'AWS::Include', location, 's3')]
  })
}

function mistake(
  template: Template,
  path: readonly (string | number)[],
  where: string,
  value: string,
  form: Form,
): ActionError {
  const { file } = template
  const { line, column } = template.source(path)
  const isObject = value.startsWith('s3://')
  return new ActionError('config/template', {
    message: isObject
      ? `${file}:${line ?? 1}: ${where} is ${value}: CloudFormation does not accept an s3:// URL here`
      : `${file}:${line ?? 1}: ${where} is the local file ${value}, which CloudFormation cannot read`,
    subject: `template/${file}`,
    expected: EXPECTED[form],
    observed: value,
    advice: isObject
      ? `Write ${EXPECTED[form]}.`
      : `Set \`asset-bucket: BUCKET\` of the stack: the files that the template names become part of the release, and each deployment uploads them.`,
    file,
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  })
}
