import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { addedChecks, type AddedChecks } from '../../../src/checks/hosts/revision.ts'
import { judgeHostChecks } from '../../../src/checks/hosts/judge-deployment.ts'
import type { LifecycleState } from '../../../src/codedeploy/targets.ts'
import type { DeploymentEnd } from '../../../src/codedeploy/diagnose.ts'
import { readConfig } from '../../../src/config/schema/file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'added-'))
  await writeFile(join(folder, 'appspec.yml'), 'version: 0.0\nos: linux\n')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function config(checks: readonly string[], group = 'shop-{environment}') {
  return readConfig(
    `version: 1
environments: { preprod: { region: eu-west-1 }, production: { region: eu-west-1 } }
deployments:
  - { id: app, platform: server, application: shop, group: '${group}', revision: { directory: app, bucket: b } }
  - { id: other, platform: server, application: shop, group: 'other-{environment}', revision: { directory: app, bucket: b } }
verify:
${checks.map((check) => `  - ${check}\n`).join('')}`,
    'file',
  )
}
const added = (checks: readonly string[], group?: string, id = 'app'): Promise<AddedChecks | undefined> =>
  addedChecks(config(checks, group), { id }, folder)

describe('the script', () => {
  test("has the values of each environment, keyed by its group's name, and is the same for all", async () => {
    const made = await added(['{ file: { path: "/etc/{environment}.json" }, on: hosts }'])
    expect(made?.script.text).toContain('shop-preprod)\n    checked 1')
    expect(made?.script.text).toContain('shop-production)\n    checked 1')
    expect(made?.script.text).toContain('/etc/production.json')
    expect([...(made?.files.keys() ?? [])]).toEqual(['appspec.yml', 'test-deployments/checks'])
  })

  test('is generated only for deployments with such checks', async () => {
    expect(await added(['{ tcp: "127.0.0.1:80" }'])).toBeUndefined()
    expect(await added(['{ tcp: "127.0.0.1:80", on: hosts, deployment: other }'])).toBeUndefined()
    expect(await added(['{ tcp: "127.0.0.1:80", on: hosts, deployment: other }'], undefined, 'other')).toBeDefined()
  })

  test('has another digest after a check changes', async () => {
    const [one, other] = [
      await added(['{ tcp: "127.0.0.1:80", on: hosts }']),
      await added(['{ tcp: "127.0.0.1:81", on: hosts }']),
    ]
    expect(one?.digest).not.toBe(other?.digest)
  })

  test.each([
    ['{ tcp: "{stack.web.outputs.Host}:80", on: hosts }', undefined, 'is not known when the checks on hosts join'],
    ['{ tcp: "127.0.0.1:80", on: hosts }', '{stack.web.outputs.Group}', 'is not known when the checks on hosts join'],
    ['{ file: { path: "/{environment}" }, on: hosts }', 'shop', 'has the same name in two environments'],
    [
      '{ http: { url: "http://127.0.0.1/", json: { a: 1 } }, on: hosts }',
      undefined,
      '`http.json` of the check `http` cannot be judged on a host',
    ],
    [
      '{ http: { url: "http://127.0.0.1/", headers: { a: "b\\r\\nc" } }, on: hosts }',
      undefined,
      'cannot be sent from a host',
    ],
    ['{ file: { path: /a, root: b }, on: hosts }', undefined, 'cannot be judged on a host'],
    ['{ file: { path: /a, matches: "(?=a)" }, on: hosts }', undefined, 'it has a look-around'],
    ['{ file: { path: /a, contains: "a\\0b" }, on: hosts }', undefined, 'NUL'],
    ['{ tcp: "127.0.0.1:80", on: hosts, dry-run: true }', undefined, '`dry-run`'],
  ])('is refused for %s in %s: %s', async (check, group, message) => {
    await expect(added([check], group)).rejects.toThrow(message)
  })

  test.each(['os: windows', 'os: "Windows" # servers'])('is refused for a revision with %s', async (os) => {
    const windows = await mkdtemp(join(tmpdir(), 'windows-'))
    await writeFile(join(windows, 'appspec.yml'), `version: 0.0\n${os}\n`)
    const joined = addedChecks(config(['{ tcp: "127.0.0.1:80", on: hosts }']), { id: 'app' }, windows)
    await expect(joined).rejects.toMatchObject({ advice: expect.stringContaining('PowerShell') })
    await rm(windows, { recursive: true })
  })

  test('needs a folder with an AppSpec', async () => {
    const release = config(['{ tcp: "127.0.0.1:80", on: hosts }'])
    await expect(addedChecks(release, { id: 'app' }, join(folder, 'appspec.yml'))).rejects.toThrow(
      'cannot join the revision of app',
    )
  })
})

describe('results of a check after a deployment', () => {
  const CREATED = '2026-05-04T10:00:00.000Z'
  const TIMES = { startedAt: '2026-05-04T10:01:00.000Z', endedAt: '2026-05-04T10:01:05.000Z' }
  const passed: LifecycleState = { name: 'ValidateService', status: 'Succeeded', ...TIMES }

  async function judge(events: readonly (LifecycleState | undefined)[], status = 'Succeeded', isReleased = true) {
    const made = await added([
      '{ name: a, tcp: "127.0.0.1:80", on: hosts }',
      '{ name: b, tcp: "127.0.0.1:81", on: hosts }',
    ])
    if (!made) throw new Error('nothing was added')
    const end = {
      id: 'app',
      group: 'shop-preprod',
      region: 'eu-west-1',
      ms: 1,
      state: { id: 'd-1', status, createdAt: CREATED },
      targets: events.map((event, index) => ({
        id: `i-${index}`,
        status,
        events: event
          ? [
              {
                ...event,
                ...(event.logTail !== undefined && { logTail: event.logTail.replaceAll('MARK', made.script.mark) }),
              },
            ]
          : [],
      })),
    } as unknown as DeploymentEnd
    return judgeHostChecks(end, made, isReleased).map(({ outcome, title }) => `${outcome} ${title}`)
  }
  const failed = (logTail: string, script = 'test-deployments/checks'): LifecycleState => ({
    name: 'ValidateService',
    status: 'Failed',
    errorCode: 'ScriptFailed',
    script,
    logTail,
    ...TIMES,
  })

  test('cover every host: all pass, but not of another revision, another deployment, or without a target', async () => {
    expect(await judge([passed, passed])).toContain('pass a: passed on 2 of 2 hosts of app, before traffic')
    expect(await judge([passed], 'Succeeded', false)).toContain('inconclusive a: is known of 0 of 1 host of app only')
    const early = { ...passed, startedAt: '2026-05-04T09:00:00.000Z' }
    expect(await judge([early])).toContain('inconclusive a: was made on no host of app')
    expect(await judge([])).toContain('inconclusive a: was made on no host of app')
    expect(await judge([passed, undefined])).toContain('inconclusive a: is known of 1 of 2 hosts of app only')
  })

  test('in a log are read by number, and pass only with the last line', async () => {
    const whole = '[stdout]MARK 1 fail a: 127.0.0.1 is refused\n[stdout]MARK end 2 2 fail=1 unknown=\n'
    expect(await judge([failed(whole)], 'Failed', false)).toEqual([
      'fail a: 127.0.0.1 is refused on i-0',
      'pass b: passed on 1 of 1 host of app, before traffic',
    ])
    expect(await judge([failed('[stdout]MARK 2 pass b: fine\n')], 'Failed', false)).toEqual([
      'inconclusive a: is known of 0 of 1 host of app only',
      'inconclusive b: is known of 0 of 1 host of app only',
    ])
    expect(await judge([failed('test-deployments 000000000000 end 2 2 fail= unknown=')], 'Failed', false)).toContain(
      'inconclusive a: is known of 0 of 1 host of app only',
    )
    const unlisted = 'MARK group shop-eu: this script lists no such deployment group'
    expect(await judge([failed(unlisted)], 'Failed', false)).toContain(
      'inconclusive a: is known of 0 of 1 host of app only',
    )
    expect(await judge([failed('', 'hooks/validate')], 'Failed', false)).toContain(
      'skipped a: was made on no host of app',
    )
  })
})
