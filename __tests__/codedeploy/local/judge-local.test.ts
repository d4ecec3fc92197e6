import { expect, test } from '@jest/globals'
import type { AgentResult, EventResult } from '../../../src/codedeploy/agent/types.ts'
import { judgeLocal } from '../../../src/codedeploy/local/judge-local.ts'
import { REQUEST } from '../requests.ts'

function event(name: string, more: Partial<EventResult> = {}): EventResult {
  return { event: name, status: 'succeeded', at: new Date(0), ms: 1_200, scripts: [], ...more }
}

function failing(failed: EventResult, more: Partial<AgentResult> = {}): AgentResult {
  const folder = '/agent/preprod/d-1'
  return {
    outcome: 'failed',
    deploymentId: 'd-1',
    folder,
    log: `${folder}/logs/scripts.log`,
    events: [event('Install'), failed],
    failed,
    actions: [],
    needsRoot: [],
    ...more,
  }
}

const SCRIPT = event('ApplicationStart', {
  status: 'failed',
  diagnostics: {
    errorCode: 'ScriptFailed',
    agentCode: 4,
    scriptName: 's/start.sh',
    message: 'Script at specified location: s/start.sh failed with exit code 3',
    logTail: '[stdout]one\n[stderr]\u001b[31mtwo\u001b[0m\n',
    exitCode: 3,
    user: 'shop',
    source: { file: 'appspec.yml', line: 6, column: 34 },
  },
})

test('a failing hook is reported by event, script, exit code, seconds, user, the tail of its output and its line', () => {
  const [finding] = judgeLocal(REQUEST, failing(SCRIPT), 5_000)
  expect(finding).toMatchObject({
    outcome: 'fail',
    title: 'ApplicationStart failed on this host in s/start.sh',
    source: { file: 'app/appspec.yml', line: 6, column: 34 },
    details: { event: 'ApplicationStart', seconds: 1.2, user: 'shop' },
  })
  expect(finding?.observed?.split('\n')).toEqual([
    'ScriptFailed: Script at specified location: s/start.sh failed with exit code 3 (after 1.2 s, as shop)',
    '[stdout]one',
    '[stderr]two',
  ])
  expect(finding?.advice).toContain('Its files stay installed')
})

test('the files of a half-installed revision are listed, with the way to remove them', () => {
  const paths = Array.from({ length: 12 }, (_, index) => `/srv/${index}`)
  const failed = event('Install', {
    status: 'failed',
    diagnostics: {
      errorCode: 'UnknownError',
      agentCode: 5,
      scriptName: '',
      message: 'The link /agent/preprod/d-1/deployment-archive/www/etc leads to a folder outside of the revision: /etc',
      logTail: '',
    },
  })
  const remains = { paths, advice: 'Remove them by hand.' }
  const [finding] = judgeLocal(REQUEST, failing(failed, { events: [failed], remains }), 5_000)
  expect(finding?.observed).toContain('The link www/etc leads to a folder outside of the revision: /etc')
  expect(finding?.observed).toContain('\nremains: /srv/9\nremain: 2 more')
  expect(finding?.advice).toContain('Remove them by hand.')
})

test('processes that a failing hook left are listed, with the command that ends them', () => {
  const process = { pid: 12, started: 1, session: 12, command: 'sleep 300' }
  const background = { ended: [process], surviving: [{ ...process, pid: 13, command: 'sudo server' }] }
  const failed = { ...SCRIPT, diagnostics: { ...SCRIPT.diagnostics!, background } }
  const [finding] = judgeLocal(REQUEST, failing(failed), 5_000)
  expect(finding?.observed?.split('\n').slice(1, 3)).toEqual([
    'its background process 12 (`sleep 300`) was ended',
    'its background process 13 (`sudo server`) still runs',
  ])
  expect(finding?.advice).toContain('End the processes that still run: `kill -9 13`')
})

test('output that a background process kept open is reported as the cause', () => {
  const left = event('ApplicationStart', {
    status: 'failed',
    diagnostics: {
      errorCode: 'UnknownError',
      agentCode: 6,
      scriptName: 's/start.sh',
      message: 'Script at specified location: s/start.sh failed to close STDOUT',
      logTail: '',
      exitCode: 0,
    },
  })
  const [finding] = judgeLocal(REQUEST, failing(left), 5_000)
  expect(finding?.advice).toContain('>/dev/null 2>&1 &')
})
