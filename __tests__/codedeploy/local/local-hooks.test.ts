import { describe, expect, test } from '@jest/globals'
import { parseAppSpec, type ServerAppSpec } from '../../../src/codedeploy/appspec/index.ts'
import type { AgentResult, EventResult, ScriptResult } from '../../../src/codedeploy/agent/types.ts'
import { judgeLocalHooks } from '../../../src/codedeploy/local/local-hooks.ts'
import { REQUEST } from '../requests.ts'

const script = (location: string, exitCode = 0): ScriptResult => ({
  location,
  path: `/agent/${location}`,
  at: { line: 1, column: 1 },
  user: 'shop',
  ms: 1,
  exitCode,
  timedOut: false,
  outputBytes: 0,
})
const event = (name: string, scripts: readonly ScriptResult[], more: Partial<EventResult> = {}): EventResult => ({
  event: name,
  status: 'succeeded',
  at: new Date(0),
  ms: 1,
  scripts,
  ...more,
})
const result = (...events: readonly EventResult[]): AgentResult => ({
  outcome: 'succeeded',
  deploymentId: 'd-1',
  folder: '/agent/d-1',
  log: '/agent/d-1/logs/scripts.log',
  events,
  actions: [],
  needsRoot: [],
})
function specOf(hooks: string): ServerAppSpec {
  const parsed = parseAppSpec(`version: 0.0\nos: linux\nhooks: { ${hooks} }\n`, {
    platform: 'server',
    file: 'appspec.yml',
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.spec
}
const TWO = specOf('AfterInstall: [{ location: a }, { location: b }], AfterAllowTraffic: [{ location: c }]')
const judged = (agent: AgentResult, spec: ServerAppSpec | undefined = TWO) =>
  judgeLocalHooks(REQUEST, agent, spec).map(({ code, outcome, observed }) => [outcome, code, observed])

describe('the hooks of a deployment to this host', () => {
  test.each<[string, AgentResult, readonly (readonly [string, string, string])[]]>([
    [
      'all ran',
      result(event('AfterInstall', [script('a'), script('b')]), event('AfterAllowTraffic', [script('c')])),
      [['pass', 'deployment/hooks-ran', 'AfterInstall: a, b; AfterAllowTraffic: c']],
    ],
    [
      'an event that this host did not run',
      result(event('AfterInstall', [script('a'), script('b')])),
      [['fail', 'deployment/hook-not-run', 'AfterAllowTraffic is not among the lifecycle events of this host']],
    ],
    [
      'an event without its scripts',
      result(
        event('AfterInstall', [script('a'), script('b')]),
        event('AfterAllowTraffic', [], { reason: 'no scripts' }),
      ),
      [['fail', 'deployment/hook-not-run', 'AfterAllowTraffic: c did not end with exit code 0']],
    ],
    [
      'an event with one script of two',
      result(event('AfterInstall', [script('a')]), event('AfterAllowTraffic', [script('c')])),
      [['fail', 'deployment/hook-not-run', 'AfterInstall: b did not end with exit code 0']],
    ],
    [
      'a skipped event',
      result(
        event('AfterInstall', [script('a'), script('b')]),
        event('AfterAllowTraffic', [], { status: 'skipped', reason: 'cancelled' }),
      ),
      [
        [
          'fail',
          'deployment/hook-not-run',
          'AfterAllowTraffic is skipped (cancelled); AfterAllowTraffic: c did not end with exit code 0',
        ],
      ],
    ],
  ])('%s', (_, agent, expected) => expect(judged(agent)).toEqual(expected))

  test('are not judged where the deployment failed, and are not needed', () => {
    expect(judged({ ...result(), outcome: 'failed' })).toEqual([])
    expect(judged(result(), specOf('ApplicationStop: [{ location: stop }]'))).toEqual([])
  })

  test('are unknown where the AppSpec cannot be read', () => {
    expect(judgeLocalHooks(REQUEST, result(), undefined)).toMatchObject([
      { code: 'deployment/hooks-unknown', outcome: 'inconclusive' },
    ])
  })

  test('an ApplicationStop that failed and is allowed to fail is noted', () => {
    const stop = event('ApplicationStop', [script('stop', 1)], { status: 'failed' })
    const rest = [event('AfterInstall', [script('a'), script('b')]), event('AfterAllowTraffic', [script('c')])]
    expect(judged(result(stop, ...rest)).map(([outcome, code]) => `${outcome} ${code}`)).toEqual([
      'noted deployment/stop-failure-ignored',
      'pass deployment/hooks-ran',
    ])
  })
})
