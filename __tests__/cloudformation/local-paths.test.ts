import { describe, expect, test } from '@jest/globals'
import { localPaths } from '../../src/cloudformation/local-paths.ts'
import { parseTemplate } from '../../src/cloudformation/template/template.ts'

const reported = (text: string): string[] =>
  localPaths(parseTemplate(text, 'infra/web.yml')).map(({ message }) => message.replace('infra/web.yml:', ''))

describe('local files that a template references where CloudFormation reads S3', () => {
  test('are found with their lines, in resources of all kinds', () => {
    expect(
      reported(`Resources:
  Child: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: child.yml } }
  Task: { Type: AWS::Lambda::Function, Properties: { Code: src } }
  Sam: { Type: AWS::Serverless::Function, Properties: { CodeUri: ../src } }
  Flow: { Type: AWS::StepFunctions::StateMachine, Properties: { DefinitionS3Location: flow.json } }
Outputs:
  More: { "Fn::Transform": { Name: AWS::Include, Parameters: { Location: more.yml } } }
`),
    ).toEqual([
      '2: Resources.Child.TemplateURL is the local file child.yml, which CloudFormation cannot read',
      '3: Resources.Task.Code is the local file src, which CloudFormation cannot read',
      '4: Resources.Sam.CodeUri is the local file ../src, which CloudFormation cannot read',
      '5: Resources.Flow.DefinitionS3Location is the local file flow.json, which CloudFormation cannot read',
      '7: AWS::Include is the local file more.yml, which CloudFormation cannot read',
    ])
  })

  test.each([
    ['AWS::Glue::Job', 'Command: { Name: glueetl, ScriptLocation: job.py }', 'Command.ScriptLocation'],
    ['AWS::CloudFormation::StackSet', 'TemplateURL: job.py', 'TemplateURL'],
    ['AWS::AppSync::Resolver', 'RequestMappingTemplateS3Location: job.py', 'RequestMappingTemplateS3Location'],
    ['AWS::AppSync::FunctionConfiguration', 'CodeS3Location: job.py', 'CodeS3Location'],
    ['AWS::Serverless::HttpApi', 'DefinitionUri: job.py', 'DefinitionUri'],
    ['AWS::CloudFormation::ResourceVersion', 'SchemaHandlerPackage: job.py', 'SchemaHandlerPackage'],
    ['AWS::CodeCommit::Repository', 'Code: { S3: job.py }', 'Code.S3'],
  ])('are found in %s', (type, properties, place) => {
    expect(reported(`Resources:\n  One: { Type: ${type}, Properties: { ${properties} } }\n`)).toEqual([
      `2: Resources.One.${place} is the local file job.py, which CloudFormation cannot read`,
    ])
    const other = properties
      .replace('job.py', '"https://bk.s3.amazonaws.com/job"')
      .replace(/S3: "\S+"/, 'S3: { Bucket: b }')
    expect(reported(`Resources:\n  One: { Type: ${type}, Properties: { ${other} } }\n`)).toEqual([])
  })

  test.each([
    ['AWS::Lambda::Function', 'Code: { ImageUri: "app:latest" }', 'Code.ImageUri'],
    ['AWS::Lambda::Function', 'Code: { ImageUri: "public.ecr.aws/lambda/nodejs:22" }', 'Code.ImageUri'],
    ['AWS::Serverless::Function', 'ImageUri: docker.io/acme/app', 'ImageUri'],
  ])('include images outside ECR, which Lambda does not accept: %s %s', (type, properties, place) => {
    const [message = ''] = reported(`Resources:\n  One: { Type: ${type}, Properties: { ${properties} } }\n`)
    expect(message).toContain(`2: Resources.One.${place} is `)
    expect(message).toContain('Lambda takes images of ECR only')
  })

  test('do not include images in ECR', () => {
    for (const host of ['111111111111.dkr.ecr.eu-west-1.amazonaws.com', '111111111111.dkr-ecr.eu-west-1.on.aws']) {
      const code = `Code: { ImageUri: "${host}/app:1" }`
      expect(reported(`Resources:\n  One: { Type: AWS::Lambda::Function, Properties: { ${code} } }\n`)).toEqual([])
    }
    expect(
      reported('Resources:\n  One: { Type: AWS::Lambda::Function, Properties: { Code: { ImageUri: !Ref Image } } }\n'),
    ).toEqual([])
  })

  test('do not include URLs, maps, and values that depend on parameters', () => {
    expect(
      reported(`Parameters: { Url: { Type: String } }
Resources:
  Child: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: "https://s3.eu-west-1.amazonaws.com/b/k" } }
  Other: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: !Ref Url } }
  Task: { Type: AWS::Lambda::Function, Properties: { Code: { ZipFile: "exports.handler = 1" } } }
  Sam: { Type: AWS::Serverless::Function, Properties: { CodeUri: "s3://bucket/key" } }
  Inline: { Type: AWS::Serverless::Function, Properties: { InlineCode: x } }
Outputs:
  More: { "Fn::Transform": { Name: AWS::Include, Parameters: { Location: "s3://bucket/more.yml" } } }
`),
    ).toEqual([])
  })

  test('are reported with the command that uploads them and writes a file beside the template', () => {
    const [error] = localPaths(
      parseTemplate(
        'Resources: { Child: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./c.yml } } }',
        'infra/web.yml',
      ),
    )
    expect(error?.advice).toContain('Set `asset-bucket: BUCKET` of the stack')
  })
})
