import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { changeSetName } from '../../../src/cloudformation/change-sets/change-set.ts'
import { readStack } from '../../../src/cloudformation/stack.ts'
import { resolveEnvironment, type Stack } from '../../../src/config/model/environment.ts'
import { readConfig } from '../../../src/config/schema/file.ts'
import type { Evidence } from '../../../src/evidence/document.ts'
import { blocks } from '../../../src/evidence/verdict.ts'
import { recordingBefore } from '../../../src/rollback/stacks/record-before.ts'
import { until } from '../../sandbox/world.ts'
import { REPOSITORY, rollingIn, startRollingWorld } from '../rolling.ts'
import type { World } from '../world.ts'

/** Stacks of production that releases changed, each by a run of its own, and the rollback of the last one. */

const YAML = `
version: 1
rehearse-rollback: { stacks: true }
stacks:
  - { id: base, name: "base-{environment}", template: base.yml, timeout: 60s }
  - { id: web, name: "web-{environment}", template: web.yml, timeout: 60s }
`
const environment = resolveEnvironment(readConfig(YAML, 'config.yml'), 'production', 'eu-west-1')
const stackOf = (id: string): Stack => environment.stacks.find((stack) => stack.id === id)!
const topic = (title: string, more = ''): string => `
Parameters: { Word: { Type: String, NoEcho: true, Default: first } }
Resources:
  Topic: { Type: AWS::SNS::Topic, Properties: { DisplayName: ${title} } }
${more}`
const TABLE = `  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
`

let world: World
beforeEach(async () => {
  world = await startRollingWorld()
})
afterEach(() => world.close())

/**
 * Changes a stack as a release does: its previous state is recorded first. `leaves`: the job is killed during the
 * update.
 */
async function release(run: string, id: string, template: string, { leaves = false } = {}): Promise<void> {
  const { ports, region } = world
  const key = { runId: run, runAttempt: 1 }
  const calls = await world.cloudformation()
  const stack = stackOf(id)
  const existing = await readStack(calls, stack.name)
  const made = await calls.createChangeSet({
    StackName: stack.name,
    ChangeSetName: changeSetName('deploy', 'production', key, new Date()),
    ChangeSetType: existing === undefined ? 'CREATE' : 'UPDATE',
    TemplateBody: template,
  })
  await until(
    async () => (await calls.describeChangeSet({ ChangeSetName: made.Id })).Status === 'CREATE_COMPLETE',
    Boolean,
  )
  const access = { region, session: 'test' }
  await recordingBefore({ ports, run: key, environment, access }, REPOSITORY)(stack, made.StackId!, made.Id!)
  await calls.executeChangeSet({ ChangeSetName: made.Id })
  if (leaves) return
  await until(async () => (await readStack(calls, stack.name))?.status.endsWith('_COMPLETE') === true, Boolean)
}

const templateOf = async (id: string): Promise<string | undefined> =>
  (await (await world.cloudformation()).getTemplate({ StackName: stackOf(id).name })).TemplateBody
const lines = ({ findings }: Evidence): string[] =>
  findings
    .filter(({ code }) => code.startsWith('rollback/') || code.startsWith('stack/'))
    .map(({ code, outcome, subject }) => `${outcome} ${code} ${subject}`)
const failures = ({ findings }: Evidence): string[] => findings.filter(blocks).map(({ code }) => code)
const of = ({ findings }: Evidence, code: string, subject: string) =>
  findings.find((finding) => finding.code === code && finding.subject === subject)
const openChangeSets = async (id: string): Promise<number> => {
  const { Summaries = [] } = await (await world.cloudformation()).listChangeSets({ StackName: stackOf(id).name })
  return Summaries.filter(({ ExecutionStatus }) => ExecutionStatus === 'AVAILABLE').length
}

describe('stacks of production', () => {
  test('are rolled back by a change set that is planned, shown, executed and proved; the next rollback has nothing to do', async () => {
    await release('6', 'base', topic('one'))
    await release('6', 'web', topic('one'))
    await release('7', 'base', topic('two'))
    await release('7', 'web', topic('two', '  More: { Type: AWS::SNS::Topic }\n'))

    const observed = await rollingIn(world, YAML, { inputs: { mode: 'observe' } })
    expect(of(observed, 'rollback/planned', 'stack/web/rollback')).toMatchObject({
      title: 'web-production goes back by a change set with 2 changes',
      observed: 'Remove web/More, Modify web/Topic',
    })
    expect([await templateOf('web'), await openChangeSets('web')]).toEqual([
      topic('two', '  More: { Type: AWS::SNS::Topic }\n'),
      0,
    ])

    const evidence = await rollingIn(world, YAML)
    expect(failures(evidence)).toEqual([])
    expect(lines(evidence)).toEqual([
      'noted rollback/release environment/production/rollback',
      'noted rollback/planned stack/base/rollback',
      'noted rollback/planned stack/web/rollback',
      'pass stack/updated stack/web',
      'pass stack/values-applied stack/web/values',
      'pass rollback/recovered stack/web/rollback',
      'pass stack/updated stack/base',
      'pass stack/values-applied stack/base/values',
      'pass rollback/recovered stack/base/rollback',
      'noted rollback/not-checked environment/production/rollback/checks',
      'noted rollback/result environment/production/rollback/result',
    ])
    expect(of(evidence, 'rollback/recovered', 'stack/web/rollback')?.observed).toBe(
      'UPDATE_COMPLETE; not compared, since AWS does not give them: Word',
    )
    expect(evidence.plans.flatMap(({ changeSets }) => changeSets.map(({ stack }) => stack))).toEqual(['base', 'web'])
    expect(evidence.findings.at(-1)?.details).toEqual({ run: '7', back: ['stack/web', 'stack/base'], remaining: [] })
    expect([await templateOf('base'), await templateOf('web')]).toEqual([topic('one'), topic('one')])

    const again = await rollingIn(world, YAML)
    expect(failures(again)).toEqual([])
    expect(of(again, 'rollback/recovered', 'stack/web/rollback')?.title).toContain('already')
  })

  test('are rolled back where the job was killed during an update; one of an earlier run is not changed', async () => {
    await release('5', 'base', topic('one'))
    await release('5', 'web', topic('one'))
    await release('6', 'base', topic('two'))
    await release('7', 'web', topic('two'), { leaves: true })
    const evidence = await rollingIn(world, YAML)
    expect(failures(evidence)).toEqual([])
    expect(lines(evidence)).toContain('noted rollback/not-in-release stack/base/rollback')
    expect(lines(evidence)).toContain('pass rollback/recovered stack/web/rollback')
    expect([await templateOf('base'), await templateOf('web')]).toEqual([topic('two'), topic('one')])
  })

  test('are not changed where a rollback would delete items, another process changed one, or one is new', async () => {
    await release('6', 'base', topic('one'))
    await release('7', 'base', topic('one', TABLE))
    const loses = await rollingIn(world, YAML)
    expect(failures(loses)).toEqual(['rollback/loses-state'])
    expect(of(loses, 'rollback/loses-state', 'stack/base/rollback')?.observed).toContain('base/Orders')
    expect([await templateOf('base'), await openChangeSets('base')]).toEqual([topic('one', TABLE), 0])

    await world.deploy('base-production', topic('by hand', TABLE))
    expect(failures(await rollingIn(world, YAML))).toEqual(['rollback/foreign', 'rollback/not-walked'])

    await release('8', 'web', topic('one'))
    const created = await rollingIn(world, YAML)
    expect(of(created, 'rollback/none', 'stack/web/rollback')?.title).toContain('the release created it')
    expect(failures(created)).toEqual(['rollback/not-walked'])
  })
})
