import { ActionError } from '../support/errors.ts'
import { isRecord } from '../support/records.ts'
import type { Template } from './template/template.ts'

/** The value that CloudFormation requires of a property: the URL of an object in S3, or a map that names one. */
type Form = 'https' | 's3' | 'map'

/** Properties whose files `aws cloudformation package` uploads, by type of resource. */
const PACKAGED: Readonly<Record<string, Readonly<Record<string, Form>>>> = {
  'AWS::CloudFormation::Stack': { TemplateURL: 'https' },
  'AWS::Serverless::Application': { Location: 'https' },
  'AWS::Serverless::Function': { CodeUri: 's3' },
  'AWS::Serverless::LayerVersion': { ContentUri: 's3' },
  'AWS::Serverless::Api': { DefinitionUri: 's3' },
  'AWS::Serverless::StateMachine': { DefinitionUri: 's3' },
  'AWS::Lambda::Function': { Code: 'map' },
  'AWS::Lambda::LayerVersion': { Content: 'map' },
  'AWS::StepFunctions::StateMachine': { DefinitionS3Location: 'map' },
  'AWS::ApiGateway::RestApi': { BodyS3Location: 'map' },
  'AWS::ElasticBeanstalk::ApplicationVersion': { SourceBundle: 'map' },
  'AWS::AppSync::GraphQLSchema': { DefinitionS3Location: 's3' },
}
const EXPECTED: Readonly<Record<Form, string>> = {
  https: 'an https:// URL of a template in S3',
  s3: 'an s3:// URL',
  map: 'a map that names an object in S3',
}
const FORMS: Readonly<Record<Form, RegExp | undefined>> = {
  https: /^https?:\/\//,
  s3: /^(s3|https?):\/\//,
  map: undefined,
}

/**
 * Pure: local files that a template names where CloudFormation reads objects in S3 only, each with the command that uploads
 * them. Values that depend on parameters are not judged.
 */
export function localPaths(template: Template): ActionError[] {
  const resources = Object.entries(template.resources).flatMap(([id, { type, properties }]) =>
    Object.entries(PACKAGED[type] ?? {}).flatMap(([name, form]) => {
      const value = properties[name]
      if (typeof value !== 'string' || FORMS[form]?.test(value)) return []
      return [mistake(template, ['Resources', id, 'Properties', name], `Resources.${id}.${name}`, value, form)]
    }),
  )
  return [...resources, ...includes(template, template.body, [])]
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
