import { afterEach, expect, test } from '@jest/globals'
import { openSourceWorld, type PrecheckWorld } from '../support/precheck-world.ts'

/** References to outputs that no template declares: they are refused before the first request to AWS. */

const TEMPLATE = `
Resources: { Topic: { Type: AWS::SNS::Topic } }
Outputs:
  Url: { Value: 'http://shop.example' }
  Function: { Value: orders }
`
const STACKS = 'version: 1\nstacks: [{ id: web, name: "shop-{environment}", template: web.yml }]\n'
const LAMBDA = 'deployments: [{ platform: lambda, application: a, group: g, appspec: orders.yml }]\n'
const ECS =
  'deployments: [{ platform: ecs, application: a, group: g, appspec: orders.yml, task-definition: task.json }]\n'
const APPSPEC = 'version: 0.0\nResources: []\n'

let world: PrecheckWorld
afterEach(() => world.close())

test.each<[string, Readonly<Record<string, string>>, object]>([
  [
    'a check',
    { config: `${STACKS}verify: [{ http: "{stack.outputs.Urll}/health" }]\n` },
    { subject: 'check/GET /health answers 2xx', observed: '{stack.outputs.Urll}' },
  ],
  [
    'a command',
    { config: `${STACKS}verify: [{ run: "curl {stack.web.outputs.Urll}", name: smoke }]\n` },
    { subject: 'check/smoke', observed: '{stack.web.outputs.Urll}' },
  ],
  [
    'a bucket',
    {
      config: `${STACKS}deployments: [{ platform: server, application: a, group: g, revision: { directory: app, bucket: "{stack.outputs.Urll}" } }]\n`,
    },
    { subject: 'deployment/app', observed: '{stack.outputs.Urll}' },
  ],
  [
    'an AppSpec, with its line',
    { config: `${STACKS}${LAMBDA}`, 'orders.yml': `${APPSPEC}# {stack.outputs.Urll}\n` },
    { subject: 'deployment/app', source: { file: 'orders.yml', line: 3, column: 3 } },
  ],
  [
    'a task definition, with its line',
    { config: `${STACKS}${ECS}`, 'orders.yml': APPSPEC, 'task.json': '{\n  "family": "{stack.web.outputs.Urll}"\n}' },
    { subject: 'deployment/app', source: { file: 'task.json', line: 2, column: 14 } },
  ],
])('refuses %s that refers to a misspelt output', async (_, { config = '', ...more }, expected) => {
  const files = { '.github/test-deployments.yml': config, 'web.yml': TEMPLATE, ...more }
  world = await openSourceWorld({ github: { files } })
  const { result, evidence } = await world.precheck()
  expect(result.status).toBe(1)
  expect(evidence.verdict).toBe('error')
  expect(evidence.findings).toMatchObject([
    { code: 'config/reference', title: expect.stringMatching(/Urll\} refers to .* did you mean Url\?$/), ...expected },
  ])
  expect(world.asked).toEqual([])
})
