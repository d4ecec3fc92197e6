import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from '@jest/globals'
import { showAction } from '../../../src/codedeploy/agent/index.ts'
import type { EventReport } from '../../../src/codedeploy/agent/index.ts'
import { Scratch, tarOf } from '../revisions.ts'
import { appSpec, Host } from './support.ts'

const scratch = new Scratch()
afterAll(() => scratch.remove())

/** Writes its revision's name and the event to the host. */
const TELL = (name: string, more = ''): string =>
  `#!/bin/sh\necho "${name} $LIFECYCLE_EVENT" >> "$DESTDIR/order"\n${more}`
const HOOKS = ['ApplicationStop', 'BeforeInstall', 'AfterInstall', 'ApplicationStart', 'ValidateService']
const ALL_HOOKS = `hooks:\n${HOOKS.map((event) => `  ${event}: [{ location: h.sh, timeout: 20 }]\n`).join('')}`

function version(name: string, more = ''): string {
  return scratch.revision({ 'appspec.yml': appSpec(ALL_HOOKS), 'app/version': name, 'h.sh': TELL(name, more) })
}

function orderOn(host: Host): string[] {
  return existsSync(host.at('order')) ? readFileSync(host.at('order'), 'utf8').trim().split('\n') : []
}

describe('a deployment', () => {
  test('runs the lifecycle in order and leaves the files of the revision', async () => {
    const host = new Host(scratch)
    const reports: EventReport[] = []
    const result = await host.deploy(version('v1'), { onEvent: (report) => reports.push(report) })
    expect(result.outcome).toBe('succeeded')
    expect(orderOn(host)).toEqual(['v1 BeforeInstall', 'v1 AfterInstall', 'v1 ApplicationStart', 'v1 ValidateService'])
    expect(host.tree()).toContain('srv/app/version 0644 v1')
    expect(
      reports.filter(({ status }) => status !== 'started').map(({ event, status, reason }) => [event, status, reason]),
    ).toEqual([
      ['ApplicationStop', 'succeeded', 'no revision is installed yet'],
      ['DownloadBundle', 'succeeded', undefined],
      ['BeforeInstall', 'succeeded', undefined],
      ['Install', 'succeeded', undefined],
      ['AfterInstall', 'succeeded', undefined],
      ['ApplicationStart', 'succeeded', undefined],
      ['ValidateService', 'succeeded', undefined],
    ])
  })

  test('can be run event by event, each in a call of its own', async () => {
    const host = new Host(scratch)
    const revision = version('v1')
    for (const event of ['ApplicationStop', 'DownloadBundle', 'BeforeInstall', 'Install', 'ApplicationStart']) {
      const result = await host.deploy(revision, { deploymentId: 'd-steps', events: [event] })
      expect([event, result.outcome]).toEqual([event, 'succeeded'])
    }
    expect(orderOn(host)).toEqual(['v1 BeforeInstall', 'v1 ApplicationStart'])
  })

  test('gives hooks the documented environment and no variables of this process', async () => {
    const host = new Host(scratch)
    const revision = scratch.revision({
      'appspec.yml': appSpec('hooks: { AfterInstall: [{ location: env.sh }] }'),
      'app/a': '1',
      'env.sh': '#!/bin/sh\nenv > "$DESTDIR/env"; pwd > "$DESTDIR/pwd"; wc -c < /dev/stdin > "$DESTDIR/stdin"\n',
    })
    process.env['SECRET_OF_THE_JOB'] = 'hidden'
    await host.deploy(revision, { deploymentId: 'd-env', revisionEnvironment: { BUNDLE_KEY: 'shop.zip' } })
    delete process.env['SECRET_OF_THE_JOB']
    const env = readFileSync(host.at('env'), 'utf8').split('\n')
    expect(env).toEqual(
      expect.arrayContaining([
        'APPLICATION_NAME=shop',
        'DEPLOYMENT_GROUP_ID=group',
        'DEPLOYMENT_GROUP_NAME=shop-preprod',
        'DEPLOYMENT_ID=d-env',
        'LIFECYCLE_EVENT=AfterInstall',
        'BUNDLE_KEY=shop.zip',
        `DESTDIR=${host.slash}`,
      ]),
    )
    expect(env.join('\n')).not.toContain('SECRET_OF_THE_JOB')
    expect(readFileSync(host.at('pwd'), 'utf8').trim()).toBe(host.slash)
    expect(readFileSync(host.at('stdin'), 'utf8').trim()).toBe('0')
  })

  test('removes files of the previous one, keeps files of the service, and reads a tgz', async () => {
    const host = new Host(scratch)
    await host.deploy(scratch.revision({ 'appspec.yml': appSpec(), 'app/old/a': '1', 'app/new': '1' }))
    writeFileSync(host.at('srv/app/old/state.db'), 'rows')
    const tarball = await tarOf([
      { name: 'appspec.yml', content: appSpec() },
      { name: 'app/new', content: '2' },
    ])
    const result = await host.deploy(scratch.file('v2.tgz', gzipSync(tarball)))
    expect(result.outcome).toBe('succeeded')
    expect(host.tree()).toEqual([
      'srv/ 0755',
      'srv/app/ 0755',
      'srv/app/new 0644 2',
      'srv/app/old/ 0755',
      'srv/app/old/state.db 0644 rows',
    ])
  })

  test('keeps five archives, including the installed one', async () => {
    const host = new Host(scratch)
    const good = scratch.revision({ 'appspec.yml': appSpec(), 'app/a': '1' })
    const first = await host.deploy(good)
    const broken = scratch.revision({ 'appspec.yml': appSpec('  - source: nope\n    destination: /srv\n') })
    for (let run = 0; run < 7; run++) expect((await host.deploy(broken)).outcome).toBe('failed')
    const kept = readdirSync(join(host.root, 'group'))
    expect(kept).toHaveLength(5)
    expect(kept).toContain(first.deploymentId)
  })

  test('is refused while another one of the group is in progress', async () => {
    const host = new Host(scratch)
    const slow = scratch.revision({
      'appspec.yml': appSpec('hooks: { AfterInstall: [{ location: s.sh }] }'),
      'app/a': '1',
      's.sh': '#!/bin/sh\nsleep 1\n',
    })
    const first = host.deploy(slow)
    await expect(host.deploy(slow)).rejects.toMatchObject({
      code: 'config/revision',
      message: expect.stringContaining('is in progress'),
    })
    expect((await first).outcome).toBe('succeeded')
  })
})

describe('a failing hook', () => {
  test('is reported with event, script, exit code, seconds, user, tail and line', async () => {
    const host = new Host(scratch)
    const revision = scratch.revision({
      'appspec.yml': appSpec('hooks:\n  AfterInstall:\n    - location: a.sh\n    - location: b.sh\n'),
      'app/a': '1',
      'a.sh': '#!/bin/sh\necho first\necho broken >&2\nexit 3\n',
      'b.sh': TELL('never'),
    })
    const { failed, outcome } = await host.deploy(revision)
    expect(outcome).toBe('failed')
    expect(failed?.event).toBe('AfterInstall')
    expect(failed?.diagnostics).toMatchObject({
      errorCode: 'ScriptFailed',
      agentCode: 4,
      scriptName: 'a.sh',
      message: 'Script at specified location: a.sh failed with exit code 3',
      exitCode: 3,
      user: expect.any(String),
      seconds: expect.any(Number),
      source: { file: 'appspec.yml', line: 8, column: 17 },
    })
    expect(failed?.diagnostics?.logTail).toContain('[stderr]broken\n')
    expect(orderOn(host)).toEqual([])
  })

  test.each([
    ['missing', 'nope.sh', 'ScriptMissing', 'does not exist'],
    ['a missing interpreter', 'crlf.sh', 'ScriptFailed', 'its interpreter'],
    ['ended by a signal', 'kill.sh', 'ScriptFailed', 'ended by signal SIGKILL'],
    ['outside of the revision', '../../../../outside.sh', 'ScriptMissing', 'outside of the revision'],
  ])('%s has its own code and message', async (_, location, code, words) => {
    const revision = scratch.revision({
      'appspec.yml': appSpec(`hooks: { AfterInstall: [{ location: ${location} }] }`),
      'app/a': '1',
      'crlf.sh': '#!/bin/bash\r\necho hi\r\n',
      'kill.sh': '#!/bin/sh\nkill -9 $$\n',
    })
    const { failed } = await new Host(scratch).deploy(revision)
    expect(failed?.diagnostics?.errorCode).toBe(code)
    expect(failed?.diagnostics?.message).toContain(words)
    // Only the hook that did not start has a more precise cause than its code.
    expect(failed?.diagnostics?.advice?.includes('never started')).toBe(location === 'crlf.sh' ? true : undefined)
  })

  test('keeps its tail where one line is longer; in compatible mode the tail is lost, as in AWS', async () => {
    const revision = scratch.revision({
      'appspec.yml': appSpec('hooks: { AfterInstall: [{ location: a.sh }] }'),
      'app/a': '1',
      'a.sh': '#!/bin/sh\necho first\nhead -c 3000 /dev/zero | tr "\\0" x; echo; exit 1\n',
    })
    const ours = await new Host(scratch).deploy(revision)
    expect(ours.failed?.diagnostics?.logTail).toHaveLength(2048)
    const theirs = await new Host(scratch).deploy(revision, { agentCompatible: true })
    expect(theirs.failed?.diagnostics?.logTail).toBe('')
  })

  test('of ApplicationStop blocks the next deployment unless it is to be ignored', async () => {
    const host = new Host(scratch)
    await host.deploy(version('v1', '[ $LIFECYCLE_EVENT != ApplicationStop ]\n'))
    expect((await host.deploy(version('v2'))).failed?.event).toBe('ApplicationStop')
    const result = await host.deploy(version('v2'), { ignoreApplicationStopFailures: true })
    expect(result.outcome).toBe('succeeded')
    expect(result.events[0]?.status).toBe('failed')
  })
})

describe("differences from AWS's agent", () => {
  const conflicting = async (
    agentCompatible: boolean,
  ): Promise<readonly [Host, string | undefined, string | undefined]> => {
    const host = new Host(scratch)
    await host.deploy(scratch.revision({ 'appspec.yml': appSpec(), 'app/keep': '1' }))
    writeFileSync(host.at('srv/app/new'), 'mine')
    const result = await host.deploy(scratch.revision({ 'appspec.yml': appSpec(), 'app/new': '2' }), {
      agentCompatible,
    })
    return [host, result.failed?.diagnostics?.message, result.remains?.advice]
  }

  test('a conflict is found before the previous files are removed', async () => {
    const [host, message, remains] = await conflicting(false)
    expect(message).toContain(`already exists at this location: ${host.at('srv/app/new')}`)
    expect(host.tree()).toContain('srv/app/keep 0644 1')
    expect(remains).toBeUndefined()
  })

  test('in compatible mode a conflict is found afterwards, and the removed files are reported', async () => {
    const [host, message, remains] = await conflicting(true)
    expect(message).toContain('already exists')
    expect(host.tree()).not.toContain('srv/app/keep 0644 1')
    expect(remains).toContain('are gone (1 paths): deploy its revision again')
  })

  test.each([
    [false, ['v1 ApplicationStop', 'v1 BeforeInstall']],
    [true, ['v2 ApplicationStop', 'v1 BeforeInstall']],
  ])('a rollback stops the revision that last succeeded (compatible: %s)', async (agentCompatible, expected) => {
    const host = new Host(scratch)
    const v1 = version('v1')
    await host.deploy(v1, { agentCompatible })
    await host.deploy(version('v2', '[ $LIFECYCLE_EVENT != ApplicationStart ]\n'), { agentCompatible })
    const before = orderOn(host).length
    await host.deploy(v1, { agentCompatible })
    expect(orderOn(host).slice(before, before + 2)).toEqual(expected)
  })

  test('a missing source stops the deployment before it starts; in compatible mode it fails half way and reports what remains', async () => {
    const revision = scratch.revision({
      'appspec.yml': appSpec('  - source: nope\n    destination: /srv/b\n'),
      'app/a': '1',
    })
    const host = new Host(scratch)
    expect((await host.deploy(revision)).failed?.diagnostics?.message).toContain('nope is not in the revision')
    expect(host.tree()).toEqual([])
    const other = new Host(scratch)
    const result = await other.deploy(revision, { agentCompatible: true })
    expect(result.remains?.paths).toContain(other.at('srv/app/a'))
    expect(
      (await other.deploy(scratch.revision({ 'appspec.yml': appSpec(), 'app/b': '2' }), { agentCompatible: true }))
        .outcome,
    ).toBe('succeeded')
    expect(other.tree().filter((line) => line.startsWith('srv/app/'))).toEqual(['srv/app/ 0755', 'srv/app/b 0644 2'])
  })
})

describe('file_exists_behavior', () => {
  test.each([
    ['OVERWRITE', '2'],
    ['RETAIN', 'mine'],
    ['overwrite', '2'],
  ])('%s leaves %s', async (fileExistsBehavior, content) => {
    const host = new Host(scratch)
    mkdirSync(host.at('srv/app'), { recursive: true })
    writeFileSync(host.at('srv/app/a'), 'mine')
    await host.deploy(scratch.revision({ 'appspec.yml': appSpec(), 'app/a': '2' }), { fileExistsBehavior })
    expect(readFileSync(host.at('srv/app/a'), 'utf8')).toBe(content)
  })

  test('an invalid value is refused before anything is changed', async () => {
    await expect(new Host(scratch).deploy(scratch.folder(), { fileExistsBehavior: 'nonsense' })).rejects.toMatchObject({
      code: 'config/revision',
    })
  })

  test('a link at the destination is replaced, and its target remains', async () => {
    const host = new Host(scratch)
    const victim = scratch.file('victim', Buffer.from('mine'))
    mkdirSync(host.at('srv/app'), { recursive: true })
    symlinkSync(victim, host.at('srv/app/a'))
    await host.deploy(scratch.revision({ 'appspec.yml': appSpec(), 'app/a': '2' }), { fileExistsBehavior: 'OVERWRITE' })
    expect(readFileSync(victim, 'utf8')).toBe('mine')
    expect(readFileSync(host.at('srv/app/a'), 'utf8')).toBe('2')
  })
})

describe('no path outside the root', () => {
  test.each([
    [
      'a destination with ..',
      { 'appspec.yml': appSpec().replace('/srv/app', '/../../../srv/app'), 'app/a': '1' },
      'succeeded',
    ],
    [
      'a source with ..',
      { 'appspec.yml': appSpec().replace('source: app', 'source: ../../../../../etc'), 'app/a': '1' },
      'failed',
    ],
    ['a link to a folder outside', { 'appspec.yml': appSpec(), 'app/etc': { link: '/etc' } }, 'failed'],
  ])('%s', async (_, files, outcome) => {
    const host = new Host(scratch)
    const result = await host.deploy(scratch.revision(files))
    expect(result.outcome).toBe(outcome)
    expect(host.tree().filter((line) => line.includes('passwd'))).toEqual([])
  })

  test.each([false, true])(
    'a link on the host to a target outside the destination root (compatible: %s)',
    async (agentCompatible) => {
      const host = new Host(scratch)
      const outside = scratch.folder()
      mkdirSync(host.at('srv/app'), { recursive: true })
      symlinkSync(outside, host.at('srv/app/in'))
      const result = await host.deploy(scratch.revision({ 'appspec.yml': appSpec(), 'app/in/x': '1' }), {
        agentCompatible,
      })
      expect(result.failed?.diagnostics?.message).toContain('leads out of')
      expect(readdirSync(outside)).toEqual([])
    },
  )

  test('names with line breaks and spaces at their ends are removed again', async () => {
    const host = new Host(scratch)
    await host.deploy(scratch.revision({ 'appspec.yml': appSpec(), 'app/two\nlines': '1', 'app/ blank ': '1' }))
    await host.deploy(scratch.revision({ 'appspec.yml': appSpec(), 'app/a': '1' }))
    expect(host.tree()).toEqual(['srv/ 0755', 'srv/app/ 0755', 'srv/app/a 0644 1'])
  })
})

describe('permissions of links', () => {
  const permissions = 'permissions: [{ object: /srv/app, mode: "0600", type: [file] }]\n'

  test.each([false, true])(
    'never affect files outside the folder that stands for / (agent-compatible: %s)',
    async (agentCompatible) => {
      const host = new Host(scratch)
      const victim = join(scratch.folder(), 'victim')
      writeFileSync(victim, 'mine', { mode: 0o644 })
      const revision = scratch.revision({ 'appspec.yml': appSpec(permissions), 'app/a': '1' })
      symlinkSync(victim, join(revision, 'app/link'))
      const result = await host.deploy(revision, { agentCompatible })
      expect(result.outcome).toBe('failed')
      expect(result.failed?.diagnostics?.message).toContain('which is not installed')
      expect(statSync(victim).mode & 0o777).toBe(0o644)
    },
  )

  test('do not write a file through a link to another folder', async () => {
    const host = new Host(scratch)
    const other = scratch.folder()
    mkdirSync(host.at('srv/app'), { recursive: true })
    symlinkSync(other, host.at('srv/app/a'))
    const revision = scratch.revision({
      'appspec.yml': `${appSpec()}file_exists_behavior: OVERWRITE\n`,
      'app/a': '1',
    })
    const result = await host.deploy(revision, { agentCompatible: true })
    expect(result.outcome).toBe('succeeded')
    expect(readdirSync(other)).toEqual([])
    expect(readFileSync(host.at('srv/app/a'), 'utf8')).toBe('1')
  })

  test('affect the target of a link where it is installed too', async () => {
    const host = new Host(scratch)
    const revision = scratch.revision({ 'appspec.yml': appSpec(permissions), 'app/a': '1' })
    symlinkSync('a', join(revision, 'app/link'))
    expect((await host.deploy(revision)).outcome).toBe('succeeded')
    expect(statSync(host.at('srv/app/a')).mode & 0o777).toBe(0o600)
  })
})

describe('a dry run', () => {
  test('lists the planned actions and changes nothing', async () => {
    const host = new Host(scratch)
    await host.deploy(scratch.revision({ 'appspec.yml': appSpec(), 'app/old': '1' }))
    const before = host.tree()
    const permissions =
      'permissions: [{ object: /srv/app, mode: "0600", owner: daemon, type: [file] }]\nhooks: { AfterInstall: [{ location: h.sh, timeout: 9 }] }\n'
    const revision = scratch.revision({ 'appspec.yml': appSpec(permissions), 'app/new': '2', 'h.sh': TELL('never') })
    const result = await host.deploy(revision, { dryRun: true })
    expect(result.actions.map(showAction)).toEqual([
      `remove ${host.at('srv/app/old')}`,
      `remove ${host.at('srv/app')}`,
      `remove ${host.at('srv')}`,
      `mkdir  ${host.at('srv')}`,
      `mkdir  ${host.at('srv/app')}`,
      `copy   app/new -> ${host.at('srv/app/new')}`,
      `chmod  0600 ${host.at('srv/app/new')}`,
      `chown  daemon: ${host.at('srv/app/new')}`,
      expect.stringContaining('run    AfterInstall: h.sh as '),
    ])
    expect(result.needsRoot).toEqual(['line 6: owner daemon for /srv/app'])
    expect(host.tree()).toEqual(before)
    expect(readdirSync(join(host.root, 'group'))).toHaveLength(1)
  })

  test('finds the conflict that the deployment would report', async () => {
    const host = new Host(scratch)
    mkdirSync(host.at('srv/app'), { recursive: true })
    writeFileSync(host.at('srv/app/a'), 'mine')
    const result = await host.deploy(scratch.revision({ 'appspec.yml': appSpec(), 'app/a': '2' }), { dryRun: true })
    expect(result.outcome).toBe('failed')
    expect(result.failed?.diagnostics?.message).toContain('already exists')
  })
})
