import { afterEach, expect, test } from '@jest/globals'
import { openWorld, type PrecheckWorld, type Seen } from '../support/precheck-world.ts'

/** `only: offline` through the bundle: checks that need no account, and no claim beyond them. */

const CONFIG = 'version: 1\nstacks: [{ id: web, name: "web-{environment}", template: t.yml }]\n'
const TEMPLATE = 'Resources: { Topic: { Type: AWS::SNS::Topic } }\n'

let world: PrecheckWorld
afterEach(() => world.close())

async function offline(template: string, config = CONFIG, region?: string): Promise<Seen> {
  world = await openWorld(
    { github: { files: { '.github/test-deployments.yml': config, 't.yml': template } } },
    { env: () => (region === undefined ? {} : { AWS_REGION: region }) },
  )
  return world.step({ command: 'precheck', only: 'offline' })
}
const reported = ({ evidence }: Seen): string[] => evidence.findings.map(({ outcome, code }) => `${outcome} ${code}`)

test('reads the templates, sends AWS no request, and reports that nothing else was checked', async () => {
  const seen = await offline(TEMPLATE)
  expect(seen.result.status).toBe(0)
  expect(reported(seen)).toEqual(expect.arrayContaining(['skipped precheck/offline', 'pass precheck/sources-valid']))
  expect(world.asked).toEqual([])
  expect(seen.result.summary).toContain(
    'only the checks without an AWS account ran: no drift, no change set, no parity',
  )
  expect(seen.evidence.findings.filter(({ code }) => /^(drift|change-set|parity|stack)\//.test(code))).toEqual([])
})

test.each([
  ['an unreadable template', '{', CONFIG],
  ['a template without resources', 'Outputs: {}\n', CONFIG],
  [
    'resources that need each other',
    'Resources: { A: { Type: AWS::SNS::Topic, DependsOn: B }, B: { Type: AWS::SNS::Topic, DependsOn: A } }\n',
    CONFIG,
  ],
  [
    'a condition of a resource',
    'Conditions: { C: !Equals [!Ref Topic, x] }\nResources: { Topic: { Type: AWS::SNS::Topic } }\n',
    CONFIG,
  ],
  [
    'an invalid replacement policy',
    'Resources: { Topic: { Type: AWS::SNS::Topic, UpdateReplacePolicy: RetainExceptOnCreate } }\n',
    CONFIG,
  ],
  ['a missing template', TEMPLATE, CONFIG.replace('t.yml', 'other.yml')],
])('fails for %s', async (_, template, config) => {
  const seen = await offline(template, config)
  expect(seen.result.status).toBe(1)
  expect(reported(seen)).not.toContain('pass precheck/sources-valid')
})

test.each([
  ['stacks', CONFIG],
  [
    'a deployment to servers',
    'version: 1\ndeployments: [{ platform: server, application: a, group: g, revision: { directory: ., bucket: b } }]\n',
  ],
])('needs no region for %s because it sends AWS no request, and needs one with AWS', async (_, config) => {
  const seen = await offline(TEMPLATE, config, '')
  expect(reported(seen)).toContain('skipped precheck/offline')
  expect(seen.everything).not.toContain('has no region')
  const asking = await world.step({ command: 'precheck' })
  expect(asking.result.status).toBe(1)
  expect(asking.everything).toContain('the environment preprod has no region')
})
