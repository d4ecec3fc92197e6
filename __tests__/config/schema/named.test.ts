import { expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { schema, schemaNamedBy } from '../../../src/config/schema/index.ts'

/** A schema without the sections that a file does not name reads the file as the whole schema does. */

const SMALL = 'version: 1\nstacks: [{ name: "a-{environment}", template: b.yml }]\n'
const ROLE = 'arn:aws:iam::111111111111:role/deploy'
const ACCEPTED = 'reason: planned, owner: team, until: 2099-01-01'

test.each([
  ['nothing else', ''],
  ['the CDK', 'stacks: [{ cdk: cdk.out, stacks: ["{environment}/*"] }]'],
  ['SAM', 'stacks: [{ sam: .aws-sam/build, parameters: { A: 1 } }]'],
  [
    'deployments of each platform',
    `deployments:
  - { platform: server, application: a, group: g, revision: { directory: app } }
  - { platform: lambda, application: a, group: g, appspec: appspec.yml, revision: { archive: a.zip } }
  - { platform: ecs, application: a, group: g, appspec: appspec.yml, task-definition: task.json }
  - { platform: ecs-native, cluster: c, service: s, task-definition: task.json }
  - { platform: local, revision: { directory: app }, depends-on: [a] }`,
  ],
  [
    'temporary environments',
    'environments: { preprod: { temporary: { name: "pr-{pull-request}", url: "https://a" } } }',
  ],
  [
    'a calendar',
    'gate: { calendar: { open: [{ from: "09:00" }], freeze: [{ from: 2099-12-20, to: 2099-12-31, reason: rest }] } }',
  ],
  [
    'people to notify',
    `notify: { sns: "arn:aws:sns:eu-west-1:111111111111:all", owners: { security: "arn:aws:sns:eu-west-1:111111111111:own" }, role: "${ROLE}" }`,
  ],
  ['accepted drift', `precheck: { drift: { ignore: [{ resource: a/B, property: /C, ${ACCEPTED} }] } }`],
  ['accepted differences', 'precheck: { parity: { allow: [{ path: stacks/a/parameters/B, reason: smaller }] } }'],
  ['removed parts', 'precheck: { removed: [{ stack: old, reason: merged, owner: team }] }'],
  [
    'what cannot be rolled back',
    'precheck: { one-way: [{ deployment: app, rollback: impossible, reason: data, owner: team }] }',
  ],
  ['rules', `precheck: { rules: { template/macro: { off: true, ${ACCEPTED} }, plan/loss: on } }`],
  ['checks', 'verify: [{ http: "https://a.example.com" }, { run: npm test, junit: reports/*.xml }]'],
])('%s', (_, yaml) => {
  const file: unknown = { ...parse(SMALL), ...parse(yaml || '{}') }
  const whole = schema().safeParse(file)
  expect(whole.error?.issues ?? []).toEqual([])
  expect(schemaNamedBy(file).parse(file)).toEqual(whole.data)
})

test('a file that names none of it is read without', () => {
  const file: unknown = { ...parse(SMALL), deployments: [{ platform: 'local', revision: { directory: 'app' } }] }
  expect(schemaNamedBy(parse(SMALL)).safeParse(file).success).toBe(false)
  expect(schemaNamedBy(file).safeParse(file).success).toBe(true)
})

test('a file that contains itself, or a list ten thousand deep, is refused and not followed without end', () => {
  const circle: Record<string, unknown> = { version: 1 }
  circle['verify'] = circle
  let deep: unknown = []
  for (let depth = 0; depth < 10_000; depth++) deep = [deep]
  expect(schemaNamedBy(circle).safeParse(circle).success).toBe(false)
  expect(schemaNamedBy({ version: 1, verify: deep }).safeParse({ version: 1, verify: deep }).success).toBe(false)
})
