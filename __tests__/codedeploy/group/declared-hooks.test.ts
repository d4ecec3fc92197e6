import { describe, expect, test } from '@jest/globals'
import { judgeHooks, type DeclaredHooks } from '../../../src/codedeploy/group/declared-hooks.ts'
import type { LifecycleState, TargetState } from '../../../src/codedeploy/targets.ts'
import type { DeploymentEnd } from '../../../src/codedeploy/diagnose.ts'

const at = (second: number): string => new Date(Date.UTC(2026, 10, 1, 12, 0, second)).toISOString()
const SERVER = ['ApplicationStop', 'BeforeInstall', 'Install', 'ApplicationStart', 'ValidateService']

/** Lifecycle events one after another, ten seconds apart. */
function ran(
  names: readonly string[],
  changed: Readonly<Record<string, Partial<LifecycleState>>> = {},
): LifecycleState[] {
  return names.map((name, index) => ({
    name,
    status: 'Succeeded',
    startedAt: at(10 * (index + 1)),
    endedAt: at(10 * (index + 1) + 5),
    ...changed[name],
  }))
}

const target = (id: string, events: readonly LifecycleState[], label?: string): TargetState => ({
  id,
  status: 'Succeeded',
  events,
  ...(label !== undefined && { label }),
})

function judged(targets: readonly TargetState[], declared: DeclaredHooks | undefined): string[] {
  const state = { id: 'd-1', status: 'Succeeded', createdAt: at(5) } as DeploymentEnd['state']
  const end: DeploymentEnd = { id: 'app', group: 'g', region: 'eu-west-1', state, targets, ms: 0 }
  return judgeHooks(end, declared).map(({ outcome, code, observed }) => `${outcome} ${code}: ${observed}`)
}

const server = (...events: string[]): DeclaredHooks => ({ platform: 'server', events })

describe('declared hooks', () => {
  test('ran if each target reports them in order', () => {
    const targets = [target('i-1', ran(SERVER)), target('i-2', ran(SERVER))]
    expect(judged(targets, server('BeforeInstall', 'ValidateService'))).toEqual([
      'pass deployment/hooks-ran: BeforeInstall, ValidateService: Succeeded on 2 of 2',
    ])
  })

  test.each<[string, Partial<LifecycleState>, string]>([
    ['was skipped', { status: 'Skipped' }, 'fail deployment/hook-not-run: i-1: ValidateService is Skipped'],
    ['never began', { status: 'Pending' }, 'inconclusive deployment/hook-not-run: i-1: ValidateService is Pending'],
    [
      'is in an unknown state',
      { status: 'Mused' },
      'inconclusive deployment/hook-not-run: i-1: ValidateService is Mused',
    ],
    [
      'started before the previous event',
      { startedAt: at(25) },
      'fail deployment/hook-not-run: i-1: ValidateService began before ApplicationStart',
    ],
    [
      'ran before this deployment was created',
      { startedAt: at(1) },
      `i-1: ValidateService ran at ${at(1)}, before this deployment`,
    ],
  ])('that %s is not proof', (_, change, expected) => {
    const [said] = judged([target('i-1', ran(SERVER, { ValidateService: change }))], server('ValidateService'))
    expect(said).toContain(expected)
  })

  test('without a start time are not proof', () => {
    const [validate] = ran(['ValidateService'])
    const { startedAt: _, ...untimed } = validate as LifecycleState
    expect(judged([target('i-1', [untimed])], server('ValidateService'))).toEqual([
      'inconclusive deployment/hook-not-run: i-1: ValidateService is Succeeded without a start time',
    ])
  })

  test('that one of the targets does not report are not proof', () => {
    const targets = [target('i-1', ran(SERVER)), target('i-2', ran(SERVER.slice(0, 4)))]
    expect(judged(targets, server('ValidateService'))).toEqual([
      'inconclusive deployment/hook-not-run: i-2: ValidateService is not among its lifecycle events',
    ])
  })

  test('that run from the previous revision are not proof for this one', () => {
    const events = ran(SERVER, { ApplicationStop: { status: 'Skipped' } })
    expect(judged([target('i-1', events)], server('ApplicationStop', 'BeforeBlockTraffic'))).toEqual([])
    expect(judged([target('i-1', events)], server('ApplicationStop', 'Install'))).toEqual([
      'pass deployment/hooks-ran: Install: Succeeded on 1 of 1',
    ])
  })

  test('whose failure the configuration allows are shown', () => {
    const events = ran(SERVER, { ApplicationStop: { status: 'Failed' } })
    expect(judged([target('i-1', events)], { ...server('ApplicationStop'), ignoresStop: true })).toEqual([
      'noted deployment/stop-failure-ignored: d-1: i-1',
    ])
  })

  test('are expected on the replacement instances of blue/green, and not on the original ones', () => {
    const blue = target('i-1', ran(['BeforeBlockTraffic', 'BlockTraffic', 'AfterBlockTraffic']), 'Blue')
    const green = target('i-2', ran(SERVER), 'Green')
    expect(judged([blue, green], server('ValidateService'))).toEqual([
      'pass deployment/hooks-ran: ValidateService: Succeeded on 1 of 1',
    ])
    expect(judged([blue], server('ValidateService'))).toEqual([
      'inconclusive deployment/hook-not-run: no target with this revision',
    ])
  })

  test.each([
    [
      'lambda',
      ['BeforeAllowTraffic', 'AllowTraffic', 'AfterAllowTraffic'],
      ['BeforeAllowTraffic', 'AfterAllowTraffic'],
    ],
    ['ecs', ['BeforeInstall', 'Install', 'AfterInstall', 'AllowTraffic'], ['BeforeInstall', 'AfterInstall']],
  ] as const)('of %s are those of the platform', (platform, events, declared) => {
    expect(judged([target('t', ran(events))], { platform, events: declared })).toEqual([
      `pass deployment/hooks-ran: ${declared.join(', ')}: Succeeded on 1 of 1`,
    ])
    expect(judged([target('t', ran(events.toReversed()))], { platform, events: declared })[0]).toMatch(
      /^fail deployment\/hook-not-run: .* began before /,
    )
  })

  test('that are unknown are not treated as none', () => {
    expect(judged([target('i-1', ran(SERVER))], undefined)).toEqual([
      'inconclusive deployment/hooks-unknown: no readable AppSpec',
    ])
  })

  test('may be absent', () => {
    expect(judged([target('i-1', ran(SERVER))], server())).toEqual([])
  })
})
