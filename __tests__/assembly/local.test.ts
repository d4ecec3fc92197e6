import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { packageEntry } from '../../src/assembly/package.ts'
import { readPackaged } from '../../src/assembly/packaged-folder.ts'
import { localReferences, replaced } from '../../src/assembly/local/references.ts'
import { samDefaults } from '../../src/assembly/sam/config-file.ts'
import { parseTemplate } from '../../src/cloudformation/template/template.ts'
import type { BuiltInput } from '../../src/config/model/packaged.ts'
import { readConfig } from '../../src/config/schema/file.ts'
import { ActionError } from '../../src/support/errors.ts'
import { contextOf, SAM_BUILD, workspaceWith } from './assembly-folder.ts'

let made: { workspace: string; remove: () => void } | undefined
afterEach(() => made?.remove())

function workspace(files: Parameters<typeof workspaceWith>[0], copied?: Parameters<typeof workspaceWith>[1]): string {
  made = workspaceWith(files, copied)
  return made.workspace
}

async function packaged(folder: string, entry: string) {
  const [input] = readConfig(`version: 1\nstacks: [${entry}]\n`, 'config').built ?? []
  const [stack] = await readPackaged(folder, await packageEntry(input as BuiltInput, 0, contextOf(folder)))
  const { preprod, production } = stack?.packaged ?? {}
  if (preprod === undefined || production === undefined) throw new Error('nothing was packaged')
  const bodyOf = ({ template }: { readonly template: string }) =>
    JSON.parse(readFileSync(join(folder, template), 'utf8')) as { Resources: Record<string, { Properties: object }> }
  return { preprod, production, bodyOf }
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ActionError)) throw new Error(`refused by ${String(error)}`)
  return `${error.message} | ${error.advice}`
}

const LOCAL = '{ name: "shop-{environment}", template: infra/shop.yml, asset-bucket: "assets-{account}" }'
const KEY = /^test-deployments\/assets\/[0-9a-f]{64}\.zip$/

describe('a template with local paths', () => {
  test('gets references to the objects of each environment, and keeps its line numbers', async () => {
    const folder = workspace({
      'infra/shop.yml': `Parameters: { Size: { Type: String } }
Resources:
  Orders:
    Type: AWS::Lambda::Function
    Properties: { Code: ../app, Handler: index.handler, Role: !Sub "\${Size}" }
`,
      'app/index.js': '1',
      'app/.env': 'x',
    })
    const { preprod, production, bodyOf } = await packaged(folder, LOCAL)
    const [asset] = preprod.assets
    expect(asset).toMatchObject({
      name: 'Orders.Code (../app)',
      bucket: 'assets-111111111111',
      key: expect.stringMatching(KEY),
      archive: true,
    })
    expect(bodyOf(preprod).Resources['Orders']?.Properties).toEqual({
      Code: { S3Bucket: 'assets-111111111111', S3Key: asset?.key },
      Handler: 'index.handler',
      Role: { 'Fn::Sub': '${Size}' },
    })
    expect(production.assets[0]).toMatchObject({
      bucket: 'assets-222222222222',
      digest: asset?.digest,
      file: asset?.file,
    })
    expect(preprod).toMatchObject({
      source: 'infra/shop.yml',
      name: 'shop-{environment}',
      'template-bucket': 'assets-111111111111',
    })
    expect(readFileSync(join(folder, preprod.original ?? ''), 'utf8')).toContain('Code: ../app')
  })

  test('is packaged with its nested templates, which CloudFormation reads for the plan', async () => {
    const folder = workspace({
      'infra/shop.yml':
        'Resources: { Net: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: nested/net.yml } } }',
      'infra/nested/net.yml': 'Resources: { Fn: { Type: AWS::Lambda::Function, Properties: { Code: fn.js } } }',
      'infra/nested/fn.js': '1',
    })
    const { preprod, bodyOf } = await packaged(folder, LOCAL)
    const [code, template] = preprod.assets
    expect(preprod.assets.map(({ name, forPlan }) => [name, forPlan])).toEqual([
      ['Fn.Code (fn.js)', false],
      ['Net.TemplateURL (nested/net.yml)', true],
    ])
    expect(bodyOf(preprod).Resources['Net']?.Properties).toEqual({
      TemplateURL: `https://assets-111111111111.s3.eu-west-1.amazonaws.com/${template?.key}`,
    })
    expect(readFileSync(join(folder, template?.file ?? ''), 'utf8')).toContain(code?.key)
  })

  test.each([
    [
      'is absent',
      'lost',
      'infra/shop.yml:4: Orders.Code is lost, which does not exist | Build it in this job before the step',
    ],
    ['is outside the workspace', '../../other', 'Orders.Code is ../../other, which is outside of the workspace'],
    ['is an empty folder', 'empty', 'is an empty folder'],
  ])('is refused where a file %s', async (_, path, expected) => {
    const folder = workspace({
      'infra/shop.yml': `Resources:\n  Orders:\n    Type: AWS::Lambda::Function\n    Properties: { Code: ${path} }\n`,
    })
    const { mkdirSync } = await import('node:fs')
    mkdirSync(join(folder, 'infra/empty'))
    expect(await refusal(packaged(folder, LOCAL))).toContain(expected)
  })

  test('is refused with an image that exists on one host only', async () => {
    const folder = workspace({
      'infra/shop.yml':
        'Resources: { Orders: { Type: AWS::Serverless::Function, Properties: { PackageType: Image, ImageUri: "orders:latest" } } }',
    })
    expect(await refusal(packaged(folder, LOCAL))).toContain(
      'Orders is the image orders:latest, which only the host that built it has',
    )
  })
})

describe('local files are found', () => {
  const references = (type: string, properties: object) =>
    localReferences({ body: { Resources: { R: { Type: type, Properties: properties } } } }).map(
      ({ where, form, content }) => `${where} ${form} ${content}`,
    )

  test.each<[string, object, readonly string[]]>([
    ['AWS::Serverless::Function', { CodeUri: 'a' }, ['R.CodeUri s3 zip']],
    ['AWS::Serverless::LayerVersion', { ContentUri: 'a' }, ['R.ContentUri s3 zip']],
    ['AWS::Serverless::Api', { DefinitionUri: 'a' }, ['R.DefinitionUri s3 file']],
    ['AWS::Serverless::StateMachine', { DefinitionUri: 'a' }, ['R.DefinitionUri Bucket/Key file']],
    ['AWS::Serverless::Application', { Location: 'a' }, ['R.Location https template']],
    [
      'AWS::Serverless::GraphQLApi',
      { SchemaUri: 'a', Resolvers: { Query: { get: { CodeUri: 'b' } } } },
      ['R.SchemaUri s3 file', 'R.Resolvers.Query.get.CodeUri s3 file'],
    ],
    ['AWS::Lambda::LayerVersion', { Content: 'a' }, ['R.Content S3Bucket/S3Key zip']],
    ['AWS::StepFunctions::StateMachine', { DefinitionS3Location: 'a' }, ['R.DefinitionS3Location Bucket/Key file']],
    ['AWS::ApiGateway::RestApi', { BodyS3Location: 'a' }, ['R.BodyS3Location Bucket/Key file']],
    ['AWS::AppSync::Resolver', { CodeS3Location: 'a' }, ['R.CodeS3Location s3 file']],
    ['AWS::ElasticBeanstalk::ApplicationVersion', { SourceBundle: 'a' }, ['R.SourceBundle S3Bucket/S3Key zip']],
    ['AWS::Glue::Job', { Command: { ScriptLocation: 'a' } }, ['R.Command.ScriptLocation s3 file']],
    ['AWS::CodeCommit::Repository', { Code: { S3: 'a' } }, ['R.Code.S3 Bucket/Key zip']],
    ['AWS::CloudFormation::StackSet', { TemplateURL: 'a' }, ['R.TemplateURL https template']],
    [
      'AWS::SNS::Topic',
      { Fn: { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 'a' } } } },
      ['AWS::Include s3 file'],
    ],
  ])('in %s', (type, properties, expected) => {
    expect(references(type, properties)).toEqual(expected)
  })

  test('in no other place: not in maps, URLs, or types of other kinds', () => {
    expect(references('AWS::Lambda::Function', { Code: { ZipFile: 'a' } })).toEqual([])
    expect(references('AWS::Serverless::Function', { CodeUri: 's3://b/k' })).toEqual([])
    expect(references('AWS::Serverless::Function', { InlineCode: 'a' })).toEqual([])
    expect(references('constructor', { CodeUri: 'a' })).toEqual([])
  })

  test('in the metadata of an application', () => {
    const body = { Metadata: { 'AWS::ServerlessRepo::Application': { ReadmeUrl: 'README.md' } }, Resources: {} }
    const [found] = localReferences({ body })
    expect(found).toMatchObject({ value: 'README.md', form: 's3' })
    expect(replaced(body, [{ path: found?.path ?? [], value: 's3://b/k' }])).toMatchObject({
      Metadata: { 'AWS::ServerlessRepo::Application': { ReadmeUrl: 's3://b/k' } },
    })
  })
})

describe('what `sam build` wrote', () => {
  const SAMCONFIG = `version = 0.1
[default.global.parameters]
stack_name = "orders"
[default.deploy.parameters]
capabilities = "CAPABILITY_IAM CAPABILITY_NAMED_IAM"
s3_bucket = "sam-default"
parameter_overrides = "Stage=\\"two words\\" Other=x"
[production.deploy.parameters]
stack_name = "orders-live"
s3_bucket = "sam-live"
parameter_overrides = ["ParameterKey=Stage,ParameterValue=live"]
tags = "team=shop"
`

  test('is packaged with the defaults of samconfig.toml, by environment', async () => {
    const folder = workspace({ 'samconfig.toml': SAMCONFIG }, { '.aws-sam/build': SAM_BUILD })
    const { preprod, production, bodyOf } = await packaged(folder, '{ sam: .aws-sam/build }')
    expect(preprod).toMatchObject({
      name: 'orders',
      source: '.aws-sam/build/template.yaml',
      capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
      parameters: { Stage: 'two words', Other: 'x' },
      assets: [{ name: 'Orders.CodeUri (Orders)', bucket: 'sam-default' }],
    })
    expect(production).toMatchObject({
      name: 'orders-live',
      parameters: { Stage: 'live' },
      tags: { team: 'shop' },
      capabilities: [],
    })
    expect(bodyOf(production).Resources['Orders']?.Properties).toMatchObject({
      CodeUri: `s3://sam-live/${production.assets[0]?.key}`,
    })
    expect(
      parseTemplate(readFileSync(join(folder, preprod.original ?? ''), 'utf8'), 'x').source(['Resources', 'Orders'])
        .line,
    ).toBe(12)
  })

  test('takes name, bucket and parameters from the entry first', async () => {
    const folder = workspace({ 'samconfig.toml': SAMCONFIG }, { '.aws-sam/build': SAM_BUILD })
    const entry =
      '{ sam: .aws-sam/build, name: "o-{environment}", asset-bucket: "b-{environment}", parameters: { Stage: 1 } }'
    const { preprod } = await packaged(folder, entry)
    expect(preprod).toMatchObject({
      name: 'o-{environment}',
      parameters: { Stage: '1', Other: 'x' },
      assets: [{ bucket: 'b-preprod' }],
    })
  })

  test('needs a name, a bucket and a build', async () => {
    expect(await refusal(packaged(workspace({}), '{ sam: .aws-sam/build }'))).toContain('Run `sam build` in this job')
    made?.remove()
    const folder = workspace({}, { '.aws-sam/build': SAM_BUILD })
    expect(await refusal(packaged(folder, '{ sam: .aws-sam/build }'))).toContain(
      'Set `name` of this entry of `stacks`, or `stack_name`',
    )
    expect(await refusal(packaged(folder, '{ sam: .aws-sam/build, name: a }'))).toContain(
      '`resolve_s3` is not followed',
    )
  })

  test('is refused with an unreadable samconfig.toml', async () => {
    const folder = workspace({ 'samconfig.toml': 'version = ' }, { '.aws-sam/build': SAM_BUILD })
    expect(await refusal(packaged(folder, '{ sam: .aws-sam/build }'))).toContain('samconfig.toml cannot be read')
    expect(() =>
      samDefaults({ default: { deploy: { parameters: { parameter_overrides: 'Stage' } } } }, ['default'], 's'),
    ).toThrow('s: parameter_overrides has Stage, which is not a pair NAME=VALUE')
  })
})
