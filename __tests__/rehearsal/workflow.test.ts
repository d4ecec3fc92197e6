import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readAction } from '../../rehearsal/runner/action.ts'
import { inputsWith, readCaller, readWorkflow } from '../../rehearsal/workflow.ts'
import { COMMANDS } from '../../src/commands/index.ts'
import { COMMAND_NAMES, type CommandName } from '../../src/config/model/command-names.ts'
import { ENVIRONMENT_KEYS } from '../../src/config/model/environment-keys.ts'
import type { Inputs } from '../../src/config/model/inputs.ts'
import type { Slot } from '../../src/evidence/document.ts'
import { mustBuildOn } from '../../src/evidence/order.ts'

const PROJECT = join(import.meta.dirname, '../..')
const SHIPPED = join(PROJECT, '.github/workflows/release.yml')
const CALLER = join(PROJECT, 'examples/shop/.github/workflows/release.yml')

/** The slot that a step with these inputs fills. */
function slotOf(inputs: Readonly<Record<string, string>>): Slot {
  const command = inputs['command'] as CommandName
  return { command, environment: COMMANDS[command].meta.environment({} as Inputs) }
}

describe('the shipped workflow', () => {
  const jobs = readWorkflow(SHIPPED, readCaller(CALLER))

  test('runs every command, in the order of a release', () => {
    const commands = jobs.map(({ inputs }) => inputs['command'])
    expect([...new Set(commands)]).toEqual(COMMAND_NAMES.filter((name) => name !== 'rollback' && name !== 'teardown'))
  })

  test('gives only inputs that the action has', () => {
    const known = readAction(PROJECT).inputs.map(({ name }) => name)
    for (const job of jobs) expect(known).toEqual(expect.arrayContaining(Object.keys(job.inputs)))
  })

  test('names in each job the jobs whose evidence it builds on', () => {
    expect(Object.fromEntries(jobs.map(({ name, needs }) => [name, needs]))).toEqual({
      build: [],
      precheck: ['build'],
      'deploy-preprod': ['precheck'],
      'verify-aws': ['precheck', 'deploy-preprod'],
      'verify-tests': ['precheck', 'deploy-preprod'],
      gate: ['build', 'precheck', 'deploy-preprod', 'verify-aws', 'verify-tests'],
      'deploy-production': ['build', 'precheck', 'deploy-preprod', 'verify-aws', 'verify-tests', 'gate'],
    })
  })

  test('orders the jobs as the gate demands it', () => {
    const slots = jobs.map(({ name, inputs }) => ({ name, slot: slotOf(inputs) }))
    for (const { name, needs, inputs } of jobs) {
      const required = slots
        .filter(({ slot }) => mustBuildOn(slotOf(inputs), slot, ENVIRONMENT_KEYS))
        .map((other) => other.name)
      expect([name, needs]).toEqual([name, expect.arrayContaining(required)])
    }
  })

  test('deploys only in jobs of the environment', () => {
    const environments = Object.fromEntries(jobs.map(({ name, environment }) => [name, environment]))
    expect(environments).toEqual({
      build: undefined,
      precheck: undefined,
      'deploy-preprod': 'preprod',
      'verify-aws': undefined,
      'verify-tests': undefined,
      gate: undefined,
      'deploy-production': 'production',
    })
  })

  test('builds in the first job, and only there, if there is anything to build', () => {
    expect(jobs.map(({ scripts }) => scripts.map(({ env }) => env))).toEqual([
      [{ BUILD: 'npm run build' }],
      ...jobs.slice(1).map(() => []),
    ])
    const without = readWorkflow(SHIPPED, { region: 'eu-west-1' })
    expect(without.map(({ name }) => name)).toEqual(jobs.slice(1).map(({ name }) => name))
  })

  test('runs the tests of the user without any identity', () => {
    expect(jobs.find(({ name }) => name === 'verify-tests')?.permissions).toEqual({ contents: 'read' })
  })

  test('hands the digest of every job to the later ones', () => {
    for (const job of jobs) expect(job.outputs).toEqual({ verdict: 'verdict', digest: 'digest' })
  })

  test("takes the caller's inputs", () => {
    expect(jobs.map(({ env }) => env['AWS_REGION'])).toEqual(jobs.map(() => 'eu-west-1'))
  })
})

describe('reading a workflow', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'workflow-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const read = (job: string) => {
    const path = join(folder, 'release.yml')
    writeFileSync(path, `on: { workflow_call: { inputs: { mode: { default: enforce } } } }\njobs:\n  only: ${job}\n`)
    return readWorkflow(path, {})
  }

  test('needs become the JSON of the jobs that are needed', () => {
    const [job] = read('{ steps: [{ uses: org/test-deployments@v1, with: { needs: "${{ toJSON(needs) }}" } }] }')
    const needs = { precheck: { result: 'success', outputs: { digest: 'sha256:1' } } }
    expect(job && JSON.parse(inputsWith(job, needs)['needs'] ?? '')).toEqual(needs)
  })

  test.each([
    [
      'an action of others',
      '{ steps: [{ uses: actions/cache@v5 }, { uses: org/test-deployments@v1 }] }',
      'cannot play actions/cache@v5',
    ],
    [
      'a condition that is not understood',
      '{ steps: [{ if: always(), uses: org/test-deployments@v1 }] }',
      'cannot tell whether always()',
    ],
    ['a job without this action', '{ steps: [{ uses: actions/checkout@v5 }] }', 'does not use this action'],
    [
      'an expression that is not understood',
      '{ steps: [{ uses: org/test-deployments@v1, with: { mode: "${{ vars.MODE }}" } }] }',
      'cannot tell what ${{ vars.MODE }} is',
    ],
    [
      'an output that is not understood',
      '{ outputs: { digest: "${{ steps.other.outputs.digest }}" }, steps: [{ uses: org/test-deployments@v1 }] }',
      'cannot tell what the output',
    ],
  ])('%s is refused', (_, job, message) => {
    expect(() => read(job)).toThrow(message)
  })
})
