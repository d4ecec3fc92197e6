import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import type { ScenarioInput } from '../../sandbox/scenario.ts'
import { blockers, openSourceWorld, type PrecheckWorld } from '../dist/support/precheck-world.ts'
import { PROJECT } from '../dist/support/harness.ts'

/** References of a task definition, which no change set examines: tasks do not start without them. */

let world: PrecheckWorld | undefined
afterEach(async () => {
  await world?.close()
  world = undefined
})

const PARAMETER = (name: string) =>
  `Resources: { Key: { Type: AWS::SSM::Parameter, Properties: { Name: ${name}, Type: String, Value: a } } }`
const PLACE = 'deployment/web/task-definition/containerDefinitions[0]'

/** Precheck of the services of the scenario, whose container has these members, with the given stacks. */
async function precheck(members: object, existing: Readonly<Record<string, string>> = {}, files: object = {}) {
  const text = readFileSync(join(PROJECT, 'sandbox/scenarios/serverless.yml'), 'utf8')
  const scenario = parse(text, { merge: true }) as ScenarioInput
  const own = scenario.github?.files as Readonly<Record<string, string>>
  const definition = JSON.parse(own['deploy/task.json'] ?? '') as { containerDefinitions: object[] }
  const [container] = definition.containerDefinitions
  const changed = { ...definition, containerDefinitions: [{ ...container, ...members }] }
  const role = { arn: 'arn:aws:iam::111111111111:role/pull', trust: { repository: 'acme/shop' } }
  world = await openSourceWorld({
    ...scenario,
    roles: [role],
    history: [
      ...(scenario.history ?? []),
      ...Object.entries(existing).map(([stack, template]) => ({ deploy: { stack, template } })),
    ],
    github: {
      ...scenario.github,
      files: {
        ...own,
        'deploy/task.json': JSON.stringify({ ...changed, executionRoleArn: role.arn }),
        ...files,
      },
    },
  })
  return world.precheck()
}
const about = (all: readonly string[]) => all.filter((each) => each.includes(' reference/'))

describe('a secret of a container', () => {
  const secrets = { secrets: [{ name: 'KEY', valueFrom: '/shop/{environment}/key' }] }

  test('must exist in each environment', async () => {
    const seen = await precheck(secrets, { 'keys-preprod': PARAMETER('/shop/preprod/key') })
    expect(about(blockers(seen))).toEqual([`fail reference/missing ${PLACE}.secrets[0].valueFrom`])
    const [finding] = seen.evidence.findings.filter(({ code }) => code === 'reference/missing')
    expect(finding?.title).toBe(
      'production: containerDefinitions[0].secrets[0].valueFrom of deploy/task.json refers to the parameter /shop/production/key, which does not exist',
    )
  })

  test('is found where it exists', async () => {
    const seen = await precheck(secrets, {
      'keys-preprod': PARAMETER('/shop/preprod/key'),
      'keys-production': PARAMETER('/shop/production/key'),
    })
    expect(about(blockers(seen))).toEqual([])
    expect(
      seen.evidence.findings.flatMap(({ code, subject, observed }) =>
        code === 'reference/found' && subject.startsWith('deployment/') ? [`${subject}: ${observed}`] : [],
      ),
    ).toEqual(Array.from({ length: 2 }, () => 'deployment/web/task-definition/references: 1 parameter, 1 role'))
  })
})

test('a log group that a stack of the release creates is pending, and one that nothing creates is missing', async () => {
  const logs = (group: string) => ({
    logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': group, 'awslogs-region': 'eu-west-1' } },
  })
  const missing = await precheck(logs('/shop/{environment}'))
  expect(about(blockers(missing))).toEqual([`fail reference/missing ${PLACE}.logConfiguration.options.awslogs-group`])
  await world?.close()
  const config = '.github/test-deployments.yml'
  const own = String(world?.sandbox.scenario.github.files[config])
  const files = {
    [config]: own.replace(
      'stacks: [',
      'stacks: [{ id: logs, name: "logs-{environment}", template: logs.yml, parameters: { Env: "{environment}" } }, ',
    ),
    'logs.yml':
      'Parameters: { Env: { Type: String } }\nResources: { Group: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: !Sub "/shop/${Env}" } } }\n',
  }
  expect(files[config]).not.toBe(own)
  expect(about(blockers(await precheck(logs('/shop/{environment}'), {}, files)))).toEqual([])
})
