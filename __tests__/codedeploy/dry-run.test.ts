import { expect, test } from '@jest/globals'
import type { Action, AgentResult } from '../../src/codedeploy/agent/types.ts'
import { showAction } from '../../src/codedeploy/agent/show.ts'
import { judgeDryRun, type DryRun } from '../../src/codedeploy/dry-run.ts'
import { REQUEST } from './requests.ts'

function dryRun(actions: readonly Action[], more: Partial<DryRun> = {}): DryRun {
  const result: AgentResult = {
    outcome: 'succeeded',
    deploymentId: 'd-1',
    folder: '/agent/d-1',
    log: '/agent/d-1/scripts.log',
    events: [],
    actions,
    needsRoot: [],
  }
  return { result, scratch: '/scratch', obstacles: [], lines: actions.map(showAction), ...more }
}

const file = (number: number): Action => ({ kind: 'copy', source: `f${number}`, path: `/srv/f${number}` })
const script = (event: string): Action => ({ kind: 'run', event, path: 'h.sh', user: 'shop', timeout: 30 })

test('planned actions are counted and shown, scripts with their user and timeout', () => {
  const finding = judgeDryRun(
    REQUEST,
    dryRun([script('BeforeInstall'), { kind: 'remove', path: '/srv/old' }, file(1), file(2)]),
  )
  expect(finding).toMatchObject({
    code: 'deployment/dry-run',
    outcome: 'pass',
    title: 'deploying app to this host would remove 1 path, copy 2 files, run 1 script',
    observed:
      'run    BeforeInstall: h.sh as shop, at most 30 s\nremove /srv/old\ncopy   f1 -> /srv/f1\ncopy   f2 -> /srv/f2',
  })
})

test('of ten thousand files the first ones are shown, and every script', () => {
  const files = Array.from({ length: 10_000 }, (_, index) => file(index))
  const { title, observed = '' } = judgeDryRun(REQUEST, dryRun([...files, script('ValidateService')]))
  expect(title).toContain('copy 10,000 files, run 1 script')
  const lines = observed.split('\n')
  expect(lines).toHaveLength(42)
  expect(lines.slice(-2)).toEqual([
    'run    ValidateService: h.sh as shop, at most 30 s',
    'and 9960 more lines are in the log',
  ])
})

test('an obstacle is not a pass, whatever the other actions are', () => {
  const obstacles = Array.from({ length: 12 }, (_, index) => `/srv/${index} cannot be written to by me (EACCES)`)
  const finding = judgeDryRun(REQUEST, dryRun([file(1)], { obstacles }))
  expect(finding).toMatchObject({ code: 'deployment/would-fail', outcome: 'fail' })
  expect(finding.observed).toContain('/srv/0 cannot be written to by me (EACCES)\n')
  expect(finding.observed).toContain('\nand 2 more')
})

test('all existing files that conflict are listed', () => {
  const actions: Action[] = ['/srv/a', '/srv/b'].map((path) => ({ kind: 'conflict', path }))
  const base = dryRun(actions)
  const failed = {
    event: 'Install',
    status: 'failed' as const,
    at: new Date(0),
    ms: 0,
    scripts: [],
    diagnostics: {
      errorCode: 'UnknownError' as const,
      agentCode: 5,
      scriptName: '',
      message: 'a specified file already exists at this location: /srv/a, and 1 more',
      logTail: '',
    },
  }
  const finding = judgeDryRun(REQUEST, { ...base, result: { ...base.result, outcome: 'failed', failed } })
  expect(finding).toMatchObject({ outcome: 'fail', title: 'Install of app would fail on this host' })
  expect(finding.observed?.split('\n').slice(1)).toEqual([
    'exists /srv/a, which may not be replaced (DISALLOW)',
    'exists /srv/b, which may not be replaced (DISALLOW)',
  ])
  expect(finding.advice).toContain('`file-exists`')
})
