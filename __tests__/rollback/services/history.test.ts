import { describe, expect, test } from '@jest/globals'
import { propertyOf } from '../../../src/codedeploy/appspec/content.ts'
import { judgeHistory } from '../../../src/rollback/history.ts'
import { asDeployments } from '../../../src/rollback/services/history.ts'
import { judgeServiceBack } from '../../../src/rollback/services/judge.ts'
import { shownHistory } from '../shown-history.ts'

const ABOUT = { environment: 'production', id: 'api' }

/** One line a deployment, oldest first: `ID RUN TASK-DEFINITION STATUS [REPLACED]`; `-` where no run registered it. */
function read(...lines: readonly string[]): string {
  const deployed = lines.map((line, index) => {
    const [id = '', run = '', taskDefinition = '', status = '', replaces] = line.split(' ')
    return {
      state: { id, status, createdAt: new Date(index * 60_000).toISOString() },
      taskDefinition,
      replaces,
      run: run === '-' ? undefined : run,
    }
  })
  const history = judgeHistory(ABOUT, asDeployments(ABOUT, deployed.toReversed()))
  return shownHistory(history, ({ revision }) => propertyOf(revision, 'TaskDefinition') ?? 'no task definition')
}

describe('the rollback from the newest release of a service', () => {
  test.each([
    [['a 6 t1 SUCCESSFUL', 'b 7 t2 SUCCESSFUL'], 'b of run 7 to t1'],
    // CloudFormation or a person created the service.
    [['a - t1 SUCCESSFUL', 'b 7 t2 SUCCESSFUL'], 'b of run 7 to t1'],
    // ECS no longer lists the replaced one.
    [['b 7 t2 SUCCESSFUL t1'], 'b of run 7 to t1'],
    [['a 6 t1 SUCCESSFUL', 'b 7 t2 ROLLBACK_SUCCESSFUL'], 'there with t1, from b'],
    [['a 6 t1 SUCCESSFUL', 'b 7 t2 ROLLBACK_SUCCESSFUL', 'c 7 t3 SUCCESSFUL'], 'c of run 7 to t1'],
    [['a 6 t1 SUCCESSFUL', 'b 7 t2 ROLLBACK_SUCCESSFUL', 'c 7 t2 SUCCESSFUL'], 'c of run 7 to t1'],
    [['a 6 t1 SUCCESSFUL', 'b 7 t2 ROLLBACK_FAILED'], 'b of run 7 to t1'],
    [['a 6 t1 SUCCESSFUL', 'b 7 t2 SUCCESSFUL', 'c 6 t1 SUCCESSFUL'], 'there with t1, from b'],
    // The rollback failed, and ECS deployed the release again.
    [['a 6 t1 SUCCESSFUL', 'b 7 t2 SUCCESSFUL', 'c 6 t1 ROLLBACK_SUCCESSFUL'], 'b of run 7 to t1'],
    [['a 6 t1 SUCCESSFUL', 'b 7 t2 SUCCESSFUL', 'c 6 t1 SUCCESSFUL', 'd 8 t3 SUCCESSFUL'], 'd of run 8 to t1'],
    [['a 6 t1 SUCCESSFUL', 'b 7 t2 IN_PROGRESS'], 'b runs, release'],
    [['a 6 t1 SUCCESSFUL', 'b 7 t2 STOP_REQUESTED'], 'b runs, release'],
    [['a 6 t1 SUCCESSFUL', 'b 7 t2 ROLLBACK_IN_PROGRESS'], 'b/back runs'],
    [['a 6 t1 SUCCESSFUL', 'b 7 t2 SUCCESSFUL', 'c 6 t1 IN_PROGRESS'], 'c runs'],
    [['a 6 t1 SUCCESSFUL', 'b 7 t2 SUCCESSFUL', 'c - t9 SUCCESSFUL'], 'foreign c'],
    [['a 5 t0 SUCCESSFUL', 'b 6 t1 SUCCESSFUL', 'c 7 t2 SUCCESSFUL', 'd 5 t0 SUCCESSFUL'], 'foreign d'],
    // A forced deployment changes no version.
    [['a 6 t1 SUCCESSFUL', 'b 7 t2 SUCCESSFUL', 'c - t2 SUCCESSFUL'], 'b of run 7 to t1'],
    [['a 7 t1 SUCCESSFUL'], 'no earlier deployment to its group succeeded'],
    [['a - t1 SUCCESSFUL'], 'foreign a'],
    [[], 'nothing was deployed to its group'],
  ])('%j: %s', (lines, expected) => {
    expect(read(...lines)).toBe(expected)
  })
})

describe('a service is rolled back', () => {
  const arn = (revision: number): string => `arn:aws:ecs:eu-west-1:111111111111:task-definition/api:${revision}`
  const task = (id: string, revision: number, health = 'HEALTHY') => ({
    id,
    definition: arn(revision),
    status: 'RUNNING',
    desiredStatus: 'RUNNING',
    health,
    stopCode: '',
    stoppedReason: '',
    stoppedAt: '',
    containers: [],
  })
  test.each([
    [[task('a', 1), task('b', 1)], 2, 'pass 2 of 2 tasks run api:1'],
    [[task('a', 1)], 2, 'fail 1 of 2 tasks run api:1'],
    [[task('a', 1), task('b', 1), task('c', 2)], 2, 'fail 2 of 2 tasks run api:1, c (api:2)'],
    [[task('a', 1), task('b', 1, 'UNHEALTHY')], 2, 'fail 1 of 2 tasks run api:1, b (api:1)'],
    [[], 0, 'fail 0 of 0 tasks run api:1'],
  ])('where every task has the previous version: %#', (tasks, desired, expected) => {
    const { outcome, observed } = judgeServiceBack({ id: 'api', expected: arn(1), desired, tasks, seconds: 3 })
    expect(`${outcome} ${observed}`).toBe(expected)
  })
})
