import { beforeEach, describe, expect, test } from '@jest/globals'
import { executionToken, startUpdate } from '../../../src/cloudformation/update/update.ts'
import { followDeployment } from '../../../src/deploy/deployments/follow-deployment.ts'
import { followStack } from '../../../src/deploy/stacks/follow-stack.ts'
import { SharedStatuses } from '../../../src/deploy/deployments/shared-statuses.ts'
import { Recorder } from '../../../src/evidence/recorder.ts'
import { FakeCodeDeploy } from '../fake-codedeploy.ts'
import { awsError, FakeClock, FakeCloudFormation, FakeLog } from '../fakes.ts'

let clock: FakeClock
let log: FakeLog
let cloudformation: FakeCloudFormation
let codedeploy: FakeCodeDeploy
let statuses: SharedStatuses
beforeEach(() => {
  clock = new FakeClock()
  log = new FakeLog()
  cloudformation = new FakeCloudFormation(clock)
  codedeploy = new FakeCodeDeploy(clock)
  statuses = new SharedStatuses(clock, log)
})

const world = () => ({
  ports: { clock, log, cancelled: new AbortController().signal },
  record: new Recorder(() => clock.now()),
  statuses,
})
const elapsed = (): number => clock.now().getTime() - Date.parse('2026-11-01T12:00:00Z')

async function update(name: string, seconds: number, { begins = 100, answers = 0 } = {}): Promise<string> {
  const stack = cloudformation.stack(name, 'UPDATE_COMPLETE')
  const ms = seconds * 1_000
  const { arn } = cloudformation.changeSet(stack, [
    { ms: begins, id: '*', status: 'UPDATE_IN_PROGRESS' },
    { ms: ms - 50, id: 'A', status: 'UPDATE_COMPLETE' },
    { ms, id: '*', status: 'UPDATE_COMPLETE' },
  ])
  const token = executionToken('7', arn)
  const request = { stack: name, stackName: name, stackArn: stack.arn, changeSetArn: arn, region: 'eu-west-1', token }
  const { ports } = world()
  const started = await startUpdate({ ...ports, cloudformation: cloudformation.api }, request)
  if (started.kind !== 'running') throw new Error(started.kind)
  cloudformation.calls.length = 0
  const { api } = cloudformation
  const describeStacks: typeof api.describeStacks = async (input) => {
    const answer = await api.describeStacks(input)
    await clock.sleep(answers)
    return answer
  }
  const end = await followStack(world(), { ...api, describeStacks }, request, started, { timeout: 3_600_000 })
  return end.state.status
}

async function deploy(seconds: number): Promise<string> {
  const steps = [{ ms: 500, target: 'i-1', event: 'Install', status: 'Succeeded' }]
  const script = { targets: ['i-1'], steps, end: { ms: seconds * 1_000, status: 'Succeeded' as const } }
  const { id } = codedeploy.begin({ applicationName: 'shop' }, script)
  const running = { id, deploymentId: id, group: 'g', region: 'eu-west-1', timeout: 3_600_000, autoRollback: false }
  return (await followDeployment(world(), codedeploy.api, running)).state.status
}

const many = <T>(count: number, each: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => each(index)))

describe('a single operation', () => {
  test('that updates a stack for a minute costs at most 30 calls, and its end is seen within 3 s', async () => {
    expect(await update('web', 60)).toBe('UPDATE_COMPLETE')
    expect(elapsed()).toBeLessThan(63_000)
    expect(cloudformation.calls.length).toBeLessThanOrEqual(30)
    expect(cloudformation.count('listStacks')).toBe(0)
  })

  test('that deploys for a minute costs at most 30 calls, and its end is seen within 4 s', async () => {
    expect(await deploy(60)).toBe('Succeeded')
    expect(elapsed()).toBeLessThan(64_000)
    expect(codedeploy.calls.length).toBeLessThanOrEqual(30)
    expect(codedeploy.count('batchGetDeployments')).toBe(0)
  })
})

test('a status that was read before the operations started does not end them', async () => {
  const late = { begins: 600, answers: 100 }
  expect(await Promise.all([update('a', 60, late), update('b', 60, late)])).toEqual([
    'UPDATE_COMPLETE',
    'UPDATE_COMPLETE',
  ])
  expect(elapsed()).toBeGreaterThanOrEqual(60_000)
})

describe('fifty operations', () => {
  test('on stacks take a few calls a minute each, and one call returns all ends', async () => {
    const ended = await many(50, (index) => update(`s${index}`, 60))
    expect(new Set(ended)).toEqual(new Set(['UPDATE_COMPLETE']))
    expect(cloudformation.calls.length / 50).toBeLessThan(6)
    expect(cloudformation.count('listStacks')).toBeLessThan(60)
  })

  test('in CodeDeploy are read in batches of 25', async () => {
    expect(new Set(await many(50, () => deploy(60)))).toEqual(new Set(['Succeeded']))
    expect(codedeploy.count('getDeployment')).toBeLessThan(5)
    expect(codedeploy.calls.length / 50).toBeLessThan(6)
  })
})

describe('where AWS denies the batch call', () => {
  test('each operation is read by itself, which is reported once', async () => {
    cloudformation.fails('listStacks', awsError('AccessDenied', 'not authorized', 'aws/denied'), 9)
    expect(await many(2, (index) => update(`s${index}`, 20))).toEqual(['UPDATE_COMPLETE', 'UPDATE_COMPLETE'])
    expect(cloudformation.count('listStacks')).toBe(1)
    expect(log.lines.filter((line) => line.includes('cloudformation:ListStacks is denied'))).toHaveLength(1)
  })
})
