import { expect, test } from '@jest/globals'
import type { LifecycleState } from '../../src/codedeploy/targets.ts'
import type { DeploymentEnd } from '../../src/codedeploy/diagnose.ts'
import { judgeValidation } from '../../src/codedeploy/judge-validation.ts'

const at = (second: number): string => new Date(Date.UTC(2026, 4, 4, 10, 0, second)).toISOString()
const event = (name: string, startedAt: number, endedAt: number, status = 'Succeeded'): LifecycleState => ({
  name,
  status,
  startedAt: at(startedAt),
  endedAt: at(endedAt),
})

function judge(
  events: readonly (readonly LifecycleState[])[],
  hooks: readonly string[] = ['ValidateService'],
  status = 'Succeeded',
) {
  const targets = events.map((each, index) => ({ id: `i-${index}`, status, events: each }))
  const end = {
    id: 'app',
    group: 'g',
    region: 'r',
    ms: 1,
    state: { id: 'd-1', status },
    targets,
  } as unknown as DeploymentEnd
  return judgeValidation(end, { platform: 'server', events: hooks }).map(({ code, outcome }) => `${outcome} ${code}`)
}

const validated = [event('ValidateService', 10, 15), event('AllowTraffic', 15, 30)]

test.each<[string, readonly (readonly LifecycleState[])[], readonly string[], string[]]>([
  ['each target', [validated, validated], ['ValidateService'], ['pass deployment/validated-before-traffic']],
  [
    'by BeforeAllowTraffic',
    [[event('BeforeAllowTraffic', 10, 15), event('AllowTraffic', 15, 30)]],
    ['BeforeAllowTraffic'],
    ['pass deployment/validated-before-traffic'],
  ],
  [
    'one of two hooks',
    [validated, [event('ValidateService', 20, 25), event('AllowTraffic', 15, 30)]],
    ['ValidateService'],
    ['fail deployment/not-validated'],
  ],
  [
    'a skipped hook',
    [[event('ValidateService', 10, 15, 'Skipped'), event('AllowTraffic', 15, 30)]],
    ['ValidateService'],
    ['fail deployment/not-validated'],
  ],
  [
    'an event without times',
    [[{ name: 'ValidateService', status: 'Succeeded' }, event('AllowTraffic', 15, 30)]],
    ['ValidateService'],
    ['fail deployment/not-validated'],
  ],
  ['no hook', [validated], ['AfterInstall', 'ApplicationStop'], ['inconclusive deployment/not-validated']],
  ['no hook, and no load balancer', [[event('AfterInstall', 1, 2)]], [], ['noted deployment/no-health-proof']],
  ['a hook, and no load balancer', [[event('ValidateService', 1, 2)]], ['ValidateService'], []],
])('%s', (_, events, hooks, found) => {
  expect(judge(events, hooks)).toEqual(found)
})

test('a deployment that failed, or that has no target, has no result for it', () => {
  expect(judge([validated], ['ValidateService'], 'Failed')).toEqual([])
  expect(judge([])).toEqual([])
})
