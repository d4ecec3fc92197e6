import { describe, expect, test } from '@jest/globals'
import { mayMake, unroll } from '../../../src/cloudformation/template/for-each.ts'
import { readProcessed, withProcessed } from '../../../src/cloudformation/template/processed.ts'
import { parseTemplate } from '../../../src/cloudformation/template/template.ts'
import { aliasPolicies, blueGreenHook } from '../../../src/cloudformation/template/update-policies.ts'
import { ActionError } from '../../../src/support/errors.ts'

const LOOPED = `
Transform: AWS::LanguageExtensions
Parameters: { Names: { Type: CommaDelimitedList } }
Resources:
  Fn::ForEach::Topics:
    - Name
    - [orders, re-turns]
    - Topic&{Name}:
        Type: AWS::SNS::Topic
        UpdateReplacePolicy: !If [Prod, Retain, Delete]
  Fn::ForEach::Given:
    - Name
    - !Ref Names
    - Queue\${Name}: { Type: AWS::SQS::Queue }
  Plain: { Type: AWS::SNS::Topic }
`

describe('loops', () => {
  test('over a literal list are replaced by their resources, each with the line of its loop', () => {
    const { resources } = parseTemplate(LOOPED, 'web.yml')
    expect(Object.entries(resources).map(([id, { type, source }]) => [id, type, source.line])).toEqual([
      ['Topicorders', 'AWS::SNS::Topic', 5],
      ['Topicreturns', 'AWS::SNS::Topic', 5],
      ['Fn::ForEach::Given', 'Fn::ForEach::Given', 11],
      ['Plain', 'AWS::SNS::Topic', 15],
    ])
  })

  test('can be nested', () => {
    const inner = ['K', ['x', 1], { '${N}To${K}': {} }]
    const overList = ['N', { Ref: 'Names' }, { 'Q${N}': {} }]
    expect(unroll(overList, (name) => (name === 'Names' ? ['a'] : undefined))).toEqual([['Qa', {}]])
    expect(unroll(overList, () => undefined)).toBeUndefined()
    expect(unroll(['N', ['a', 'b'], { 'Fn::ForEach::In': inner }])?.map(([name]) => name)).toEqual([
      'aTox',
      'aTo1',
      'bTox',
      'bTo1',
    ])
    expect(mayMake(['N', { Ref: 'Names' }, { 'Fn::ForEach::In': inner }], 'aTox')).toBe(true)
    expect(mayMake(['N', { Ref: 'Names' }, { 'Fn::ForEach::In': inner }], 'aTox.*')).toBe(false)
  })

  test.each([
    ['no list'],
    [['N']],
    [['N', ['a'], 'text']],
    [['N', [{ a: 1 }], { X: {} }]],
    [['N', { Ref: 'P' }, { X: {} }]],
  ])('of another form are not changed: %j', (value) => expect(unroll(value)).toBeUndefined())
})

describe('a processed template', () => {
  const original = parseTemplate(LOOPED, 'web.yml')
  const text = JSON.stringify({
    Resources: {
      Topicorders: { Type: 'AWS::SNS::Topic', UpdateReplacePolicy: 'Retain' },
      Queuea: { Type: 'AWS::SQS::Queue' },
      PlainAliaslive: { Type: 'AWS::Lambda::Alias' },
      Elsewhere: { Type: 'AWS::SNS::Topic' },
    },
    Outputs: { Made: { Value: 1 } },
  })

  test('has the resources that will be created, and keeps the lines and the digest of the original', () => {
    const processed = withProcessed(original, text)
    const { resources, outputs, digest } = processed
    expect(resources['Topicorders']).toMatchObject({ updateReplacePolicy: 'Retain', source: { line: 5 } })
    expect(resources['Queuea']?.source).toMatchObject({ file: 'web.yml', line: 11 })
    expect(resources['PlainAliaslive']?.source).toMatchObject({ line: 15 })
    expect(resources['Elsewhere']?.source).toEqual({ file: 'web.yml' })
    expect(Object.keys(outputs)).toEqual(['Made'])
    expect([digest, processed.source(['Transform']).line]).toEqual([original.digest, 2])
  })

  test('that cannot be parsed is an error, never an empty template', async () => {
    const requests: object[] = []
    const getTemplate = async (input: object): Promise<{ TemplateBody: string; $metadata: object }> => {
      requests.push(input)
      return { TemplateBody: 'nothing', $metadata: {} }
    }
    const read = readProcessed({ getTemplate }, { arn: 'arn:set', stackArn: 'arn:stack' }, original)
    await expect(read).rejects.toMatchObject({ code: 'aws/service', message: expect.stringContaining('web.yml') })
    await expect(read).rejects.toBeInstanceOf(ActionError)
    expect(requests).toEqual([{ StackName: 'arn:stack', ChangeSetName: 'arn:set', TemplateStage: 'Processed' }])
  })
})

describe('deployments that a template declares', () => {
  test('are update policies of aliases, by name, by resource, or undetermined', () => {
    const alias = (application: string, group: string): string =>
      `{ Type: AWS::Lambda::Alias, UpdatePolicy: { CodeDeployLambdaAliasUpdate: { ApplicationName: ${application}, DeploymentGroupName: ${group} } } }`
    const template = parseTemplate(
      `Resources:\n  App: { Type: AWS::CodeDeploy::Application }\n  A: ${alias('!Ref App', 'live')}\n  B: ${alias('shop', '!ImportValue g')}\n  C: { Type: AWS::Lambda::Alias }`,
      'web.yml',
    )
    expect(aliasPolicies(template)).toEqual([
      { alias: 'A', application: { resource: 'App' }, group: { name: 'live' }, hooks: [] },
      { alias: 'B', application: { name: 'shop' }, group: { open: true }, hooks: [] },
    ])
  })

  test('are hooks of the stack', () => {
    const template = (hooks: string) =>
      parseTemplate(`${hooks}\nResources: { T: { Type: AWS::SNS::Topic } }`, 'web.yml')
    const hook =
      'Hooks: { Deploy: { Type: AWS::CodeDeploy::BlueGreen, Properties: { LifecycleEventHooks: { AfterInstall: smoke } } } }'
    expect(blueGreenHook(template(hook))).toEqual({
      id: 'Deploy',
      events: ['AfterInstall'],
      functions: { AfterInstall: 'smoke' },
    })
    expect(blueGreenHook(template('Hooks: { Other: { Type: Mine } }'))).toBeUndefined()
    expect(blueGreenHook(template(''))).toBeUndefined()
  })
})
