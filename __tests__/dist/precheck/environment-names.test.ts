import { afterEach, expect, test } from '@jest/globals'
import { blockers, openSourceWorld, type PrecheckWorld } from '../support/precheck-world.ts'

/** Names of GitHub environments may contain spaces and slashes; names of stacks may not. */

const STACKS = 'stacks: [{ id: web, name: "web-{environment}", template: t.yml }]\n'
const TEMPLATE = 'Resources: { Topic: { Type: AWS::SNS::Topic } }\n'

let world: PrecheckWorld
afterEach(() => world.close())

async function open(environments: string): Promise<void> {
  const config = `version: 1\nenvironments: ${environments}\n${STACKS}gate: { require: [] }\n`
  world = await openSourceWorld({
    pace: 100,
    history: [{ each: ['preprod', 'production'], deploy: { stack: 'web-{each}', template: TEMPLATE } }],
    github: { files: { '.github/test-deployments.yml': config, 't.yml': TEMPLATE } },
  })
}

test('a name with a slash gets a key of its own, and the names of the stacks do not change', async () => {
  await open('{ preprod: { github-environment: "Pre Prod" }, production: { github-environment: customer/production } }')
  const seen = await world.precheck()
  expect([seen.result.status, blockers(seen)]).toEqual([0, []])
  expect(seen.evidence.plans.flatMap(({ changeSets }) => changeSets.map(({ stackName }) => stackName))).toEqual([
    'web-preprod',
    'web-production',
  ])
})

test.each([
  ['{ preprod: { name: "Pre Prod" }, production: { name: customer/production } }', 'web-preprod', 'web-production'],
  ['{ preprod: { name: pre_prod }, production: { name: "Live!" } }', 'web-preprod', 'web-production'],
  ['{ preprod: { name: test }, production: { name: prod.eu } }', 'web-test', 'web-production'],
  ['{ preprod: { name: test }, production: { name: live, github-environment: a/b } }', 'web-test', 'web-live'],
])('a name that is invalid for stacks is used for the GitHub environment only: %s', async (environments, ...stacks) => {
  await open(environments)
  const seen = await world.precheck()
  const planned = seen.evidence.plans.flatMap(({ changeSets }) => changeSets.map(({ stackName }) => stackName))
  expect([planned, blockers(seen).filter((line) => line.includes('config/'))]).toEqual([stacks, []])
})

test('a value of {environment} that is invalid for stacks is refused with the key that uses it', async () => {
  await open(
    '{ preprod: { name: "Pre Prod", github-environment: a }, production: { name: customer/production, github-environment: b } }',
  )
  const seen = await world.precheck()
  expect(seen.result.status).toBe(1)
  expect(world.asked).toEqual([])
  expect(
    seen.evidence.findings.map(({ code, advice }) => [code, /environments\.\w+\.github-\w+/.exec(advice ?? '')?.[0]]),
  ).toEqual([
    ['config/file', 'environments.preprod.github-environment'],
    ['config/file', 'environments.production.github-environment'],
  ])
})
