import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createHash } from 'node:crypto'
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { check } from '../../src/checks/file.ts'
import type { CheckContext, Judgement } from '../../src/checks/contract.ts'
import { world, type World } from './world.ts'

const CONTENT = '{ "region": "eu-west-1" }\n'
let here: World

beforeAll(async () => {
  here = await world()
  await mkdir(join(here.workspace, 'root/etc/shop'), { recursive: true })
  const path = join(here.workspace, 'root/etc/shop/config.json')
  await writeFile(path, CONTENT)
  await chmod(path, 0o640)
  const links = {
    dangling: 'nowhere',
    'absolute-nowhere': '/etc/passwd',
    absolute: '/etc/shop/config.json',
    climbing: '../../../../../../../../../etc/shop/config.json',
    'to-passwd': '../../../../../../../../../../etc/passwd',
    circle: 'circle',
    chain: 'absolute',
  }
  for (const [name, target] of Object.entries(links)) await symlink(target, join(here.workspace, 'root/etc/shop', name))
  await symlink('/etc', join(here.workspace, 'root/settings'))
  await mkdir(join(here.workspace, 'empty'))
  await writeFile(join(here.workspace, 'root/etc/shop/large.log'), `begin\n${'x'.repeat(5_000_000)}\nend\n`)
  await writeFile(join(here.workspace, 'root/etc/shop/cut.log'), `${'x'.repeat(4 * 1024 * 1024 - 5)}begin, and more\n`)
})
afterAll(() => here.end())

async function runCheck(
  file: Record<string, unknown>,
  more: { on?: 'hosts'; context?: Partial<CheckContext> } = {},
): Promise<Judgement> {
  const options = {
    file: check.shape.file.parse({ path: '/etc/shop/config.json', root: 'root', ...file }),
  } as const
  const context = here.context({ on: more.on ?? 'runner', ...more.context })
  return check.judge(options, await check.observe(options, context))
}

const sha256 = createHash('sha256').update(CONTENT).digest('hex')

describe('passes', () => {
  test.each([
    [{}],
    [{ mode: '0640' }],
    [{ mode: '640', owner: userInfo().username, group: String(userInfo().gid) }],
    [{ contains: ['"region"', 'eu-west-1'], matches: '^\\{.*\\}$' }],
    [{ sha256 }],
    [{ sha256: `sha256:${sha256}` }],
    [{ path: '/etc/shop', type: 'directory' }],
    [{ path: '/etc/shop/other', exists: false }],
    [{ path: '/etc/shop/config.json/below', exists: false }],
    [{ path: '/etc/shop/absolute', sha256 }],
    [{ path: '/etc/shop/chain', sha256 }],
    [{ path: '/etc/shop/climbing', sha256 }],
    [{ path: '/settings/shop/config.json', sha256 }],
    [{ path: '/etc/shop/large.log', contains: 'begin', matches: '^begin$' }],
  ])('%j', async (file) => expect(await runCheck(file)).toMatchObject({ outcome: 'pass' }))
})

describe('fails, with the differences', () => {
  test.each([
    [{ path: '/etc/shop/other' }, 'nothing is there'],
    [{ exists: false }, 'a file is there'],
    [{ path: '/etc/shop/dangling' }, 'it is a link that leads nowhere, not a file'],
    [{ path: '/etc/shop/absolute-nowhere' }, 'it is a link that leads nowhere, not a file'],
    [{ path: '/etc/shop/to-passwd' }, 'it is a link that leads nowhere, not a file'],
    [{ path: '/etc/shop/absolute-nowhere', exists: false }, 'a link that leads nowhere is there'],
    [{ path: '/settings/passwd' }, 'nothing is there'],
    [{ path: '/etc/shop' }, 'it is a folder, not a file'],
    [{ mode: '0600' }, 'mode 0640, not 0600'],
    [{ owner: 'nobody-at-all' }, 'not nobody-at-all'],
    [{ group: '54321' }, 'not 54321'],
    [{ contains: 'us-east-1' }, 'it does not contain "us-east-1"'],
    [{ matches: '^$x' }, 'it does not match /^$x/'],
    [{ sha256: '0'.repeat(64) }, `sha256 ${sha256}, not 000`],
  ])('%j', async (file, wrong) => {
    const judgement = await runCheck(file)
    expect(judgement).toMatchObject({ outcome: 'fail', observed: expect.stringContaining(wrong) })
    expect(judgement.title).toContain('on this runner')
    expect(judgement.advice).toContain('AppSpec')
  })
})

describe('on hosts', () => {
  test('that cannot be reached are unknown', async () => {
    expect(await runCheck({}, { on: 'hosts' })).toMatchObject({
      outcome: 'inconclusive',
      title: 'no host of the deployments can be reached from this job',
      advice: expect.stringContaining('through: ssm'),
    })
  })

  test('without any host are not a pass', async () => {
    expect(await runCheck({}, { on: 'hosts', context: { hosts: [] } })).toMatchObject({ outcome: 'inconclusive' })
  })

  test('are each checked, and the failing one is reported', async () => {
    const hosts = [
      { name: 'a', root: join(here.workspace, 'root') },
      { name: 'b', root: join(here.workspace, 'empty') },
    ]
    expect(await runCheck({}, { on: 'hosts', context: { hosts } })).toMatchObject({
      outcome: 'fail',
      title: '/etc/shop/config.json on b: nothing is there',
      observed: 'b: nothing is there',
    })
    expect(await runCheck({}, { on: 'hosts', context: { hosts: hosts.slice(0, 1) } })).toMatchObject({
      outcome: 'pass',
    })
  })
})

test('an unreadable file is an error', () => {
  const read = [{ host: 'this runner', problem: 'EACCES: permission denied' }]
  expect(check.judge({ file: check.shape.file.parse({ path: '/a' }) }, { on: 'runner', read })).toMatchObject({
    outcome: 'error',
  })
})

test.each([
  [{ path: '/etc/shop/large.log', contains: 'end' }],
  [{ path: '/etc/shop/large.log', matches: '^end$' }],
  [{ path: '/etc/shop/cut.log', matches: 'begin$' }],
])('text that may be in the unread part of a file is unknown: %j', async (file) => {
  expect(await runCheck(file)).toMatchObject({
    outcome: 'inconclusive',
    title: expect.stringContaining('in its first 4194304 bytes, and the rest was not read'),
  })
})

test('a difference outside the unread part fails', async () => {
  const judgement = await runCheck({ path: '/etc/shop/large.log', contains: 'end', mode: '0600' })
  expect(judgement).toMatchObject({ outcome: 'fail', title: expect.stringMatching(/mode 0644, not 0600$/) })
})

test.each([
  [{ path: '/etc/shop/circle' }, 'too many links'],
  [{ root: 'misspelt' }, 'is not a folder'],
  [{ root: 'misspelt', exists: false }, 'is not a folder'],
  [{ root: 'root/etc/shop/config.json', exists: false }, 'is not a folder'],
])('a file that cannot be checked is an error: %j', async (file, problem) => {
  expect(await runCheck(file)).toMatchObject({ outcome: 'error', title: expect.stringContaining(problem) })
})

test.each([
  [{ exists: false, mode: '0640' }],
  [{ exists: false, contains: 'a' }],
  [{ type: 'directory', sha256 }],
  [{ type: 'directory', matches: 'a' }],
])('expectations that would not be checked are refused: %j', (file) => {
  expect(check.shape.file.safeParse({ path: '/a', ...file }).success).toBe(false)
})

test('a path remains below its root', async () => {
  expect(await runCheck({ path: '/../../../../etc/passwd', exists: false })).toMatchObject({ outcome: 'pass' })
})
