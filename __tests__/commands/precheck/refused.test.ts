import { afterEach, describe, expect, test } from '@jest/globals'
import type { Finding } from '../../../src/evidence/finding.ts'
import { startWorld, type World } from '../world.ts'

/** Templates that CloudFormation or ECS rejects, in AWS on loopback. */

let world: World
afterEach(() => world.close())

const CONFIG = `
version: 1
stacks: [{ id: web, name: "web-{environment}", template: web.yml }]
`
const preprod = { environment: 'preprod' } as const

/** The findings that block the release of this template. */
async function blocking(template: string, deployed?: string): Promise<Finding[]> {
  world = await startWorld({})
  if (deployed !== undefined) await world.deploy('web-preprod', deployed)
  await world.write({ 'web.yml': template })
  const { findings } = await world.precheck(CONFIG, preprod)
  return findings.filter(({ outcome, subject }) => outcome === 'fail' && subject.startsWith('stack/web'))
}

const TOPIC = 'Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: "{{resolve:ssm:/shop/topic}}" } }'

describe('a dynamic reference to a parameter that does not exist', () => {
  test.each<[string, string | undefined]>([
    ['of a new stack', undefined],
    ['of a stack that exists', 'Resources: { Topic: { Type: AWS::SNS::Topic } }'],
  ])('is one finding %s', async (_, deployed) => {
    const findings = await blocking(`Resources:\n  ${TOPIC}\n`, deployed)
    expect(findings.map(({ code }) => code)).toEqual(['reference/missing'])
    expect(findings[0]?.source).toMatchObject({ file: 'web.yml', line: 2 })
    expect(findings[0]?.advice).not.toContain('Correct web.yml')
  })
})

test('a failed rule of the template is reported with its values', async () => {
  const findings = await blocking(`Parameters: { Size: { Type: String, Default: small } }
Rules:
  Sizes:
    Assertions: [{ Assert: !Equals [!Ref Size, large], AssertDescription: The size must be large }]
Resources: { Topic: { Type: AWS::SNS::Topic } }
`)
  expect(findings.map(({ title }) => title)).toEqual([
    expect.stringMatching(/web-preprod: assertion 1 of the rule Sizes does not hold$/),
  ])
  expect(findings[0]?.advice).toContain('(Size = "small"), or the rule in web.yml')
  expect(findings[0]?.source).toMatchObject({ file: 'web.yml', line: 4 })
})

test('a task definition of a template is judged once for both environments, with its line', async () => {
  world = await startWorld({})
  await world.write({
    'web.yml': `Resources:
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Memory: "512"
      ContainerDefinitions:
        - { Name: web, Image: "<IMAGE1_NAME>", PortMappings: [{ ContainerPort: "80" }] }
`,
  })
  const { findings } = await world.precheck(CONFIG)
  const reported = findings.filter(({ code }) => code.startsWith('task-definition/'))
  expect(reported.map(({ code, source }) => `${code} ${source?.file}:${source?.line}`)).toEqual([
    'task-definition/placeholder web.yml:7',
  ])
})
