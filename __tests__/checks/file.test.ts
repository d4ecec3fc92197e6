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
  await symlink('nowhere', join(here.workspace, 'root/etc/shop/dangling'))
})
afterAll(() => here.end())

async function look(
  file: Record<string, unknown>,
  more: { on?: 'hosts'; context?: Partial<CheckContext> } = {},
): Promise<Judgement> {
  const options = {
    file: check.shape.file.parse({ path: '/etc/shop/config.json', root: 'root', ...file }),
    on: more.on ?? 'runner',
  } as const
  return check.judge(options, await check.observe(options, here.context(more.context)))
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
  ])('%j', async (file) => expect(await look(file)).toMatchObject({ outcome: 'pass' }))
})

describe('fails, naming what is wrong', () => {
  test.each([
    [{ path: '/etc/shop/other' }, 'nothing is there'],
    [{ exists: false }, 'a file is there'],
    [{ path: '/etc/shop/dangling' }, 'it is a link that leads nowhere, not a file'],
    [{ path: '/etc/shop' }, 'it is a folder, not a file'],
    [{ mode: '0600' }, 'mode 0640, not 0600'],
    [{ owner: 'nobody-at-all' }, 'not nobody-at-all'],
    [{ group: '54321' }, 'not 54321'],
    [{ contains: 'us-east-1' }, 'it does not contain "us-east-1"'],
    [{ matches: '^$x' }, 'it does not match /^$x/'],
    [{ sha256: '0'.repeat(64) }, `sha256 ${sha256}, not 000`],
  ])('%j', async (file, wrong) => {
    const judgement = await look(file)
    expect(judgement).toMatchObject({ outcome: 'fail', observed: expect.stringContaining(wrong) })
    expect(judgement.title).toContain('on this runner')
    expect(judgement.advice).toContain('AppSpec')
  })
})

describe('on hosts', () => {
  test('that cannot be reached nothing is known', async () => {
    expect(await look({}, { on: 'hosts' })).toMatchObject({
      outcome: 'inconclusive',
      title: 'no host of the deployments can be reached from this job',
      advice: expect.stringContaining('ValidateService'),
    })
  })

  test('no host at all is no pass', async () => {
    expect(await look({}, { on: 'hosts', context: { hosts: [] } })).toMatchObject({ outcome: 'inconclusive' })
  })

  test('each is looked at, and the one that is wrong is named', async () => {
    const hosts = [
      { name: 'a', root: join(here.workspace, 'root') },
      { name: 'b', root: join(here.workspace, 'nothing') },
    ]
    expect(await look({}, { on: 'hosts', context: { hosts } })).toMatchObject({
      outcome: 'fail',
      title: '/etc/shop/config.json on b: nothing is there',
      observed: 'b: nothing is there',
    })
    expect(await look({}, { on: 'hosts', context: { hosts: hosts.slice(0, 1) } })).toMatchObject({ outcome: 'pass' })
  })
})

test('what could not be read is no answer', () => {
  const options = { file: check.shape.file.parse({ path: '/a' }), on: 'runner' } as const
  expect(check.judge(options, [{ host: 'this runner', problem: 'EACCES: permission denied' }])).toMatchObject({
    outcome: 'error',
  })
})

test('a path stays below its root', async () => {
  expect(await look({ path: '/../../../../etc/passwd', exists: false })).toMatchObject({ outcome: 'pass' })
})
