import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runShell, scrubbed, withoutSecrets, type EndedCommand } from '../../src/support/processes.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'processes-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const never = new AbortController().signal

async function shell(
  command: string,
  more: { signal?: AbortSignal; grace?: number; onLine?: (line: string) => void } = {},
): Promise<EndedCommand> {
  return await runShell({ command, directory, env: { PATH: process.env['PATH'] ?? '' }, signal: never, ...more })
}

async function runs(file: string): Promise<boolean> {
  try {
    const stat = await readFile(`/proc/${(await readFile(join(directory, file), 'utf8')).trim()}/stat`, 'utf8')
    return !stat.slice(stat.lastIndexOf(')')).startsWith(') Z')
  } catch {
    return false
  }
}

test('the last lines stay, in order, from both streams', async () => {
  const lines: string[] = []
  const ended = await shell('for i in $(seq 200); do echo $i; done; printf "é\\r\\nno end"', {
    onLine: (line) => lines.push(line),
  })
  expect(ended.lines).toBe(202)
  expect(lines).toHaveLength(202)
  expect(ended.tail.slice(-3)).toEqual(['200', 'é', 'no end'])
  expect(ended.tail.length).toBeLessThanOrEqual(60)
})

test('a line without an end does not fill the memory', async () => {
  const ended = await shell('head -c 3000000 /dev/zero | tr "\\0" x')
  expect(Math.max(...ended.tail.map(({ length }) => length))).toBeLessThanOrEqual(4_000)
})

describe('the end', () => {
  test.each([
    ['exit 7', { exitCode: 7 }],
    ['kill -TERM $$', { signal: 'SIGTERM' }],
    ['unknown-command-of-nobody', { exitCode: 127 }],
  ])('of %s is told', async (command, expected) =>
    expect(await shell(command)).toMatchObject({ ...expected, ended: false }),
  )

  test('of a folder that is not there is told', async () => {
    const ended = await runShell({ command: 'true', directory: join(directory, 'none'), env: {}, signal: never })
    expect(ended.startError).toContain('ENOENT')
  })
})

describe('a tree of processes', () => {
  test('is ended, also what ignores SIGTERM and what left the group', async () => {
    const began = Date.now()
    const ended = await shell(
      `bash -c 'trap "" TERM; echo $$ > stubborn; while true; do sleep 0.1; done' & setsid sleep 60 & echo $! > gone; wait`,
      { signal: AbortSignal.timeout(500), grace: 400 },
    )
    expect(ended.ended).toBe(true)
    expect(Date.now() - began).toBeLessThan(10_000)
    expect(await runs('stubborn')).toBe(false)
    expect(await runs('gone')).toBe(false)
  }, 20_000)

  test('may use its time to put things in order', async () => {
    const aborter = new AbortController()
    const ended = await shell(`trap 'echo tidied; exit 0' TERM; echo ready; sleep 30 & wait`, {
      signal: aborter.signal,
      onLine: () => aborter.abort(),
    })
    expect(ended.tail).toEqual(['ready', 'tidied'])
  }, 20_000)

  test('that outlives its command is ended and counted', async () => {
    const ended = await shell('sleep 60 & echo $! > left; exit 0', { grace: 400 })
    expect(ended).toMatchObject({ exitCode: 0, leftBehind: 1 })
    expect(await runs('left')).toBe(false)
  }, 20_000)
})

test('an environment is scrubbed of what gives power, in any case of letters', () => {
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

test('values of variables that are secret by name are hidden; short ones would hide everything', () => {
  const env = { DB_PASSWORD: 'hunter2hunter2', API_KEY: 'abcdef123', TOKEN: 'x', HOME: '/home/ada' }
  expect(withoutSecrets('hunter2hunter2 abcdef123 x /home/ada', env)).toBe('*** *** x /home/ada')
})
