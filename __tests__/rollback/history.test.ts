import { describe, expect, test } from '@jest/globals'
import type { DeploymentState } from '../../src/codedeploy/deployment.ts'
import { judgeHistory } from '../../src/rollback/history.ts'
import { shownHistory } from './shown-history.ts'

/**
 * One line a deployment, oldest first: `ID WHAT STATUS [REVISION]`, with a generated ID where it is omitted; WHAT is a
 * run, `back` by this action, `undo` by CodeDeploy, or a name.
 */
function read(...lines: readonly string[]): string {
  const states = lines.map((line, index): DeploymentState => {
    const [id = '', what = '', status = '', key = id] = line.split(' ')
    const run = /^run(\d+)$/.exec(what)?.[1]
    const description =
      run === undefined
        ? what === 'back'
          ? 'test-deployments production/app/rollback 0123456789ab, run 99, attempt 1'
          : ''
        : `test-deployments production/app 0123456789ab, run ${run}, attempt 1`
    return {
      id,
      status,
      creator: what === 'autoscaling' ? what : 'user',
      description,
      createdAt: new Date(index * 60_000).toISOString(),
      isBlueGreen: false,
      isTerminationWait: false,
      functions: {},
      revision: { s3Location: { bucket: 'b', key } },
      ...(what === 'undo' && { undoes: 'x' }),
    }
  })
  return shownHistory(judgeHistory({ environment: 'production', id: 'app' }, states), ({ id }) => id)
}

describe('the rollback from the newest release', () => {
  test.each([
    [['a run6 Succeeded', 'b run7 Succeeded'], 'b of run 7 to a'],
    [['a run6 Succeeded', 'b run7 Failed'], 'b of run 7 to a'],
    [['a run6 Succeeded', 'b run7 Stopped', 'c run7 Succeeded'], 'c of run 7 to a'],
    // A manual deployment before the release is the previous version of production.
    [['a hand Succeeded', 'b run7 Succeeded'], 'b of run 7 to a'],
    [['a run6 Succeeded', 'b run7 Failed', 'c undo Succeeded a'], 'there with c, from b'],
    [['a run6 Succeeded', 'b run7 Succeeded', 'c back Succeeded a'], 'there with c, from b'],
    [['a run6 Succeeded', 'b run7 Succeeded', 'c back Failed'], 'b of run 7 to a'],
    // The rollback failed, and CodeDeploy deployed the broken release again.
    [['a run6 Succeeded', 'b run7 Succeeded', 'c back Failed', 'd undo Succeeded b'], 'b of run 7 to a'],
    [['a run6 Succeeded', 'b run7 Succeeded', 'c back Succeeded a', 'd run8 Succeeded'], 'd of run 8 to c'],
    [['a run6 Succeeded', 'b run7 InProgress'], 'b runs, release'],
    [['a run6 Succeeded', 'b run7 Stopped', 'c undo InProgress'], 'c runs'],
    [['a run6 Succeeded', 'b run7 Succeeded', 'c back InProgress'], 'c runs'],
    [['a run6 Succeeded', 'b run7 Succeeded', 'c hand Failed'], 'foreign c'],
    [['a run6 Succeeded', 'b run7 Succeeded', 'c hand InProgress'], 'foreign c'],
    [['a run6 Succeeded', 'b run7 Succeeded', 'c autoscaling Succeeded'], 'b of run 7 to a'],
    [['a run6 Succeeded'], 'no earlier deployment to its group succeeded'],
    [['a run6 InProgress'], 'no earlier deployment to its group succeeded; a still runs'],
    [['a run6 Failed', 'b run7 Succeeded'], 'no earlier deployment to its group succeeded'],
    [[], 'nothing was deployed to its group'],
  ])('%j: %s', (lines, expected) => {
    expect(read(...lines)).toBe(expected)
  })
})
