import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Secrets } from '../../../src/support/secrets/secrets.ts'
import { runShell, scrubbed, type EndedCommand } from '../../../src/checks/engine/shell.ts'
import { isAlive, pidsIn } from '../../support/alive.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'processes-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const notAborted = new AbortController().signal
const secrets = new Secrets()

async function shell(
  command: string,
  more: { signal?: AbortSignal; graceMs?: number; onLine?: (line: string) => void } = {},
): Promise<EndedCommand> {
  return await runShell({
    command,
    directory,
    env: { PATH: process.env['PATH'] ?? '' },
    signal: notAborted,
    secrets,
    ...more,
  })
}

test('the last lines are stored in order, from both streams', async () => {
  const lines: string[] = []
  const ended = await shell('for i in $(seq 200); do echo $i; done; printf "é\\r\\nno end"', {
    onLine: (line) => lines.push(line),
  })
  expect(ended.lines).toBe(202)
  expect(lines).toHaveLength(202)
  expect(ended.tail.slice(-3)).toEqual(['200', 'é', 'no end'])
  expect(ended.tail.length).toBeLessThanOrEqual(60)
})

test('a line without an end uses a limited amount of memory', async () => {
  const ended = await shell('head -c 3000000 /dev/zero | tr "\\0" x')
  expect(Math.max(...ended.tail.map(({ length }) => length))).toBeLessThanOrEqual(4_000)
})

describe('the end', () => {
  test.each([
    ['exit 7', { exitCode: 7 }],
    ['kill -TERM $$', { signal: 'SIGTERM' }],
    ['unknown-command-of-nobody', { exitCode: 127 }],
  ])('of %s is reported', async (command, expected) =>
    expect(await shell(command)).toMatchObject({ ...expected, ended: false }),
  )

  test('of a missing folder is reported', async () => {
    const ended = await runShell({
      command: 'true',
      directory: join(directory, 'none'),
      env: {},
      signal: notAborted,
      secrets,
    })
    expect(ended.startError).toContain('ENOENT')
  })
})

describe('processes of a command', () => {
  test('are ended with it, including those that ignore SIGTERM or left the process group', async () => {
    const aborter = new AbortController()
    let ready = 0
    const ended = await shell(
      `bash -c 'trap "" TERM; echo $$ > stubborn; echo ready; while true; do sleep 0.1; done' & setsid sleep 60 & echo $! > apart; echo ready; wait`,
      { signal: aborter.signal, graceMs: 400, onLine: () => (ready += 1) === 2 && aborter.abort() },
    )
    expect(ended).toMatchObject({ ended: true, background: { surviving: [] } })
    const pids = ['stubborn', 'apart'].flatMap((file) => pidsIn(join(directory, file)))
    expect(pids).toHaveLength(2)
    expect(pids.filter(isAlive)).toEqual([])
  })

  test('may clean up within the grace period', async () => {
    const aborter = new AbortController()
    const ended = await shell(`trap 'echo tidied; exit 0' TERM; echo ready; sleep 30 & wait`, {
      signal: aborter.signal,
      onLine: () => aborter.abort(),
    })
    expect(ended.tail).toEqual(['ready', 'tidied'])
  })

  test('that are left behind are ended and reported', async () => {
    const ended = await shell('sleep 60 & echo $! > left; exit 0', { graceMs: 400 })
    const [pid = 0] = pidsIn(join(directory, 'left'))
    expect(ended).toMatchObject({ exitCode: 0, ended: false })
    expect(ended.background).toMatchObject({ ended: [{ pid, command: 'sleep 60' }], surviving: [] })
    expect(isAlive(pid)).toBe(false)
  })

  test('that end by themselves a moment later were not left behind', async () => {
    const ended = await shell('echo done > >(sleep 0.1; cat)')
    expect(ended.tail).toEqual(['done'])
    expect(ended.background).toEqual({ ended: [], surviving: [] })
  })
})

test('variables with credentials are removed from an environment, in any letter case', () => {
  const env = {
    PATH: '/bin',
    AWS_REGION: 'x',
    aws_secret_access_key: 'x',
    ACTIONS_RUNTIME_TOKEN: 'x',
    INPUT_COMMAND: 'x',
    GITHUB_TOKEN: 'x',
    GH_TOKEN: 'x',
    GITHUB_STEP_SUMMARY: 'x',
    STATE_a: 'x',
    MY_OIDC_TOKEN: 'x',
    GITHUB_SHA: 'abc',
    RUNNER_TRACKING_ID: 'orphans',
    ABSENT: undefined,
  }
  expect(scrubbed(env, { AWS_PROFILE: 'asked for' })).toEqual({
    PATH: '/bin',
    GITHUB_SHA: 'abc',
    RUNNER_TRACKING_ID: 'orphans',
    AWS_PROFILE: 'asked for',
  })
})
