import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { checksOf, runChecks, type ChecksRun } from '../../../src/checks/engine/run-checks.ts'
import { surroundingsOf } from '../../../src/checks/engine/surroundings.ts'
import { accessTo, resolveEnvironment } from '../../../src/config/model/environment.ts'
import { readConfig } from '../../../src/config/schema/file.ts'
import { world, type World } from '../world.ts'

let here: World
beforeEach(async () => {
  here = await world()
})
afterEach(() => here.end())

const CONFIG = readConfig(
  [
    'version: 1',
    'verify:',
    '  - { name: always, file: { path: "/{environment}" } }',
    '  - { name: there, file: { path: "/{stack.web.outputs.Path}" }, phase: after-rollback }',
    '  - { name: gone, file: { path: "/none", exists: true }, phase: after-rollback }',
  ].join('\n'),
  'file',
)

test('the checks of a phase run in order, and each is a finding of that phase', async () => {
  const environment = resolveEnvironment(CONFIG, 'preprod', 'eu-west-1')
  const checks = checksOf(CONFIG.verify, ['after-rollback'], environment.words)
  expect(checks.map(({ name }) => name)).toEqual(['there', 'gone'])
  expect(checksOf(CONFIG.verify, ['after-deployment'], environment.words)[0]?.options).toMatchObject({
    file: { path: '/preprod' },
  })
  const happened: string[] = []
  const outputs = { web: { Path: 'x' } }
  const run: ChecksRun = {
    ports: here.ports,
    record: { measure: () => undefined, happened: ({ subject }) => void happened.push(subject) },
    around: surroundingsOf(environment, outputs, {
      access: accessTo(environment, 'verify', '7'),
      deployed: undefined,
    }),
    outputs,
  }
  const findings = await runChecks(run, checks)
  expect(findings.map(({ subject, details }) => [subject, details])).toMatchObject([
    ['check/there', { phase: 'after-rollback', check: 'there' }],
    ['check/gone', { phase: 'after-rollback', check: 'gone' }],
  ])
  expect(happened).toEqual(['check/there', 'check/gone'])
})
