import { describe, expect, test } from '@jest/globals'
import { failedTasks, firstCause, logPlaceOf, type CauseFacts } from '../../src/ecs/first-cause.ts'
import { definitionArn, deploymentState, task } from './services.ts'

const NOTHING: CauseFacts = { events: [], stopped: [], unhealthy: [], unread: [] }
const FAILED = {
  status: 'ROLLBACK_SUCCESSFUL',
  reason: 'rolled back because the circuit breaker threshold was exceeded.',
}
const why = (facts: Partial<CauseFacts>, state: Parameters<typeof deploymentState>[0] = FAILED) =>
  firstCause({ ...NOTHING, ...facts }, deploymentState(state), 'eu-west-1')
const stopped = (exitCode: number | undefined, stoppedReason: string, reason = '') =>
  task({
    status: 'STOPPED',
    desiredStatus: 'STOPPED',
    stopCode: 'EssentialContainerExited',
    stoppedReason,
    stoppedAt: '2026-11-01T12:01:00.000Z',
    containers: [{ name: 'web', image: 'shop:2', digest: undefined, exitCode, reason }],
  })

describe('the first cause', () => {
  test('is an alarm, with any other causes', () => {
    const alarms = { status: 'TRIGGERED', names: ['errors'], triggered: ['errors'] }
    expect(why({ stopped: [stopped(1, 'exited')] }, { ...FAILED, alarms }).why).toBe('the alarm errors was in ALARM')
  })

  test('is a hook that failed', () => {
    const hooks = [{ id: 'h', type: 'AWS_LAMBDA', target: 'arn:smoke', status: 'FAILED' }]
    expect(why({}, { ...FAILED, hooks }).why).toBe('the hook arn:smoke ended FAILED')
    const reason = 'Service deployment rolled back because POST_TEST_TRAFFIC_SHIFT pause hook timed out.'
    expect(why({}, { ...FAILED, reason }).why).toBe(reason)
    expect(why({}, { ...FAILED, reason }).advice).toContain('answer the pause before it expires')
    expect(why({}, { ...FAILED, hooks }).advice).toBe('Read the log of the hook function.')
  })

  test('is a container, with its exit code and the end of its log', () => {
    const log = { container: 'web', group: '/shop', stream: 'api/web/t1', lines: ['listening', 'no database'] }
    const cause = why({ stopped: [stopped(3, 'Essential container in task exited')], log })
    expect(cause.why).toBe('the container web of task t1 exited with 3: no database')
    expect(cause.advice).toContain('--log-group-name /shop --log-stream-name api/web/t1')
    expect(why({ stopped: [stopped(137, 'exited', 'OutOfMemoryError')] }).advice).toContain('memory')
    const unread = { ...log, lines: [], unread: 'denied' }
    expect(why({ stopped: [stopped(3, 'exited')], log: unread }).observed.join()).toContain('not read: denied')
  })

  test.each([
    ['CannotPullContainerError: not found', 'Push the image'],
    ['ResourceInitializationError: unable to pull secrets', 'secrets'],
    ['Task failed ELB health checks in (target-group arn)', 'health check'],
    ['something else', 'reason of the stopped task'],
  ])('is a task that stopped: %s', (reason, advice) => {
    const cause = why({ stopped: [stopped(undefined, reason)] })
    expect(cause.why).toBe(`task t1 stopped: ${reason}`)
    expect(cause.advice).toContain(advice)
  })

  test('is an unhealthy target where no task stopped', () => {
    const unhealthy = [{ id: '10.0.0.1:80', state: 'unhealthy', reason: 'Target.ResponseCodeMismatch: 500' }]
    expect(why({ unhealthy }).why).toBe('the target 10.0.0.1:80 is unhealthy: Target.ResponseCodeMismatch: 500')
  })

  test("is ECS's message where nothing else is known, and unread details are listed", () => {
    const events = [{ id: 'e', at: '2026-11-01T12:00:01.000Z', message: '(service api) was unable to place a task' }]
    const cause = why({ events, unread: ['stopped tasks: denied'] })
    expect(cause.why).toBe(FAILED.reason)
    expect(cause.observed).toEqual(
      expect.arrayContaining(['not read: stopped tasks: denied', expect.stringContaining('unable to place a task')]),
    )
    expect(why({}, { status: 'STOPPED' }).why).toBe('ECS gives no reason for STOPPED')
    const user = { status: 'STOPPED', reason: 'Service deployment was stopped by a user.' }
    expect(why({ stopped: [stopped(143, 'x')] }, user).why).toBe(user.reason)
  })
})

test('excludes tasks that ECS stopped by itself, older ones and those of another revision', () => {
  const at = (stoppedAt: string, more: object = {}) => ({ ...stopped(1, 'exited'), stoppedAt, ...more })
  const found = failedTasks(
    [
      at('2026-11-01T12:03:00.000Z', { id: 'later' }),
      at('2026-11-01T12:02:00.000Z', { id: 'first' }),
      at('2026-11-01T11:00:00.000Z', { id: 'before' }),
      at('2026-11-01T12:02:00.000Z', { id: 'other', definition: definitionArn('api:1') }),
      at('2026-11-01T12:02:00.000Z', { id: 'scaled', stoppedReason: 'Scaling activity initiated by (deployment x)' }),
      at('2026-11-01T12:02:00.000Z', { id: 'user', stopCode: 'UserInitiated' }),
    ],
    { revision: { taskDefinition: definitionArn('api:2') }, since: '2026-11-01T12:00:00.000Z' },
  )
  expect(found.map(({ id }) => id)).toEqual(['first', 'later'])
})

test('includes a container log only for the driver awslogs with a prefix', () => {
  const place = (logConfiguration: object | undefined) =>
    logPlaceOf(
      {
        containerDefinitions: [
          { name: 'web', ...(logConfiguration && { logConfiguration: logConfiguration as never }) },
        ],
      },
      'web',
      't1',
    )
  const options = { 'awslogs-group': '/shop', 'awslogs-stream-prefix': 'api' }
  expect(place({ logDriver: 'awslogs', options })).toEqual({ group: '/shop', stream: 'api/web/t1' })
  expect(place({ logDriver: 'awsfirelens', options })).toBeUndefined()
  expect(place({ logDriver: 'awslogs', options: { 'awslogs-group': '/shop' } })).toBeUndefined()
  expect(place(undefined)).toBeUndefined()
})
