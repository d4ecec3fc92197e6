import { describe, expect, test } from '@jest/globals'
import { inlineParameters } from '../../src/cloudformation/template/parameters.ts'
import { parseTemplate } from '../../src/cloudformation/template/template.ts'
import { resolveEnvironment } from '../../src/config/model/environment.ts'
import { resolveTemporary } from '../../src/config/model/temporary-environment.ts'
import { readConfig } from '../../src/config/schema/file.ts'
import type { Finding } from '../../src/evidence/finding.ts'
import type { StackSource, StackSources } from '../../src/plan/sources/read-sources.ts'
import { judgeParallelSafety } from '../../src/temporary/parallel-safety.ts'

interface Parts {
  readonly templates: Readonly<Record<string, string>>
  /** By stack, as in the file; {environment} is filled in. */
  readonly parameters?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly temporary?: string
}

function judge({ templates, parameters = {}, temporary = '' }: Parts): Finding[] {
  const ids = Object.keys(templates)
  const stacks = ids.map((id) => `{ id: ${id}, name: "${id}-{environment}", template: ${id}.yml }`)
  const config = readConfig(
    `version: 1
environments: { preprod: { region: eu-west-1, temporary: { name: "pr-{pull-request}"${temporary} } } }
stacks: [${stacks.join(', ')}]
`,
    'config.yml',
  )
  const copy = resolveTemporary(config, 'pr-12', undefined)
  const original = resolveEnvironment(config, 'preprod', undefined)
  const sourcesOf = (name: string): StackSources =>
    new Map(
      ids.map((id): [string, StackSource] => {
        const values = Object.entries(parameters[id] ?? {}).map(
          ([key, value]) => [key, value.replaceAll('{environment}', name)] as const,
        )
        const template = parseTemplate(templates[id] ?? '', `${id}.yml`)
        return [id, { id, template, parameters: inlineParameters(Object.fromEntries(values)), dependsOn: [] }]
      }),
    )
  return judgeParallelSafety(
    { environment: original, sources: sourcesOf('preprod') },
    { environment: copy, sources: sourcesOf('pr-12') },
  )
}

const lines = (findings: readonly Finding[]): string[] =>
  findings.map(({ code, subject, source }) => `${code} ${subject}${source ? `:${source.line}` : ''}`)

/** A bucket with a name, and parameters. */
const bucket = (name: string): string => `Parameters: { Stage: { Type: String, Default: one } }
Conditions: { Live: !Equals [!Ref Stage, preprod] }
Resources:
  Topic: { Type: AWS::SNS::Topic }
  Fixed: { Type: AWS::SNS::Topic, Properties: { TopicName: orders } }
  Store:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: ${name}
`
const fixedTopic = 'temporary/fixed-name stack/web/resource/Fixed/property/TopicName:5'
const fixedBucket = 'temporary/fixed-name stack/web/resource/Store/property/BucketName:9'

describe('names of resources in copies of a stack', () => {
  test.each([
    ['a literal', 'shop-store', true],
    ['the name of the stack', '!Sub "${AWS::StackName}-store"', false],
    ['a part of the id of the stack', '!Join ["-", [store, !Select [2, !Split ["/", !Ref AWS::StackId]]]]', false],
    ['a parameter with the name of the environment', '!Sub "store-${Stage}"', false],
    ['an account', '!Sub "store-${AWS::AccountId}"', true],
    ['a generated name of another resource', '!Sub "${Topic.TopicName}-store"', false],
    ['a fixed name of another resource', '!Sub "${Fixed.TopicName}-store"', true],
    ['no name in some environments', '!If [Live, shop-store, !Ref AWS::NoValue]', false],
    ['one of two names', '!If [Live, shop-store, other-store]', false],
    ['an import under a fixed name', '!ImportValue network-store', true],
    ["an import of the stack's own export", '!ImportValue { "Fn::Sub": "${AWS::StackName}-store" }', false],
  ])('%s', (_, name, isFixed) => {
    const findings = judge({ templates: { web: bucket(name) }, parameters: { web: { Stage: '{environment}' } } })
    const fixed = lines(findings).filter((line) => line.startsWith('temporary/fixed-name'))
    expect(fixed).toEqual([fixedTopic, ...(isFixed ? [fixedBucket] : [])])
  })

  test('a parameter with one value in all environments is reported with its line, and the next step', () => {
    const findings = judge({ templates: { web: bucket('!Sub "store-${Stage}"') } })
    const found = findings.find(({ subject }) => subject.includes('/Store/'))
    expect(found).toMatchObject({ outcome: 'fail', source: { file: 'web.yml', line: 9 } })
    expect(found?.advice).toContain('environments.preprod.temporary.parameters.web')
  })

  test('a name that is unique within a resource of the copy may be the same', () => {
    const template = (name: string): string => `Resources:
  Fn: { Type: AWS::Lambda::Function, Properties: { Role: r, Code: {}${name} } }
  Alias: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref Fn, FunctionVersion: "1", Name: live } }
`
    expect(lines(judge({ templates: { web: template('') } }))).toEqual([
      'temporary/parallel-safe environment/pr-12/names',
    ])
    expect(lines(judge({ templates: { web: template(', FunctionName: shop') } }))).toEqual([
      'temporary/fixed-name stack/web/resource/Fn/property/FunctionName:2',
      'temporary/fixed-name stack/web/resource/Alias/property/Name:3',
    ])
  })

  test('an output of another stack of the copy is another value', () => {
    const base = (name: string): string => `Resources: { Topic: { Type: AWS::SNS::Topic${name} } }
Outputs: { Name: { Value: !GetAtt Topic.TopicName } }
`
    const web =
      'Parameters: { Name: { Type: String } }\nResources: { Q: { Type: AWS::SQS::Queue, Properties: { QueueName: !Ref Name } } }\n'
    const parameters = { web: { Name: '{stack.base.outputs.Name}' } }
    expect(lines(judge({ templates: { base: base(''), web }, parameters }))).toEqual([
      'temporary/parallel-safe environment/pr-12/names',
    ])
    expect(lines(judge({ templates: { base: base(', Properties: { TopicName: a }'), web }, parameters }))).toEqual([
      'temporary/fixed-name stack/base/resource/Topic/property/TopicName:1',
      'temporary/fixed-name stack/web/resource/Q/property/QueueName:2',
    ])
  })

  test('a name that is declared as shared may be the same', () => {
    const templates = { web: bucket('!Sub "${AWS::StackName}-store"') }
    expect(lines(judge({ templates, temporary: ', shared: [web/Fixed]' }))).toEqual([
      'temporary/parallel-safe environment/pr-12/names',
    ])
  })
})

test('exports need another name, and imports under a fixed one are reported', () => {
  const template = `Resources:
  Queue: { Type: AWS::SQS::Queue, Properties: { KmsMasterKeyId: !ImportValue network-key } }
Outputs:
  Url: { Value: !Ref Queue, Export: { Name: shop-url } }
  Own: { Value: !Ref Queue, Export: { Name: !Sub "\${AWS::StackName}-url" } }
`
  const findings = judge({ templates: { web: template } })
  expect(lines(findings)).toEqual([
    'temporary/fixed-export stack/web/output/Url/export:4',
    'temporary/shared-import stack/web/imports/network-key:2',
  ])
})

test('an unreadable template is reported', () => {
  const template = `Transform: Custom
Resources:
  Inner: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: "https://x.s3.amazonaws.com/a" } }
`
  expect(judge({ templates: { web: template } })[0]).toMatchObject({
    code: 'temporary/not-checked',
    outcome: 'noted',
    observed: 'Inner, what Custom makes',
  })
})
