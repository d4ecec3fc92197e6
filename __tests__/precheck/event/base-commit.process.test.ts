import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Run } from '../../../src/github/approvals.ts'
import type { GitHub } from '../../../src/github/client.ts'
import type { Ports } from '../../../src/ports.ts'
import { readBase } from '../../../src/precheck/event/base-commit.ts'
import { ActionError } from '../../../src/support/errors.ts'

const CONFIG = 'version: 1\ngate: { require: [load] }\n'
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'base-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function git(...args: string[]): string {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false']
  return execFileSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8' }).trim()
}

function commit(config: string | undefined): string {
  if (config !== undefined) writeFileSync(join(folder, 'c.yml'), config)
  git('add', '-A')
  git('commit', '--allow-empty', '-q', '-m', 'x')
  return git('rev-parse', 'HEAD')
}

function ports(event: object | undefined, github?: Partial<GitHub>): Ports {
  const path = join(folder, '.git-event.json')
  if (event) writeFileSync(path, JSON.stringify(event))
  return {
    place: {
      env: { PATH: process.env['PATH'], ...(event && { GITHUB_EVENT_PATH: path }) },
      workspace: folder,
      temp: folder,
    },
    connect: {
      github: async () => {
        if (github) return github
        throw new ActionError('github/no-token', { message: 'there is no token' })
      },
    },
  } as unknown as Ports
}

function inWorkflow(asked: Ports): Ports {
  const env = {
    ...asked.place.env,
    GITHUB_WORKFLOW_REF: 'acme/shop/.github/workflows/r.yml@refs/heads/main',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_RUN_ID: '7',
  }
  return { ...asked, place: { ...asked.place, env } }
}

const PATHS = { config: { path: 'c.yml' }, intent: undefined }

test('the parent commit, where the event names none', async () => {
  git('init', '-q')
  const before = commit(CONFIG)
  commit('version: 1\n')
  expect(await readBase(ports(undefined), PATHS)).toMatchObject({
    base: { sha: before, config: { gate: { require: ['load'] } } },
  })
})

test('the commit before a push, and the base of a pull request', async () => {
  git('init', '-q')
  const before = commit(CONFIG)
  commit('version: 1\n')
  commit('version: 1\n')
  expect(await readBase(ports({ before }), PATHS)).toMatchObject({ base: { sha: before } })
  expect(await readBase(ports({ pull_request: { base: { sha: before } } }), PATHS)).toMatchObject({
    base: { sha: before },
  })
})

describe('rules that were weakened and refused', () => {
  const run = (id: string, event: string, sha: string): Run => ({ id, attempt: 1, event, sha })

  test('are still compared with the last release, and not with themselves', async () => {
    git('init', '-q')
    const released = commit(CONFIG)
    const refused = commit('version: 1\n')
    commit('version: 1\n')
    const requests: unknown[] = []
    const github = {
      listSuccessfulRuns: async (...which: unknown[]) => {
        requests.push(which)
        return [
          run('7', 'push', refused),
          run('6', 'pull_request', refused),
          run('5', 'workflow_dispatch', released),
          run('4', 'push', refused),
        ]
      },
    }
    expect(await readBase(inWorkflow(ports({ before: refused }, github)), PATHS)).toMatchObject({
      base: { sha: released, config: { gate: { require: ['load'] } } },
    })
    expect(requests).toEqual([['r.yml', 'main']])
  })

  test('are compared with the previous head where nothing was released yet', async () => {
    git('init', '-q')
    const before = commit(CONFIG)
    commit('version: 1\n')
    const github = { listSuccessfulRuns: async () => [] }
    expect(await readBase(inWorkflow(ports({ before }, github)), PATHS)).toMatchObject({ base: { sha: before } })
  })

  test('are not treated as unchanged where GitHub does not return them', async () => {
    git('init', '-q')
    const before = commit(CONFIG)
    const github = {
      listSuccessfulRuns: () => Promise.reject(new ActionError('github/denied', { message: 'refused' })),
    }
    expect(await readBase(inWorkflow(ports({ before }, github)), PATHS)).toEqual({
      unread: 'the last release: refused',
    })
    expect(await readBase(inWorkflow(ports({ pull_request: { base: { sha: before } } })), PATHS)).toMatchObject({
      base: { sha: before },
    })
  })
})

test('nothing to compare: a new branch, no repository, no configuration there', async () => {
  expect(await readBase(ports(undefined), PATHS)).toHaveProperty('nothing')
  expect(await readBase(ports({ before: '0'.repeat(40) }), PATHS)).toHaveProperty('nothing')
  git('init', '-q')
  const before = commit(undefined)
  expect(await readBase(ports({ before: '0'.repeat(40) }), PATHS)).toHaveProperty('nothing')
  expect(await readBase(ports({ before }), PATHS)).toEqual({
    base: { sha: before, config: undefined, intent: undefined, baseline: undefined },
  })
})

test('a new branch or tag starts from the parent of its commit, which a shallow clone contains', async () => {
  git('init', '-q')
  const before = commit(CONFIG)
  commit('version: 1\n')
  const event = { before: '0'.repeat(40) }
  expect(await readBase(ports(event), PATHS)).toMatchObject({ base: { sha: before } })
  writeFileSync(join(folder, '.git', 'shallow'), `${git('rev-parse', 'HEAD')}\n`)
  const github = { readFile: async (path: string) => (path === 'c.yml' ? CONFIG : undefined) }
  expect(await readBase(ports(event, github), PATHS)).toMatchObject({
    base: { sha: before, config: { gate: { require: ['load'] } } },
  })
})

describe("a configuration at another path is found by the workflow's input", () => {
  const NOW = 'version: 1\n# now\n'
  const workflow = (config: string): string =>
    `jobs:\n  a:\n    steps:\n      - uses: x\n        with:\n          config: ${config}\n`
  const read = async (config: Parameters<typeof readBase>[1]['config']) => {
    const asked = inWorkflow(ports(undefined, { listSuccessfulRuns: async () => [] }))
    return readBase(asked, { config, intent: undefined })
  }
  const found = { base: { config: { gate: { require: ['load'] } } } }
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  beforeEach(() => void git('init', '-q'))

  test.each<[string, Record<string, string>, Parameters<typeof readBase>[1]['config']]>([
    ['renamed', { 'old.yml': CONFIG, '.github/workflows/r.yml': workflow('old.yml') }, { path: 'new.yml' }],
    ['renamed from the usual name', { '.github/test-deployments.yml': CONFIG }, { path: 'new.yml' }],
    ['moved into the workflow', { '.github/test-deployments.yml': CONFIG }, { yaml: NOW }],
    [
      'in the workflow all the time',
      {
        '.github/workflows/r.yml': workflow(
          '|\n            version: 1\n            gate:\n              require: [load]',
        ),
      },
      { yaml: NOW },
    ],
  ])('%s', async (_, files, now) => {
    for (const [name, text] of Object.entries(files)) write(name, text)
    commit(undefined)
    write('new.yml', NOW)
    commit(undefined)
    expect(await read(now)).toMatchObject(found)
  })
})

test('a commit that is not in the clone is read through GitHub', async () => {
  const before = 'a'.repeat(40)
  const github = {
    readFile: async (path: string, ref: string) => (path === 'c.yml' && ref === before ? CONFIG : undefined),
  }
  expect(await readBase(ports({ before }, github), PATHS)).toMatchObject({
    base: { config: { gate: { require: ['load'] } } },
  })
})

test('an unreadable commit is not treated as one without rules', async () => {
  const before = 'a'.repeat(40)
  expect(await readBase(ports({ before }), PATHS)).toEqual({ unread: 'aaaaaaaaaaaa: there is no token' })
  const gone = {
    readFile: async () => undefined,
    haveCommits: () => Promise.reject(new ActionError('github/service', { message: 'no such commit' })),
  }
  expect(await readBase(ports({ before }, gone), PATHS)).toEqual({ unread: 'aaaaaaaaaaaa: no such commit' })
})

test('a name that could be an option is not given to git', async () => {
  git('init', '-q')
  commit(CONFIG)
  expect(await readBase(ports({ before: '--output=x' }), PATHS)).toHaveProperty('unread')
})
