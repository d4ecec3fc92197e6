import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { blocking } from '../../../src/evidence/verdict.ts'
import { startWorld, type World } from '../world.ts'

/** Nested stacks, dependent stacks, and errors in files, against AWS on loopback. */

let world: World

beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.close())

const TOPIC = `
Parameters: { Name: { Type: String, Default: orders } }
Resources:
  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Ref Name } }
`
const CONFIG = 'version: 1\nstacks: [{ id: web, name: "shop-{environment}", template: web.yml }]\n'

async function changeSetsLeft(): Promise<string[]> {
  const calls = await world.cloudformation()
  const { Stacks } = await calls.describeStacks({})
  const all = await Promise.all(
    (Stacks ?? []).map(async (stack) => {
      const { Summaries } = await calls.listChangeSets({ StackName: stack.StackId })
      return (Summaries ?? []).map((summary) => `${stack.StackName} ${summary.ChangeSetName}`)
    }),
  )
  return all.flat()
}

describe('nested stacks', () => {
  const nesting = (id: string, name: string): string => `
Resources:
  ${id}: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: "https://templates.s3.eu-west-1.amazonaws.com/${name}" } }
`

  test('drift two levels deep is found', async () => {
    await world.close()
    world = await startWorld({ buckets: [{ name: 'templates', account: '111111111111', region: 'eu-west-1' }] })
    const storage = await world.ports.connect.storage({ region: world.region, session: 'test' })
    await storage.putObject({ Bucket: 'templates', Key: 'topic.yml', Body: TOPIC })
    await storage.putObject({ Bucket: 'templates', Key: 'data.yml', Body: nesting('Inner', 'topic.yml') })
    const template = nesting('Data', 'data.yml')
    await world.write({ 'web.yml': template })
    for (const environment of ['preprod', 'production']) await world.deploy(`shop-${environment}`, template)
    const calls = await world.cloudformation()
    const { Stacks } = await calls.describeStacks({})
    const deepest = Stacks?.find((stack) => /shop-production-Data-.*Inner/.test(stack.StackName ?? ''))
    await world.sandbox.admin.tamper({
      account: world.account,
      region: world.region,
      stack: deepest?.StackName ?? '',
      resource: 'Topic',
      properties: { DisplayName: 'by hand' },
    })
    const evidence = await world.precheck(CONFIG)
    expect(blocking(evidence.findings).map(({ code, subject }) => [code, subject])).toEqual([
      ['drift/property-differs', 'stack/web/Data/Inner/resource/Topic/property/DisplayName'],
    ])
  })
})

describe('dependent stacks', () => {
  test('are planned in order, with provisional plans where values are unknown', async () => {
    await world.write({
      'base.yml': `${TOPIC}Outputs: { Arn: { Value: !Ref Topic } }\n`,
      'web.yml': TOPIC,
    })
    const evidence = await world.precheck(`
version: 1
stacks:
  - { id: web, name: "web-{environment}", template: web.yml, parameters: { Name: "{stack.base.outputs.Arn}" } }
  - { id: base, name: "base-{environment}", template: base.yml }
`)
    expect(evidence.verdict).toBe('pass')
    expect(evidence.plans[0]?.changeSets.map(({ stack, provisional }) => [stack, provisional])).toEqual([
      ['base', false],
      ['web', true],
    ])
    expect(await changeSetsLeft()).toHaveLength(1)
  })
})

describe('errors', () => {
  test.each([
    ['web.yml', 'Resources:\n  Topic:\n    Properties: {}\n', 'config/template', 2],
    ['web.yml', 'Resources: [\n', 'config/template', 2],
    ['parameters.json', '[{ "ParameterKey": "Name" }]', 'config/parameters', 1],
    ['intent.yml', 'version: 1\nallow:\n  - { action: Add }\n', 'config/intent', 3],
  ])('in %s are reported with their line before the first request to AWS', async (file, text, code, line) => {
    await world.write({ 'web.yml': TOPIC, 'parameters.json': '[]', 'intent.yml': 'version: 1\n', [file]: text })
    const config =
      'version: 1\nprecheck: { intent: intent.yml }\nstacks: [{ id: web, name: s, template: web.yml, parameters: parameters.json }]\n'
    await world.sandbox.close()
    await expect(world.precheck(config)).rejects.toMatchObject({ code, details: { file, line } })
  })
})
